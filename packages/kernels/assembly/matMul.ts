/**
 * int8 matrix times a batch of quantised vectors, for a range of rows: prefill, and decoding for several
 * requests at once. The rows go in blocks that stay in the first-level cache while all tokens pass over them, so the
 * weights are read once for the batch: four tokens at a time by two rows (each weight is loaded and widened
 * once for four tokens, each activation once for two rows), tokens that are left over by matVec. Same bits.
 */
import { activationsHigh, activationsLow, dot, pairOnes, weightsHigh, weightsLow } from './dot';
import { sumsOfInts } from './lanes';
import { matVec, matVecAdd } from './matVec';
import { rescaleFour } from './rescale';

/** Rows of a block: 16 rows of 704 columns take a third of a first-level cache of 32 KiB. */
const BLOCK_ROWS = 16;

/** output[token * outputStride + row], as matVec for each token; see Kernels.matMul. */
export function matMul(
  weights: usize,
  rowScales: usize,
  rowSums: usize,
  columns: i32,
  begin: i32,
  end: i32,
  activations: usize,
  activationScales: usize,
  tokens: i32,
  output: usize,
  outputStride: i32,
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
    activationScales,
    tokens,
    output,
    outputStride,
  );
}

/** output[token * outputStride + row] += the same; see Kernels.matMulAdd. */
export function matMulAdd(
  weights: usize,
  rowScales: usize,
  rowSums: usize,
  columns: i32,
  begin: i32,
  end: i32,
  activations: usize,
  activationScales: usize,
  tokens: i32,
  output: usize,
  outputStride: i32,
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
    activationScales,
    tokens,
    output,
    outputStride,
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
  activationScales: usize,
  tokens: i32,
  output: usize,
  outputStride: i32,
): void {
  const stride = <usize>outputStride << 2;
  const fours = tokens & ~3;
  for (let first = begin; first < end; first += BLOCK_ROWS) {
    const stop = min(first + BLOCK_ROWS, end);
    for (let token = 0; token < fours; token += 4) {
      const vectors = activations + <usize>token * columns;
      const scales = activationScales + (<usize>token << 2);
      const target = output + <usize>token * stride;
      for (let row = first; row < stop; row += 2) {
        const offset = <usize>row << 2;
        twoRowsFourTokens(
          add,
          // The row's block of eight, and its place in it.
          weights + <usize>(row >> 3) * (columns << 3) + ((row & 7) << 4),
          rowScales + offset,
          rowSums + offset,
          columns,
          vectors,
          scales,
          target + offset,
          stride,
        );
      }
    }
    for (let token = fours; token < tokens; token++) {
      const vector = activations + <usize>token * columns;
      const scale = activationScales + (<usize>token << 2);
      const target = output + <usize>token * stride;
      if (add) matVecAdd(weights, rowScales, rowSums, columns, first, stop, vector, scale, target);
      else matVec(weights, rowScales, rowSums, columns, first, stop, vector, scale, target);
    }
  }
}

/** The block [2 rows, 4 tokens]; output is [token, row], its tokens `stride` bytes apart. */
// @ts-ignore: decorator
@inline
function twoRowsFourTokens(
  add: bool,
  weights: usize,
  rowScales: usize,
  rowSums: usize,
  columns: usize,
  activations: usize,
  activationScales: usize,
  output: usize,
  stride: usize,
): void {
  const ones = pairOnes(activations);
  // sumsRT: row R, token T.
  let sums00 = i32x4.splat(0);
  let sums01 = i32x4.splat(0);
  let sums02 = i32x4.splat(0);
  let sums03 = i32x4.splat(0);
  let sums10 = i32x4.splat(0);
  let sums11 = i32x4.splat(0);
  let sums12 = i32x4.splat(0);
  let sums13 = i32x4.splat(0);
  let pair = weights;
  for (let column: usize = 0; column < columns; column += 16, pair += 128) {
    const low0 = weightsLow(pair);
    const high0 = weightsHigh(pair);
    const low1 = weightsLow(pair + 16);
    const high1 = weightsHigh(pair + 16);
    let token = activations + column;
    let low = activationsLow(token);
    let high = activationsHigh(token);
    sums00 = dot(low0, high0, low, high, ones, sums00);
    sums10 = dot(low1, high1, low, high, ones, sums10);
    token += columns;
    low = activationsLow(token);
    high = activationsHigh(token);
    sums01 = dot(low0, high0, low, high, ones, sums01);
    sums11 = dot(low1, high1, low, high, ones, sums11);
    token += columns;
    low = activationsLow(token);
    high = activationsHigh(token);
    sums02 = dot(low0, high0, low, high, ones, sums02);
    sums12 = dot(low1, high1, low, high, ones, sums12);
    token += columns;
    low = activationsLow(token);
    high = activationsHigh(token);
    sums03 = dot(low0, high0, low, high, ones, sums03);
    sums13 = dot(low1, high1, low, high, ones, sums13);
  }
  const scales = v128.load(activationScales);
  const dots0 = sumsOfInts(sums00, sums01, sums02, sums03);
  const row0 = rescaleFour(
    dots0,
    v128.load32_splat(rowSums),
    v128.load32_splat(rowScales),
    scales,
  );
  const dots1 = sumsOfInts(sums10, sums11, sums12, sums13);
  const row1 = rescaleFour(
    dots1,
    v128.load32_splat(rowSums, 4),
    v128.load32_splat(rowScales, 4),
    scales,
  );
  // Lane pairs (row 0, row 1) of tokens 0 and 1, then of tokens 2 and 3.
  const tokens01 = v128.shuffle<i32>(row0, row1, 0, 4, 1, 5);
  const tokens23 = v128.shuffle<i32>(row0, row1, 2, 6, 3, 7);
  putPair(add, output, tokens01, false);
  putPair(add, output + stride, tokens01, true);
  putPair(add, output + 2 * stride, tokens23, false);
  putPair(add, output + 3 * stride, tokens23, true);
}

/** Stores, or adds to memory, the lower or upper two floats. */
// @ts-ignore: decorator
@inline
function putPair(add: bool, address: usize, pairs: v128, upper: bool): void {
  let pair = upper ? v128.shuffle<i64>(pairs, pairs, 1, 1) : pairs;
  if (add) pair = f32x4.add(v128.load64_zero(address), pair);
  v128.store_lane<u64>(address, pair, 0);
}
