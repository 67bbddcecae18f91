/**
 * int8 matrix times one quantised vector, for a range of rows: the kernel that decoding waits for. The weights are packed
 * in blocks of eight rows (packing.ts), so that they are read in one stream and an activation is loaded once for eight rows.
 */
import { activationsHigh, activationsLow, dotAt, pairOnes } from './dot';
import { sumsOfInts } from './lanes';
import { rescaleFour } from './rescale';

/** output[row] = f32(sum of w * q) * (rowScales[row] * activationScale); see Kernels.matVec. */
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
  product(
    false,
    weights,
    rowScales,
    rowSums,
    columns,
    begin,
    end,
    activations,
    activationScale,
    output,
  );
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
  product(
    true,
    weights,
    rowScales,
    rowSums,
    columns,
    begin,
    end,
    activations,
    activationScale,
    output,
  );
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
  const scales = v128.load32_splat(activationScale);
  const ones = pairOnes(activations);
  for (let row = begin; row < end; row += 8) {
    const offset = <usize>row << 2;
    eightRows(
      add,
      weights + <usize>row * columns,
      rowScales + offset,
      rowSums + offset,
      columns,
      activations,
      scales,
      ones,
      output + offset,
    );
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
  scales: v128,
  ones: v128,
  output: usize,
): void {
  let at = weights;
  let sums0 = i32x4.splat(0);
  let sums1 = i32x4.splat(0);
  let sums2 = i32x4.splat(0);
  let sums3 = i32x4.splat(0);
  let sums4 = i32x4.splat(0);
  let sums5 = i32x4.splat(0);
  let sums6 = i32x4.splat(0);
  let sums7 = i32x4.splat(0);
  for (let column: usize = 0; column < columns; column += 16, at += 128) {
    const low = activationsLow(activations + column);
    const high = activationsHigh(activations + column);
    sums0 = dotAt(at, low, high, ones, sums0);
    sums1 = dotAt(at + 16, low, high, ones, sums1);
    sums2 = dotAt(at + 32, low, high, ones, sums2);
    sums3 = dotAt(at + 48, low, high, ones, sums3);
    sums4 = dotAt(at + 64, low, high, ones, sums4);
    sums5 = dotAt(at + 80, low, high, ones, sums5);
    sums6 = dotAt(at + 96, low, high, ones, sums6);
    sums7 = dotAt(at + 112, low, high, ones, sums7);
  }
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
