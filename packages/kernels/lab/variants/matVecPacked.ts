/**
 * Row grouping: weights packed at load so that what eight rows have in the same sixteen columns lies together, [rows / 8,
 * columns / 16, 8, 16]. The kernel then reads memory in one stream instead of eight.
 */
import { activationsHigh, activationsLow, dotAt, pairOnes } from '../../assembly/dot';
import { sumsOfInts } from '../../assembly/lanes';
import { rescaleFour } from '../../assembly/rescale';

export function matVecPacked8(
  weights: usize, rowScales: usize, rowSums: usize, columns: i32, begin: i32, end: i32, activations: usize,
  activationScale: usize, output: usize,
): void {
  const scales = v128.load32_splat(activationScale);
  const ones = pairOnes(activations);
  let at = weights + <usize>begin * columns;
  for (let row = begin; row < end; row += 8) {
    let sums0 = i32x4.splat(0);
    let sums1 = i32x4.splat(0);
    let sums2 = i32x4.splat(0);
    let sums3 = i32x4.splat(0);
    let sums4 = i32x4.splat(0);
    let sums5 = i32x4.splat(0);
    let sums6 = i32x4.splat(0);
    let sums7 = i32x4.splat(0);
    for (let column: usize = 0; column < <usize>columns; column += 16, at += 128) {
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
    const offset = <usize>row << 2;
    put(sumsOfInts(sums0, sums1, sums2, sums3), offset, rowScales, rowSums, scales, output);
    put(sumsOfInts(sums4, sums5, sums6, sums7), offset + 16, rowScales, rowSums, scales, output);
  }
}

// @ts-ignore: decorator
@inline
function put(dots: v128, offset: usize, rowScales: usize, rowSums: usize, scales: v128, output: usize): void {
  const sums = v128.load(rowSums + offset);
  v128.store(output + offset, rescaleFour(dots, sums, v128.load(rowScales + offset), scales));
}
