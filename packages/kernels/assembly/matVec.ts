/**
 * int8 matrix times one quantised vector, for a range of rows: the kernel that decoding waits for. It
 * reads every weight once, four rows at a time so that an activation is loaded (and widened) once for four.
 */
import { dot, loadHigh, loadLow } from './dot';
import { sumOfInts, sumsOfInts } from './lanes';

/** output[row] = f32(dot - 128 * rowSums[row]) * (rowScales[row] * activationScale); see Kernels.matVec. */
export function matVec(
  weights: usize,
  rowScales: usize,
  rowSums: usize,
  columns: i32,
  begin: i32,
  end: i32,
  activations: usize,
  activationScale: usize,
  output: usize,
): void {
  product(false, weights, rowScales, rowSums, columns, begin, end, activations, activationScale, output);
}

/** output[row] += the same; see Kernels.matVecAdd. */
export function matVecAdd(
  weights: usize,
  rowScales: usize,
  rowSums: usize,
  columns: i32,
  begin: i32,
  end: i32,
  activations: usize,
  activationScale: usize,
  output: usize,
): void {
  product(true, weights, rowScales, rowSums, columns, begin, end, activations, activationScale, output);
}

// @ts-ignore: decorator
@inline
function product(
  add: bool,
  weights: usize,
  rowScales: usize,
  rowSums: usize,
  columns: i32,
  begin: i32,
  end: i32,
  activations: usize,
  activationScale: usize,
  output: usize,
): void {
  const scale = load<f32>(activationScale);
  let row = begin;
  for (; row + 8 <= end; row += 8) {
    const target = output + (<usize>row << 2);
    dot8Rows(weights + <usize>row * columns, columns, activations, target);
    const r0 = f32x4.mul(f32x4.convert_i32x4_s(i32x4.sub(v128.load(target), i32x4.shl(v128.load(rowSums + (<usize>row << 2)), 7))), f32x4.mul(v128.load(rowScales + (<usize>row << 2)), f32x4.splat(scale)));
    const r1 = f32x4.mul(f32x4.convert_i32x4_s(i32x4.sub(v128.load(target, 16), i32x4.shl(v128.load(rowSums + (<usize>row << 2), 16), 7))), f32x4.mul(v128.load(rowScales + (<usize>row << 2), 16), f32x4.splat(scale)));
    v128.store(target, r0);
    v128.store(target, r1, 16);
  }
  for (; row + 4 <= end; row += 4) {
    const sums = v128.load(rowSums + (<usize>row << 2));
    const dots = dotFourRows(weights + <usize>row * columns, columns, activations);
    const scales = f32x4.mul(v128.load(rowScales + (<usize>row << 2)), f32x4.splat(scale));
    let result = f32x4.mul(f32x4.convert_i32x4_s(i32x4.sub(dots, i32x4.shl(sums, 7))), scales);
    const target = output + (<usize>row << 2);
    if (add) result = f32x4.add(v128.load(target), result);
    v128.store(target, result);
  }
  for (; row < end; row++) {
    const sum = load<i32>(rowSums + (<usize>row << 2));
    const total = dotRow(weights + <usize>row * columns, columns, activations);
    let result = <f32>(total - (sum << 7)) * (load<f32>(rowScales + (<usize>row << 2)) * scale);
    const target = output + (<usize>row << 2);
    if (add) result = load<f32>(target) + result;
    store<f32>(target, result);
  }
}

/** Lane i: weights' row i times the activations. */
// @ts-ignore: decorator
@inline
export function dotFourRows(weights: usize, columns: usize, activations: usize): v128 {
  const first = v128.load(activations);
  const ones = i16x8.shr_u(i16x8.eq(first, first), 15);
  let sums0 = i32x4.splat(0);
  let sums1 = i32x4.splat(0);
  let sums2 = i32x4.splat(0);
  let sums3 = i32x4.splat(0);
  let row0 = weights;
  let row1 = row0 + columns;
  let row2 = row1 + columns;
  let row3 = row2 + columns;
  const stop = activations + columns;
  let position = activations;
  for (; position + 32 <= stop; position += 32) {
    let low = loadLow(position);
    let high = loadHigh(position);
    sums0 = dot(row0, low, high, sums0, ones);
    sums1 = dot(row1, low, high, sums1, ones);
    sums2 = dot(row2, low, high, sums2, ones);
    sums3 = dot(row3, low, high, sums3, ones);
    low = loadLow(position + 16);
    high = loadHigh(position + 16);
    sums0 = dot(row0 + 16, low, high, sums0, ones);
    sums1 = dot(row1 + 16, low, high, sums1, ones);
    sums2 = dot(row2 + 16, low, high, sums2, ones);
    sums3 = dot(row3 + 16, low, high, sums3, ones);
    row0 += 32;
    row1 += 32;
    row2 += 32;
    row3 += 32;
  }
  if (position < stop) {
    const low = loadLow(position);
    const high = loadHigh(position);
    sums0 = dot(row0, low, high, sums0, ones);
    sums1 = dot(row1, low, high, sums1, ones);
    sums2 = dot(row2, low, high, sums2, ones);
    sums3 = dot(row3, low, high, sums3, ones);
  }
  return sumsOfInts(sums0, sums1, sums2, sums3);
}

// @ts-ignore: decorator
@inline
export function dot8Rows(weights: usize, columns: usize, activations: usize, target: usize): void {
  const first = v128.load(activations);
  const ones = i16x8.shr_u(i16x8.eq(first, first), 15);
  let sums0 = i32x4.splat(0);
  let sums1 = i32x4.splat(0);
  let sums2 = i32x4.splat(0);
  let sums3 = i32x4.splat(0);
  let sums4 = i32x4.splat(0);
  let sums5 = i32x4.splat(0);
  let sums6 = i32x4.splat(0);
  let sums7 = i32x4.splat(0);
  for (let column: usize = 0; column < columns; column += 16) {
    const low = loadLow(activations + column);
    const high = loadHigh(activations + column);
    let row = weights + column;
    sums0 = dot(row, low, high, sums0, ones);
    row += columns;
    sums1 = dot(row, low, high, sums1, ones);
    row += columns;
    sums2 = dot(row, low, high, sums2, ones);
    row += columns;
    sums3 = dot(row, low, high, sums3, ones);
    row += columns;
    sums4 = dot(row, low, high, sums4, ones);
    row += columns;
    sums5 = dot(row, low, high, sums5, ones);
    row += columns;
    sums6 = dot(row, low, high, sums6, ones);
    row += columns;
    sums7 = dot(row, low, high, sums7, ones);
  }
  v128.store(target, sumsOfInts(sums0, sums1, sums2, sums3), 0);
  v128.store(target, sumsOfInts(sums4, sums5, sums6, sums7), 16);
}

/** One row times the activations. */
// @ts-ignore: decorator
@inline
export function dotRow(weights: usize, columns: usize, activations: usize): i32 {
  const first = v128.load(activations);
  const ones = i16x8.shr_u(i16x8.eq(first, first), 15);
  let sums = i32x4.splat(0);
  for (let column: usize = 0; column < columns; column += 16) {
    sums = dot(weights + column, loadLow(activations + column), loadHigh(activations + column), sums, ones);
  }
  return sumOfInts(sums);
}
