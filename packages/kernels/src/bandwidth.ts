/**
 * How fast this thread can read memory: the limit that every matVec is compared with. `wick info` and
 * the benchmark report it beside tokens/s.
 */
import type { Kernels, Pointer } from './kernels.ts';

export interface ReadBandwidth {
  /** Bytes read in each pass. */
  readonly bytes: number;
  /** Passes timed. */
  readonly passes: number;
  /** The median pass, in bytes per second / 1e9. */
  readonly gigabytesPerSecond: number;
}

/** streamSum reads in steps of this many bytes. */
const STEP_BYTES = 128;

/**
 * Streams over `bytes` (rounded down to 128) at `address` for about `milliseconds`, after one pass that
 * warms the cache, and reports the median pass. For several threads, run it in each at the same time
 * over its own part. Throws RangeError if there is nothing to read.
 */
export function measureReadBandwidth(
  kernels: Kernels,
  address: Pointer,
  bytes: number,
  milliseconds = 100,
): ReadBandwidth {
  const length = Math.floor(bytes / STEP_BYTES) * STEP_BYTES;
  if (!(length > 0)) throw new RangeError(`Read bandwidth needs at least ${STEP_BYTES} bytes.`);
  kernels.streamSum(address, length);
  const passes: number[] = [];
  const deadline = performance.now() + milliseconds;
  do {
    const start = performance.now();
    kernels.streamSum(address, length);
    passes.push(performance.now() - start);
  } while (performance.now() < deadline);
  passes.sort((a, b) => a - b);
  const median = passes[passes.length >> 1]!;
  return {
    bytes: length,
    passes: passes.length,
    gigabytesPerSecond: length / (median * 1e6),
  };
}
