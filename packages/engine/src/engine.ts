/**
 * The engine: streams a model's tokens. It owns the memory, the threads and the KV cache, and runs one
 * request at a time: keep what the prompt shares with the request before, prefill the rest in chunks,
 * then decode token by token (run, choose, yield). Between chunks and between tokens it lets the event
 * loop turn, so that an AbortSignal or Ctrl-C acts within a token.
 */
import { EngineClosedError, PromptTooLongError, RequestError } from './errors.ts';
import type { Grammar } from './grammar.ts';
import { KVCache } from './kv-cache.ts';
import { Model } from './model.ts';
import { RequestQueue } from './request-queue.ts';
import {
  type EngineOptions,
  EngineRuntime,
  type ReadBandwidth,
  type Trace,
  threadCount,
} from './runtime.ts';
import { logProbabilityAmong, Sampler, type Sampling, withBias } from './sampler.ts';
import { ThreadPool } from './thread-pool.ts';
import type { TokenId } from './tokenizer.ts';

const MEASUREMENT_MS = 100;

export interface GenerateRequest {
  /** At least one token, at most `engine.contextTokens`. */
  readonly prompt: readonly TokenId[];
  /** What the answer may look like; without one, anything. */
  readonly grammar?: Grammar;
  /** The answer ends after this many tokens, if not before; at least 1. */
  readonly maxTokens: number;
  /** Without it: greedy. */
  readonly sampling?: Sampling;
  readonly signal?: AbortSignal;
  /** The token that ends the answer; it is yielded too, as its probability is part of the answer's. */
  readonly stop: TokenId;
}

export interface GeneratedToken {
  readonly token: TokenId;
  /** Natural logarithm of the token's probability over the full vocabulary at temperature 1, before any grammar. */
  readonly logProbability: number;
  /** The same among the tokens that the grammar lists, with its bias; as `logProbability` where it lists none. */
  readonly choiceLogProbability: number;
}

/** Figures of one request. Times are the engine's own: what the caller does between tokens is not in them. */
export interface RequestStats {
  readonly promptTokens: number;
  /** Prompt tokens that were still in the KV cache. */
  readonly cachedTokens: number;
  readonly prefillMs: number;
  /** From the request's turn to its first token. */
  readonly firstTokenMs: number;
  /** For the tokens after the first. */
  readonly decodeMs: number;
  readonly generatedTokens: number;
}

export class Engine {
  readonly model: Model;
  readonly #runtime: EngineRuntime;
  readonly #cache: KVCache;
  readonly #queue = new RequestQueue();
  #stats: RequestStats | undefined;
  #closed = false;

  private constructor(model: Model, runtime: EngineRuntime) {
    this.model = model;
    this.#runtime = runtime;
    this.#cache = new KVCache(runtime.contextTokens);
  }

  /** Places the model into memory and starts the threads. Throws RequestError for options out of range. */
  static async create(model: Model, options: EngineOptions = {}): Promise<Engine> {
    return Engine.#start(async () => model, options);
  }

  /** Model.load and Engine.create in one, faster: the threads start while the model is loaded. Throws what the two throw. */
  static async open(folder: string, options: EngineOptions = {}): Promise<Engine> {
    return Engine.#start(() => Model.load(folder), options);
  }

  static async #start(load: () => Promise<Model>, options: EngineOptions): Promise<Engine> {
    const pool = new ThreadPool(threadCount(options.threads));
    try {
      const model = await load();
      return new Engine(model, new EngineRuntime(model, options, pool));
    } catch (error) {
      await pool.close();
      throw error;
    }
  }

  /** Longest prompt, and longest prompt and answer together, in tokens. */
  get contextTokens(): number {
    return this.#cache.capacity;
  }

  /** Threads that compute now; grows to the number asked for while workers start. */
  get threads(): number {
    return this.#runtime.threads;
  }

  /** The kernel in use: `relaxed` where the host's relaxed SIMD is exact, else `plain`. Same results. */
  get kernel(): string {
    return this.#runtime.kernel;
  }

  /** Memory the engine holds, in bytes, and what of it is KV cache. */
  get memory(): { readonly total: number; readonly kvCache: number } {
    return this.#runtime.memory;
  }

  /** Figures of the last request that computed something; undefined before the first. */
  get stats(): RequestStats | undefined {
    return this.#stats;
  }

  /** Waits until all threads joined. Requests do not need this, measurements do. */
  async ready(): Promise<void> {
    await this.#runtime.ready();
  }

  /**
   * Streams the answer to `prompt`, up to and including the stop token. Ends early after `maxTokens`
   * or when the context is full. Requests that overlap are run one after the other; a request holds
   * its turn until it was read to the end, returned from, or aborted.
   *
   * Throws PromptTooLongError or RequestError before any work, the signal's reason once it aborts,
   * GrammarError where the grammar allows no token, ThreadError if a thread died, EngineClosedError.
   * After any of them the engine takes the next request.
   */
  async *generate(request: GenerateRequest): AsyncGenerator<GeneratedToken, void, void> {
    this.#check(request);
    const sampler = new Sampler(request.sampling);
    const leave = await this.#queue.enter(request.signal);
    try {
      if (this.#closed) throw new EngineClosedError();
      await this.#runtime.recover();
      yield* this.#answer(request, sampler);
    } finally {
      leave();
    }
  }

  /** Runs `tokens` from position 0 and gives what every layer computed. Forgets the cached prefix. */
  async trace(tokens: readonly TokenId[]): Promise<Trace> {
    this.#checkTokens(tokens);
    const leave = await this.#queue.enter();
    try {
      if (this.#closed) throw new EngineClosedError();
      await this.#runtime.recover();
      this.#cache.clear();
      return this.#runtime.trace(tokens);
    } finally {
      leave();
    }
  }

  /** Measures, in about 100 ms, how fast the threads together read the weights. For `wick info` and benchmarks. */
  async measureReadBandwidth(): Promise<ReadBandwidth> {
    const leave = await this.#queue.enter();
    try {
      if (this.#closed) throw new EngineClosedError();
      await this.#runtime.recover();
      return this.#runtime.measureReadBandwidth(MEASUREMENT_MS);
    } finally {
      leave();
    }
  }

  /** Ends the threads. Requests in progress fail with EngineClosedError, as do later ones. */
  async close(): Promise<void> {
    this.#closed = true;
    await this.#runtime.close();
  }

  async *#answer(
    { prompt, grammar, maxTokens, signal, stop }: GenerateRequest,
    sampler: Sampler,
  ): AsyncGenerator<GeneratedToken, void, void> {
    const start = performance.now();
    const cachedTokens = this.#cache.keepPrefix(prompt, prompt.length - 1);
    await this.#prefill(prompt, signal);
    const prefillMs = performance.now() - start;

    // The last token is yielded but never run, so it needs no room.
    const mostTokens = Math.min(maxTokens, this.contextTokens - prompt.length + 1);
    let firstTokenMs = 0;
    let decodeMs = 0;
    let resumed = performance.now();
    for (let generatedTokens = 1; ; generatedTokens++) {
      const generated = this.#choose(sampler, grammar);
      const now = performance.now();
      if (generatedTokens === 1) firstTokenMs = now - start;
      else decodeMs += now - resumed;
      this.#stats = {
        promptTokens: prompt.length,
        cachedTokens,
        prefillMs,
        firstTokenMs,
        decodeMs,
        generatedTokens,
      };
      yield generated;
      if (generated.token === stop || generatedTokens === mostTokens) return;
      resumed = performance.now();
      await this.#letEventsIn(signal);
      this.#run([generated.token], true);
    }
  }

  /** Runs what of `prompt` the cache does not hold, in chunks; afterwards the logits are its last token's. */
  async #prefill(prompt: readonly TokenId[], signal: AbortSignal | undefined): Promise<void> {
    while (this.#cache.length < prompt.length) {
      await this.#letEventsIn(signal);
      const start = this.#cache.length;
      const chunk = prompt.slice(start, start + this.#runtime.chunkTokens);
      this.#run(chunk, start + chunk.length === prompt.length);
    }
  }

  /** Runs `tokens` behind what the cache holds. Only what was computed whole counts as held. */
  #run(tokens: readonly TokenId[], wantLogits: boolean): void {
    this.#runtime.run(tokens, this.#cache.length, wantLogits);
    this.#cache.append(tokens);
  }

  #choose(sampler: Sampler, grammar: Grammar | undefined): GeneratedToken {
    const best = this.#runtime.bestToken();
    const candidates = grammar?.candidates?.();
    const bias = candidates && grammar?.bias?.(candidates);
    const { logits: own } = this.#runtime;
    const logits = bias ? withBias(own, candidates, bias) : own;
    const token = sampler.choose(logits, best, grammar);
    const logProbability = this.#runtime.logProbability(token, best);
    const choiceLogProbability = candidates
      ? logProbabilityAmong(logits, token, candidates)
      : logProbability;
    grammar?.advance(token);
    return { token, logProbability, choiceLogProbability };
  }

  /** One turn of the event loop, so that timers, signals and sockets get their say; then throws if they ended the request. */
  async #letEventsIn(signal: AbortSignal | undefined): Promise<void> {
    await new Promise((resolve) => setImmediate(resolve));
    signal?.throwIfAborted();
    if (this.#closed) throw new EngineClosedError();
  }

  #check({ prompt, maxTokens, stop }: GenerateRequest): void {
    this.#checkTokens(prompt);
    this.#checkToken(stop);
    if (!Number.isSafeInteger(maxTokens) || maxTokens < 1) {
      throw new RequestError(`maxTokens is ${maxTokens}; it must be a whole number from 1 up.`);
    }
  }

  #checkTokens(tokens: readonly TokenId[]): void {
    if (tokens.length === 0) throw new RequestError('The prompt is empty.');
    if (tokens.length > this.contextTokens) {
      throw new PromptTooLongError(tokens.length, this.contextTokens);
    }
    for (const token of tokens) this.#checkToken(token);
  }

  #checkToken(token: TokenId): void {
    const { vocabSize } = this.model.config;
    if (Number.isSafeInteger(token) && token >= 0 && token < vocabSize) return;
    throw new RequestError(`There is no token ${token}; ids go from 0 to ${vocabSize - 1}.`);
  }
}
