/**
 * Attention over the int8 cache with the softmax in one pass (Milakov and Gimelshein 2018): tiles of 64 keys, each scored,
 * exponentiated against the largest score so far and mixed at once; what was mixed before shrinks when a larger score comes.
 * Keys and values are read in one stream and no scores are kept beyond a tile; the product's attention goes over
 * all keys, then over all scores, then over all values. Other bits: sums are rescaled on the way.
 */
import { expConstants, expFour, expOne } from '../../assembly/exp';
import { maxOfFloats, sumOfFloats, sumOfInts } from '../../assembly/lanes';

const TILE = 64;

/** As Kernels.attention; scores is room for a tile of each head. */
export function attentionOnePass(
  queries: usize, queryScales: usize, heads: i32, headDim: i32, keys: usize, keyScales: usize, values: usize,
  valueScales: usize, from: i32, to: i32, scoreScale: f32, scores: usize, output: usize,
): void {
  expConstants(queries);
  for (let head = 0; head < heads; head++) {
    const target = output + ((<usize>head * headDim) << 2);
    memory.fill(target, 0, <usize>headDim << 2);
    const query = queries + <usize>head * headDim;
    const factor = load<f32>(queryScales + (<usize>head << 2));
    let highest: f32 = -Infinity;
    let sum: f32 = 0;
    for (let first = from; first < to; first += TILE) {
      const count = min(TILE, to - first);
      const padded = (count + 3) & ~3;
      let tops = f32x4.splat(-Infinity);
      for (let key = 0; key < count; key++) {
        const at = first + key;
        const score = <f32>dot(query, keys + <usize>at * headDim, headDim) * (factor * load<f32>(keyScales + (<usize>at << 2))) * scoreScale;
        store<f32>(scores + (<usize>key << 2), score);
      }
      for (let key = count; key < padded; key++) store<f32>(scores + (<usize>key << 2), -Infinity);
      for (let key = 0; key < padded; key += 4) tops = f32x4.pmax(tops, v128.load(scores + (<usize>key << 2)));
      const top = max(highest, maxOfFloats(tops));
      const shrink = highest == top ? <f32>1 : expOne(highest - top);
      highest = top;
      let sums = f32x4.splat(0);
      for (let key = 0; key < padded; key += 4) {
        const place = scores + (<usize>key << 2);
        const p = expFour(f32x4.sub(v128.load(place), f32x4.splat(top)));
        sums = f32x4.add(sums, p);
        v128.store(place, f32x4.mul(p, v128.load(valueScales + (<usize>(first + key) << 2))));
      }
      sum = sum * shrink + sumOfFloats(sums);
      for (let dim = 0; dim < headDim; dim += 16) {
        mix(values + <usize>first * headDim + dim, headDim, count, scores, target + (<usize>dim << 2), shrink);
      }
    }
    for (let dim = 0; dim < headDim; dim += 4) {
      const at = target + (<usize>dim << 2);
      v128.store(at, f32x4.div(v128.load(at), f32x4.splat(sum)));
    }
  }
}

// @ts-ignore: decorator
@inline
function dot(query: usize, row: usize, headDim: usize): i32 {
  let sums0 = i32x4.splat(0);
  let sums1 = i32x4.splat(0);
  for (let dim: usize = 0; dim < headDim; dim += 16) {
    sums0 = i32x4.add(sums0, i32x4.dot_i16x8_s(v128.load_ext<i8>(row + dim), v128.load_ext<i8>(query + dim)));
    sums1 = i32x4.add(sums1, i32x4.dot_i16x8_s(v128.load_ext<i8>(row + dim, 8), v128.load_ext<i8>(query + dim, 8)));
  }
  return sumOfInts(i32x4.add(sums0, sums1));
}

/** Sixteen dimensions: output = output * shrink + the weighted values. */
// @ts-ignore: decorator
@inline
function mix(values: usize, stride: usize, count: i32, weights: usize, output: usize, shrink: f32): void {
  const factor = f32x4.splat(shrink);
  let sums0 = f32x4.mul(v128.load(output), factor);
  let sums1 = f32x4.mul(v128.load(output, 16), factor);
  let sums2 = f32x4.mul(v128.load(output, 32), factor);
  let sums3 = f32x4.mul(v128.load(output, 48), factor);
  for (let key: usize = 0; key < <usize>count << 2; key += 4, values += stride) {
    const weight = v128.load32_splat(weights + key);
    const low = v128.load_ext<i8>(values);
    const high = v128.load_ext<i8>(values, 8);
    sums0 = f32x4.add(sums0, f32x4.mul(weight, f32x4.convert_i32x4_s(i32x4.extend_low_i16x8_s(low))));
    sums1 = f32x4.add(sums1, f32x4.mul(weight, f32x4.convert_i32x4_s(i32x4.extend_high_i16x8_s(low))));
    sums2 = f32x4.add(sums2, f32x4.mul(weight, f32x4.convert_i32x4_s(i32x4.extend_low_i16x8_s(high))));
    sums3 = f32x4.add(sums3, f32x4.mul(weight, f32x4.convert_i32x4_s(i32x4.extend_high_i16x8_s(high))));
  }
  v128.store(output, sums0);
  v128.store(output, sums1, 16);
  v128.store(output, sums2, 32);
  v128.store(output, sums3, 48);
}
