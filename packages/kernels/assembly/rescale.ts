/**
 * From an exact integer dot product back to a float: takes out the 128 that was added to each activation
 * and applies the weights' and the activations' scales. One formula for all linear maps.
 */

/** dot - 128 * sum, for four rows with their sums of weights: the products with the signed activations. */
// @ts-ignore: decorator
@inline
export function withoutOffset(dots: v128, sums: v128): v128 {
  return i32x4.sub(dots, i32x4.shl(sums, 7));
}

/** f32(dot - 128 * sum) * (weightScale * activationScale), for four results. */
// @ts-ignore: decorator
@inline
export function rescaleFour(dots: v128, sums: v128, weightScales: v128, activationScales: v128): v128 {
  const integers = withoutOffset(dots, sums);
  return f32x4.mul(f32x4.convert_i32x4_s(integers), f32x4.mul(weightScales, activationScales));
}
