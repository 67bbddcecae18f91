/**
 * Reads memory as fast as this thread can and adds up what it read, so that nothing can be left out: the
 * limit for kernels that must read every weight.
 */
import { sumOfInts } from './lanes';

/** Checksum of `bytes` (a multiple of 128) at `address`: the sum of their 32-bit words. */
export function streamSum(address: usize, bytes: usize): i32 {
  let sum0 = i32x4.splat(0);
  let sum1 = i32x4.splat(0);
  let sum2 = i32x4.splat(0);
  let sum3 = i32x4.splat(0);
  const stop = address + bytes;
  for (let position = address; position < stop; position += 128) {
    sum0 = i32x4.add(sum0, v128.load(position));
    sum1 = i32x4.add(sum1, v128.load(position, 16));
    sum2 = i32x4.add(sum2, v128.load(position, 32));
    sum3 = i32x4.add(sum3, v128.load(position, 48));
    sum0 = i32x4.add(sum0, v128.load(position, 64));
    sum1 = i32x4.add(sum1, v128.load(position, 80));
    sum2 = i32x4.add(sum2, v128.load(position, 96));
    sum3 = i32x4.add(sum3, v128.load(position, 112));
  }
  const sum = i32x4.add(i32x4.add(sum0, sum1), i32x4.add(sum2, sum3));
  return sumOfInts(sum);
}
