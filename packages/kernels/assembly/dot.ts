/**
 * The one place where the variants differ: sixteen int8 weights times sixteen u8 activations, added to
 * four int32 sums. Sums are exact, so every variant gives the same bits in whatever order a host adds.
 * build.mjs sets DOT_VARIANT; what the other variants need is dropped at compile time.
 *
 * - PLAIN widens both operands to 16 bits, multiplies and adds pairs: any host with SIMD.
 * - RELAXED is the relaxed dot product: one instruction where the host has it (x86's vpdpbusd).
 * - PAIRS is the relaxed 16-bit pair sum and a widening add: three instructions on x86 without vpdpbusd,
 *   where V8 makes five of RELAXED.
 *
 * The relaxed instructions call their second operand "7 bits": whether it counts as signed or unsigned, and
 * whether pairs saturate in 16 bits, is up to the host. The probe (src/pick.ts) accepts only hosts that
 * read it as unsigned, and the pair bound on the weights keeps pairs below saturation.
 */

const PLAIN = 0;
const RELAXED = 1;

/** The first half, widened (PLAIN), or all of sixteen activations. */
// @ts-ignore: decorator
@inline
export function activationsLow(address: usize): v128 {
  return DOT_VARIANT == PLAIN ? v128.load_ext<u8>(address) : v128.load(address);
}

/** The second half, widened (PLAIN); otherwise unused. */
// @ts-ignore: decorator
@inline
export function activationsHigh(address: usize): v128 {
  return DOT_VARIANT == PLAIN ? v128.load_ext<u8>(address, 8) : i32x4.splat(0);
}

/** The first half, widened (PLAIN), or all of sixteen weights. */
// @ts-ignore: decorator
@inline
export function weightsLow(address: usize): v128 {
  return DOT_VARIANT == PLAIN ? v128.load_ext<i8>(address) : v128.load(address);
}

/** The second half, widened (PLAIN); otherwise unused. */
// @ts-ignore: decorator
@inline
export function weightsHigh(address: usize): v128 {
  return DOT_VARIANT == PLAIN ? v128.load_ext<i8>(address, 8) : i32x4.splat(0);
}

/**
 * Eight 16-bit ones, for PAIRS; call it once before a loop. A constant would do, but V8 makes a constant
 * anew at each use (three instructions), so this comes from any 16 readable bytes, which it cannot see through.
 */
// @ts-ignore: decorator
@inline
export function pairOnes(address: usize): v128 {
  const any = v128.load(address);
  return i16x8.shr_u(i16x8.eq(any, any), 15);
}

/** sums + the products of sixteen weights and activations, in four parts. */
// @ts-ignore: decorator
@inline
export function dot(
  weightsLow: v128,
  weightsHigh: v128,
  activationsLow: v128,
  activationsHigh: v128,
  ones: v128,
  sums: v128,
): v128 {
  if (DOT_VARIANT == PLAIN) {
    const low = i32x4.dot_i16x8_s(weightsLow, activationsLow);
    const high = i32x4.dot_i16x8_s(weightsHigh, activationsHigh);
    return i32x4.add(sums, i32x4.add(low, high));
  }
  if (DOT_VARIANT == RELAXED) {
    return i32x4.relaxed_dot_i8x16_i7x16_add_s(weightsLow, activationsLow, sums);
  }
  return i32x4.add(sums, i32x4.dot_i16x8_s(v128.relaxed_dot<i16>(weightsLow, activationsLow), ones));
}

/** dot with weights that are used only once. */
// @ts-ignore: decorator
@inline
export function dotAt(
  weights: usize,
  activationsLow: v128,
  activationsHigh: v128,
  ones: v128,
  sums: v128,
): v128 {
  return dot(
    weightsLow(weights),
    weightsHigh(weights),
    activationsLow,
    activationsHigh,
    ones,
    sums,
  );
}
