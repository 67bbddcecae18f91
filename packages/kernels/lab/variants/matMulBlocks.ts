/**
 * Batches of tokens: other register blocks than the product's two rows by four tokens. One row by eight tokens loads a
 * weight once for eight; four by four needs sixteen sums, all of the registers that x86 has.
 */
import { activationsHigh, activationsLow, dot, pairOnes, weightsHigh, weightsLow } from '../../assembly/dot';
import { sumsOfInts } from '../../assembly/lanes';
import { rescaleFour } from '../../assembly/rescale';

/** Tokens must be a multiple of eight. */
export function matMul1x8(
  weights: usize, rowScales: usize, rowSums: usize, columns: i32, begin: i32, end: i32, activations: usize,
  activationScales: usize, tokens: i32, output: usize, outputStride: i32,
): void {
  const ones = pairOnes(activations);
  const width = <usize>columns;
  for (let row = begin; row < end; row++) {
    const at = weights + <usize>row * columns;
    const sums = v128.load32_splat(rowSums + (<usize>row << 2));
    const scales = v128.load32_splat(rowScales + (<usize>row << 2));
    for (let token = 0; token < tokens; token += 8) {
      const vectors = activations + <usize>token * columns;
      let sums0 = i32x4.splat(0);
      let sums1 = i32x4.splat(0);
      let sums2 = i32x4.splat(0);
      let sums3 = i32x4.splat(0);
      let sums4 = i32x4.splat(0);
      let sums5 = i32x4.splat(0);
      let sums6 = i32x4.splat(0);
      let sums7 = i32x4.splat(0);
      for (let column: usize = 0; column < width; column += 16) {
        const low = weightsLow(at + column);
        const high = weightsHigh(at + column);
        let source = vectors + column;
        sums0 = dot(low, high, activationsLow(source), activationsHigh(source), ones, sums0);
        source += width;
        sums1 = dot(low, high, activationsLow(source), activationsHigh(source), ones, sums1);
        source += width;
        sums2 = dot(low, high, activationsLow(source), activationsHigh(source), ones, sums2);
        source += width;
        sums3 = dot(low, high, activationsLow(source), activationsHigh(source), ones, sums3);
        source += width;
        sums4 = dot(low, high, activationsLow(source), activationsHigh(source), ones, sums4);
        source += width;
        sums5 = dot(low, high, activationsLow(source), activationsHigh(source), ones, sums5);
        source += width;
        sums6 = dot(low, high, activationsLow(source), activationsHigh(source), ones, sums6);
        source += width;
        sums7 = dot(low, high, activationsLow(source), activationsHigh(source), ones, sums7);
      }
      const offset = <usize>token << 2;
      const target = output + ((<usize>token * outputStride + row) << 2);
      const stride = <usize>outputStride << 2;
      const dots0 = sumsOfInts(sums0, sums1, sums2, sums3);
      const dots4 = sumsOfInts(sums4, sums5, sums6, sums7);
      scatter(rescaleFour(dots0, sums, scales, v128.load(activationScales + offset)), target, stride);
      scatter(rescaleFour(dots4, sums, scales, v128.load(activationScales + offset, 16)), target + 4 * stride, stride);
    }
  }
}

/** Rows and tokens must be multiples of four. */
export function matMul4x4(
  weights: usize, rowScales: usize, rowSums: usize, columns: i32, begin: i32, end: i32, activations: usize,
  activationScales: usize, tokens: i32, output: usize, outputStride: i32,
): void {
  const ones = pairOnes(activations);
  const width = <usize>columns;
  const stride = <usize>outputStride << 2;
  for (let row = begin; row < end; row += 4) {
    const at = weights + <usize>row * columns;
    for (let token = 0; token < tokens; token += 4) {
      const vectors = activations + <usize>token * columns;
      // sRT: row R, token T.
      let s00 = i32x4.splat(0);
      let s01 = i32x4.splat(0);
      let s02 = i32x4.splat(0);
      let s03 = i32x4.splat(0);
      let s10 = i32x4.splat(0);
      let s11 = i32x4.splat(0);
      let s12 = i32x4.splat(0);
      let s13 = i32x4.splat(0);
      let s20 = i32x4.splat(0);
      let s21 = i32x4.splat(0);
      let s22 = i32x4.splat(0);
      let s23 = i32x4.splat(0);
      let s30 = i32x4.splat(0);
      let s31 = i32x4.splat(0);
      let s32 = i32x4.splat(0);
      let s33 = i32x4.splat(0);
      for (let column: usize = 0; column < width; column += 16) {
        let source = vectors + column;
        const low0 = activationsLow(source);
        const high0 = activationsHigh(source);
        source += width;
        const low1 = activationsLow(source);
        const high1 = activationsHigh(source);
        source += width;
        const low2 = activationsLow(source);
        const high2 = activationsHigh(source);
        source += width;
        const low3 = activationsLow(source);
        const high3 = activationsHigh(source);
        source = at + column;
        let low = weightsLow(source);
        let high = weightsHigh(source);
        s00 = dot(low, high, low0, high0, ones, s00);
        s01 = dot(low, high, low1, high1, ones, s01);
        s02 = dot(low, high, low2, high2, ones, s02);
        s03 = dot(low, high, low3, high3, ones, s03);
        source += width;
        low = weightsLow(source);
        high = weightsHigh(source);
        s10 = dot(low, high, low0, high0, ones, s10);
        s11 = dot(low, high, low1, high1, ones, s11);
        s12 = dot(low, high, low2, high2, ones, s12);
        s13 = dot(low, high, low3, high3, ones, s13);
        source += width;
        low = weightsLow(source);
        high = weightsHigh(source);
        s20 = dot(low, high, low0, high0, ones, s20);
        s21 = dot(low, high, low1, high1, ones, s21);
        s22 = dot(low, high, low2, high2, ones, s22);
        s23 = dot(low, high, low3, high3, ones, s23);
        source += width;
        low = weightsLow(source);
        high = weightsHigh(source);
        s30 = dot(low, high, low0, high0, ones, s30);
        s31 = dot(low, high, low1, high1, ones, s31);
        s32 = dot(low, high, low2, high2, ones, s32);
        s33 = dot(low, high, low3, high3, ones, s33);
      }
      const scales = v128.load(activationScales + (<usize>token << 2));
      const target = output + ((<usize>token * outputStride + row) << 2);
      putRow(sumsOfInts(s00, s01, s02, s03), row, rowSums, rowScales, scales, target, stride);
      putRow(sumsOfInts(s10, s11, s12, s13), row + 1, rowSums, rowScales, scales, target + 4, stride);
      putRow(sumsOfInts(s20, s21, s22, s23), row + 2, rowSums, rowScales, scales, target + 8, stride);
      putRow(sumsOfInts(s30, s31, s32, s33), row + 3, rowSums, rowScales, scales, target + 12, stride);
    }
  }
}

// @ts-ignore: decorator
@inline
function putRow(
  dots: v128, row: i32, rowSums: usize, rowScales: usize, scales: v128, target: usize, stride: usize,
): void {
  const offset = <usize>row << 2;
  const sums = v128.load32_splat(rowSums + offset);
  scatter(rescaleFour(dots, sums, v128.load32_splat(rowScales + offset), scales), target, stride);
}

/** One row's four tokens, `stride` bytes apart. */
// @ts-ignore: decorator
@inline
function scatter(values: v128, target: usize, stride: usize): void {
  v128.store_lane<u32>(target, values, 0);
  v128.store_lane<u32>(target + stride, values, 1);
  v128.store_lane<u32>(target + 2 * stride, values, 2);
  v128.store_lane<u32>(target + 3 * stride, values, 3);
}
