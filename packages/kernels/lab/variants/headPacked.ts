/**
 * The head over weights packed at load in groups of eight rows, [rows / 8, columns / 16, 8, 16], with scales and sums as
 * [rows / 8, groups, 8]: four rows' logits grow in one register, group by group in ascending order, where the product adds four
 * groups of one row lane by lane. Same bits.
 */
import { activationsHigh, activationsLow, dotAt, pairOnes } from '../../assembly/dot';
import { sumsOfInts } from '../../assembly/lanes';

/** As Kernels.headMatVec, of packed weights; begin and end are multiples of eight. */
export function headPacked8(
  weights: usize, groupScales: usize, groupSums: usize, columns: i32, groupColumns: i32, begin: i32, end: i32,
  activations: usize, activationScale: usize, logitScale: f32, output: usize,
): void {
  const scale = v128.load32_splat(activationScale);
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
      logits0 = add(logits0, sumsOfInts(sums0, sums1, sums2, sums3), groupSums + place, groupScales + place);
      logits4 = add(logits4, sumsOfInts(sums4, sums5, sums6, sums7), groupSums + place + 16, groupScales + place + 16);
    }
    const target = output + (<usize>row << 2);
    v128.store(target, f32x4.mul(f32x4.mul(logits0, scale), f32x4.splat(logitScale)));
    v128.store(target, f32x4.mul(f32x4.mul(logits4, scale), f32x4.splat(logitScale)), 16);
  }
}

/** Four rows' logits + the scaled dots of one group. */
// @ts-ignore: decorator
@inline
function add(logits: v128, dots: v128, sums: usize, scales: usize): v128 {
  const integers = i32x4.sub(dots, i32x4.shl(v128.load(sums), 7));
  return f32x4.add(logits, f32x4.mul(f32x4.convert_i32x4_s(integers), v128.load(scales)));
}
