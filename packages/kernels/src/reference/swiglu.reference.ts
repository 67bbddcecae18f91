/** SwiGLU in plain TypeScript and f64: the kernel is close to it, not equal. */

export function swigluReference(gate: readonly number[], up: readonly number[]): number[] {
  return gate.map((g, index) => (g / (1 + Math.exp(-g))) * up[index]!);
}
