/** Times one edit request, over all its candidates. */
import type { EditTimings, TokenEngine } from './edit-events.ts';

export class Stopwatch {
  readonly #engine: TokenEngine;
  readonly #start = performance.now();
  #firstTokenMs: number | undefined;
  #candidates = 0;
  #tokens = 0;
  #decodedTokens = 0;
  #decodeMs = 0;
  #checkMs = 0;
  #promptTokens = 0;
  #cachedTokens = 0;

  /** `engine` tells the figures of its last request. */
  constructor(engine: TokenEngine) {
    this.#engine = engine;
  }

  startCandidate(): void {
    this.#candidates++;
  }

  token(): void {
    this.#firstTokenMs ??= performance.now() - this.#start;
    this.#tokens++;
  }

  /** Adds what a check took that began at `start`. */
  checked(start: number): void {
    this.#checkMs += performance.now() - start;
  }

  endCandidate(): void {
    const { stats } = this.#engine;
    if (stats === undefined) return;
    this.#decodedTokens += stats.generatedTokens - 1;
    this.#decodeMs += stats.decodeMs;
    if (this.#candidates > 1) return;
    this.#promptTokens = stats.promptTokens;
    this.#cachedTokens = stats.cachedTokens;
  }

  /** The figures up to now. */
  timings(): EditTimings {
    const totalMs = performance.now() - this.#start;
    return {
      firstTokenMs: this.#firstTokenMs ?? totalMs,
      totalMs,
      checkMs: this.#checkMs,
      tokens: this.#tokens,
      tokensPerSecond: this.#decodeMs > 0 ? (1000 * this.#decodedTokens) / this.#decodeMs : 0,
      promptTokens: this.#promptTokens,
      cachedTokens: this.#cachedTokens,
      candidates: this.#candidates,
    };
  }
}
