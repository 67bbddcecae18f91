/**
 * The threads that run the forward pass together: the caller's own (thread 0) and worker threads, all
 * over one shared memory. Workers start on their own time, while the model is loaded, and join when
 * they are ready; until then steps run on the threads there are, with the same results. They never
 * keep the process alive.
 *
 * A worker that dies makes the step fail with a ThreadError; `recover` then starts all workers anew. Where they
 * keep dying, the caller's thread goes on alone.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import { Worker } from 'node:worker_threads';
import { type Barrier, BrokenBarrierError } from './barrier.ts';
import type { ControlBlock, Step } from './control-block.ts';
import { ThreadError } from './errors.ts';
import type { ModelRunner } from './runner.ts';
import { ThreadGovernor } from './thread-governor.ts';
import type { WorkerSetup } from './worker.ts';

/** Workers that die again within this time count as failing in a row. */
const RESTART_PERIOD_MS = 10_000;
/** After so many failures in a row no further workers are started. */
const MOST_RESTARTS = 3;

/** What the threads work on, once there is a model. */
export interface PoolWork {
  readonly setup: WorkerSetup;
  readonly control: ControlBlock;
  readonly barrier: Barrier;
  /** Runs the caller's share. */
  readonly runner: ModelRunner;
}

export class ThreadPool {
  /** Threads asked for, the caller's included. */
  readonly size: number;
  /** Workers that have not ended. */
  readonly #workers = new Map<Worker, { joined: boolean }>();
  readonly #governor = new ThreadGovernor();
  #work: PoolWork | undefined;
  #failure: ThreadError | undefined;
  #recovery: Promise<void> | undefined;
  /** Failures in a row, and when the last was recovered from. */
  #restarts = 0;
  #restartedAt = Number.NEGATIVE_INFINITY;
  /** No worker takes part any more. */
  #alone = false;
  #closing = false;

  /** Starts `size` - 1 workers, which then wait for `assign`. */
  constructor(size: number) {
    this.size = size;
    for (let i = 1; i < size; i++) this.#start();
  }

  /** Threads that can take part in a step now. */
  get threads(): number {
    return this.#alone || !this.#work ? 1 : this.#work.control.threads;
  }

  /** Tells the workers what to work on; called once. */
  assign(work: PoolWork): void {
    this.#work = work;
    for (const worker of this.#workers.keys()) worker.postMessage(work.setup);
  }

  /** After `assign`: waits until every worker joined, or failed to. Only measurements need this. */
  async ready(): Promise<void> {
    const starting = () => [...this.#workers.values()].some((worker) => !worker.joined);
    while (starting() && !this.#closing) await sleep(1);
  }

  /**
   * Runs `step` on as many threads as are of use (traces and measurements: on all) and returns when it is done.
   * Throws ThreadError if a worker died.
   */
  run(step: Step): void {
    if (!this.#work) throw new ThreadError('The threads were given nothing to work on.');
    if (this.failure) throw this.failure;
    const { control, barrier, runner } = this.#work;
    const governed = step.kind === 'forward' && !step.traced;
    const threads = governed ? this.#governor.choose(this.threads) : this.threads;
    const start = performance.now();
    const waitedBefore = barrier.waitedMs;
    if (threads > 1) control.post(step, threads);
    try {
      runner.run(step, threads);
      const waitedMs = barrier.waitedMs - waitedBefore;
      if (governed) this.#governor.report(threads, performance.now() - start, waitedMs);
    } catch (error) {
      barrier.break();
      const reason = error instanceof Error ? error.message : String(error);
      this.#failure = threadError(reason, error);
      throw error instanceof BrokenBarrierError ? this.#failure : error;
    }
  }

  /** Why the next `run` would fail; `recover` takes it away. */
  get failure(): ThreadError | undefined {
    return this.#alone ? undefined : this.#failure;
  }

  /**
   * After a failure: ends all workers, so that none still writes to the shared memory, and starts new
   * ones, which join when they are ready; until then the caller's thread works alone. Does nothing
   * where nothing failed.
   */
  async recover(): Promise<void> {
    if (!this.failure || this.#closing) return;
    // Whoever comes while it is under way waits for the same.
    this.#recovery ??= this.#restart().finally(() => {
      this.#recovery = undefined;
    });
    await this.#recovery;
  }

  async #restart(): Promise<void> {
    await this.#end();
    this.#work?.barrier.reset();
    this.#work?.control.reset();
    this.#failure = undefined;
    const now = performance.now();
    this.#restarts = now - this.#restartedAt < RESTART_PERIOD_MS ? this.#restarts + 1 : 1;
    this.#restartedAt = now;
    this.#alone = this.#restarts > MOST_RESTARTS;
    for (let i = 1; i < this.size && !this.#alone && !this.#closing; i++) this.#start();
  }

  /** Ends all workers. */
  async close(): Promise<void> {
    this.#closing = true;
    await this.#end();
  }

  async #end(): Promise<void> {
    const workers = [...this.#workers.keys()];
    this.#workers.clear();
    await Promise.all(workers.map((worker) => worker.terminate()));
  }

  #start(): void {
    let worker: Worker;
    try {
      worker = new Worker(new URL('./worker.ts', import.meta.url), { execArgv: [] });
    } catch {
      // No further thread to be had here: the pool works with those it has.
      return;
    }
    const state = { joined: false };
    this.#workers.set(worker, state);
    worker.on('message', () => {
      state.joined = true;
    });
    // A worker that ends before it joined was never counted on; one that joined is missed.
    const lost = (reason: string, cause?: unknown) => {
      const wasWanted = this.#workers.delete(worker);
      if (wasWanted && state.joined) this.#failure ??= threadError(reason, cause);
    };
    worker.on('error', (error) => lost(error.message, error));
    worker.on('exit', (code) => lost(`it ended with code ${code}`));
    worker.unref();
    if (this.#work) worker.postMessage(this.#work.setup);
  }
}

function threadError(reason: string, cause: unknown): ThreadError {
  return new ThreadError(
    `A worker thread of the engine failed: ${reason}. The request was given up; ` +
      'repeat it: the threads are started anew.',
    { cause },
  );
}
