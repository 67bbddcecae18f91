/**
 * What a worker thread of the engine runs: joins the others, then runs its share of every step it is
 * asked to take part in, until it is ended. Its `workerData` is a WorkerData.
 */
import { parentPort, workerData } from 'node:worker_threads';
import { loadKernels } from '@wick/kernels';
import { threadsOf } from './control-block.ts';
import { ModelRunner } from './runner.ts';
import { threadStructures, type WorkerData } from './runtime.ts';

const { module, memory, layout, oversubscribed }: WorkerData = workerData;
const { control, barrier } = threadStructures(memory, layout, oversubscribed);
const kernels = loadKernels(memory, module);

let { thread, seen } = control.join();
parentPort?.postMessage('joined');
const runner = new ModelRunner(kernels, layout, barrier, thread);
try {
  for (;;) {
    seen = control.nextPosted(seen);
    const threads = threadsOf(seen);
    if (thread < threads) runner.forward(control.readStep(), threads);
  }
} catch (error) {
  // The others must not wait for this thread; the pool learns of the error as the worker ends.
  barrier.break();
  throw error;
}
