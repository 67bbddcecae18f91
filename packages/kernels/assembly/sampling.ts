/**
 * What choosing a token needs from the logits: the best one, probabilities, and the sum for a
 * log-probability. Each runs in four lanes with one fixed order; the last count % 4 values follow alone.
 */
import { expConstants, expFour, expOne } from './exp';
import { sumOfFloats } from './lanes';

/** Index of the largest of values[begin, end), the lowest on ties; see Kernels.argmax. */
export function argmax(values: usize, begin: i32, end: i32): i32 {
  let bests = f32x4.splat(-Infinity);
  let places = i32x4.splat(begin);
  let index = begin;
  let here = i32x4.add(i32x4.splat(begin), i32x4(0, 1, 2, 3));
  for (; index + 4 <= end; index += 4) {
    const four = v128.load(values + (<usize>index << 2));
    const larger = f32x4.gt(four, bests);
    bests = v128.bitselect(four, bests, larger);
    places = v128.bitselect(here, places, larger);
    here = i32x4.add(here, i32x4.splat(4));
  }
  let best = f32x4.extract_lane(bests, 0);
  let place = i32x4.extract_lane(places, 0);
  for (let lane = 1; lane < 4; lane++) {
    bests = v128.shuffle<i32>(bests, bests, 1, 2, 3, 0);
    places = v128.shuffle<i32>(places, places, 1, 2, 3, 0);
    const value = f32x4.extract_lane(bests, 0);
    const at = i32x4.extract_lane(places, 0);
    if (value > best || (value == best && at < place)) {
      best = value;
      place = at;
    }
  }
  for (; index < end; index++) {
    const value = load<f32>(values + (<usize>index << 2));
    if (value > best) {
      best = value;
      place = index;
    }
  }
  return place;
}

/** output = exp((x - max) / temperature) / sum; see Kernels.softmax. */
export function softmax(logits: usize, count: i32, temperature: f32, output: usize): void {
  expConstants(logits);
  const highest = load<f32>(logits + (<usize>argmax(logits, 0, count) << 2));
  const fours = count & ~3;
  let sums = f32x4.splat(0);
  for (let index = 0; index < fours; index += 4) {
    const offset = <usize>index << 2;
    const shifted = f32x4.sub(v128.load(logits + offset), f32x4.splat(highest));
    const p = expFour(f32x4.div(shifted, f32x4.splat(temperature)));
    v128.store(output + offset, p);
    sums = f32x4.add(sums, p);
  }
  let sum = sumOfFloats(sums);
  for (let index = fours; index < count; index++) {
    const offset = <usize>index << 2;
    const p = expOne((load<f32>(logits + offset) - highest) / temperature);
    store<f32>(output + offset, p);
    sum += p;
  }
  for (let index = 0; index < fours; index += 4) {
    const offset = <usize>index << 2;
    v128.store(output + offset, f32x4.div(v128.load(output + offset), f32x4.splat(sum)));
  }
  for (let index = fours; index < count; index++) {
    const offset = <usize>index << 2;
    store<f32>(output + offset, load<f32>(output + offset) / sum);
  }
}

/** Sum of exp(x - shift); see Kernels.sumExp. */
export function sumExp(values: usize, count: i32, shift: f32): f32 {
  expConstants(values);
  const fours = count & ~3;
  let sums = f32x4.splat(0);
  for (let index = 0; index < fours; index += 4) {
    const four = v128.load(values + (<usize>index << 2));
    sums = f32x4.add(sums, expFour(f32x4.sub(four, f32x4.splat(shift))));
  }
  let sum = sumOfFloats(sums);
  for (let index = fours; index < count; index++) {
    sum += expOne(load<f32>(values + (<usize>index << 2)) - shift);
  }
  return sum;
}
