/** What the kernels' exponential approximates, with the limits it documents. */

export function expReference(x: number): number {
  return x < -87 ? 0 : Math.exp(Math.min(x, 88));
}
