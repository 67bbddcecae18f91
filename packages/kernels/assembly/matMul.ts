/**
 * int8 matrix times a batch of quantised vectors, for a range of rows: prefill, and decoding for several requests at
 * once, in the layers (matMul, matMulAdd) and in the head (headMatMul). The rows go in blocks that stay in the first-level
 * cache while all tokens pass over them, so the weights are read once for the batch: four tokens at a time by two rows;
 * tokens that are left over go through matVec or headMatVec. All compute the same bits.
 */
import {
  activationsHigh,
  activationsLow,
  addPairs,
  addsInNarrow,
  dot,
  pairOnes,
  SPAN,
  weightsHigh,
  weightsLow,
} from './dot';
import { headMatVec } from './headMatVec';
import { sumsOfInts, sumsOfShorts } from './lanes';
import { matVec, matVecAdd } from './matVec';
import { rescaleFour, withoutOffset } from './rescale';

/** Rows of a block: 16 rows of 704 columns take a third of a first-level cache of 32 KiB. */
const BLOCK_ROWS = 16;

/** What fourTokens leaves: the dot products of two rows, lane T: token T. A function cannot return two vectors. */
let row0Dots = i32x4.splat(0);
let row1Dots = i32x4.splat(0);

/** output[token * outputStride + row], as matVec for each token; see Kernels.matMul. */
export function matMul(
  weights: usize,
  corrections: usize,
  limits: usize,
  rowScales: usize,
  rowSums: usize,
  columns: i32,
  begin: i32,
  end: i32,
  activations: usize,
  activationScales: usize,
  activationSquares: usize,
  tokens: i32,
  output: usize,
  outputStride: i32,
): void {
  product(
    false,
    weights,
    corrections,
    limits,
    rowScales,
    rowSums,
    columns,
    begin,
    end,
    activations,
    activationScales,
    activationSquares,
    tokens,
    output,
    outputStride,
  );
}

/** output[token * outputStride + row] += the same; see Kernels.matMulAdd. */
export function matMulAdd(
  weights: usize,
  corrections: usize,
  limits: usize,
  rowScales: usize,
  rowSums: usize,
  columns: i32,
  begin: i32,
  end: i32,
  activations: usize,
  activationScales: usize,
  activationSquares: usize,
  tokens: i32,
  output: usize,
  outputStride: i32,
): void {
  product(
    true,
    weights,
    corrections,
    limits,
    rowScales,
    rowSums,
    columns,
    begin,
    end,
    activations,
    activationScales,
    activationSquares,
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
  corrections: usize,
  limits: usize,
  rowScales: usize,
  rowSums: usize,
  columns: i32,
  begin: i32,
  end: i32,
  activations: usize,
  activationScales: usize,
  activationSquares: usize,
  tokens: i32,
  output: usize,
  outputStride: i32,
): void {
  const stride = <usize>outputStride << 2;
  const fours = tokens & ~3;
  const ones = pairOnes(activations);
  for (let first = begin; first < end; first += BLOCK_ROWS) {
    const stop = min(first + BLOCK_ROWS, end);
    for (let token = 0; token < fours; token += 4) {
      const vectors = activations + <usize>token * columns;
      const scales = v128.load(activationScales + (<usize>token << 2));
      const squares = largestOfFour(activationSquares + (<usize>token << 2));
      for (let row = first; row < stop; row += 2) {
        const narrow = addsInNarrow(squares, limits + (<usize>(row >> 3) << 2));
        const offset = <usize>row << 2;
        fourTokens(
          narrow,
          pairOf(weights, row, columns),
          correctionsOf(corrections, row, columns),
          columns,
          vectors,
          columns,
          ones,
        );
        if (!narrow) {
          row0Dots = withoutOffset(row0Dots, v128.load32_splat(rowSums + offset));
          row1Dots = withoutOffset(row1Dots, v128.load32_splat(rowSums + offset, 4));
        }
        const row0 = rescaleFour(row0Dots, v128.load32_splat(rowScales + offset), scales);
        const row1 = rescaleFour(row1Dots, v128.load32_splat(rowScales + offset, 4), scales);
        put(add, row0, row1, output + <usize>token * stride + offset, stride);
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

/** output[token * outputStride + row], as headMatVec for each token; see Kernels.headMatMul. */
export function headMatMul(
  weights: usize,
  corrections: usize,
  limits: usize,
  groupScales: usize,
  groupSums: usize,
  columns: i32,
  groupColumns: i32,
  begin: i32,
  end: i32,
  activations: usize,
  activationScales: usize,
  activationSquares: usize,
  tokens: i32,
  logitScale: f32,
  output: usize,
  outputStride: i32,
): void {
  const stride = <usize>outputStride << 2;
  const groups = columns / groupColumns;
  const fours = tokens & ~3;
  const ones = pairOnes(activations);
  const factor = f32x4.splat(logitScale);
  for (let first = begin; first < end; first += BLOCK_ROWS) {
    const stop = min(first + BLOCK_ROWS, end);
    for (let token = 0; token < fours; token += 4) {
      const vectors = activations + <usize>token * columns;
      const scales = v128.load(activationScales + (<usize>token << 2));
      const squares = largestOfFour(activationSquares + (<usize>token << 2));
      for (let row = first; row < stop; row += 2) {
        const narrow = groupColumns == SPAN && addsInNarrow(squares, limits + (<usize>(row >> 3) << 2));
        // Scales and sums lie as [rows / 8, groups, 8].
        let place = (<usize>((row >> 3) * groups * 8 + (row & 7))) << 2;
        let at = pairOf(weights, row, columns);
        let correction = correctionsOf(corrections, row, columns);
        let logits0 = f32x4.splat(0);
        let logits1 = f32x4.splat(0);
        for (let group = 0; group < groups; group++, place += 32, correction += 128) {
          fourTokens(narrow, at, correction, groupColumns, vectors + group * groupColumns, columns, ones);
          if (!narrow) {
            row0Dots = withoutOffset(row0Dots, v128.load32_splat(groupSums + place));
            row1Dots = withoutOffset(row1Dots, v128.load32_splat(groupSums + place, 4));
          }
          const scale0 = v128.load32_splat(groupScales + place);
          const scale1 = v128.load32_splat(groupScales + place, 4);
          logits0 = f32x4.add(logits0, f32x4.mul(f32x4.convert_i32x4_s(row0Dots), scale0));
          logits1 = f32x4.add(logits1, f32x4.mul(f32x4.convert_i32x4_s(row1Dots), scale1));
          at += <usize>groupColumns << 3;
        }
        const row0 = f32x4.mul(f32x4.mul(logits0, scales), factor);
        const row1 = f32x4.mul(f32x4.mul(logits1, scales), factor);
        put(false, row0, row1, output + <usize>token * stride + (<usize>row << 2), stride);
      }
    }
    for (let token = fours; token < tokens; token++) {
      headMatVec(
        weights,
        groupScales,
        groupSums,
        columns,
        groupColumns,
        first,
        stop,
        activations + <usize>token * columns,
        activationScales + (<usize>token << 2),
        logitScale,
        output + <usize>token * stride,
      );
    }
  }
}

/** Where an even row and the next one begin in their block. */
// @ts-ignore: decorator
@inline
function pairOf(weights: usize, row: i32, columns: i32): usize {
  return weights + <usize>(row >> 3) * (columns << 3) + ((row & 7) << 4);
}

/** Where their corrections begin. */
// @ts-ignore: decorator
@inline
function correctionsOf(corrections: usize, row: i32, columns: i32): usize {
  return corrections + ((<usize>(row >> 3) * ((columns + SPAN - 1) / SPAN)) << 7) + ((row & 7) << 4);
}

/** The largest of four tokens' squares. */
// @ts-ignore: decorator
@inline
function largestOfFour(squares: usize): i32 {
  return max(max(load<i32>(squares), load<i32>(squares, 4)), max(load<i32>(squares, 8), load<i32>(squares, 12)));
}

/**
 * The block [2 rows, 4 tokens] over `count` columns, to row0Dots and row1Dots: with narrow sums the products with the
 * signed activations, else with the unsigned ones. A token's activations lie `stride` bytes after the one's before.
 */
// @ts-ignore: decorator
@inline
function fourTokens(
  narrow: bool,
  weights: usize,
  corrections: usize,
  count: usize,
  activations: usize,
  stride: usize,
  ones: v128,
): void {
  let at = weights;
  let vector = activations;
  const stop = activations + count;
  if (narrow) {
    let correction = corrections;
    let dots0 = i32x4.splat(0);
    let dots1 = i32x4.splat(0);
    do {
      const spanStop = min(vector + SPAN, stop);
      // sumsRT: row R, token T.
      let sums00 = v128.load(correction);
      let sums01 = sums00;
      let sums02 = sums00;
      let sums03 = sums00;
      let sums10 = v128.load(correction, 16);
      let sums11 = sums10;
      let sums12 = sums10;
      let sums13 = sums10;
      for (; vector < spanStop; vector += 16, at += 128) {
        const row0 = v128.load(at);
        const row1 = v128.load(at, 16);
        let token = v128.load(vector);
        sums00 = addPairs(row0, token, sums00);
        sums10 = addPairs(row1, token, sums10);
        token = v128.load(vector + stride);
        sums01 = addPairs(row0, token, sums01);
        sums11 = addPairs(row1, token, sums11);
        token = v128.load(vector + 2 * stride);
        sums02 = addPairs(row0, token, sums02);
        sums12 = addPairs(row1, token, sums12);
        token = v128.load(vector + 3 * stride);
        sums03 = addPairs(row0, token, sums03);
        sums13 = addPairs(row1, token, sums13);
      }
      dots0 = i32x4.add(dots0, sumsOfShorts(sums00, sums01, sums02, sums03, ones));
      dots1 = i32x4.add(dots1, sumsOfShorts(sums10, sums11, sums12, sums13, ones));
      correction += 128;
    } while (vector < stop);
    row0Dots = dots0;
    row1Dots = dots1;
    return;
  }
  let sums00 = i32x4.splat(0);
  let sums01 = i32x4.splat(0);
  let sums02 = i32x4.splat(0);
  let sums03 = i32x4.splat(0);
  let sums10 = i32x4.splat(0);
  let sums11 = i32x4.splat(0);
  let sums12 = i32x4.splat(0);
  let sums13 = i32x4.splat(0);
  for (; vector < stop; vector += 16, at += 128) {
    const low0 = weightsLow(at);
    const high0 = weightsHigh(at);
    const low1 = weightsLow(at + 16);
    const high1 = weightsHigh(at + 16);
    let token = vector;
    let low = activationsLow(token);
    let high = activationsHigh(token);
    sums00 = dot(low0, high0, low, high, ones, sums00);
    sums10 = dot(low1, high1, low, high, ones, sums10);
    token += stride;
    low = activationsLow(token);
    high = activationsHigh(token);
    sums01 = dot(low0, high0, low, high, ones, sums01);
    sums11 = dot(low1, high1, low, high, ones, sums11);
    token += stride;
    low = activationsLow(token);
    high = activationsHigh(token);
    sums02 = dot(low0, high0, low, high, ones, sums02);
    sums12 = dot(low1, high1, low, high, ones, sums12);
    token += stride;
    low = activationsLow(token);
    high = activationsHigh(token);
    sums03 = dot(low0, high0, low, high, ones, sums03);
    sums13 = dot(low1, high1, low, high, ones, sums13);
  }
  row0Dots = sumsOfInts(sums00, sums01, sums02, sums03);
  row1Dots = sumsOfInts(sums10, sums11, sums12, sums13);
}

/** Stores two rows' results of four tokens, or adds them to memory; tokens are `stride` bytes apart. */
// @ts-ignore: decorator
@inline
function put(add: bool, row0: v128, row1: v128, output: usize, stride: usize): void {
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
