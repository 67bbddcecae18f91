/** Choosing tokens in plain TypeScript and f64: argmax is equal, the sums are close. */

/** Index of the largest value, the lowest on ties. */
export function argmaxReference(values: readonly number[]): number {
  return values.reduce((best, value, index) => (value > values[best]! ? index : best), 0);
}

export function softmaxReference(logits: readonly number[], temperature: number): number[] {
  const highest = logits[argmaxReference(logits)]!;
  const exponentials = logits.map((x) => Math.exp((x - highest) / temperature));
  const sum = exponentials.reduce((total, e) => total + e, 0);
  return exponentials.map((e) => e / sum);
}

export function sumExpReference(values: readonly number[], shift: number): number {
  return values.reduce((sum, x) => sum + Math.exp(x - shift), 0);
}
