/**
 * How much a step may compute, so that nobody who decodes waits long for somebody else's prompt. A step's
 * time is foretold from its work, counted in multiply-accumulates, and the speed of the last steps;
 * the chunk of prompt tokens that shares a step with decoding gets what is left of the time.
 */
import type { ModelConfig } from '../config.ts';

/** A decoding request waits at most 20 ms for its next token; half of it leaves room for a wrong forecast. */
const STEP_MS = 10;
/** A step may take so many times as long while nobody else runs: larger chunks are computed faster. */
const ALONE = 2;

/** Attention takes so much longer for a multiply-accumulate than linear maps (packages/kernels/lab). */
const ATTENTION_COST = 4;

/** What is assumed before anything was measured: 25 billion multiply-accumulates a second. */
const FIRST_MS_PER_WORK = 1 / 25e6;
/** How much one step counts in the running average, and how far it may pull: a hiccup is no new speed. */
const STEP_WEIGHT = 0.2;
const FURTHEST = 4;

export class StepBudget {
  readonly #stepMs: number;
  readonly #linearWork: number;
  readonly #headWork: number;
  readonly #keyWork: number;
  readonly #fullLayers: number;
  readonly #slidingLayers: number;
  readonly #window: number;
  #msPerWork = FIRST_MS_PER_WORK;

  /** `stepMs`: the time a step should not take longer than. */
  constructor(config: ModelConfig, stepMs = STEP_MS) {
    const { hiddenSize, intermediateSize, queryWidth, kvWidth, layers } = config;
    this.#stepMs = stepMs;
    this.#linearWork = layers * hiddenSize * (2 * queryWidth + 2 * kvWidth + 3 * intermediateSize);
    this.#headWork = config.vocabSize * hiddenSize;
    this.#keyWork = 2 * queryWidth * ATTENTION_COST;
    this.#slidingLayers = config.layerTypes.filter((type) => type === 'sliding_attention').length;
    this.#fullLayers = layers - this.#slidingLayers;
    this.#window = config.slidingWindow;
  }

  /** Work of the token at `position`, with its logits if they are wanted. */
  workOf(position: number, withLogits: boolean): number {
    const keys =
      this.#fullLayers * (position + 1) +
      this.#slidingLayers * Math.min(position + 1, this.#window);
    return this.#linearWork + keys * this.#keyWork + (withLogits ? this.#headWork : 0);
  }

  /**
   * How many tokens from `position` on, at most `most`, fit into a step that does `planned` work already.
   * `alone`: no other sequence runs.
   */
  tokensThatFit(position: number, most: number, planned: number, alone = false): number {
    const stepMs = alone ? ALONE * this.#stepMs : this.#stepMs;
    let left = stepMs / this.#msPerWork - planned;
    let count = 0;
    while (count < most) {
      left -= this.workOf(position + count, false);
      if (left < 0) break;
      count++;
    }
    return count;
  }

  /** Told how long a step with so much work took. */
  report(work: number, ms: number): void {
    const known = this.#msPerWork;
    const seen = Math.min(Math.max(ms / work, known / FURTHEST), known * FURTHEST);
    this.#msPerWork += STEP_WEIGHT * (seen - known);
  }
}
