/** int8 matrix times vector in plain TypeScript, rounding to f32 where the kernel does: equal bits. */

/** A weight matrix: int8 rows and one f32 scale for each. */
export interface MatrixReference {
  readonly rows: readonly (readonly number[])[];
  readonly scales: readonly number[];
}

/** One output for each row; `q` is the signed quantised vector, `scale` its f32 scale. */
export function matVecReference(
  matrix: MatrixReference,
  q: readonly number[],
  scale: number,
): number[] {
  return matrix.rows.map((row, index) => {
    const dot = row.reduce((sum, weight, column) => sum + weight * q[column]!, 0);
    return Math.fround(Math.fround(dot) * Math.fround(matrix.scales[index]! * scale));
  });
}
