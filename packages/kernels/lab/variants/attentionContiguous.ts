/**
 * One token's attention over an int8 cache that lies in one piece, for the query heads that share one KV head. Heads go in
 * pairs, so that keys and values are loaded and widened once for two; a head's arithmetic is the same
 * alone or in a pair. Per head: scores of all keys, softmax without its division, the weighted sum of
 * values in key order, and the division at the end.
 *
 * Queries and keys are both signed here, which no relaxed dot product takes exactly, so all variants
 * widen to 16 bits.
 */
import { expConstants, expFour } from "../../assembly/exp";
import { maxOfFloats, sumOfFloats, sumOfInts, sumsOfInts } from '../../assembly/lanes';

/** Keys whose values are weighed together: 256 rows of 64 bytes stay in the first-level cache. */
const TILE = 256;

/** See Kernels.attention. */
export function attentionContiguous(
  queries: usize,
  queryScales: usize,
  heads: i32,
  headDim: i32,
  keys: usize,
  keyScales: usize,
  values: usize,
  valueScales: usize,
  from: i32,
  to: i32,
  scoreScale: f32,
  scores: usize,
  output: usize,
): void {
  expConstants(queries);
  const count = to - from;
  const rowBytes = <usize>((count + 3) & ~3) << 2;
  const firstKey = keys + <usize>from * headDim;
  const firstValue = values + <usize>from * headDim;
  keyScales += <usize>from << 2;
  valueScales += <usize>from << 2;
  for (let head = 0; head < heads; head += 2) {
    const two = head + 1 < heads;
    const query = queries + <usize>head * headDim;
    const scale = queryScales + (<usize>head << 2);
    const target = output + ((<usize>head * headDim) << 2);
    const targetBytes = <usize>headDim << 2;
    let sum1: f32 = 1;
    if (two) scoreTwo(query, scale, headDim, firstKey, keyScales, count, scoreScale, scores, rowBytes);
    else scoreOne(query, load<f32>(scale), headDim, firstKey, keyScales, 0, count, scoreScale, scores);
    const sum0 = exponentiate(scores, count, valueScales);
    if (two) sum1 = exponentiate(scores + rowBytes, count, valueScales);
    memory.fill(target, 0, two ? 2 * targetBytes : targetBytes);
    for (let key = 0; key < count; key += TILE) {
      const tile = min(TILE, count - key);
      const rows = firstValue + <usize>key * headDim;
      const weights = scores + (<usize>key << 2);
      for (let dim = 0; dim < headDim; dim += 16) {
        const at = target + (<usize>dim << 2);
        if (two) mixTwo(rows + dim, headDim, tile, weights, weights + rowBytes, at, at + targetBytes);
        else mixOne(rows + dim, headDim, tile, weights, at);
      }
    }
    divide(target, headDim, sum0);
    if (two) divide(target + targetBytes, headDim, sum1);
  }
}

/** Scores of two heads, four keys at a time; the second head's go to scores + rowBytes. */
function scoreTwo(
  query: usize,
  queryScales: usize,
  headDim: i32,
  keys: usize,
  keyScales: usize,
  count: i32,
  scoreScale: f32,
  scores: usize,
  rowBytes: usize,
): void {
  const stride = <usize>headDim;
  const fours = count & ~3;
  for (let key = 0; key < fours; key += 4) {
    // sumsHK: head H, key K.
    let sums00 = i32x4.splat(0);
    let sums01 = i32x4.splat(0);
    let sums02 = i32x4.splat(0);
    let sums03 = i32x4.splat(0);
    let sums10 = i32x4.splat(0);
    let sums11 = i32x4.splat(0);
    let sums12 = i32x4.splat(0);
    let sums13 = i32x4.splat(0);
    const first = keys + <usize>key * stride;
    for (let dim: usize = 0; dim < stride; dim += 8) {
      const query0 = v128.load_ext<i8>(query + dim);
      const query1 = v128.load_ext<i8>(query + stride + dim);
      let row = first + dim;
      let k = v128.load_ext<i8>(row);
      sums00 = i32x4.add(sums00, i32x4.dot_i16x8_s(k, query0));
      sums10 = i32x4.add(sums10, i32x4.dot_i16x8_s(k, query1));
      row += stride;
      k = v128.load_ext<i8>(row);
      sums01 = i32x4.add(sums01, i32x4.dot_i16x8_s(k, query0));
      sums11 = i32x4.add(sums11, i32x4.dot_i16x8_s(k, query1));
      row += stride;
      k = v128.load_ext<i8>(row);
      sums02 = i32x4.add(sums02, i32x4.dot_i16x8_s(k, query0));
      sums12 = i32x4.add(sums12, i32x4.dot_i16x8_s(k, query1));
      row += stride;
      k = v128.load_ext<i8>(row);
      sums03 = i32x4.add(sums03, i32x4.dot_i16x8_s(k, query0));
      sums13 = i32x4.add(sums13, i32x4.dot_i16x8_s(k, query1));
    }
    const offset = <usize>key << 2;
    const scales = v128.load(keyScales + offset);
    const scale0 = f32x4.mul(v128.load32_splat(queryScales), scales);
    const scale1 = f32x4.mul(v128.load32_splat(queryScales, 4), scales);
    const dots0 = f32x4.convert_i32x4_s(sumsOfInts(sums00, sums01, sums02, sums03));
    const dots1 = f32x4.convert_i32x4_s(sumsOfInts(sums10, sums11, sums12, sums13));
    const factor = f32x4.splat(scoreScale);
    v128.store(scores + offset, f32x4.mul(f32x4.mul(dots0, scale0), factor));
    v128.store(scores + rowBytes + offset, f32x4.mul(f32x4.mul(dots1, scale1), factor));
  }
  const scale0 = load<f32>(queryScales);
  const scale1 = load<f32>(queryScales, 4);
  const query1 = query + stride;
  scoreOne(query, scale0, headDim, keys, keyScales, fours, count, scoreScale, scores);
  scoreOne(query1, scale1, headDim, keys, keyScales, fours, count, scoreScale, scores + rowBytes);
}

/** One head's scores of the keys [from, to). */
function scoreOne(
  query: usize,
  queryScale: f32,
  headDim: i32,
  keys: usize,
  keyScales: usize,
  from: i32,
  to: i32,
  scoreScale: f32,
  scores: usize,
): void {
  for (let key = from; key < to; key++) {
    const row = keys + <usize>key * headDim;
    let sums0 = i32x4.splat(0);
    let sums1 = i32x4.splat(0);
    for (let dim: usize = 0; dim < <usize>headDim; dim += 16) {
      const at = query + dim;
      const low = i32x4.dot_i16x8_s(v128.load_ext<i8>(row + dim), v128.load_ext<i8>(at));
      const high = i32x4.dot_i16x8_s(v128.load_ext<i8>(row + dim, 8), v128.load_ext<i8>(at, 8));
      sums0 = i32x4.add(sums0, low);
      sums1 = i32x4.add(sums1, high);
    }
    const offset = <usize>key << 2;
    const scale = queryScale * load<f32>(keyScales + offset);
    const dot = <f32>sumOfInts(i32x4.add(sums0, sums1));
    store<f32>(scores + offset, dot * scale * scoreScale);
  }
}

/**
 * Replaces scores by exp(score - max) * valueScale and returns the sum of exp(score - max), in four
 * lanes by key. The row is padded to a multiple of four with scores that count as nothing.
 */
function exponentiate(scores: usize, count: i32, valueScales: usize): f32 {
  const padded = (count + 3) & ~3;
  for (let key = count; key < padded; key++) store<f32>(scores + (<usize>key << 2), -Infinity);
  let highest = f32x4.splat(-Infinity);
  for (let key = 0; key < padded; key += 4) {
    highest = f32x4.pmax(highest, v128.load(scores + (<usize>key << 2)));
  }
  const shift = f32x4.splat(maxOfFloats(highest));
  let sums = f32x4.splat(0);
  for (let key = 0; key < padded; key += 4) {
    const offset = <usize>key << 2;
    const p = expFour(f32x4.sub(v128.load(scores + offset), shift));
    sums = f32x4.add(sums, p);
    if (key + 4 <= count) {
      v128.store(scores + offset, f32x4.mul(p, v128.load(valueScales + offset)));
    } else {
      v128.store(scores + offset, p);
      for (let last = key; last < count; last++) {
        const at = <usize>last << 2;
        store<f32>(scores + at, load<f32>(scores + at) * load<f32>(valueScales + at));
      }
    }
  }
  return sumOfFloats(sums);
}

/** Adds the weighted values of `count` keys to sixteen dimensions of two heads' outputs. */
// @ts-ignore: decorator
@inline
function mixTwo(
  values: usize,
  stride: usize,
  count: i32,
  weights0: usize,
  weights1: usize,
  output0: usize,
  output1: usize,
): void {
  // sumsHD: head H, dimensions 4 D to 4 D + 3.
  let sums00 = v128.load(output0);
  let sums01 = v128.load(output0, 16);
  let sums02 = v128.load(output0, 32);
  let sums03 = v128.load(output0, 48);
  let sums10 = v128.load(output1);
  let sums11 = v128.load(output1, 16);
  let sums12 = v128.load(output1, 32);
  let sums13 = v128.load(output1, 48);
  let row = values;
  for (let key: usize = 0; key < <usize>count << 2; key += 4, row += stride) {
    const weight0 = v128.load32_splat(weights0 + key);
    const weight1 = v128.load32_splat(weights1 + key);
    const low = v128.load_ext<i8>(row);
    const high = v128.load_ext<i8>(row, 8);
    let four = f32x4.convert_i32x4_s(i32x4.extend_low_i16x8_s(low));
    sums00 = f32x4.add(sums00, f32x4.mul(weight0, four));
    sums10 = f32x4.add(sums10, f32x4.mul(weight1, four));
    four = f32x4.convert_i32x4_s(i32x4.extend_high_i16x8_s(low));
    sums01 = f32x4.add(sums01, f32x4.mul(weight0, four));
    sums11 = f32x4.add(sums11, f32x4.mul(weight1, four));
    four = f32x4.convert_i32x4_s(i32x4.extend_low_i16x8_s(high));
    sums02 = f32x4.add(sums02, f32x4.mul(weight0, four));
    sums12 = f32x4.add(sums12, f32x4.mul(weight1, four));
    four = f32x4.convert_i32x4_s(i32x4.extend_high_i16x8_s(high));
    sums03 = f32x4.add(sums03, f32x4.mul(weight0, four));
    sums13 = f32x4.add(sums13, f32x4.mul(weight1, four));
  }
  v128.store(output0, sums00);
  v128.store(output0, sums01, 16);
  v128.store(output0, sums02, 32);
  v128.store(output0, sums03, 48);
  v128.store(output1, sums10);
  v128.store(output1, sums11, 16);
  v128.store(output1, sums12, 32);
  v128.store(output1, sums13, 48);
}

/** mixTwo for one head: the same bits. */
// @ts-ignore: decorator
@inline
function mixOne(values: usize, stride: usize, count: i32, weights: usize, output: usize): void {
  let sums0 = v128.load(output);
  let sums1 = v128.load(output, 16);
  let sums2 = v128.load(output, 32);
  let sums3 = v128.load(output, 48);
  let row = values;
  for (let key: usize = 0; key < <usize>count << 2; key += 4, row += stride) {
    const weight = v128.load32_splat(weights + key);
    const low = v128.load_ext<i8>(row);
    const high = v128.load_ext<i8>(row, 8);
    const four0 = f32x4.convert_i32x4_s(i32x4.extend_low_i16x8_s(low));
    const four1 = f32x4.convert_i32x4_s(i32x4.extend_high_i16x8_s(low));
    const four2 = f32x4.convert_i32x4_s(i32x4.extend_low_i16x8_s(high));
    const four3 = f32x4.convert_i32x4_s(i32x4.extend_high_i16x8_s(high));
    sums0 = f32x4.add(sums0, f32x4.mul(weight, four0));
    sums1 = f32x4.add(sums1, f32x4.mul(weight, four1));
    sums2 = f32x4.add(sums2, f32x4.mul(weight, four2));
    sums3 = f32x4.add(sums3, f32x4.mul(weight, four3));
  }
  v128.store(output, sums0);
  v128.store(output, sums1, 16);
  v128.store(output, sums2, 32);
  v128.store(output, sums3, 48);
}

/** Divides `count` floats by the sum of the weights. */
// @ts-ignore: decorator
@inline
function divide(output: usize, count: i32, sum: f32): void {
  for (let index = 0; index < count; index += 4) {
    const at = output + (<usize>index << 2);
    v128.store(at, f32x4.div(v128.load(at), f32x4.splat(sum)));
  }
}
