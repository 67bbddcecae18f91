/** Rotary embedding of interleaved pairs in plain TypeScript, rounding to f32 where the kernel does: equal bits. */

export function rotaryReference(
  head: readonly number[],
  cosines: readonly number[],
  sines: readonly number[],
): number[] {
  return head.map((x, index) => {
    const cos = cosines[index >> 1]!;
    const sin = sines[index >> 1]!;
    // rotate(x)[2i] = -x[2i + 1], rotate(x)[2i + 1] = x[2i]
    const partner = index % 2 === 0 ? -head[index + 1]! : head[index - 1]!;
    return Math.fround(Math.fround(x * cos) + Math.fround(partner * sin));
  });
}
