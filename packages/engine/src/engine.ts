/**
 * The engine: streams a model's tokens to many callers at once. It owns the memory, the threads and the
 * KV cache, and works in steps of three beats: schedule (which tokens of which requests), run (the forward
 * pass), and hand out (choose each request's next token). A request takes part in a step only while its
 * caller waits for a token. Between steps the event loop turns, so that an AbortSignal or Ctrl-C acts
 * within a token.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import { BlockManager, type CacheUse, type SequenceBlocks } from './cache/block-manager.ts';
import { sequenceBytes } from './cache/cache-plan.ts';
import { readSnapshot, restoreSnapshot, writeSnapshot } from './cache/snapshot.ts';
import { EngineClosedError, MemoryLimitError, PromptTooLongError, RequestError } from './errors.ts';
import { Model } from './model.ts';
import type { GeneratedToken, GenerateRequest, RequestStats } from './request.ts';
import {
  type EngineOptions,
  EngineRuntime,
  prepareKernels,
  type ReadBandwidth,
  type Row,
  type RowLogits,
  type Trace,
  threadCount,
} from './runtime.ts';
import { logProbabilityAmong, Sampler, withBias } from './sampler.ts';
import { type ScheduledStep, Scheduler } from './schedule/scheduler.ts';
import { Sequence } from './schedule/sequence.ts';
import { StepBudget } from './schedule/step-budget.ts';
import { ThreadPool } from './thread-pool.ts';
import type { TokenId } from './tokenizer.ts';

const MEASUREMENT_MS = 100;

/** Requests that may wait for a place by default, and how many whole contexts their prompts may fill. */
const DEFAULT_QUEUE = 64;
const DEFAULT_QUEUE_CONTEXTS = 8;

/** How busy the engine is. */
export interface EngineLoad {
  readonly running: number;
  readonly waiting: number;
}

export class Engine {
  readonly model: Model;
  readonly #runtime: EngineRuntime;
  readonly #blocks: BlockManager;
  readonly #scheduler: Scheduler;
  #stats: RequestStats | undefined;
  #stepping = false;
  #wakeUp: NodeJS.Timeout | undefined;
  #closed = false;

  private constructor(model: Model, runtime: EngineRuntime, options: EngineOptions) {
    this.model = model;
    this.#runtime = runtime;
    const { slidingWindow } = model.config;
    const { cache, sequences, chunkTokens, contextTokens } = runtime;
    this.#blocks = new BlockManager(cache, slidingWindow, sequences, options.prefixCache ?? true);
    const requests = options.queueRequests ?? DEFAULT_QUEUE;
    const tokens = options.queueTokens ?? DEFAULT_QUEUE_CONTEXTS * contextTokens;
    for (const [name, value] of Object.entries({ queueRequests: requests, queueTokens: tokens })) {
      if (Number.isSafeInteger(value) && value >= 0) continue;
      throw new RequestError(`${name} is ${value}; it must be a whole number from 0 up.`);
    }
    const budget = new StepBudget(model.config);
    const limits = { places: sequences, requests, tokens };
    this.#scheduler = new Scheduler(this.#blocks, budget, chunkTokens, limits);
  }

  /**
   * Places the model into memory and starts the threads. Throws RequestError for options out of range,
   * MemoryLimitError where the machine has not the memory for them.
   */
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
      const loading = load();
      loading.catch(() => {});
      // While the files are being read, and before the workers have come to code of their own (compile.ts).
      prepareKernels(options.kernel);
      const model = await loading;
      return new Engine(model, new EngineRuntime(model, options, pool), options);
    } catch (error) {
      await pool.close();
      throw error;
    }
  }

  /** Longest prompt, and longest prompt and answer together, in tokens. */
  get contextTokens(): number {
    return this.#runtime.contextTokens;
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

  /** What the KV cache holds now. */
  get cacheUse(): CacheUse {
    return this.#blocks.use;
  }

  /** Bytes of KV cache that one sequence of `tokens` tokens takes. */
  cacheBytesAt(tokens: number): number {
    return sequenceBytes(this.model.config, tokens, this.#runtime.chunkTokens);
  }

  /** Requests that run and that wait. */
  get load(): EngineLoad {
    return { running: this.#scheduler.running, waiting: this.#scheduler.waiting };
  }

  /** Figures of the request that got a token last; undefined before the first. */
  get stats(): RequestStats | undefined {
    return this.#stats;
  }

  /** Waits until all threads joined. Requests do not need this, measurements do. */
  async ready(): Promise<void> {
    await this.#runtime.ready();
  }

  /**
   * Streams the answer to `prompt`, up to and including the stop token. Ends early after `maxTokens`
   * or when the context is full. Requests that overlap run together, each with the answer it would
   * have got alone; those beyond `sequences` wait for a place, which a request holds until it was read
   * to the end, returned from, or aborted.
   *
   * Throws PromptTooLongError, RequestError, MemoryLimitError or QueueFullError before any work, the
   * signal's reason once it aborts, GrammarError where the grammar allows no token, ThreadError if a
   * thread died, EngineClosedError. After any of them the engine takes the next request.
   */
  async *generate(request: GenerateRequest): AsyncGenerator<GeneratedToken, void, void> {
    this.#check(request);
    const { signal, prompt, maxTokens } = request;
    const sampler = new Sampler(request.sampling);
    signal?.throwIfAborted();
    if (this.#closed) throw new EngineClosedError();
    // The last token is yielded but never run, so it needs no room.
    const mostTokens = Math.min(maxTokens, this.contextTokens - prompt.length + 1);
    const sequence = new Sequence(request, sampler, mostTokens);
    this.#scheduler.add(sequence);
    const abort = () => {
      this.#scheduler.remove(sequence);
      sequence.fail(signal?.reason);
    };
    signal?.addEventListener('abort', abort, { once: true });
    try {
      while (!sequence.ended) {
        const generated = sequence.pull();
        this.#wake();
        yield await generated;
        if (sequence.failure) throw sequence.failure.error;
      }
    } finally {
      signal?.removeEventListener('abort', abort);
      this.#scheduler.remove(sequence);
      // Its place may be what another waits for.
      if (this.#scheduler.waiting > 0) this.#wake();
    }
  }

  /** Runs `tokens` from position 0 and gives what every layer computed. Waits for a running request to end its step. */
  async trace(tokens: readonly TokenId[]): Promise<Trace> {
    this.#checkTokens(tokens);
    await this.#usable();
    return this.#withBlocks(tokens.length, (blocks) =>
      this.#runtime.trace(tokens, blocks.slot, (count) => {
        this.#blocks.extend(blocks, count);
        blocks.length += count;
      }),
    );
  }

  /**
   * What the cache holds of `tokens`, as bytes that `restore` takes: a session's state, to go on with
   * after a restart or elsewhere. With nothing cached the snapshot is of no tokens.
   */
  async snapshot(tokens: readonly TokenId[]): Promise<Uint8Array> {
    this.#checkTokens(tokens);
    await this.#usable();
    return writeSnapshot(this.model.fingerprint, this.#blocks.read(tokens));
  }

  /**
   * Puts what `snapshot` gave into the cache and gives the number of its tokens; a request that begins with them goes
   * on from there. Throws SnapshotError for other bytes or another model's, MemoryLimitError if there is
   * no room beside running requests.
   */
  async restore(snapshot: Uint8Array): Promise<number> {
    await this.#usable();
    const content = readSnapshot(this.model.fingerprint, snapshot);
    if (content.tokens.length === 0) return 0;
    this.#checkTokens(content.tokens);
    return this.#withBlocks(content.tokens.length, (blocks) =>
      restoreSnapshot(content, this.#blocks, blocks),
    );
  }

  /** Measures, in about 100 ms, how fast the threads together read the weights. For `wick info` and benchmarks. */
  async measureReadBandwidth(): Promise<ReadBandwidth> {
    await this.#usable();
    return this.#runtime.measureReadBandwidth(MEASUREMENT_MS);
  }

  /** Ends the threads. Requests in progress fail with EngineClosedError, as do later ones. */
  async close(): Promise<void> {
    this.#closed = true;
    clearTimeout(this.#wakeUp);
    this.#scheduler.fail(new EngineClosedError(), 'all');
    await this.#runtime.close();
  }

  /** Sees to it that steps are run as long as somebody waits for one. */
  #wake(): void {
    if (this.#stepping || this.#closed) return;
    this.#stepping = true;
    clearTimeout(this.#wakeUp);
    void this.#run();
  }

  async #run(): Promise<void> {
    try {
      do {
        // One turn of the event loop, so that timers, signals and sockets get their say.
        await new Promise((resolve) => setImmediate(resolve));
        if (this.#runtime.failure) await this.#recover();
      } while (this.#step());
    } catch (error) {
      this.#scheduler.fail(error, 'all');
    }
    this.#stepping = false;
    const { wakeAt } = this.#scheduler;
    if (wakeAt !== undefined && !this.#closed) {
      this.#wakeUp = setTimeout(() => this.#wake(), Math.max(1, wakeAt - performance.now()));
    }
  }

  /** Schedules, runs and hands out one step; false if there is none to run. */
  #step(): boolean {
    const step = this.#closed ? undefined : this.#scheduler.schedule();
    if (!step) return false;
    const { rows, wanted } = this.#rowsOf(step);
    const start = performance.now();
    try {
      this.#runtime.run(rows, wanted.length);
    } catch (error) {
      for (const { sequence } of step.entries) this.#end(sequence, error);
      return true;
    }
    this.#scheduler.done(step, performance.now() - start);
    wanted.forEach((sequence, index) => {
      this.#handOut(sequence, this.#runtime.row(index));
    });
    return true;
  }

  /** The rows of a step, those whose logits are wanted at the end, and whose they are. */
  #rowsOf({ entries }: ScheduledStep): { rows: Row[]; wanted: Sequence[] } {
    const rows: Row[] = [];
    const last: Row[] = [];
    const wanted: Sequence[] = [];
    for (const { sequence, count } of entries) {
      const { tokens } = sequence;
      const blocks = sequence.blocks!;
      this.#blocks.extend(blocks, count);
      const end = blocks.length + count;
      for (let position = blocks.length; position < end; position++) {
        const row = { token: tokens[position]!, position, slot: blocks.slot };
        if (position + 1 < tokens.length) {
          rows.push(row);
        } else {
          last.push(row);
          wanted.push(sequence);
        }
      }
    }
    return { rows: last.length === 0 ? rows : rows.concat(last), wanted };
  }

  /** Chooses the next token of a sequence and gives it to the caller. */
  #handOut(sequence: Sequence, row: RowLogits): void {
    sequence.computed();
    try {
      sequence.deliver(choose(sequence, row));
    } catch (error) {
      this.#end(sequence, error);
      return;
    }
    this.#stats = sequence.stats;
    if (sequence.ended) this.#scheduler.remove(sequence);
  }

  #end(sequence: Sequence, error: unknown): void {
    this.#scheduler.remove(sequence);
    sequence.fail(error);
  }

  /** After a thread failed: gives up what was running, and starts the threads anew. */
  async #recover(): Promise<void> {
    this.#scheduler.fail(this.#runtime.failure, 'running');
    await this.#runtime.recover();
  }

  /** Throws if the engine is closed; recovers it if a thread failed. */
  async #usable(): Promise<void> {
    if (this.#closed) throw new EngineClosedError();
    // A recovery that is under way comes first.
    while (this.#runtime.failure) {
      await this.#recover();
      await sleep(0);
    }
    if (this.#closed) throw new EngineClosedError();
  }

  /** Gives `use` a sequence of its own with room for `tokens` tokens; running requests make room if need be. */
  #withBlocks<Result>(tokens: number, use: (blocks: SequenceBlocks) => Result): Result {
    let blocks = this.#blocks.admit([], tokens, false);
    if (!blocks) {
      this.#scheduler.suspend();
      blocks = this.#blocks.admit([], tokens, false);
      this.#wake();
    }
    if (!blocks) {
      const [needed, limit] = [this.#blocks.bytesFor(tokens), this.#blocks.use.limitBytes];
      throw new MemoryLimitError(
        `${tokens} tokens need ${needed} bytes of KV cache and there are ${limit}. ` +
          'Create the engine with more cacheBytes.',
        needed,
        limit,
      );
    }
    try {
      return use(blocks);
    } finally {
      this.#blocks.release(blocks);
    }
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

function choose({ request, sampler }: Sequence, row: RowLogits): GeneratedToken {
  const { grammar } = request;
  const candidates = grammar?.candidates?.();
  const bias = candidates && grammar?.bias?.(candidates);
  const logits = bias ? withBias(row.logits, candidates, bias) : row.logits;
  const token = sampler.choose(logits, row.best, grammar);
  const logProbability = row.logProbability(token);
  const choiceLogProbability = candidates
    ? logProbabilityAmong(logits, token, candidates)
    : logProbability;
  grammar?.advance(token);
  return { token, logProbability, choiceLogProbability };
}
