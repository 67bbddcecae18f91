/** Quantisation of one row in plain TypeScript, rounding to f32 where the kernel does: equal bits. */

/** q in [-127, 127] and the scale absmax / 127; the unsigned form is q + 128. */
export function quantizeReference(row: readonly number[]): { q: number[]; scale: number } {
  const absmax = row.reduce((largest, x) => Math.max(largest, Math.abs(x)), 0);
  if (absmax === 0) return { q: row.map(() => 0), scale: 0 };
  const inverse = Math.fround(127 / absmax);
  const q = row.map((x) => roundTiesToEven(Math.fround(x * inverse)));
  return { q, scale: Math.fround(absmax / 127) };
}

/** The nearest integer, the even one of two equally near: 0.5 -> 0, 1.5 -> 2, -2.5 -> -2. */
function roundTiesToEven(x: number): number {
  const below = Math.floor(x);
  if (x - below !== 0.5) return Math.round(x);
  return below % 2 === 0 ? below : below + 1;
}
