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
    const source = input + (start << 2);
    quantizeRow(source, columns, absmaxOf(source, columns), output + start, scales + (<usize>row << 2));
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
    const inverse = storeScale(absmaxOf(source, columns), scales + (<usize>row << 2));
    const target = output + <usize>row * columns;
    for (let column = 0; column < columns; column += 16) {
      const from = source + (<usize>column << 2);
      const low = eightIntegers(from, inverse);
      v128.store(target + <usize>column, i8x16.narrow_i16x8_s(low, eightIntegers(from + 32, inverse)));
    }
  }
}

/** The largest magnitude of a row. */
// @ts-ignore: decorator
@inline
function absmaxOf(input: usize, columns: i32): f32 {
  let largest = f32x4.splat(0);
  for (let column = 0; column < columns; column += 4) {
    largest = f32x4.pmax(largest, f32x4.abs(v128.load(input + (<usize>column << 2))));
  }
  return maxOfFloats(largest);
}

/** One row, whose largest magnitude is known, to unsigned bytes and its scale. */
// @ts-ignore: decorator
@inline
export function quantizeRow(
  input: usize,
  columns: i32,
  absmax: f32,
  output: usize,
  scale: usize,
): void {
  const inverse = storeScale(absmax, scale);
  const flips = i8x16.splat(<i8>0x80);
  for (let column = 0; column < columns; column += 16) {
    const source = input + (<usize>column << 2);
    const low = eightIntegers(source, inverse);
    const high = eightIntegers(source + 32, inverse);
    v128.store(output + <usize>column, v128.xor(i8x16.narrow_i16x8_s(low, high), flips));
  }
}

/** Stores the scale of a row; gives what its values are multiplied with. */
// @ts-ignore: decorator
@inline
function storeScale(absmax: f32, scale: usize): v128 {
  const isZero = absmax < SMALLEST;
  store<f32>(scale, isZero ? 0 : absmax / 127);
  return f32x4.splat(isZero ? 0 : 127 / absmax);
}

/** Eight floats to 16-bit integers in [-127, 127]. */
// @ts-ignore: decorator
@inline
function eightIntegers(input: usize, inverse: v128): v128 {
  return i16x8.narrow_i32x4_s(
    toIntegers(v128.load(input), inverse),
    toIntegers(v128.load(input, 16), inverse),
  );
}

// @ts-ignore: decorator
@inline
function toIntegers(values: v128, inverse: v128): v128 {
  return i32x4.trunc_sat_f32x4_s(f32x4.nearest(f32x4.mul(values, inverse)));
}
