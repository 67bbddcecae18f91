/** Row sums and the largest pair sum of int8 weights in plain TypeScript: integers, so equal. */

export function sumRowsReference(rows: readonly (readonly number[])[]): number[] {
  return rows.map((row) => row.reduce((sum, weight) => sum + weight, 0));
}

export function maxPairSumReference(weights: readonly number[]): number {
  let largest = 0;
  for (let k = 0; k < weights.length; k += 2) {
    largest = Math.max(largest, Math.abs(weights[k]!) + Math.abs(weights[k + 1]!));
  }
  return largest;
}
