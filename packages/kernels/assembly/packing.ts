/**
 * What loading a model computes once from int8 weights: their order in memory, the sums that take the activations' offset
 * of 128 out again, what says whether products may be added in 16 bits, and the check of the pair bound that makes the
 * relaxed dot product exact. Also the copying of memory, which JavaScript does byte by byte where the memory is shared.
 */
import { SPAN } from './dot';
import { maxOfInts, sumOfInts } from './lanes';

/** The largest magnitude of a 16-bit sum, squared. */
const NARROW_SQUARED: i64 = 32767 * 32767;

/** Up to eight rows into their block; see Kernels.packRows. */
export function packRows(
  rows: usize,
  scales: usize,
  count: i32,
  columns: i32,
  groupColumns: i32,
  weights: usize,
  corrections: usize,
  limit: usize,
  packedScales: usize,
  packedSums: usize,
): void {
  const groups = columns / groupColumns;
  const spans = (columns + SPAN - 1) / SPAN;
  let largest = i32x4.splat(0);
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
    for (let span = 0; span < spans; span++) {
      const target = corrections + (span << 7) + (row << 4);
      v128.store(target, i16x8.splat(0));
      if (!isThere) continue;
      const start = span * SPAN;
      largest = i32x4.max_s(largest, packSpan(from + start, min(SPAN, columns - start), target));
    }
  }
  const squares = maxOfInts(largest);
  // |sum of w * q|^2 <= (sum of w * w) * (sum of q * q), Cauchy and Schwarz.
  store<i32>(limit, squares == 0 ? i32.MAX_VALUE : <i32>min<i64>(NARROW_SQUARED / squares, i32.MAX_VALUE));
}

/**
 * Of one row's weights in a span: stores -128 times the sum of each of eight lanes, in 16 bits, where it may wrap;
 * gives sums of squares, of two lanes each of which the larger.
 */
function packSpan(weights: usize, count: i32, correction: usize): v128 {
  let sums = i16x8.splat(0);
  let low = i32x4.splat(0);
  let high = i32x4.splat(0);
  for (let column = 0; column < count; column += 16) {
    const sixteen = v128.load(weights + column);
    const first = i16x8.extend_low_i8x16_s(sixteen);
    const second = i16x8.extend_high_i8x16_s(sixteen);
    sums = i16x8.add(sums, i16x8.extadd_pairwise_i8x16_s(sixteen));
    low = i32x4.add(low, i32x4.dot_i16x8_s(first, first));
    high = i32x4.add(high, i32x4.dot_i16x8_s(second, second));
  }
  v128.store(correction, i16x8.shl(i16x8.neg(sums), 7));
  return i32x4.max_s(low, high);
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
