/**
 * Top-1 folded into the head product: the best token is found while logits are still in registers, one row at a time, and
 * the logits are written all the same (log-probabilities need them). Four groups of columns, as the released model has.
 */
import { activationsHigh, activationsLow, dotAt, pairOnes } from '../../assembly/dot';
import { sumsOfInts } from '../../assembly/lanes';

/** Logits of the tokens [begin, end) for columns = 4 * groupColumns; gives the best of them, the lowest on ties. */
export function headTop(
  weights: usize, groupScales: usize, groupSums: usize, columns: i32, groupColumns: i32, begin: i32, end: i32,
  activations: usize, activationScale: usize, logitScale: f32, output: usize,
): i32 {
  const scale = load<f32>(activationScale);
  const ones = pairOnes(activations);
  let best = begin;
  let highest: f32 = -Infinity;
  for (let row = begin; row < end; row += 2) {
    const first = logit(weights, groupScales, groupSums, columns, groupColumns, row, activations, ones, scale, logitScale);
    const second = logit(weights, groupScales, groupSums, columns, groupColumns, row + 1, activations, ones, scale, logitScale);
    store<f32>(output + (<usize>row << 2), first);
    store<f32>(output + (<usize>row << 2), second, 4);
    if (first > highest) {
      highest = first;
      best = row;
    }
    if (second > highest) {
      highest = second;
      best = row + 1;
    }
  }
  return best;
}

// @ts-ignore: decorator
@inline
function logit(
  weights: usize, groupScales: usize, groupSums: usize, columns: i32, groupColumns: usize, row: i32, activations: usize,
  ones: v128, scale: f32, logitScale: f32,
): f32 {
  const at = weights + <usize>row * columns;
  let sums0 = i32x4.splat(0);
  let sums1 = i32x4.splat(0);
  let sums2 = i32x4.splat(0);
  let sums3 = i32x4.splat(0);
  for (let step: usize = 0; step < groupColumns; step += 16) {
    let offset = step;
    sums0 = dotAt(at + offset, activationsLow(activations + offset), activationsHigh(activations + offset), ones, sums0);
    offset += groupColumns;
    sums1 = dotAt(at + offset, activationsLow(activations + offset), activationsHigh(activations + offset), ones, sums1);
    offset += groupColumns;
    sums2 = dotAt(at + offset, activationsLow(activations + offset), activationsHigh(activations + offset), ones, sums2);
    offset += groupColumns;
    sums3 = dotAt(at + offset, activationsLow(activations + offset), activationsHigh(activations + offset), ones, sums3);
  }
  const index = <usize>row << 4;
  const integers = i32x4.sub(sumsOfInts(sums0, sums1, sums2, sums3), i32x4.shl(v128.load(groupSums + index), 7));
  const parts = f32x4.mul(f32x4.convert_i32x4_s(integers), v128.load(groupScales + index));
  let total: f32 = 0;
  total += f32x4.extract_lane(parts, 0);
  total += f32x4.extract_lane(parts, 1);
  total += f32x4.extract_lane(parts, 2);
  total += f32x4.extract_lane(parts, 3);
  return total * scale * logitScale;
}
