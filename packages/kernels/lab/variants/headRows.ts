/**
 * The head over rows as they are in the file, two rows and four groups at a time; the product's are packed by eight rows,
 * with scales of four rows in one register instead of lane by lane. Same bits.
 */
import { activationsHigh, activationsLow, dotAt, pairOnes } from '../../assembly/dot';
import { sumOfInts, sumsOfInts } from '../../assembly/lanes';

/** As Kernels.headMatVec, of unpacked weights. */
export function headRows2(
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
  const scale = load<f32>(activationScale);
  const ones = pairOnes(activations);
  const groups = columns / groupColumns;
  const fours = groups & ~3;
  for (let row0 = begin; row0 < end; row0 += 2) {
    // An odd last row is its own partner.
    const row1 = min(row0 + 1, end - 1);
    let logit0: f32 = 0;
    let logit1: f32 = 0;
    let group = 0;
    for (; group < fours; group += 4) {
      const column = <usize>group * groupColumns;
      const weights0 = weights + <usize>row0 * columns + column;
      const weights1 = weights + <usize>row1 * columns + column;
      // sumsRG: row R, group G.
      let sums00 = i32x4.splat(0);
      let sums01 = i32x4.splat(0);
      let sums02 = i32x4.splat(0);
      let sums03 = i32x4.splat(0);
      let sums10 = i32x4.splat(0);
      let sums11 = i32x4.splat(0);
      let sums12 = i32x4.splat(0);
      let sums13 = i32x4.splat(0);
      for (let step = 0; step < groupColumns; step += 16) {
        let offset: usize = step;
        let low = activationsLow(activations + column + offset);
        let high = activationsHigh(activations + column + offset);
        sums00 = dotAt(weights0 + offset, low, high, ones, sums00);
        sums10 = dotAt(weights1 + offset, low, high, ones, sums10);
        offset += groupColumns;
        low = activationsLow(activations + column + offset);
        high = activationsHigh(activations + column + offset);
        sums01 = dotAt(weights0 + offset, low, high, ones, sums01);
        sums11 = dotAt(weights1 + offset, low, high, ones, sums11);
        offset += groupColumns;
        low = activationsLow(activations + column + offset);
        high = activationsHigh(activations + column + offset);
        sums02 = dotAt(weights0 + offset, low, high, ones, sums02);
        sums12 = dotAt(weights1 + offset, low, high, ones, sums12);
        offset += groupColumns;
        low = activationsLow(activations + column + offset);
        high = activationsHigh(activations + column + offset);
        sums03 = dotAt(weights0 + offset, low, high, ones, sums03);
        sums13 = dotAt(weights1 + offset, low, high, ones, sums13);
      }
      const dots0 = sumsOfInts(sums00, sums01, sums02, sums03);
      const dots1 = sumsOfInts(sums10, sums11, sums12, sums13);
      const index0 = (<usize>row0 * groups + group) << 2;
      const index1 = (<usize>row1 * groups + group) << 2;
      logit0 = addFourGroups(logit0, dots0, groupSums + index0, groupScales + index0);
      logit1 = addFourGroups(logit1, dots1, groupSums + index1, groupScales + index1);
    }
    for (; group < groups; group++) {
      const column = <usize>group * groupColumns;
      const weights0 = weights + <usize>row0 * columns + column;
      const weights1 = weights + <usize>row1 * columns + column;
      let sums0 = i32x4.splat(0);
      let sums1 = i32x4.splat(0);
      for (let step = 0; step < groupColumns; step += 16) {
        const low = activationsLow(activations + column + step);
        const high = activationsHigh(activations + column + step);
        sums0 = dotAt(weights0 + step, low, high, ones, sums0);
        sums1 = dotAt(weights1 + step, low, high, ones, sums1);
      }
      const index0 = (<usize>row0 * groups + group) << 2;
      const index1 = (<usize>row1 * groups + group) << 2;
      logit0 = addGroup(logit0, sumOfInts(sums0), groupSums + index0, groupScales + index0);
      logit1 = addGroup(logit1, sumOfInts(sums1), groupSums + index1, groupScales + index1);
    }
    store<f32>(output + (<usize>row0 << 2), logit0 * scale * logitScale);
    store<f32>(output + (<usize>row1 << 2), logit1 * scale * logitScale);
  }
}

/** logit + the scaled dots of four groups, one after the other. */
// @ts-ignore: decorator
@inline
function addFourGroups(logit: f32, dots: v128, sums: usize, scales: usize): f32 {
  const integers = i32x4.sub(dots, i32x4.shl(v128.load(sums), 7));
  const parts = f32x4.mul(f32x4.convert_i32x4_s(integers), v128.load(scales));
  let total = logit + f32x4.extract_lane(parts, 0);
  total += f32x4.extract_lane(parts, 1);
  total += f32x4.extract_lane(parts, 2);
  total += f32x4.extract_lane(parts, 3);
  return total;
}

/** logit + the scaled dot of one group. */
// @ts-ignore: decorator
@inline
function addGroup(logit: f32, dot: i32, sum: usize, scale: usize): f32 {
  return logit + <f32>(dot - (load<i32>(sum) << 7)) * load<f32>(scale);
}
