/** The product's rescaling (assembly/rescale.ts), for one result of an unpacked matrix. */

/** f32(dot - 128 * sum) * (weightScale * activationScale) */
// @ts-ignore: decorator
@inline
export function rescale(dot: i32, sum: i32, weightScale: f32, activationScale: f32): f32 {
  return <f32>(dot - (sum << 7)) * (weightScale * activationScale);
}
