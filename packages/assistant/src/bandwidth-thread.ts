/** One measuring thread of bandwidth.ts: waits for the others, reads its part, posts its GB/s. */
import { parentPort, workerData } from 'node:worker_threads';
import { createMemory, loadKernels, measureReadBandwidth } from '@wick/kernels';
import type { BandwidthTask } from './bandwidth.ts';

/** A thread that is late by more than this measures alone rather than hang. */
const LONGEST_WAIT_MS = 2000;

function measure({ bytes, milliseconds, gate, threads }: BandwidthTask): number {
  const kernels = loadKernels(createMemory(bytes), 'plain');
  const ready = new Int32Array(gate);
  Atomics.add(ready, 0, 1);
  Atomics.notify(ready, 0);
  for (let count = Atomics.load(ready, 0); count < threads; count = Atomics.load(ready, 0)) {
    if (Atomics.wait(ready, 0, count, LONGEST_WAIT_MS) === 'timed-out') break;
  }
  return measureReadBandwidth(kernels, 0, bytes, milliseconds).gigabytesPerSecond;
}

parentPort?.postMessage(measure(workerData));
