/** The barrier: nobody passes early, and nobody waits for ever for a thread that is gone. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { Worker } from 'node:worker_threads';
import { Barrier, BrokenBarrierError } from '../src/barrier.ts';

const BYTES = 4 * Barrier.WORDS;
const THREADS = 3;
const ROUNDS = 2_000;

/** Each thread adds 1 to a counter of its own, waits, and looks whether all others did too. */
const PARTICIPANT = `
  import { workerData } from 'node:worker_threads';
  const { Barrier } = await import(workerData.module);
  const barrier = new Barrier(workerData.memory, 0, workerData.oversubscribed);
  const counters = new Int32Array(workerData.memory, ${BYTES}, ${THREADS + 1});
  for (let round = 1; round <= ${ROUNDS}; round++) {
    Atomics.store(counters, workerData.thread, round);
    barrier.wait(${THREADS});
    for (let other = 0; other < ${THREADS}; other++) {
      // The others are at this round, or already at the next one.
      if (Atomics.load(counters, other) - round > 1 || Atomics.load(counters, other) < round) {
        Atomics.add(counters, ${THREADS}, 1);
      }
    }
  }
`;

/** Waits for one other thread, and tells when it has passed. */
const SLEEPER = `
  import { workerData } from 'node:worker_threads';
  const { Barrier } = await import(workerData.module);
  new Barrier(workerData.memory, 0, true).wait(2);
  Atomics.store(new Int32Array(workerData.memory, ${BYTES}, 1), 0, 1);
`;

describe('Barrier', () => {
  for (const oversubscribed of [false, true]) {
    it(`lets nobody pass before all arrived (${oversubscribed ? 'sleeping' : 'spinning'})`, async () => {
      const memory = new SharedArrayBuffer(BYTES + 4 * (THREADS + 1));
      const module = new URL('../src/barrier.ts', import.meta.url).href;
      const source = new URL(`data:text/javascript,${encodeURIComponent(PARTICIPANT)}`);
      const workers = Array.from({ length: THREADS }, (_, thread) => {
        return new Worker(source, { workerData: { memory, module, thread, oversubscribed } });
      });
      await Promise.all(
        workers.map(
          (worker) =>
            new Promise((resolve, reject) => worker.on('exit', resolve).on('error', reject)),
        ),
      );
      const counters = [...new Int32Array(memory, BYTES)];
      assert.deepEqual(counters, [ROUNDS, ROUNDS, ROUNDS, 0]);
    });
  }

  it('is not passed by a thread that wakes although nobody released it', async () => {
    const memory = new SharedArrayBuffer(BYTES + 4);
    const module = new URL('../src/barrier.ts', import.meta.url).href;
    const source = new URL(`data:text/javascript,${encodeURIComponent(SLEEPER)}`);
    const worker = new Worker(source, { workerData: { memory, module } });
    const passed = new Int32Array(memory, BYTES, 1);
    const words = new Int32Array(memory, 0, Barrier.WORDS);
    // Every word is woken for, as whoever released an earlier barrier late would do.
    let woken = 0;
    for (let i = 0; i < 5000 && woken === 0; i++) {
      await new Promise((resolve) => setTimeout(resolve, 1));
      for (let word = 0; word < words.length; word++) woken += Atomics.notify(words, word);
    }
    assert.ok(woken > 0, 'it sleeps');
    await new Promise((resolve) => setTimeout(resolve, 50));
    assert.equal(Atomics.load(passed, 0), 0);
    new Barrier(memory, 0, true).wait(2);
    await new Promise((resolve) => worker.on('exit', resolve));
    assert.equal(Atomics.load(passed, 0), 1);
  });

  it('gives up on a thread that does not arrive, now and for good', () => {
    const barrier = new Barrier(new SharedArrayBuffer(BYTES), 0, false, 1);
    assert.throws(() => barrier.wait(2), BrokenBarrierError);
    const start = performance.now();
    assert.throws(() => barrier.wait(2), BrokenBarrierError);
    assert.throws(() => barrier.wait(3), BrokenBarrierError);
    assert.ok(performance.now() - start < 400);
  });

  it('is no obstacle to a thread that is alone', () => {
    const barrier = new Barrier(new SharedArrayBuffer(BYTES), 0, false);
    for (let round = 0; round < 1000; round++) barrier.wait(1);
  });
});
