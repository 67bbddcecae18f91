/**
 * int8 matrix times one quantised vector, for a range of rows: the kernel that decoding waits for. It
 * reads every weight once, eight rows at a time so that an activation is loaded (and widened) once for
 * eight and the loop's fixed cost is spread (four rows are a fifth slower: lab/README.md).
 */
import { activationsHigh, activationsLow, dotAt, pairOnes } from './dot';
import { sumOfInts, sumsOfInts } from './lanes';
import { rescale, rescaleFour } from './rescale';

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
  const ones = pairOnes(activations);
  let row = begin;
  for (; row + 8 <= end; row += 8) {
    const offset = <usize>row << 2;
    eightRows(
      add,
      weights + <usize>row * columns,
      rowScales + offset,
      rowSums + offset,
      columns,
      activations,
      scale,
      ones,
      output + offset,
    );
  }
  for (; row < end; row++) {
    const offset = <usize>row << 2;
    const dot = dotRow(weights + <usize>row * columns, columns, activations, ones);
    const result = rescale(dot, load<i32>(rowSums + offset), load<f32>(rowScales + offset), scale);
    store<f32>(output + offset, add ? load<f32>(output + offset) + result : result);
  }
}

/** Eight rows from the first bytes of their weights, scales, sums and outputs. */
// @ts-ignore: decorator
@inline
function eightRows(
  add: bool,
  weights: usize,
  rowScales: usize,
  rowSums: usize,
  columns: usize,
  activations: usize,
  scale: f32,
  ones: v128,
  output: usize,
): void {
  let sums0 = i32x4.splat(0);
  let sums1 = i32x4.splat(0);
  let sums2 = i32x4.splat(0);
  let sums3 = i32x4.splat(0);
  let sums4 = i32x4.splat(0);
  let sums5 = i32x4.splat(0);
  let sums6 = i32x4.splat(0);
  let sums7 = i32x4.splat(0);
  for (let column: usize = 0; column < columns; column += 16) {
    const low = activationsLow(activations + column);
    const high = activationsHigh(activations + column);
    let row = weights + column;
    sums0 = dotAt(row, low, high, ones, sums0);
    row += columns;
    sums1 = dotAt(row, low, high, ones, sums1);
    row += columns;
    sums2 = dotAt(row, low, high, ones, sums2);
    row += columns;
    sums3 = dotAt(row, low, high, ones, sums3);
    row += columns;
    sums4 = dotAt(row, low, high, ones, sums4);
    row += columns;
    sums5 = dotAt(row, low, high, ones, sums5);
    row += columns;
    sums6 = dotAt(row, low, high, ones, sums6);
    row += columns;
    sums7 = dotAt(row, low, high, ones, sums7);
  }
  const scales = f32x4.splat(scale);
  const dots0 = sumsOfInts(sums0, sums1, sums2, sums3);
  const dots4 = sumsOfInts(sums4, sums5, sums6, sums7);
  let first = rescaleFour(dots0, v128.load(rowSums), v128.load(rowScales), scales);
  let second = rescaleFour(dots4, v128.load(rowSums, 16), v128.load(rowScales, 16), scales);
  if (add) {
    first = f32x4.add(v128.load(output), first);
    second = f32x4.add(v128.load(output, 16), second);
  }
  v128.store(output, first);
  v128.store(output, second, 16);
}

/** One row's weights times the activations. */
// @ts-ignore: decorator
@inline
function dotRow(weights: usize, columns: usize, activations: usize, ones: v128): i32 {
  let sums = i32x4.splat(0);
  for (let column: usize = 0; column < columns; column += 16) {
    const low = activationsLow(activations + column);
    const high = activationsHigh(activations + column);
    sums = dotAt(weights + column, low, high, ones, sums);
  }
  return sumOfInts(sums);
}
