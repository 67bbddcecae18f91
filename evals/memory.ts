/**
 * What a process holds on to, sampled while it works, and whether that grows. Before each sample garbage is collected, as what a
 * heap holds between two collections says nothing. Memory is told apart: what JavaScript holds (its heap, and the buffers and
 * wasm memory outside of it), which is flat where nothing leaks, and what is resident, which also has the allocator's and V8's reserves.
 */
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

export interface MemorySample {
  /** Milliseconds since the process started. */
  readonly at: number;
  readonly residentBytes: number;
  readonly heapBytes: number;
  /** Buffers and wasm memory. */
  readonly externalBytes: number;
}

setFlagsFromString('--expose-gc');
const collectGarbage: () => void = runInNewContext('gc');

export function sampleMemory(): MemorySample {
  collectGarbage();
  const { rss, heapUsed, external } = process.memoryUsage();
  return {
    at: performance.now(),
    residentBytes: rss,
    heapBytes: heapUsed,
    externalBytes: external,
  };
}

export interface Growth {
  /** Heap and external together. */
  readonly heldBytes: number;
  readonly residentBytes: number;
}

/** By how much the median of the second half is above that of the first, of the samples from `warmAt` on. */
export function growthOf(samples: readonly MemorySample[], warmAt: number): Growth {
  const warm = samples.filter(({ at }) => at >= warmAt);
  const half = warm.length >> 1;
  const grown = (of: (sample: MemorySample) => number) =>
    median(warm.slice(half).map(of)) - median(warm.slice(0, half).map(of));
  return {
    heldBytes: grown((sample) => sample.heapBytes + sample.externalBytes),
    residentBytes: grown((sample) => sample.residentBytes),
  };
}

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[values.length >> 1] ?? 0;
}
