/**
 * What a worker thread of the engine runs: waits for the setup message, joins the others, then runs
 * its share of every step it is asked to take part in, until it is ended from outside.
 */
import { parentPort } from 'node:worker_threads';
import { loadKernels } from '@wick/kernels';
import { Barrier } from './barrier.ts';
import { ControlBlock, threadsOf } from './control-block.ts';
import type { Layout } from './layout.ts';
import { ModelRunner } from './runner.ts';

/** The one message a worker is sent. */
export interface WorkerSetup {
  readonly module: WebAssembly.Module;
  readonly memory: WebAssembly.Memory;
  readonly layout: Layout;
  /** There are more threads than cores. */
  readonly oversubscribed: boolean;
}

parentPort?.once('message', ({ module, memory, layout, oversubscribed }: WorkerSetup) => {
  const kernels = loadKernels(memory, module);
  const control = new ControlBlock(memory.buffer, layout.control, oversubscribed);
  const barrier = new Barrier(memory.buffer, layout.barrier, oversubscribed);
  let { thread, seen } = control.join();
  parentPort?.postMessage('joined');
  const runner = new ModelRunner(kernels, memory.buffer, layout, barrier, thread);
  try {
    for (;;) {
      seen = control.nextPosted(seen);
      const threads = threadsOf(seen);
      if (thread < threads) runner.run(control.readStep(), threads);
    }
  } catch (error) {
    // The others must not wait for this thread; the pool learns of the error as the worker ends.
    barrier.break();
    throw error;
  }
});
