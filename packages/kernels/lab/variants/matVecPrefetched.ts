/**
 * Prefetch-friendly order: as the product's eight rows, but each block first touches the first line of every row of
 * the next block. wasm has no prefetch instruction, so the touch is a load; its value is stored behind the output, so that it is not left out.
 */
import { activationsHigh, activationsLow, dotAt, pairOnes } from '../../assembly/dot';
import { sumsOfInts } from '../../assembly/lanes';
import { rescaleFour } from '../../assembly/rescale';

export function matVecPrefetched8(
  weights: usize, rowScales: usize, rowSums: usize, columns: i32, begin: i32, end: i32, activations: usize,
  activationScale: usize, output: usize,
): void {
  const scales = v128.load32_splat(activationScale);
  const ones = pairOnes(activations);
  const width = <usize>columns;
  for (let row = begin; row < end; row += 8) {
    const first = weights + <usize>row * columns;
    const next = row + 16 <= end ? first + 8 * width : first;
    let touched = load<i32>(next);
    for (let ahead: usize = 1; ahead < 8; ahead++) touched |= load<i32>(next + ahead * width);
    let sums0 = i32x4.splat(0);
    let sums1 = i32x4.splat(0);
    let sums2 = i32x4.splat(0);
    let sums3 = i32x4.splat(0);
    let sums4 = i32x4.splat(0);
    let sums5 = i32x4.splat(0);
    let sums6 = i32x4.splat(0);
    let sums7 = i32x4.splat(0);
    for (let column: usize = 0; column < width; column += 16) {
      const low = activationsLow(activations + column);
      const high = activationsHigh(activations + column);
      let at = first + column;
      sums0 = dotAt(at, low, high, ones, sums0);
      at += width;
      sums1 = dotAt(at, low, high, ones, sums1);
      at += width;
      sums2 = dotAt(at, low, high, ones, sums2);
      at += width;
      sums3 = dotAt(at, low, high, ones, sums3);
      at += width;
      sums4 = dotAt(at, low, high, ones, sums4);
      at += width;
      sums5 = dotAt(at, low, high, ones, sums5);
      at += width;
      sums6 = dotAt(at, low, high, ones, sums6);
      at += width;
      sums7 = dotAt(at, low, high, ones, sums7);
    }
    const offset = <usize>row << 2;
    put(sumsOfInts(sums0, sums1, sums2, sums3), offset, rowScales, rowSums, scales, output);
    put(sumsOfInts(sums4, sums5, sums6, sums7), offset + 16, rowScales, rowSums, scales, output);
    store<i32>(output + (<usize>end << 2), touched);
  }
}

// @ts-ignore: decorator
@inline
function put(dots: v128, offset: usize, rowScales: usize, rowSums: usize, scales: v128, output: usize): void {
  const sums = v128.load(rowSums + offset);
  v128.store(output + offset, rescaleFour(dots, sums, v128.load(rowScales + offset), scales));
}
