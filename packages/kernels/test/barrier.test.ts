/** The barrier with real threads: nobody passes before all have arrived, and more threads than cores only take longer. */
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { describe, it } from 'node:test';
import { Worker } from 'node:worker_threads';
import { compileKernels, createMemory, loadKernels } from '../src/index.ts';
import type { BarrierTask } from './barrier.worker.ts';

/** Runs `threads` workers through `rounds` barriers; resolves to the number of violations seen by all together. */
async function meet(threads: number, rounds: number, spins: number): Promise<number> {
  const memory = createMemory(4096);
  const module = compileKernels('plain');
  const workers = Array.from({ length: threads }, (_, thread) => {
    const task: BarrierTask = { module, memory, thread, threads, rounds, spins, state: 64 };
    return new Worker(new URL('./barrier.worker.ts', import.meta.url), { workerData: task });
  });
  const results = await Promise.all(
    workers.map(async (worker): Promise<number> => (await once(worker, 'message'))[0]),
  );
  await Promise.all(workers.map((worker) => worker.terminate()));
  return results.reduce((sum, wrong) => sum + wrong, 0);
}

describe('barrier', () => {
  it('returns at once for a single thread', () => {
    const memory = createMemory(4096);
    loadKernels(memory, 'plain').barrier(64, 1, 0);
    assert.deepEqual([...new Int32Array(memory.buffer, 64, 4)], [0, 0, 0, 0]);
  });

  // The time-outs are some fifty times what two busy cores need: only a collapse meets them.
  it('two threads that spin meet 20,000 times', { timeout: 30_000 }, async () => {
    assert.equal(await meet(2, 20_000, 10_000), 0);
  });

  it('two threads that only sleep meet 2,000 times', { timeout: 30_000 }, async () => {
    assert.equal(await meet(2, 2_000, 0), 0);
  });

  it('eight threads on fewer cores meet 1,000 times in bounded time', {
    timeout: 30_000,
  }, async () => {
    assert.equal(await meet(8, 1_000, 10_000), 0);
  });

  it('three threads that mix spinning and sleeping meet 5,000 times', {
    timeout: 30_000,
  }, async () => {
    assert.equal(await meet(3, 5_000, 20), 0);
  });
});
