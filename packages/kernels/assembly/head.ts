/**
 * The head: int8 embedding times the final vector, with one scale for each group of columns, because
 * logits suffer most from quantisation. Packed like other matrices, with scales and sums in the same order: four rows'
 * logits grow in one register, group by group in ascending order, each group's dot product exact.
 */
import { activationsHigh, activationsLow, dotAt, pairOnes } from './dot';
import { sumsOfInts } from './lanes';
import { withoutOffset } from './rescale';

/** Rows that stay in the first-level cache while all tokens pass over them. */
const BATCH_ROWS = 32;

/** Logits of the tokens [begin, end); see Kernels.headMatVec. */
export function headMatVec(
  weights: usize,
  groupScales: usize,
  groupSums: usize,
  columns: i32,
  groupColumns: i32,
  begin: i32,
  end: i32,
  activations: usize,
  activationScale: usize,
  logitScale: f32,
  output: usize,
): void {
  const scale = v128.load32_splat(activationScale);
  const factor = f32x4.splat(logitScale);
  const ones = pairOnes(activations);
  const groups = columns / groupColumns;
  let at = weights + <usize>begin * columns;
  let place = (<usize>begin * groups) << 2;
  for (let row = begin; row < end; row += 8) {
    let logits0 = f32x4.splat(0);
    let logits4 = f32x4.splat(0);
    let vector = activations;
    for (let group = 0; group < groups; group++, place += 32) {
      let sums0 = i32x4.splat(0);
      let sums1 = i32x4.splat(0);
      let sums2 = i32x4.splat(0);
      let sums3 = i32x4.splat(0);
      let sums4 = i32x4.splat(0);
      let sums5 = i32x4.splat(0);
      let sums6 = i32x4.splat(0);
      let sums7 = i32x4.splat(0);
      for (let step = 0; step < groupColumns; step += 16, at += 128, vector += 16) {
        const low = activationsLow(vector);
        const high = activationsHigh(vector);
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
      logits0 = addGroup(logits0, dots0, groupSums + place, groupScales + place);
      logits4 = addGroup(logits4, dots4, groupSums + place + 16, groupScales + place + 16);
    }
    const target = output + (<usize>row << 2);
    v128.store(target, f32x4.mul(f32x4.mul(logits0, scale), factor));
    v128.store(target, f32x4.mul(f32x4.mul(logits4, scale), factor), 16);
  }
}

/**
 * output[token * outputStride + row], the same for a batch of vectors; see Kernels.headMatMul. The rows of a block stay in the
 * first-level cache while all tokens pass over them. Two rows by four tokens as in matMul gain nothing here, where a group's
 * sums take as long as its products.
 */
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
  for (let first = begin; first < end; first += BATCH_ROWS) {
    const stop = min(first + BATCH_ROWS, end);
    for (let token = 0; token < tokens; token++) {
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
        output + ((<usize>token * outputStride) << 2),
      );
    }
  }
}

/** Four rows' logits + the scaled dots of one group. */
// @ts-ignore: decorator
@inline
function addGroup(logits: v128, dots: v128, sums: usize, scales: usize): v128 {
  const integers = withoutOffset(dots, v128.load(sums));
  return f32x4.add(logits, f32x4.mul(f32x4.convert_i32x4_s(integers), v128.load(scales)));
}
