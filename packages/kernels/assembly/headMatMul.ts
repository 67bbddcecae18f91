/**
 * The head for a batch of vectors, read once for all of them: two rows by four tokens at a time, group by
 * group; tokens that are left over go through headMatVec while the rows are in the first-level cache. The
 * same bits as headMatVec for each token: the groups are added in the same order.
 */
import { activationsHigh, activationsLow, dot, pairOnes, weightsHigh, weightsLow } from './dot';
import { headMatVec } from './headMatVec';
import { sumsOfInts } from './lanes';

/** Rows that stay in the first-level cache while all tokens pass over them. */
const BLOCK_ROWS = 32;

/** output[token * outputStride + row]; see Kernels.headMatMul. */
export function headMatMul(
  weights: usize,
  groupScales: usize,
  groupSums: usize,
  columns: i32,
  groupColumns: i32,
  begin: i32,
  end: i32,
  activations: usize,
  activationScales: usize,
  tokens: i32,
  logitScale: f32,
  output: usize,
  outputStride: i32,
): void {
  const stride = <usize>outputStride << 2;
  const groups = columns / groupColumns;
  const fours = tokens & ~3;
  for (let first = begin; first < end; first += BLOCK_ROWS) {
    const stop = min(first + BLOCK_ROWS, end);
    const pairs = stop - ((stop - first) & 1);
    for (let token = 0; token < tokens; token++) {
      const vectors = activations + <usize>token * columns;
      const scales = activationScales + (<usize>token << 2);
      const target = output + <usize>token * stride;
      let from = first;
      if (token < fours) {
        if ((token & 3) == 0) {
          for (let row = first; row < pairs; row += 2) {
            const index = (<usize>row * groups) << 2;
            twoRowsFourTokens(
              weights + <usize>row * columns,
              groupScales + index,
              groupSums + index,
              columns,
              groupColumns,
              groups,
              vectors,
              scales,
              logitScale,
              target + (<usize>row << 2),
              stride,
            );
          }
        }
        from = pairs;
      }
      if (from == stop) continue;
      headMatVec(
        weights,
        groupScales,
        groupSums,
        columns,
        groupColumns,
        from,
        stop,
        vectors,
        scales,
        logitScale,
        target,
      );
    }
  }
}

/** The block [2 rows, 4 tokens]; output is [token, row], its tokens `stride` bytes apart. */
// @ts-ignore: decorator
@inline
function twoRowsFourTokens(
  weights: usize,
  groupScales: usize,
  groupSums: usize,
  columns: usize,
  groupColumns: usize,
  groups: usize,
  activations: usize,
  activationScales: usize,
  logitScale: f32,
  output: usize,
  stride: usize,
): void {
  const ones = pairOnes(activations);
  // Lane T: token T.
  let logits0 = f32x4.splat(0);
  let logits1 = f32x4.splat(0);
  for (let group: usize = 0; group < groups; group++) {
    // sumsRT: row R, token T.
    let sums00 = i32x4.splat(0);
    let sums01 = i32x4.splat(0);
    let sums02 = i32x4.splat(0);
    let sums03 = i32x4.splat(0);
    let sums10 = i32x4.splat(0);
    let sums11 = i32x4.splat(0);
    let sums12 = i32x4.splat(0);
    let sums13 = i32x4.splat(0);
    const stop = (group + 1) * groupColumns;
    for (let column = group * groupColumns; column < stop; column += 16) {
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
    const at0 = group << 2;
    const at1 = (groups + group) << 2;
    const dots0 = sumsOfInts(sums00, sums01, sums02, sums03);
    const dots1 = sumsOfInts(sums10, sums11, sums12, sums13);
    logits0 = addGroup(logits0, dots0, groupSums + at0, groupScales + at0);
    logits1 = addGroup(logits1, dots1, groupSums + at1, groupScales + at1);
  }
  const scales = v128.load(activationScales);
  const factor = f32x4.splat(logitScale);
  const row0 = f32x4.mul(f32x4.mul(logits0, scales), factor);
  const row1 = f32x4.mul(f32x4.mul(logits1, scales), factor);
  // Lane pairs (row 0, row 1) of tokens 0 and 1, then of tokens 2 and 3.
  const tokens01 = v128.shuffle<i32>(row0, row1, 0, 4, 1, 5);
  const tokens23 = v128.shuffle<i32>(row0, row1, 2, 6, 3, 7);
  v128.store_lane<u64>(output, tokens01, 0);
  v128.store_lane<u64>(output + stride, tokens01, 1);
  v128.store_lane<u64>(output + 2 * stride, tokens23, 0);
  v128.store_lane<u64>(output + 3 * stride, tokens23, 1);
}

/** logits + the scaled dots of one group, for four tokens. */
// @ts-ignore: decorator
@inline
function addGroup(logits: v128, dots: v128, sum: usize, scale: usize): v128 {
  const integers = i32x4.sub(dots, i32x4.splat(load<i32>(sum) << 7));
  return f32x4.add(logits, f32x4.mul(f32x4.convert_i32x4_s(integers), v128.load32_splat(scale)));
}
