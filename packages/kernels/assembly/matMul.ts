/**
 * int8 matrix times a batch of quantised vectors, for a range of rows: prefill, and decoding for several
 * requests at once. The rows go in blocks that stay in the first-level cache while all tokens pass over them, so the
 * weights are read once for the batch: four tokens at a time by two rows (each weight is loaded and widened
 * once for four tokens, each activation once for two rows), then two tokens by four rows, then one by matVec.
 * All compute the same bits.
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
    const pairs = stop - ((stop - first) & 1);
    for (let token = 0; token < fours; token += 4) {
      const vectors = activations + <usize>token * columns;
      const scales = activationScales + (<usize>token << 2);
      const target = output + <usize>token * stride;
      for (let row = first; row < pairs; row += 2) {
        const offset = <usize>row << 2;
        twoRowsFourTokens(
          add,
          weights + <usize>row * columns,
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
    let token = fours;
    if (tokens - fours >= 2) {
      const quads = stop - ((stop - first) & 3);
      const vectors = activations + <usize>token * columns;
      const scales = activationScales + (<usize>token << 2);
      const target = output + <usize>token * stride;
      for (let row = first; row < quads; row += 4) {
        const offset = <usize>row << 2;
        fourRowsTwoTokens(
          add,
          weights + <usize>row * columns,
          rowScales + offset,
          rowSums + offset,
          columns,
          vectors,
          scales,
          target + offset,
          stride,
        );
      }
      for (; token < fours + 2; token++) {
        rowsAlone(
          add,
          weights,
          rowScales,
          rowSums,
          columns,
          quads,
          stop,
          activations,
          activationScales,
          token,
          output,
          stride,
        );
      }
    }
    for (; token < tokens; token++) {
      rowsAlone(
        add,
        weights,
        rowScales,
        rowSums,
        columns,
        first,
        stop,
        activations,
        activationScales,
        token,
        output,
        stride,
      );
    }
    // A last row without a partner.
    for (token = 0; token < fours; token++) {
      rowsAlone(
        add,
        weights,
        rowScales,
        rowSums,
        columns,
        pairs,
        stop,
        activations,
        activationScales,
        token,
        output,
        stride,
      );
    }
  }
}

/** Rows [begin, end) for one token of the batch. */
// @ts-ignore: decorator
@inline
function rowsAlone(
  add: bool,
  weights: usize,
  rowScales: usize,
  rowSums: usize,
  columns: i32,
  begin: i32,
  end: i32,
  activations: usize,
  activationScales: usize,
  token: i32,
  output: usize,
  stride: usize,
): void {
  if (begin == end) return;
  const vector = activations + <usize>token * columns;
  const scale = activationScales + (<usize>token << 2);
  const target = output + <usize>token * stride;
  if (add) matVecAdd(weights, rowScales, rowSums, columns, begin, end, vector, scale, target);
  else matVec(weights, rowScales, rowSums, columns, begin, end, vector, scale, target);
}

/** The block [4 rows, 2 tokens]; output is [token, row], its tokens `stride` bytes apart. */
// @ts-ignore: decorator
@inline
function fourRowsTwoTokens(
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
  let sums10 = i32x4.splat(0);
  let sums20 = i32x4.splat(0);
  let sums30 = i32x4.splat(0);
  let sums01 = i32x4.splat(0);
  let sums11 = i32x4.splat(0);
  let sums21 = i32x4.splat(0);
  let sums31 = i32x4.splat(0);
  for (let column: usize = 0; column < columns; column += 16) {
    const token = activations + column;
    const low0 = activationsLow(token);
    const high0 = activationsHigh(token);
    const low1 = activationsLow(token + columns);
    const high1 = activationsHigh(token + columns);
    let row = weights + column;
    let low = weightsLow(row);
    let high = weightsHigh(row);
    sums00 = dot(low, high, low0, high0, ones, sums00);
    sums01 = dot(low, high, low1, high1, ones, sums01);
    row += columns;
    low = weightsLow(row);
    high = weightsHigh(row);
    sums10 = dot(low, high, low0, high0, ones, sums10);
    sums11 = dot(low, high, low1, high1, ones, sums11);
    row += columns;
    low = weightsLow(row);
    high = weightsHigh(row);
    sums20 = dot(low, high, low0, high0, ones, sums20);
    sums21 = dot(low, high, low1, high1, ones, sums21);
    row += columns;
    low = weightsLow(row);
    high = weightsHigh(row);
    sums30 = dot(low, high, low0, high0, ones, sums30);
    sums31 = dot(low, high, low1, high1, ones, sums31);
  }
  const sums = v128.load(rowSums);
  const scales = v128.load(rowScales);
  const dots0 = sumsOfInts(sums00, sums10, sums20, sums30);
  const dots1 = sumsOfInts(sums01, sums11, sums21, sums31);
  let first = rescaleFour(dots0, sums, scales, v128.load32_splat(activationScales));
  let second = rescaleFour(dots1, sums, scales, v128.load32_splat(activationScales, 4));
  if (add) {
    first = f32x4.add(v128.load(output), first);
    second = f32x4.add(v128.load(output + stride), second);
  }
  v128.store(output, first);
  v128.store(output + stride, second);
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
  for (let column: usize = 0; column < columns; column += 16) {
    const row = weights + column;
    const low0 = weightsLow(row);
    const high0 = weightsHigh(row);
    const low1 = weightsLow(row + columns);
    const high1 = weightsHigh(row + columns);
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
  const row0 = rescaleFour(
    sumsOfInts(sums00, sums01, sums02, sums03),
    v128.load32_splat(rowSums),
    v128.load32_splat(rowScales),
    scales,
  );
  const row1 = rescaleFour(
    sumsOfInts(sums10, sums11, sums12, sums13),
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
