/**
 * e^x in f32 without a library, so that every host gives the same bits. x = n ln 2 + r with |r| <= ln 2 / 2
 * (Cody and Waite's two-part ln 2), e^r by a degree 6 polynomial fitted for least relative error (3.1e-9
 * before rounding), 2^n through the exponent bits. Relative error at most 2.5e-7 (test/exp.test.ts).
 */

const LOG2_E: f32 = 1.4426950408889634;
/** ln 2 in two parts; the first has few bits, so that n times it is exact. */
const LN2_HIGH: f32 = 0.693359375;
const LN2_LOW: f32 = -2.12194440054690583e-4;
/** Above this the result would leave the range of f32 soon; below the lower one it would be subnormal. */
const HIGHEST: f32 = 88;
const LOWEST: f32 = -87;

// @ts-ignore: decorator
@inline
export function expFour(x: v128): v128 {
  const bounded = f32x4.pmin(f32x4.pmax(x, f32x4.splat(LOWEST)), f32x4.splat(HIGHEST));
  const n = f32x4.nearest(f32x4.mul(bounded, f32x4.splat(LOG2_E)));
  let r = f32x4.sub(bounded, f32x4.mul(n, f32x4.splat(LN2_HIGH)));
  r = f32x4.sub(r, f32x4.mul(n, f32x4.splat(LN2_LOW)));
  let q = f32x4.splat(1.38145378937e-3);
  q = f32x4.add(f32x4.mul(q, r), f32x4.splat(8.36874532005e-3));
  q = f32x4.add(f32x4.mul(q, r), f32x4.splat(4.16683908313e-2));
  q = f32x4.add(f32x4.mul(q, r), f32x4.splat(1.66665203968e-1));
  q = f32x4.add(f32x4.mul(q, r), f32x4.splat(4.99999934319e-1));
  const e = f32x4.add(f32x4.add(f32x4.mul(f32x4.mul(r, r), q), r), f32x4.splat(1));
  const exponent = i32x4.shl(i32x4.add(i32x4.trunc_sat_f32x4_s(n), i32x4.splat(127)), 23);
  const result = f32x4.mul(e, exponent);
  return v128.andnot(result, f32x4.lt(x, f32x4.splat(LOWEST)));
}

/** expFour for one value: the same bits. */
// @ts-ignore: decorator
@inline
export function expOne(x: f32): f32 {
  return f32x4.extract_lane(expFour(f32x4.splat(x)), 0);
}

/** output[i] = e^input[i]; see Kernels.expRows. */
export function expRows(input: usize, count: i32, output: usize): void {
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
