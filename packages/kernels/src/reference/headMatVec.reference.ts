/** The head with grouped scales in plain TypeScript, rounding to f32 where the kernel does: equal bits. */

/** A matrix of int8 rows with a scale for each row and each group of `groupColumns` columns. */
export interface GroupedMatrixReference {
  readonly rows: readonly (readonly number[])[];
  /** [row][group] */
  readonly scales: readonly (readonly number[])[];
  readonly groupColumns: number;
}

export function headMatVecReference(
  { rows, scales, groupColumns }: GroupedMatrixReference,
  q: readonly number[],
  scale: number,
  logitScale: number,
): number[] {
  return rows.map((row, index) => {
    const total = scales[index]!.reduce((sum, groupScale, group) => {
      let dot = 0;
      for (let c = group * groupColumns; c < (group + 1) * groupColumns; c++)
        dot += row[c]! * q[c]!;
      return Math.fround(sum + Math.fround(Math.fround(dot) * groupScale));
    }, 0);
    return Math.fround(Math.fround(total * scale) * logitScale);
  });
}
