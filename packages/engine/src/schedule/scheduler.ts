/**
 * Which tokens the next step computes (continuous batching): one of every request that decodes, and beside
 * them as many prompt tokens as the step's time allows (chunked prefill, Agrawal et al. 2024), of the user
 * who was served least. Also who runs and who waits, and how many may wait.
 */
import type { BlockManager } from '../cache/block-manager.ts';
import { MemoryLimitError, QueueFullError } from '../errors.ts';
import { FairShare } from './fair-share.ts';
import type { Sequence } from './sequence.ts';
import type { StepBudget } from './step-budget.ts';

/** A request whose caller does not ask for more gives its place up to one that waits, after this time. */
const PAUSE_MS = 50;

export interface QueueLimits {
  /** Requests that run at once. */
  readonly places: number;
  /** Requests that may wait for a place. */
  readonly requests: number;
  /** Tokens that their prompts may have together. */
  readonly tokens: number;
}

/** The next `count` tokens of a sequence. */
export interface Entry {
  readonly sequence: Sequence;
  readonly count: number;
}

export interface ScheduledStep {
  readonly entries: readonly Entry[];
  /** In multiply-accumulates. */
  readonly work: number;
}

export class Scheduler {
  readonly #blocks: BlockManager;
  readonly #budget: StepBudget;
  readonly #chunkTokens: number;
  readonly #limits: QueueLimits;
  readonly #shares = new FairShare();
  readonly #running = new Set<Sequence>();
  /** In order of arrival. */
  readonly #waiting: Sequence[] = [];
  #arrivals = 0;

  constructor(blocks: BlockManager, budget: StepBudget, chunkTokens: number, limits: QueueLimits) {
    this.#blocks = blocks;
    this.#budget = budget;
    this.#chunkTokens = chunkTokens;
    this.#limits = limits;
  }

  get running(): number {
    return this.#running.size;
  }

  get waiting(): number {
    return this.#waiting.length;
  }

  /** Takes a request in. Throws MemoryLimitError if it can never run, QueueFullError if too many wait. */
  add(sequence: Sequence): void {
    const most = sequence.mostComputed;
    if (!this.#blocks.fits(most)) {
      const [needed, limit] = [this.#blocks.bytesFor(most), this.#blocks.use.limitBytes];
      throw new MemoryLimitError(
        `A prompt and answer of ${most} tokens need ${needed} bytes of KV cache and there are ${limit}. ` +
          'Ask for fewer tokens, or create the engine with more cacheBytes.',
        needed,
        limit,
      );
    }
    this.#checkQueue(sequence.tokens.length);
    sequence.arrival = this.#arrivals++;
    this.#shares.enter(sequence.user);
    this.#waiting.push(sequence);
  }

  /** Lets a request go, wherever it is. What it computed stays in the cache. */
  remove(sequence: Sequence): void {
    const index = this.#waiting.indexOf(sequence);
    if (index >= 0) this.#waiting.splice(index, 1);
    else if (!this.#running.has(sequence)) return;
    this.#stop(sequence);
    this.#shares.leave(sequence.user);
  }

  /** Ends all requests that `concerns` with `error`. */
  fail(error: unknown, concerns: 'running' | 'all'): void {
    const concerned =
      concerns === 'all' ? [...this.#running, ...this.#waiting] : [...this.#running];
    for (const sequence of concerned) {
      this.remove(sequence);
      sequence.fail(error);
    }
  }

  /** Makes every running request wait for a place again; it loses nothing but time. */
  suspend(): void {
    for (const sequence of [...this.#running]) this.#preempt(sequence);
  }

  /** The next step; undefined if nobody wants or can have one. */
  schedule(): ScheduledStep | undefined {
    const entries: Entry[] = [];
    let work = 0;
    const enter = (sequence: Sequence, count: number) => {
      entries.push({ sequence, count });
      work += this.#workOf(sequence, count);
    };
    for (const sequence of this.#running) {
      if (sequence.wanted && sequence.left === 1) enter(sequence, 1);
    }
    const candidates = [...this.#running].filter(({ wanted, left }) => wanted && left > 1);
    let admitting = true;
    for (let room = this.#chunkTokens; room > 0; ) {
      const next = this.#leastServed([...candidates, ...(admitting ? this.#waiting : [])]);
      if (!next) break;
      if (!next.blocks && !this.#admit(next)) {
        // Nobody overtakes whoever waits for memory, or it might wait for ever.
        admitting = false;
        continue;
      }
      const index = candidates.indexOf(next);
      if (index >= 0) candidates.splice(index, 1);
      const most = Math.min(next.left, room);
      const alone = this.#running.size === 1;
      const fitting = this.#budget.tokensThatFit(next.blocks!.length, most, work, alone);
      if (fitting === 0 && entries.length > 0) break;
      const count = Math.max(1, fitting);
      enter(next, count);
      room -= count;
    }
    return entries.length > 0 ? { entries, work } : undefined;
  }

  /** Told that a step was computed, and how long that took. */
  done({ entries, work }: ScheduledStep, ms: number): void {
    this.#budget.report(work, ms);
    for (const { sequence, count } of entries) {
      const { blocks, tokens, user } = sequence;
      this.#shares.charge(user, this.#workOf(sequence, count));
      if (blocks) this.#blocks.commit(blocks, tokens, count);
    }
  }

  /** When to look again although nobody asked: a paused request may have to give its place up. Undefined: no need. */
  get wakeAt(): number | undefined {
    if (!this.#waiting.some(({ wanted }) => wanted)) return undefined;
    const paused = [...this.#running].flatMap(({ pausedSince }) => pausedSince ?? []);
    return paused.length > 0 ? Math.min(...paused) + PAUSE_MS : undefined;
  }

  /** Throws QueueFullError if a further request with so many tokens would have to wait, and may not. */
  #checkQueue(more: number): void {
    const { places, requests, tokens } = this.#limits;
    // Those whose callers pause do not count, nor those that get a place with the next step.
    const asking = this.#waiting.filter(({ wanted }) => wanted);
    const waiting = asking.length - (places - this.#running.size);
    if (waiting < 0) return;
    if (waiting >= requests) throw new QueueFullError('requests', waiting, requests);
    const waitingTokens = asking.reduce((sum, other) => sum + other.tokens.length, 0);
    if (waiting > 0 && waitingTokens + more > tokens) {
      throw new QueueFullError('tokens', waitingTokens, tokens);
    }
  }

  #workOf(sequence: Sequence, count: number): number {
    const start = sequence.blocks!.length;
    const end = start + count;
    let work = 0;
    for (let position = start; position < end; position++) {
      work += this.#budget.workOf(position, position + 1 === sequence.tokens.length);
    }
    return work;
  }

  /** Of the sequences whose callers wait: of the user served least, the earliest. */
  #leastServed(candidates: readonly Sequence[]): Sequence | undefined {
    let best: Sequence | undefined;
    for (const candidate of candidates) {
      if (!candidate.wanted) continue;
      const ahead = best
        ? this.#shares.served(candidate.user) - this.#shares.served(best.user)
        : -1;
      if (!best || ahead < 0 || (ahead === 0 && candidate.arrival < best.arrival)) best = candidate;
    }
    return best;
  }

  /** Gives a waiting request a place, if need be that of one whose caller pauses. */
  #admit(sequence: Sequence): boolean {
    for (;;) {
      const blocks = this.#blocks.admit(sequence.tokens, sequence.mostComputed);
      if (blocks) {
        this.#waiting.splice(this.#waiting.indexOf(sequence), 1);
        this.#running.add(sequence);
        sequence.admitted(blocks);
        return true;
      }
      const paused = this.#longestPaused();
      if (!paused) return false;
      this.#preempt(paused);
    }
  }

  #longestPaused(): Sequence | undefined {
    const limit = performance.now() - PAUSE_MS;
    let longest: Sequence | undefined;
    for (const sequence of this.#running) {
      const since = sequence.pausedSince;
      if (since === undefined || since > limit) continue;
      if (!longest || since < longest.pausedSince!) longest = sequence;
    }
    return longest;
  }

  #preempt(sequence: Sequence): void {
    this.#stop(sequence);
    const index = this.#waiting.findIndex(({ arrival }) => arrival > sequence.arrival);
    this.#waiting.splice(index < 0 ? this.#waiting.length : index, 0, sequence);
  }

  /** Gives a sequence's blocks back. */
  #stop(sequence: Sequence): void {
    this.#running.delete(sequence);
    if (sequence.blocks) this.#blocks.release(sequence.blocks, sequence.tokens);
    sequence.blocks = undefined;
  }
}
