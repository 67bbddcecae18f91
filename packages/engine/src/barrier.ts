/**
 * A barrier for the threads of one step: nobody goes on before all arrived. Spins for a bounded time,
 * as the threads arrive within microseconds of each other, then sleeps, so that a machine with more
 * threads than cores slows down instead of collapsing. A thread that fails breaks the barrier, and one
 * that does not arrive for 20 seconds is taken for dead: the others get an exception, never a hang.
 */
import type { ByteOffset } from './arena.ts';

const Word = { arrived: 0, generation: 16, sleepers: 17, broken: 18 } as const;

/** Turns of the spin loop, 130 ns each, before a thread sleeps: longer than threads of one step drift apart. */
const SPIN_TURNS = 2_000;
const SPIN_TURNS_OVERSUBSCRIBED = 20;
/**
 * A thread sleeps at most PATIENCE times WAIT_MS: far longer than any phase of a step takes, even on a
 * machine so busy that a thread gets no processor for seconds. Many short waits rather than one long,
 * because a process that was stopped and continued finds its wait over although nobody is dead.
 */
const WAIT_MS = 500;
const PATIENCE = 40;

/** Thrown by `wait` when another thread failed or does not arrive. */
export class BrokenBarrierError extends Error {
  override readonly name = 'BrokenBarrierError';
}

export class Barrier {
  static readonly WORDS = 32;
  readonly #words: Int32Array;
  readonly #spinTurns: number;
  readonly #patience: number;
  #waitedMs = 0;

  /**
   * A barrier in WORDS words of `memory` at `offset`, all 0 at first. `oversubscribed`: there are more
   * threads than cores, so whoever spins keeps another from working. `patience`: waits of 500 ms until a
   * thread that does not arrive is taken for dead.
   */
  constructor(
    memory: ArrayBufferLike,
    offset: ByteOffset,
    oversubscribed: boolean,
    patience = PATIENCE,
  ) {
    this.#patience = patience;
    this.#words = new Int32Array(memory, offset, Barrier.WORDS);
    this.#spinTurns = oversubscribed ? SPIN_TURNS_OVERSUBSCRIBED : SPIN_TURNS;
  }

  /** Time this thread has waited for others, in all. */
  get waitedMs(): number {
    return this.#waitedMs;
  }

  /** Returns once `threads` threads have called it. Throws BrokenBarrierError. */
  wait(threads: number): void {
    if (threads === 1) return;
    const words = this.#words;
    this.#checkWhole();
    const generation = Atomics.load(words, Word.generation);
    if (Atomics.add(words, Word.arrived, 1) === threads - 1) {
      Atomics.store(words, Word.arrived, 0);
      this.#release();
    } else {
      const start = performance.now();
      if (!this.#spin(generation)) this.#sleep(generation);
      this.#waitedMs += performance.now() - start;
    }
    this.#checkWhole();
  }

  /** Lets every thread that waits, or ever will, fail. */
  break(): void {
    Atomics.store(this.#words, Word.broken, 1);
    this.#release();
  }

  /** Makes a broken barrier whole again; for when no thread uses it. */
  reset(): void {
    this.#words.fill(0);
  }

  #checkWhole(): void {
    if (Atomics.load(this.#words, Word.broken) !== 0) {
      throw new BrokenBarrierError('another thread failed in the middle of a step');
    }
  }

  #release(): void {
    Atomics.add(this.#words, Word.generation, 1);
    // Whoever falls asleep after this line finds the generation changed and does not.
    if (Atomics.load(this.#words, Word.sleepers) > 0) Atomics.notify(this.#words, Word.generation);
  }

  /** Whether the generation moved on within the time for spinning. */
  #spin(generation: number): boolean {
    for (let turn = 0; turn < this.#spinTurns; turn++) {
      if (Atomics.load(this.#words, Word.generation) !== generation) return true;
      Atomics.pause();
    }
    return false;
  }

  #sleep(generation: number): void {
    Atomics.add(this.#words, Word.sleepers, 1);
    let patience = this.#patience;
    // Whoever released the barrier before may only now wake its sleepers, and this thread with them.
    const isWaiting = () => Atomics.load(this.#words, Word.generation) === generation;
    while (patience > 0 && isWaiting()) {
      const outcome = Atomics.wait(this.#words, Word.generation, generation, WAIT_MS);
      if (outcome === 'timed-out') patience--;
    }
    Atomics.sub(this.#words, Word.sleepers, 1);
    if (isWaiting()) {
      this.break();
      throw new BrokenBarrierError(
        `another thread did not answer for ${(this.#patience * WAIT_MS) / 1000} s`,
      );
    }
  }
}
