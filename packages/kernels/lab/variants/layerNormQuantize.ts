/**
 * Fused norm + quantise with one pass less: the largest value is found while the norm is computed, so that the row is not read
 * again for it. The product's layerNormQuantizeRows is layerNorm and quantize one after the other. Same bits.
 */
import { maxOfFloats, sumOfFloats } from '../../assembly/lanes';

export function layerNormQuantizeTwoPasses(
  input: usize, weight: usize, epsilon: f32, rows: i32, columns: i32, scratch: usize, output: usize, scales: usize,
): void {
  const bytes = <usize>columns << 2;
  for (let row = 0; row < rows; row++) {
    const source = input + <usize>row * bytes;
    let sum0 = f32x4.splat(0);
    let sum1 = f32x4.splat(0);
    let sum2 = f32x4.splat(0);
    let sum3 = f32x4.splat(0);
    for (let offset: usize = 0; offset < bytes; offset += 64) {
      sum0 = f32x4.add(sum0, v128.load(source + offset));
      sum1 = f32x4.add(sum1, v128.load(source + offset, 16));
      sum2 = f32x4.add(sum2, v128.load(source + offset, 32));
      sum3 = f32x4.add(sum3, v128.load(source + offset, 48));
    }
    const mean = f32x4.splat(sumOfFloats(f32x4.add(f32x4.add(sum0, sum1), f32x4.add(sum2, sum3))) / <f32>columns);
    sum0 = f32x4.splat(0);
    sum1 = f32x4.splat(0);
    sum2 = f32x4.splat(0);
    sum3 = f32x4.splat(0);
    let largest = f32x4.splat(0);
    for (let offset: usize = 0; offset < bytes; offset += 64) {
      const d0 = f32x4.sub(v128.load(source + offset), mean);
      const d1 = f32x4.sub(v128.load(source + offset, 16), mean);
      const d2 = f32x4.sub(v128.load(source + offset, 32), mean);
      const d3 = f32x4.sub(v128.load(source + offset, 48), mean);
      sum0 = f32x4.add(sum0, f32x4.mul(d0, d0));
      sum1 = f32x4.add(sum1, f32x4.mul(d1, d1));
      sum2 = f32x4.add(sum2, f32x4.mul(d2, d2));
      sum3 = f32x4.add(sum3, f32x4.mul(d3, d3));
    }
    const squares = sumOfFloats(f32x4.add(f32x4.add(sum0, sum1), f32x4.add(sum2, sum3)));
    const inverse = f32x4.splat(1 / sqrt<f32>(squares / <f32>columns + epsilon));
    for (let offset: usize = 0; offset < bytes; offset += 16) {
      const normal = f32x4.mul(f32x4.sub(v128.load(source + offset), mean), inverse);
      const value = f32x4.mul(normal, v128.load(weight + offset));
      largest = f32x4.pmax(largest, f32x4.abs(value));
      v128.store(scratch + offset, value);
    }
    const absmax = maxOfFloats(largest);
    store<f32>(scales + (<usize>row << 2), absmax / 127);
    const factor = f32x4.splat(127 / absmax);
    const target = output + <usize>row * columns;
    for (let column: usize = 0; column < <usize>columns; column += 16) {
      const at = scratch + (column << 2);
      const low = i16x8.narrow_i32x4_s(whole(v128.load(at), factor), whole(v128.load(at, 16), factor));
      const high = i16x8.narrow_i32x4_s(whole(v128.load(at, 32), factor), whole(v128.load(at, 48), factor));
      v128.store(target + column, v128.xor(i8x16.narrow_i16x8_s(low, high), i8x16.splat(<i8>0x80)));
    }
  }
}

// @ts-ignore: decorator
@inline
function whole(values: v128, factor: v128): v128 {
  return i32x4.trunc_sat_f32x4_s(f32x4.nearest(f32x4.mul(values, factor)));
}
