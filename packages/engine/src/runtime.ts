/**
 * The machine room of an engine: one shared memory with the model in it, the compiled kernels, the
 * threads. Takes tokens at positions, gives logits; knows nothing of requests.
 */
import { availableParallelism } from 'node:os';
import {
  createMemory,
  type Kernels,
  type KernelVariant,
  loadKernels,
  pickKernel,
} from '@wick/kernels';
import { Barrier } from './barrier.ts';
import { compileOptimised } from './compile.ts';
import { ControlBlock, MAX_THREADS } from './control-block.ts';
import { RequestError } from './errors.ts';
import { kvCacheBytes } from './kv-cache.ts';
import { type Layout, planLayout } from './layout.ts';
import type { Model } from './model.ts';
import { packWeights } from './pack.ts';
import { RotaryTable } from './rotary-table.ts';
import { ModelRunner } from './runner.ts';
import type { ThreadPool } from './thread-pool.ts';
import type { TokenId } from './tokenizer.ts';

export interface EngineOptions {
  /** Threads that compute, the caller's included; at most 16 are used. Default: one for each core, up to 8. */
  readonly threads?: number;
  /** Room of the KV cache. Default and most: what the model was made for. */
  readonly contextTokens?: number;
  /** Which kernels: `auto` picks the faster ones that are exact on this host. */
  readonly kernel?: 'auto' | KernelVariant;
  /** Prompt tokens computed in one go, between two looks at the AbortSignal. Default 64. */
  readonly chunkTokens?: number;
}

/** Beyond this many, the barriers of so small a model cost more than a further thread gives. */
const DEFAULT_THREADS_AT_MOST = 8;
/** Long enough that reading the weights is shared by many tokens, short enough to stop at any moment. */
const DEFAULT_CHUNK_TOKENS = 64;

/** Everything the model computed for a prompt; for comparisons with other implementations. */
export interface Trace {
  /** The residual stream after each layer: f32 [tokens, hidden]. */
  readonly layers: readonly Float32Array[];
  /** The last token's logits: f32 [vocab]. */
  readonly logits: Float32Array;
}

/** Times that one step of the bandwidth measurement reads all weights. */
const READ_PASSES = 50;

/** How fast the engine's threads together can read the weights: no decoder gives tokens faster than that. */
export interface ReadBandwidth {
  /** Bytes of all weights, scales included: what one token reads. */
  readonly bytes: number;
  readonly threads: number;
  readonly gigabytesPerSecond: number;
}

export class EngineRuntime {
  readonly kernel: KernelVariant;
  /** The logits of the last step that wanted some: f32 [vocab], overwritten by the next. */
  readonly logits: Float32Array;
  /** Bytes of the whole memory, and of the KV cache in it. */
  readonly memory: { readonly total: number; readonly kvCache: number };
  readonly #layout: Layout;
  readonly #kernels: Kernels;
  readonly #buffer: ArrayBufferLike;
  readonly #rotary: RotaryTable;
  readonly #runner: ModelRunner;
  readonly #pool: ThreadPool;

  /** Places `model` into a new memory and sets the threads of `pool` to work. Throws RequestError, TensorError. */
  constructor(model: Model, options: EngineOptions, pool: ThreadPool) {
    const { config } = model;
    const contextTokens = options.contextTokens ?? config.maxPositions;
    checkCount('contextTokens', contextTokens, config.maxPositions);
    const chunkTokens = options.chunkTokens ?? Math.min(DEFAULT_CHUNK_TOKENS, contextTokens);
    checkCount('chunkTokens', chunkTokens, contextTokens);

    const layout = planLayout(config, { contextTokens, chunkTokens, threads: pool.size });
    const memory = createMemory(layout.bytes);
    const { buffer } = memory;
    this.kernel = chooseKernel(options.kernel ?? 'auto');
    const module = compileOptimised(this.kernel);
    this.#layout = layout;
    this.#buffer = buffer;
    this.#kernels = loadKernels(memory, module);
    this.logits = new Float32Array(buffer, layout.logits, config.vocabSize);
    this.memory = { total: layout.bytes, kvCache: kvCacheBytes(config, contextTokens) };
    const tableLength = (contextTokens * config.headDim) / 2;
    this.#rotary = new RotaryTable(
      new Float32Array(buffer, layout.cosines, tableLength),
      new Float32Array(buffer, layout.sines, tableLength),
      config.headDim,
      config.ropeTheta,
    );

    const oversubscribed = pool.size > availableParallelism();
    const barrier = new Barrier(buffer, layout.barrier, oversubscribed);
    this.#runner = new ModelRunner(this.#kernels, layout, barrier, 0);
    this.#pool = pool;
    // The workers load their kernels while this thread packs the weights.
    pool.assign({
      setup: { module, memory, layout, oversubscribed },
      control: new ControlBlock(buffer, layout.control, oversubscribed),
      barrier,
      runner: this.#runner,
    });
    packWeights(model, layout, buffer, this.#kernels);
  }

  get threads(): number {
    return this.#pool.threads;
  }

  /** Positions the KV cache has room for. */
  get contextTokens(): number {
    return this.#layout.contextTokens;
  }

  /** Most tokens of one `run`. */
  get chunkTokens(): number {
    return this.#layout.chunkTokens;
  }

  /**
   * Computes `tokens` (at most chunkTokens) at the positions from `position` on, whose predecessors
   * the KV cache holds. With `wantLogits`, `logits` is then the last token's. Throws ThreadError.
   */
  run(tokens: readonly TokenId[], position: number, wantLogits: boolean, traced = false): void {
    const { embedding, hidden, hiddenSize, headGroup } = this.#layout;
    this.#rotary.extendTo(position + tokens.length);
    tokens.forEach((token, i) => {
      this.#kernels.embedToken(
        embedding.weights,
        embedding.scales,
        hiddenSize,
        headGroup,
        token,
        hidden + 4 * i * hiddenSize,
      );
    });
    this.#pool.run({
      kind: 'forward',
      position,
      count: tokens.length,
      logits: wantLogits,
      traced,
    });
  }

  /** Computes `tokens` from position 0 on and keeps what every layer gives. Throws ThreadError. */
  trace(tokens: readonly TokenId[]): Trace {
    const { hidden, hiddenSize, layers, chunkTokens } = this.#layout;
    const outputs = layers.map(() => new Float32Array(tokens.length * hiddenSize));
    try {
      for (let start = 0; start < tokens.length; start += chunkTokens) {
        const chunk = tokens.slice(start, start + chunkTokens);
        this.#runner.tap = (layer) => {
          const rows = new Float32Array(this.#buffer, hidden, chunk.length * hiddenSize);
          outputs[layer]!.set(rows, start * hiddenSize);
        };
        this.run(chunk, start, start + chunk.length === tokens.length, true);
      }
    } finally {
      this.#runner.tap = undefined;
    }
    return { layers: outputs, logits: this.logits.slice() };
  }

  /** The token with the highest logit, the lowest id on ties. */
  bestToken(): TokenId {
    return this.#kernels.argmax(this.#layout.logits, 0, this.#layout.vocabSize);
  }

  /** Natural logarithm of the probability of `token`; `best` is the token with the highest logit. */
  logProbability(token: TokenId, best: TokenId): number {
    const highest = this.logits[best]!;
    const sum = this.#kernels.sumExp(this.#layout.logits, this.#layout.vocabSize, highest);
    return this.logits[token]! - highest - Math.log(sum);
  }

  /** Reads all weights again and again for about `milliseconds` and reports the median of the steps. */
  measureReadBandwidth(milliseconds: number): ReadBandwidth {
    const { begin, end } = this.#layout.weights;
    const passes: number[] = [];
    const deadline = performance.now() + milliseconds;
    do {
      const start = performance.now();
      this.#pool.run({ kind: 'read', passes: READ_PASSES });
      passes.push((performance.now() - start) / READ_PASSES);
    } while (performance.now() < deadline);
    passes.sort((a, b) => a - b);
    const median = passes[passes.length >> 1]!;
    const bytes = end - begin;
    return { bytes, threads: this.threads, gigabytesPerSecond: bytes / (median * 1e6) };
  }

  /** Waits until all threads joined. */
  async ready(): Promise<void> {
    await this.#pool.ready();
  }

  /** After a thread failed: goes on with one thread. Else nothing. */
  async recover(): Promise<void> {
    await this.#pool.recover();
  }

  async close(): Promise<void> {
    await this.#pool.close();
  }
}

/**
 * Threads to use when `requested` are asked for: that many within reason, by default one for each core;
 * one where threads could share no memory. Throws RequestError.
 */
export function threadCount(requested: number | undefined): number {
  const threads = requested ?? Math.min(availableParallelism(), DEFAULT_THREADS_AT_MOST);
  checkCount('threads', threads, Number.MAX_SAFE_INTEGER);
  return typeof SharedArrayBuffer === 'undefined' ? 1 : Math.min(threads, MAX_THREADS);
}

/** The probe's choice, the same for all engines of a process: it takes some 40 ms. */
let probed: KernelVariant | undefined;

function chooseKernel(kernel: 'auto' | KernelVariant): KernelVariant {
  if (kernel !== 'auto') return kernel;
  probed ??= pickKernel().variant;
  return probed;
}

function checkCount(name: string, value: number, most: number): void {
  if (Number.isSafeInteger(value) && value >= 1 && value <= most) return;
  throw new RequestError(`${name} is ${value}; it must be a whole number from 1 to ${most}.`);
}
