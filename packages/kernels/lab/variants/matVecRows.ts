/**
 * Register blocking: matVec with one, two, four or eight rows at a time, of weights as they are in the file. The product takes
 * eight, and has them packed: an activation is loaded once for eight rows, which are read in one stream.
 */
import { activationsHigh, activationsLow, dotAt, pairOnes } from '../../assembly/dot';
import { sumOfInts } from '../../assembly/lanes';
import { rescale } from './rescale';

export function matVecRows1(
  weights: usize, rowScales: usize, rowSums: usize, columns: i32, begin: i32, end: i32, activations: usize,
  activationScale: usize, output: usize,
): void {
  const scale = load<f32>(activationScale);
  const ones = pairOnes(activations);
  for (let row = begin; row < end; row++) {
    let sums = i32x4.splat(0);
    const at = weights + <usize>row * columns;
    for (let column: usize = 0; column < <usize>columns; column += 16) {
      const low = activationsLow(activations + column);
      sums = dotAt(at + column, low, activationsHigh(activations + column), ones, sums);
    }
    finish(row, sums, rowScales, rowSums, scale, output);
  }
}

export function matVecRows2(
  weights: usize, rowScales: usize, rowSums: usize, columns: i32, begin: i32, end: i32, activations: usize,
  activationScale: usize, output: usize,
): void {
  const scale = load<f32>(activationScale);
  const ones = pairOnes(activations);
  for (let row = begin; row < end; row += 2) {
    let sums0 = i32x4.splat(0);
    let sums1 = i32x4.splat(0);
    const at = weights + <usize>row * columns;
    for (let column: usize = 0; column < <usize>columns; column += 16) {
      const low = activationsLow(activations + column);
      const high = activationsHigh(activations + column);
      sums0 = dotAt(at + column, low, high, ones, sums0);
      sums1 = dotAt(at + columns + column, low, high, ones, sums1);
    }
    finish(row, sums0, rowScales, rowSums, scale, output);
    finish(row + 1, sums1, rowScales, rowSums, scale, output);
  }
}

export function matVecRows4(
  weights: usize, rowScales: usize, rowSums: usize, columns: i32, begin: i32, end: i32, activations: usize,
  activationScale: usize, output: usize,
): void {
  const scale = load<f32>(activationScale);
  const ones = pairOnes(activations);
  for (let row = begin; row < end; row += 4) {
    let sums0 = i32x4.splat(0);
    let sums1 = i32x4.splat(0);
    let sums2 = i32x4.splat(0);
    let sums3 = i32x4.splat(0);
    const at = weights + <usize>row * columns;
    for (let column: usize = 0; column < <usize>columns; column += 16) {
      const low = activationsLow(activations + column);
      const high = activationsHigh(activations + column);
      let source = at + column;
      sums0 = dotAt(source, low, high, ones, sums0);
      source += columns;
      sums1 = dotAt(source, low, high, ones, sums1);
      source += columns;
      sums2 = dotAt(source, low, high, ones, sums2);
      source += columns;
      sums3 = dotAt(source, low, high, ones, sums3);
    }
    finish(row, sums0, rowScales, rowSums, scale, output);
    finish(row + 1, sums1, rowScales, rowSums, scale, output);
    finish(row + 2, sums2, rowScales, rowSums, scale, output);
    finish(row + 3, sums3, rowScales, rowSums, scale, output);
  }
}

export function matVecRows8(
  weights: usize, rowScales: usize, rowSums: usize, columns: i32, begin: i32, end: i32, activations: usize,
  activationScale: usize, output: usize,
): void {
  const scale = load<f32>(activationScale);
  const ones = pairOnes(activations);
  for (let row = begin; row < end; row += 8) {
    let sums0 = i32x4.splat(0);
    let sums1 = i32x4.splat(0);
    let sums2 = i32x4.splat(0);
    let sums3 = i32x4.splat(0);
    let sums4 = i32x4.splat(0);
    let sums5 = i32x4.splat(0);
    let sums6 = i32x4.splat(0);
    let sums7 = i32x4.splat(0);
    const at = weights + <usize>row * columns;
    for (let column: usize = 0; column < <usize>columns; column += 16) {
      const low = activationsLow(activations + column);
      const high = activationsHigh(activations + column);
      let source = at + column;
      sums0 = dotAt(source, low, high, ones, sums0);
      source += columns;
      sums1 = dotAt(source, low, high, ones, sums1);
      source += columns;
      sums2 = dotAt(source, low, high, ones, sums2);
      source += columns;
      sums3 = dotAt(source, low, high, ones, sums3);
      source += columns;
      sums4 = dotAt(source, low, high, ones, sums4);
      source += columns;
      sums5 = dotAt(source, low, high, ones, sums5);
      source += columns;
      sums6 = dotAt(source, low, high, ones, sums6);
      source += columns;
      sums7 = dotAt(source, low, high, ones, sums7);
    }
    finish(row, sums0, rowScales, rowSums, scale, output);
    finish(row + 1, sums1, rowScales, rowSums, scale, output);
    finish(row + 2, sums2, rowScales, rowSums, scale, output);
    finish(row + 3, sums3, rowScales, rowSums, scale, output);
    finish(row + 4, sums4, rowScales, rowSums, scale, output);
    finish(row + 5, sums5, rowScales, rowSums, scale, output);
    finish(row + 6, sums6, rowScales, rowSums, scale, output);
    finish(row + 7, sums7, rowScales, rowSums, scale, output);
  }
}

// @ts-ignore: decorator
@inline
function finish(row: i32, sums: v128, rowScales: usize, rowSums: usize, scale: f32, output: usize): void {
  const offset = <usize>row << 2;
  const result = rescale(sumOfInts(sums), load<i32>(rowSums + offset), load<f32>(rowScales + offset), scale);
  store<f32>(output + offset, result);
}
