/** How many threads take part: all while they help, fewer when the others are only waited for. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { ThreadGovernor } from '../src/thread-governor.ts';

/** Runs `steps` steps whose duration and wait `machine` gives for a number of threads; returns the numbers used. */
function run(
  governor: ThreadGovernor,
  available: number,
  steps: number,
  machine: (threads: number) => { totalMs: number; waitedMs: number },
): number[] {
  return Array.from({ length: steps }, () => {
    const threads = governor.choose(available);
    const { totalMs, waitedMs } = machine(threads);
    governor.report(threads, totalMs, waitedMs);
    return threads;
  });
}

/** Work of 1 ms, divided; as many threads as `cores` run at once, and each further one costs 10 ms of waiting. */
const machineWith = (cores: number) => (threads: number) => {
  const workMs = 1 / threads;
  const waitedMs = threads > cores ? 10 * (threads - cores) : 0.1 * workMs;
  return { totalMs: workMs + waitedMs, waitedMs };
};

describe('ThreadGovernor', () => {
  it('uses all threads while they work more than they wait', () => {
    assert.deepEqual(new Set(run(new ThreadGovernor(), 8, 1000, machineWith(8))), new Set([8]));
  });

  it('is not impressed by single steps that were interrupted', () => {
    let step = 0;
    const used = run(new ThreadGovernor(), 2, 1000, () => {
      const waitedMs = step++ % 10 === 0 ? 5 : 0;
      return { totalMs: 0.3 + waitedMs, waitedMs };
    });
    assert.deepEqual(new Set(used), new Set([2]));
  });

  it('settles on as many threads as there are cores', () => {
    const used = run(new ThreadGovernor(), 8, 30, machineWith(2));
    assert.deepEqual(used.slice(0, 4), [8, 8, 8, 8]);
    assert.deepEqual(new Set(used.slice(10)), new Set([2]));
  });

  it('spends little time on finding out whether more threads help again', () => {
    const governor = new ThreadGovernor();
    let [timeMs, wastedMs] = [0, 0];
    for (let step = 0; step < 20_000; step++) {
      const threads = governor.choose(2);
      const { totalMs, waitedMs } = machineWith(1)(threads);
      governor.report(threads, totalMs, waitedMs);
      timeMs += totalMs;
      wastedMs += waitedMs > 1 ? totalMs : 0;
    }
    assert.ok(wastedMs > 0 && wastedMs < 0.02 * timeMs, `${wastedMs} of ${timeMs} ms`);
  });

  it('returns to all threads soon after the cores are free', () => {
    const governor = new ThreadGovernor();
    const alone = run(governor, 4, 100, machineWith(1)).filter((threads) => threads === 1);
    assert.ok(alone.length > 80);
    assert.equal(run(governor, 4, 10_000, machineWith(4)).at(-1), 4);
  });

  it('never goes below one thread', () => {
    assert.deepEqual(new Set(run(new ThreadGovernor(), 1, 100, machineWith(0))), new Set([1]));
    assert.equal(run(new ThreadGovernor(), 3, 100, machineWith(0)).at(-1), 1);
  });
});
