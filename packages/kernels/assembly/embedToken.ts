/** One row of the packed int8 embedding as floats: where a token enters the model. */

/** output[c] = weights[token, c] * groupScales[token, c / groupColumns]; see Kernels.embedToken. */
export function embedToken(
  weights: usize,
  groupScales: usize,
  columns: i32,
  groupColumns: i32,
  token: i32,
  output: usize,
): void {
  const groups = columns / groupColumns;
  const block = <usize>(token >> 3);
  const inner = <usize>(token & 7);
  let row = weights + block * (columns << 3) + (inner << 4);
  let scales = groupScales + ((block * groups * 8 + inner) << 2);
  let target = output;
  for (let group = 0; group < groups; group++, scales += 32) {
    const scale = v128.load32_splat(scales);
    for (let column = 0; column < groupColumns; column += 16, row += 128, target += 64) {
      putEight(v128.load_ext<i8>(row), scale, target);
      putEight(v128.load_ext<i8>(row, 8), scale, target + 32);
    }
  }
}

/** Eight weights, widened to 16 bits, as floats. */
// @ts-ignore: decorator
@inline
function putEight(eight: v128, scale: v128, target: usize): void {
  const low = f32x4.convert_i32x4_s(i32x4.extend_low_i16x8_s(eight));
  const high = f32x4.convert_i32x4_s(i32x4.extend_high_i16x8_s(eight));
  v128.store(target, f32x4.mul(low, scale));
  v128.store(target, f32x4.mul(high, scale), 16);
}
