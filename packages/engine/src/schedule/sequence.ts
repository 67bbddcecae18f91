/**
 * One request on its way through the engine: its tokens so far, how many of them are computed, and the
 * caller who waits for the next. Prompt and answer are treated alike: what is not computed yet runs, and
 * when all is, the logits give one token more.
 */
import type { SequenceBlocks } from '../cache/block-manager.ts';
import type { GeneratedToken, GenerateRequest, RequestStats } from '../request.ts';
import type { Sampler } from '../sampler.ts';
import type { TokenId } from '../tokenizer.ts';

export class Sequence {
  readonly request: GenerateRequest;
  readonly sampler: Sampler;
  readonly user: string;
  /** The prompt and what was generated. */
  readonly tokens: TokenId[];
  /** Tokens of the answer at most. */
  readonly mostTokens: number;
  /** What it holds of the KV cache while it runs; undefined while it waits. */
  blocks: SequenceBlocks | undefined;
  /** Counts the requests: whoever came earlier has the lower number. */
  arrival = 0;
  stats: RequestStats | undefined;
  /** No token will follow. */
  ended = false;
  /** What it failed with, for a caller that was not waiting then. */
  failure: { readonly error: unknown } | undefined;
  #cachedTokens = 0;
  #admittedAt: number | undefined;
  #prefilledAt = 0;
  #pull: PromiseWithResolvers<GeneratedToken> | undefined;
  #pulledAt = 0;
  /** When the caller got its last token. */
  #deliveredAt = 0;

  constructor(request: GenerateRequest, sampler: Sampler, mostTokens: number) {
    this.request = request;
    this.sampler = sampler;
    this.user = request.user ?? '';
    this.tokens = [...request.prompt];
    this.mostTokens = mostTokens;
  }

  /** Tokens that will have been computed at the very end: the answer's last is never run. */
  get mostComputed(): number {
    return this.request.prompt.length + this.mostTokens - 1;
  }

  /** Tokens whose keys and values are not there yet; at least the last one's. */
  get left(): number {
    return this.tokens.length - (this.blocks?.length ?? 0);
  }

  /** Whether the caller waits for a token now. */
  get wanted(): boolean {
    return this.#pull !== undefined;
  }

  /** Since when the caller does not ask for more. */
  get pausedSince(): number | undefined {
    return this.wanted ? undefined : this.#deliveredAt;
  }

  /** The caller asks for the next token. */
  pull(): Promise<GeneratedToken> {
    this.#pull = Promise.withResolvers();
    this.#pulledAt = performance.now();
    return this.#pull.promise;
  }

  /** Told that it runs, with what the cache had for it. */
  admitted(blocks: SequenceBlocks): void {
    this.blocks = blocks;
    // After a pause it may be admitted again, which does not count.
    if (this.#admittedAt !== undefined) return;
    this.#admittedAt = performance.now();
    this.#cachedTokens = blocks.length;
  }

  /** Told that all its tokens are computed and the logits are there. */
  computed(): void {
    if (this.stats === undefined) this.#prefilledAt = performance.now();
  }

  /** Gives the caller its token. */
  deliver(generated: GeneratedToken): void {
    const now = performance.now();
    const { stats, request } = this;
    const start = this.#admittedAt ?? now;
    this.tokens.push(generated.token);
    this.#deliveredAt = now;
    this.stats = {
      promptTokens: request.prompt.length,
      cachedTokens: this.#cachedTokens,
      prefillMs: this.#prefilledAt - start,
      firstTokenMs: stats?.firstTokenMs ?? now - start,
      decodeMs: stats ? stats.decodeMs + now - this.#pulledAt : 0,
      generatedTokens: (stats?.generatedTokens ?? 0) + 1,
    };
    this.ended = generated.token === request.stop || this.stats.generatedTokens === this.mostTokens;
    request.onStats?.(this.stats);
    const pull = this.#pull;
    this.#pull = undefined;
    pull?.resolve(generated);
  }

  /** Ends it with an error, which the caller gets if it waits. */
  fail(error: unknown): void {
    this.ended = true;
    this.failure ??= { error };
    const pull = this.#pull;
    this.#pull = undefined;
    pull?.reject(error);
  }
}
