/**
 * f32 activations to eight bits, each row with its own scale: scale = absmax / 127, and each value rounded
 * (ties to even) after multiplication with 127 / absmax. Linear maps take the unsigned form q + 128, the
 * attention cache the signed one.
 */
import { maxOfFloats } from './lanes';

/** Below this absmax, 127 / absmax would overflow: such a row counts as zeros. */
const SMALLEST: f32 = 1e-36;

/** See Kernels.quantizeRows. */
export function quantizeRows(
  input: usize,
  rows: i32,
  columns: i32,
  output: usize,
  scales: usize,
): void {
  for (let row = 0; row < rows; row++) {
    const start = <usize>row * columns;
    quantizeRow(input + (start << 2), columns, output + start, scales + (<usize>row << 2), 0x80);
  }
}

/** See Kernels.quantizeSignedRows. */
export function quantizeSignedRows(
  input: usize,
  inputStride: i32,
  rows: i32,
  columns: i32,
  output: usize,
  scales: usize,
): void {
  for (let row = 0; row < rows; row++) {
    const source = input + ((<usize>row * inputStride) << 2);
    quantizeRow(source, columns, output + <usize>row * columns, scales + (<usize>row << 2), 0);
  }
}

/** One row; each byte is combined with `flip` by exclusive or: 0x80 adds 128, 0 leaves it signed. */
export function quantizeRow(input: usize, columns: i32, output: usize, scale: usize, flip: i32): void {
  let largest = f32x4.splat(0);
  for (let column = 0; column < columns; column += 4) {
    largest = f32x4.pmax(largest, f32x4.abs(v128.load(input + (<usize>column << 2))));
  }
  const absmax = maxOfFloats(largest);
  const isZero = absmax < SMALLEST;
  store<f32>(scale, isZero ? 0 : absmax / 127);
  const inverse = f32x4.splat(isZero ? 0 : 127 / absmax);
  const flips = i8x16.splat(<i8>flip);
  for (let column = 0; column < columns; column += 16) {
    const source = input + (<usize>column << 2);
    const low = i16x8.narrow_i32x4_s(
      toIntegers(v128.load(source), inverse),
      toIntegers(v128.load(source, 16), inverse),
    );
    const high = i16x8.narrow_i32x4_s(
      toIntegers(v128.load(source, 32), inverse),
      toIntegers(v128.load(source, 48), inverse),
    );
    v128.store(output + <usize>column, v128.xor(i8x16.narrow_i16x8_s(low, high), flips));
  }
}

// @ts-ignore: decorator
@inline
function toIntegers(values: v128, inverse: v128): v128 {
  return i32x4.trunc_sat_f32x4_s(f32x4.nearest(f32x4.mul(values, inverse)));
}
