/**
 * One thread of the barrier test. In each round every thread writes its round number, meets the others, and then
 * looks at what they wrote: nobody may be behind. Reports the number of values found wrong.
 */
import { parentPort, workerData } from 'node:worker_threads';
import { loadKernels } from '../src/index.ts';

export interface BarrierTask {
  readonly module: WebAssembly.Module;
  readonly memory: WebAssembly.Memory;
  readonly thread: number;
  readonly threads: number;
  readonly rounds: number;
  readonly spins: number;
  /** Address of the barrier's state; the threads' round numbers (i32) follow 64 bytes later. */
  readonly state: number;
}

const task: BarrierTask = workerData;
const kernels = loadKernels(task.memory, task.module);
const rounds = new Int32Array(task.memory.buffer, task.state + 64, task.threads);
let wrong = 0;
for (let round = 1; round <= task.rounds; round++) {
  Atomics.store(rounds, task.thread, round);
  kernels.barrier(task.state, task.threads, task.spins);
  for (let other = 0; other < task.threads; other++) {
    // Another thread may be one round ahead already, but never behind and never two ahead.
    const seen = Atomics.load(rounds, other);
    if (seen !== round && seen !== round + 1) wrong++;
  }
}
parentPort?.postMessage(wrong);
