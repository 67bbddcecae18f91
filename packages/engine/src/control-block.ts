/**
 * The few words of shared memory through which the threads of an engine agree: which step to run, who
 * takes part, and that somebody failed. The main thread writes a step and posts it; workers wait for
 * it, asleep between requests and spinning for a moment between the steps of one request.
 */
import type { ByteOffset } from './arena.ts';

/** What all threads are asked to do together. */
export type Step = ForwardStep | ReadStep;

/** One run of the forward pass over the rows that `Layout.rows` describes: tokens of one or more sequences. */
export interface ForwardStep {
  readonly kind: 'forward';
  /** Rows, from 1 to the layout's stepTokens. */
  readonly count: number;
  /** The last so many rows' logits are wanted. */
  readonly wanted: number;
  /** Whether every row's last hidden state is wanted, not only that of those. */
  readonly traced: boolean;
}

/** Reading all weights without computing anything: the speed limit of decoding. */
export interface ReadStep {
  readonly kind: 'read';
  /** How often: many times, so that handing the step to the threads takes no part in the measurement. */
  readonly passes: number;
}

/** Most threads an engine uses; the posted word keeps their number in its low bits. */
export const MAX_THREADS = 16;
const THREAD_BITS = 5;
const THREAD_MASK = (1 << THREAD_BITS) - 1;

/** Indices into the block. The words that are waited on lie in cache lines of their own. */
const Word = {
  /** Posted step: a counter above the number of threads that take part. 0 means "end". */
  posted: 0,
  /** Workers that joined. */
  joined: 16,
  count: 17,
  wanted: 18,
  flags: 19,
} as const;

const FLAG_TRACED = 1;
const FLAG_READ = 2;

/** Turns of the spin loop, 130 ns each, before a worker sleeps: longer than what lies between two tokens. */
const SPIN_TURNS = 2_000;

export class ControlBlock {
  static readonly WORDS = 32;
  readonly #words: Int32Array;
  readonly #spinTurns: number;

  /**
   * A control block in WORDS words of `memory` at `offset`, all 0 at first. `oversubscribed`: there are
   * more threads than cores, so whoever spins keeps another from working.
   */
  constructor(memory: ArrayBufferLike, offset: ByteOffset, oversubscribed: boolean) {
    this.#words = new Int32Array(memory, offset, ControlBlock.WORDS);
    this.#spinTurns = oversubscribed ? 0 : SPIN_TURNS;
  }

  // Main thread

  /** Threads that can take part in a step now: the main one and the workers that joined. */
  get threads(): number {
    return 1 + Atomics.load(this.#words, Word.joined);
  }

  /** After all workers ended: nobody has joined. */
  reset(): void {
    Atomics.store(this.#words, Word.joined, 0);
  }

  /** Publishes `step` to the first `threads` threads and wakes them. */
  post(step: Step, threads: number): void {
    const words = this.#words;
    if (step.kind === 'forward') {
      words[Word.count] = step.count;
      words[Word.wanted] = step.wanted;
      words[Word.flags] = step.traced ? FLAG_TRACED : 0;
    } else {
      words[Word.count] = step.passes;
      words[Word.flags] = FLAG_READ;
    }
    const counter = (Atomics.load(words, Word.posted) >>> THREAD_BITS) + 1;
    Atomics.store(words, Word.posted, (counter << THREAD_BITS) | threads);
    Atomics.notify(words, Word.posted);
  }

  // Workers

  /** Takes the next free place among the threads. Gives the thread's index and what was posted before it joined. */
  join(): { thread: number; seen: number } {
    // Read before joining: whatever is posted to the joined thread is newer.
    const seen = Atomics.load(this.#words, Word.posted);
    return { thread: 1 + Atomics.add(this.#words, Word.joined, 1), seen };
  }

  /** Waits until something newer than `seen` is posted; however long that takes. */
  nextPosted(seen: number): number {
    const words = this.#words;
    for (let turn = 0; turn < this.#spinTurns; turn++) {
      const posted = Atomics.load(words, Word.posted);
      if (posted !== seen) return posted;
      Atomics.pause();
    }
    for (;;) {
      Atomics.wait(words, Word.posted, seen);
      const posted = Atomics.load(words, Word.posted);
      if (posted !== seen) return posted;
    }
  }

  /** The step posted last. Only for threads that take part in it: for others it may be changing already. */
  readStep(): Step {
    const flags = this.#words[Word.flags]!;
    if ((flags & FLAG_READ) !== 0) return { kind: 'read', passes: this.#words[Word.count]! };
    return {
      kind: 'forward',
      count: this.#words[Word.count]!,
      wanted: this.#words[Word.wanted]!,
      traced: (flags & FLAG_TRACED) !== 0,
    };
  }
}

/** Number of threads that take part in the step that was posted. */
export function threadsOf(posted: number): number {
  return posted & THREAD_MASK;
}
