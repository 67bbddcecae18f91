/**
 * e^x in f32 without a library, so that every host gives the same bits. x = n ln 2 + r with |r| <= ln 2 / 2
 * (Cody and Waite's two-part ln 2), e^r by a degree 6 polynomial fitted for least relative error (3.1e-9
 * before rounding), 2^n through the exponent bits. Relative error at most 2.5e-7 (test/exp.test.ts).
 */

const LOG2_E: f32 = 1.4426950408889634;
/** 1.5 * 2^23: a float from here on has no fraction. */
const ROUNDER: f32 = 12582912;
/** ln 2 in two parts; the first has few bits, so that n times it is exact. */
const LN2_HIGH: f32 = 0.693359375;
const LN2_LOW: f32 = -2.12194440054690583e-4;
/** Above this the result would leave the range of f32 soon; below the lower one it would be subnormal. */
const HIGHEST: f32 = 88;
const LOWEST: f32 = -87;

/**
 * The constants in all lanes, as variables: V8 makes a constant anew at each use (three instructions), a variable it loads.
 * expConstants sets them; a kernel calls it once before a loop with expFour.
 */
let log2E = f32x4.splat(0);
let rounder = f32x4.splat(0);
let ln2High = f32x4.splat(0);
let ln2Low = f32x4.splat(0);
let highest = f32x4.splat(0);
let lowest = f32x4.splat(0);
let q6 = f32x4.splat(0);
let q5 = f32x4.splat(0);
let q4 = f32x4.splat(0);
let q3 = f32x4.splat(0);
let q2 = f32x4.splat(0);
let one = f32x4.splat(0);
let bias = i32x4.splat(0);

/** `address`: any 16 readable bytes, through which the compiler cannot see that these are constants. */
export function expConstants(address: usize): void {
  const any = v128.load(address);
  const all = i32x4.eq(any, any);
  log2E = v128.and(all, f32x4.splat(LOG2_E));
  rounder = v128.and(all, f32x4.splat(ROUNDER));
  ln2High = v128.and(all, f32x4.splat(LN2_HIGH));
  ln2Low = v128.and(all, f32x4.splat(LN2_LOW));
  highest = v128.and(all, f32x4.splat(HIGHEST));
  lowest = v128.and(all, f32x4.splat(LOWEST));
  q6 = v128.and(all, f32x4.splat(1.38145378937e-3));
  q5 = v128.and(all, f32x4.splat(8.36874532005e-3));
  q4 = v128.and(all, f32x4.splat(4.16683908313e-2));
  q3 = v128.and(all, f32x4.splat(1.66665203968e-1));
  q2 = v128.and(all, f32x4.splat(4.99999934319e-1));
  one = v128.and(all, f32x4.splat(1));
  bias = v128.and(all, i32x4.splat(127));
}

/** e^x of four values, after expConstants. */
// @ts-ignore: decorator
@inline
export function expFour(x: v128): v128 {
  const bounded = f32x4.pmin(f32x4.pmax(x, lowest), highest);
  // Adding it leaves the nearest integer, ties to even, in the low bits.
  const shifted = f32x4.add(f32x4.mul(bounded, log2E), rounder);
  const n = f32x4.sub(shifted, rounder);
  let r = f32x4.sub(bounded, f32x4.mul(n, ln2High));
  r = f32x4.sub(r, f32x4.mul(n, ln2Low));
  let q = f32x4.add(f32x4.mul(q6, r), q5);
  q = f32x4.add(f32x4.mul(q, r), q4);
  q = f32x4.add(f32x4.mul(q, r), q3);
  q = f32x4.add(f32x4.mul(q, r), q2);
  const e = f32x4.add(f32x4.add(f32x4.mul(f32x4.mul(r, r), q), r), one);
  const exponent = i32x4.shl(i32x4.add(shifted, bias), 23);
  const result = f32x4.mul(e, exponent);
  return v128.andnot(result, f32x4.lt(x, lowest));
}

/** expFour for one value: the same bits. */
// @ts-ignore: decorator
@inline
export function expOne(x: f32): f32 {
  return f32x4.extract_lane(expFour(f32x4.splat(x)), 0);
}

/** output[i] = e^input[i]; see Kernels.expRows. */
export function expRows(input: usize, count: i32, output: usize): void {
  expConstants(input);
  const fours = count & ~3;
  for (let index = 0; index < fours; index += 4) {
    const offset = <usize>index << 2;
    v128.store(output + offset, expFour(v128.load(input + offset)));
  }
  for (let index = fours; index < count; index++) {
    const offset = <usize>index << 2;
    store<f32>(output + offset, expOne(load<f32>(input + offset)));
  }
}
