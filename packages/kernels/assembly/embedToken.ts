/** One row of the int8 embedding as floats: where a token enters the model. */

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
  let row = weights + <usize>token * columns;
  let scales = groupScales + ((<usize>token * groups) << 2);
  let target = output;
  for (let group = 0; group < groups; group++, scales += 4) {
    const scale = v128.load32_splat(scales);
    for (let column = 0; column < groupColumns; column += 8, row += 8, target += 32) {
      const eight = v128.load_ext<i8>(row);
      const low = f32x4.convert_i32x4_s(i32x4.extend_low_i16x8_s(eight));
      const high = f32x4.convert_i32x4_s(i32x4.extend_high_i16x8_s(eight));
      v128.store(target, f32x4.mul(low, scale));
      v128.store(target, f32x4.mul(high, scale), 16);
    }
  }
}
