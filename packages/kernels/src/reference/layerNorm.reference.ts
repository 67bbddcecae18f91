/** Layer normalisation without bias in plain TypeScript and f64: the kernel is close to it, not equal. */

export function layerNormReference(
  row: readonly number[],
  weight: readonly number[],
  epsilon: number,
): number[] {
  const mean = row.reduce((sum, x) => sum + x, 0) / row.length;
  const variance = row.reduce((sum, x) => sum + (x - mean) ** 2, 0) / row.length;
  return row.map((x, column) => ((x - mean) / Math.sqrt(variance + epsilon)) * weight[column]!);
}
