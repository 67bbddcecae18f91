/** One row of the grouped int8 embedding as floats, rounding to f32 where the kernel does: equal bits. */
import type { GroupedMatrixReference } from './headMatVec.reference.ts';

export function embedTokenReference(
  { rows, scales, groupColumns }: GroupedMatrixReference,
  token: number,
): number[] {
  return rows[token]!.map((weight, column) =>
    Math.fround(weight * scales[token]![Math.floor(column / groupColumns)]!),
  );
}
