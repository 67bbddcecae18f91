/**
 * From an exact integer dot product back to a float: takes out the 128 that was added to each activation
 * and applies the weights' and the activations' scales. One formula for all linear maps.
 */

/** f32(dot - 128 * sum) * (weightScale * activationScale), for four results. */
// @ts-ignore: decorator
@inline
export function rescaleFour(dots: v128, sums: v128, weightScales: v128, activationScales: v128): v128 {
  const integers = i32x4.sub(dots, i32x4.shl(sums, 7));
  return f32x4.mul(f32x4.convert_i32x4_s(integers), f32x4.mul(weightScales, activationScales));
}

/** The same for one result. */
// @ts-ignore: decorator
@inline
export function rescale(dot: i32, sum: i32, weightScale: f32, activationScale: f32): f32 {
  return <f32>(dot - (sum << 7)) * (weightScale * activationScale);
}
