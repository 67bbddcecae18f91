/**
 * What loading a model computes once from int8 weights: their order in memory, the sums that take the activations' offset
 * of 128 out again, and the check of the pair bound that makes the relaxed dot product exact. Also the copying of
 * memory, which JavaScript does byte by byte where the memory is shared.
 */
import { sumOfInts } from './lanes';

/** Up to eight rows into their block; see Kernels.packRows. */
export function packRows(
  rows: usize,
  scales: usize,
  count: i32,
  columns: i32,
  groupColumns: i32,
  weights: usize,
  packedScales: usize,
  packedSums: usize,
): void {
  const groups = columns / groupColumns;
  for (let row = 0; row < 8; row++) {
    const from = rows + row * columns;
    const isThere = row < count;
    for (let column = 0; column < columns; column += 16) {
      const sixteen = isThere ? v128.load(from + column) : i8x16.splat(0);
      v128.store(weights + (column << 3) + (row << 4), sixteen);
    }
    for (let group = 0; group < groups; group++) {
      const place = ((group << 3) + row) << 2;
      const sum = isThere ? sumOf(from + group * groupColumns, groupColumns) : 0;
      store<i32>(packedSums + place, sum);
      store<f32>(packedScales + place, isThere ? load<f32>(scales + ((row * groups + group) << 2)) : 0);
    }
  }
}

/** Sum of `count` weights. */
function sumOf(weights: usize, count: i32): i32 {
  let parts = i32x4.splat(0);
  for (let column = 0; column < count; column += 16) {
    const pairs = i16x8.extadd_pairwise_i8x16_s(v128.load(weights + column));
    parts = i32x4.add(parts, i32x4.extadd_pairwise_i16x8_s(pairs));
  }
  return sumOfInts(parts);
}

/** The largest |w[2k]| + |w[2k + 1]| of `count` weights; see Kernels.maxPairSum. */
export function maxPairSum(weights: usize, count: i32): i32 {
  let largest = i16x8.splat(0);
  for (let index = 0; index < count; index += 16) {
    // The absolute value of -128 is 128 when read as unsigned, as it is here.
    const absolute = i8x16.abs(v128.load(weights + <usize>index));
    largest = i16x8.max_s(largest, i16x8.extadd_pairwise_i8x16_u(absolute));
  }
  largest = i16x8.max_s(largest, v128.shuffle<i16>(largest, largest, 4, 5, 6, 7, 0, 1, 2, 3));
  largest = i16x8.max_s(largest, v128.shuffle<i16>(largest, largest, 2, 3, 0, 1, 6, 7, 4, 5));
  return max(<i32>i16x8.extract_lane_s(largest, 0), <i32>i16x8.extract_lane_s(largest, 1));
}

/** See Kernels.copy. */
export function copy(from: usize, to: usize, bytes: i32): void {
  memory.copy(to, from, bytes);
}
