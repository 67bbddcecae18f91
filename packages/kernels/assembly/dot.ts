/**
 * The one place where the two variants differ: sixteen int8 weights times sixteen u8 activations,
 * added to four int32 sums. The sums are exact, so both variants give the same bits whatever the
 * order in which a host adds.
 *
 * RELAXED_DOT is set by build.mjs. Activations are loaded once for several rows: as two halves widened
 * to 16 bits (plain), or as they are (relaxed; the high half is then unused and the compiler drops it).
 *
 * The relaxed dot names its second operand "7 bits": whether it counts as signed or unsigned, and whether
 * pairs saturate in 16 bits, is up to the host. The probe (src/pick.ts) accepts hosts that read it as
 * unsigned, and the pair bound on the weights keeps pairs below saturation.
 */

/** The first half (plain) or all (relaxed) of sixteen activations. */
// @ts-ignore: decorator
@inline
export function loadLow(activations: usize): v128 {
  return RELAXED_DOT ? v128.load(activations) : v128.load_ext<u8>(activations);
}

/** The second half (plain); unused in the relaxed variant. */
// @ts-ignore: decorator
@inline
export function loadHigh(activations: usize): v128 {
  return RELAXED_DOT ? i32x4.splat(0) : v128.load_ext<u8>(activations, 8);
}

/** sums + the products of the sixteen weights at `weights` with the activations, in four parts. */
// @ts-ignore: decorator
@inline
export function dot(weights: usize, low: v128, high: v128, sums: v128, ones: v128): v128 {
  if (RELAXED_DOT == 2) {
    return i32x4.add(sums, i32x4.dot_i16x8_s(v128.relaxed_dot<i16>(v128.load(weights), low), ones));
  }
  if (RELAXED_DOT) {
    return i32x4.relaxed_dot_i8x16_i7x16_add_s(v128.load(weights), low, sums);
  }
  const first = i32x4.dot_i16x8_s(v128.load_ext<i8>(weights), low);
  const second = i32x4.dot_i16x8_s(v128.load_ext<i8>(weights, 8), high);
  return i32x4.add(sums, i32x4.add(first, second));
}
