/**
 * Layer normalisation without bias (Ba et al. 2016), alone or followed by the quantisation that every
 * linear map after it shares. Sums run in sixteen lanes and are then added in one fixed order.
 */
import { maxOfFloats, sumOfFloats } from './lanes';
import { quantizeRow } from './quantize';

/** See Kernels.layerNormRows. */
export function layerNormRows(
  input: usize,
  weight: usize,
  epsilon: f32,
  rows: i32,
  columns: i32,
  output: usize,
): void {
  const rowBytes = <usize>columns << 2;
  for (let row = 0; row < rows; row++) {
    const offset = <usize>row * rowBytes;
    layerNormRow(input + offset, weight, epsilon, columns, output + offset);
  }
}

/** See Kernels.layerNormQuantizeRows. */
export function layerNormQuantizeRows(
  input: usize,
  weight: usize,
  epsilon: f32,
  rows: i32,
  columns: i32,
  scratch: usize,
  output: usize,
  scales: usize,
): void {
  for (let row = 0; row < rows; row++) {
    const start = <usize>row * columns;
    const absmax = layerNormRow(input + (start << 2), weight, epsilon, columns, scratch);
    quantizeRow(scratch, columns, absmax, output + start, scales + (<usize>row << 2));
  }
}

/** One row; gives the largest magnitude of its output, which quantisation would otherwise look for. */
function layerNormRow(input: usize, weight: usize, epsilon: f32, columns: i32, output: usize): f32 {
  const bytes = <usize>columns << 2;
  let sum0 = f32x4.splat(0);
  let sum1 = f32x4.splat(0);
  let sum2 = f32x4.splat(0);
  let sum3 = f32x4.splat(0);
  for (let offset: usize = 0; offset < bytes; offset += 64) {
    const source = input + offset;
    sum0 = f32x4.add(sum0, v128.load(source));
    sum1 = f32x4.add(sum1, v128.load(source, 16));
    sum2 = f32x4.add(sum2, v128.load(source, 32));
    sum3 = f32x4.add(sum3, v128.load(source, 48));
  }
  const total = sumOfFloats(f32x4.add(f32x4.add(sum0, sum1), f32x4.add(sum2, sum3)));
  const mean = f32x4.splat(total / <f32>columns);

  sum0 = f32x4.splat(0);
  sum1 = f32x4.splat(0);
  sum2 = f32x4.splat(0);
  sum3 = f32x4.splat(0);
  for (let offset: usize = 0; offset < bytes; offset += 64) {
    const source = input + offset;
    sum0 = f32x4.add(sum0, square(f32x4.sub(v128.load(source), mean)));
    sum1 = f32x4.add(sum1, square(f32x4.sub(v128.load(source, 16), mean)));
    sum2 = f32x4.add(sum2, square(f32x4.sub(v128.load(source, 32), mean)));
    sum3 = f32x4.add(sum3, square(f32x4.sub(v128.load(source, 48), mean)));
  }
  const squares = sumOfFloats(f32x4.add(f32x4.add(sum0, sum1), f32x4.add(sum2, sum3)));
  const inverse = f32x4.splat(1 / sqrt<f32>(squares / <f32>columns + epsilon));

  let largest = f32x4.splat(0);
  for (let offset: usize = 0; offset < bytes; offset += 16) {
    const normal = f32x4.mul(f32x4.sub(v128.load(input + offset), mean), inverse);
    const value = f32x4.mul(normal, v128.load(weight + offset));
    largest = f32x4.pmax(largest, f32x4.abs(value));
    v128.store(output + offset, value);
  }
  return maxOfFloats(largest);
}

// @ts-ignore: decorator
@inline
function square(values: v128): v128 {
  return f32x4.mul(values, values);
}
