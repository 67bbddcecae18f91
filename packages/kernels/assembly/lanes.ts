/**
 * Sums and maxima over a vector's lanes, each in one fixed order: float results must not depend on the
 * host, the variant or the number of threads.
 */

/** (lane 0 + lane 1) + (lane 2 + lane 3) */
// @ts-ignore: decorator
@inline
export function sumOfInts(v: v128): i32 {
  return (
    i32x4.extract_lane(v, 0) +
    i32x4.extract_lane(v, 1) +
    (i32x4.extract_lane(v, 2) + i32x4.extract_lane(v, 3))
  );
}

/** (lane 0 + lane 1) + (lane 2 + lane 3) */
// @ts-ignore: decorator
@inline
export function sumOfFloats(v: v128): f32 {
  return (
    f32x4.extract_lane(v, 0) +
    f32x4.extract_lane(v, 1) +
    (f32x4.extract_lane(v, 2) + f32x4.extract_lane(v, 3))
  );
}

/** The largest lane; no lane may be NaN. */
// @ts-ignore: decorator
@inline
export function maxOfFloats(v: v128): f32 {
  return max(
    max(f32x4.extract_lane(v, 0), f32x4.extract_lane(v, 1)),
    max(f32x4.extract_lane(v, 2), f32x4.extract_lane(v, 3)),
  );
}

/** Four vectors' lane sums as one vector: lane i = sum of vi's lanes. Exact, so the order is free. */
// @ts-ignore: decorator
@inline
export function sumsOfInts(v0: v128, v1: v128, v2: v128, v3: v128): v128 {
  const low01 = v128.shuffle<i32>(v0, v1, 0, 4, 1, 5);
  const high01 = v128.shuffle<i32>(v0, v1, 2, 6, 3, 7);
  const low23 = v128.shuffle<i32>(v2, v3, 0, 4, 1, 5);
  const high23 = v128.shuffle<i32>(v2, v3, 2, 6, 3, 7);
  const pairs01 = i32x4.add(low01, high01);
  const pairs23 = i32x4.add(low23, high23);
  const even = v128.shuffle<i64>(pairs01, pairs23, 0, 2);
  const odd = v128.shuffle<i64>(pairs01, pairs23, 1, 3);
  return i32x4.add(even, odd);
}
