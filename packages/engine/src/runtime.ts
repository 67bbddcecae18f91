/**
 * The machine room of an engine: one shared memory with the model in it, the compiled kernels, the
 * threads. Takes rows (tokens of sequences at positions), gives logits; knows nothing of requests.
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
import { MOST_CONTEXT_TOKENS, planCache } from './cache/cache-plan.ts';
import { KVMemory } from './cache/kv-memory.ts';
import { compileOptimised } from './compile.ts';
import { ControlBlock, MAX_THREADS } from './control-block.ts';
import { MemoryLimitError, RequestError, type ThreadError } from './errors.ts';
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
  /**
   * Tokens of a prompt and its answer at most. Default: what the model was made for; at most that or
   * 131,072, whichever is more. Beyond what it was made for a model answers as well as it happens to.
   */
  readonly contextTokens?: number;
  /**
   * Bound of the KV cache in bytes, that of running requests and the prefixes of earlier ones together. Default: four
   * contexts, but not above 64 MB, and never too little for one. A request that needs more is refused.
   */
  readonly cacheBytes?: number;
  /** Whether prefixes are kept for later requests. Default true; the answers are the same. */
  readonly prefixCache?: boolean;
  /** Requests that run at once, at most 64; further ones wait. Default 8. */
  readonly sequences?: number;
  /** Requests that may wait for a place; one more is refused. Default 64. */
  readonly queueRequests?: number;
  /** Tokens that the prompts of waiting requests may have together. Default: eight contexts. */
  readonly queueTokens?: number;
  /** Which kernels: `auto` picks the faster ones that are exact on this host. */
  readonly kernel?: 'auto' | KernelVariant;
  /** Prompt tokens computed in one go at most, between two looks at the AbortSignal. Default 64. */
  readonly chunkTokens?: number;
}

/** Beyond this many, the barriers of so small a model cost more than a further thread gives. */
const DEFAULT_THREADS_AT_MOST = 8;
/** Long enough that reading the weights is shared by many tokens, short enough to stop at any moment. */
const DEFAULT_CHUNK_TOKENS = 64;
const DEFAULT_SEQUENCES = 8;
const MOST_SEQUENCES = 64;

/** A token to run: at `position` of the sequence in `slot`. */
export interface Row {
  readonly token: TokenId;
  readonly position: number;
  readonly slot: number;
}

/** The logits of one row of a step, valid until the next step. */
export interface RowLogits {
  /** f32 [vocab] */
  readonly logits: Float32Array;
  /** The token with the highest logit, the lowest id on ties. */
  readonly best: TokenId;
  /** Natural logarithm of the probability of a token. */
  logProbability(token: TokenId): number;
}

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
  /** Bytes of the whole memory, and of the KV cache in it. */
  readonly memory: { readonly total: number; readonly kvCache: number };
  readonly cache: KVMemory;
  readonly #layout: Layout;
  readonly #kernels: Kernels;
  readonly #buffer: ArrayBufferLike;
  readonly #rows: {
    readonly positions: Int32Array;
    readonly slots: Int32Array;
    readonly cosines: Float32Array;
    readonly sines: Float32Array;
  };
  readonly #summaries: { readonly best: Int32Array; readonly sums: Float32Array };
  readonly #rotary: RotaryTable;
  readonly #runner: ModelRunner;
  readonly #pool: ThreadPool;

  /**
   * Places `model` into a new memory and sets the threads of `pool` to work. Throws RequestError, TensorError,
   * and MemoryLimitError where the host cannot give that much memory.
   */
  constructor(model: Model, options: EngineOptions, pool: ThreadPool) {
    const { config } = model;
    const contextTokens = options.contextTokens ?? config.maxPositions;
    const mostContext = Math.max(config.maxPositions, MOST_CONTEXT_TOKENS);
    checkCount('contextTokens', contextTokens, mostContext);
    const chunkTokens = options.chunkTokens ?? Math.min(DEFAULT_CHUNK_TOKENS, contextTokens);
    checkCount('chunkTokens', chunkTokens, contextTokens);
    const sequences = options.sequences ?? DEFAULT_SEQUENCES;
    checkCount('sequences', sequences, MOST_SEQUENCES);
    const { cacheBytes } = options;
    if (cacheBytes !== undefined) checkCount('cacheBytes', cacheBytes, Number.MAX_SAFE_INTEGER);

    const cache = planCache(config, { contextTokens, chunkTokens, sequences, cacheBytes });
    const sizes = { contextTokens, chunkTokens, sequences, threads: pool.size, cache };
    const layout = planLayout(config, sizes);
    const memory = reserve(layout.bytes);
    const { buffer } = memory;
    const { variant, module } = prepareKernels(options.kernel);
    this.kernel = variant;
    this.#layout = layout;
    this.#buffer = buffer;
    this.#kernels = loadKernels(memory, module);
    this.memory = { total: layout.bytes, kvCache: cache.bytes };
    this.cache = new KVMemory(this.#kernels, buffer, layout.cache, config);
    const { rows, logits, stepTokens } = layout;
    const angles = (stepTokens * config.headDim) / 2;
    this.#rows = {
      positions: new Int32Array(buffer, rows.positions, stepTokens),
      slots: new Int32Array(buffer, rows.slots, stepTokens),
      cosines: new Float32Array(buffer, rows.cosines, angles),
      sines: new Float32Array(buffer, rows.sines, angles),
    };
    this.#summaries = {
      best: new Int32Array(buffer, logits.best, sequences),
      sums: new Float32Array(buffer, logits.sums, sequences),
    };
    this.#rotary = new RotaryTable(config.headDim, config.ropeTheta, contextTokens);

    const oversubscribed = pool.size > availableParallelism();
    const barrier = new Barrier(buffer, layout.barrier, oversubscribed);
    this.#runner = new ModelRunner(this.#kernels, buffer, layout, barrier, 0);
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

  /** Tokens a sequence may have at most. */
  get contextTokens(): number {
    return this.#layout.contextTokens;
  }

  /** Prompt tokens of one `run` at most; beside them it takes one token of every sequence. */
  get chunkTokens(): number {
    return this.#layout.chunkTokens;
  }

  /** Sequences that run at once at most. */
  get sequences(): number {
    return this.#layout.sequences;
  }

  /**
   * Computes `rows`, whose predecessors the KV cache holds or earlier rows compute. Afterwards `row`
   * gives the logits of the last `wanted` of them. Throws ThreadError.
   */
  run(rows: readonly Row[], wanted: number, traced = false): void {
    const { embedding, hidden, hiddenSize, headGroup } = this.#layout;
    const { positions, slots, cosines, sines } = this.#rows;
    rows.forEach(({ token, position, slot }, i) => {
      positions[i] = position;
      slots[i] = slot;
      this.#rotary.writeRow(position, i, cosines, sines);
      this.#kernels.embedToken(
        embedding.weights,
        embedding.scales,
        hiddenSize,
        headGroup,
        token,
        hidden + 4 * i * hiddenSize,
      );
    });
    this.#pool.run({ kind: 'forward', count: rows.length, wanted, traced });
  }

  /** The logits of row `index` of those that the last step wanted. */
  row(index: number): RowLogits {
    const { vocabSize, logits: place } = this.#layout;
    const begin = place.values + 4 * index * place.stride;
    const logits = new Float32Array(this.#buffer, begin, vocabSize);
    const best = this.#summaries.best[index]!;
    const sum = this.#summaries.sums[index]!;
    const highest = logits[best]!;
    return {
      logits,
      best,
      logProbability: (token) => logits[token]! - highest - Math.log(sum),
    };
  }

  /**
   * Computes `tokens` from position 0 on in `slot` and keeps what every layer gives. `extend` is asked for
   * room before each chunk. Throws ThreadError.
   */
  trace(tokens: readonly TokenId[], slot: number, extend: (count: number) => void): Trace {
    const { hidden, hiddenSize, layers, chunkTokens } = this.#layout;
    const outputs = layers.map(() => new Float32Array(tokens.length * hiddenSize));
    try {
      for (let start = 0; start < tokens.length; start += chunkTokens) {
        const chunk = tokens
          .slice(start, start + chunkTokens)
          .map((token, i) => ({ token, position: start + i, slot }));
        this.#runner.tap = (layer) => {
          const rows = new Float32Array(this.#buffer, hidden, chunk.length * hiddenSize);
          outputs[layer]!.set(rows, start * hiddenSize);
        };
        extend(chunk.length);
        this.run(chunk, start + chunk.length === tokens.length ? 1 : 0, true);
      }
    } finally {
      this.#runner.tap = undefined;
    }
    return { layers: outputs, logits: this.row(0).logits.slice() };
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

  /** Why the threads cannot go on; undefined while they can. */
  get failure(): ThreadError | undefined {
    return this.#pool.failure;
  }

  /** After a thread failed: starts all anew. Else nothing. */
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

function reserve(bytes: number): WebAssembly.Memory {
  try {
    return createMemory(bytes);
  } catch (cause) {
    throw new MemoryLimitError(
      `The engine needs ${bytes} bytes of memory, which this machine does not give. ` +
        'Create it with fewer contextTokens or cacheBytes.',
      bytes,
      undefined,
      { cause },
    );
  }
}

/** The probe's choice, the same for all engines of a process: it takes some 10 ms. */
let probed: KernelVariant | undefined;

/** Chooses and compiles the kernels; the same are there at once when asked for again. */
export function prepareKernels(kernel: EngineOptions['kernel'] = 'auto'): {
  readonly variant: KernelVariant;
  readonly module: WebAssembly.Module;
} {
  const variant = chooseKernel(kernel);
  return { variant, module: compileOptimised(variant) };
}

function chooseKernel(kernel: 'auto' | KernelVariant): KernelVariant {
  if (kernel !== 'auto') return kernel;
  probed ??= pickKernel().variant;
  return probed;
}

function checkCount(name: string, value: number, most: number): void {
  if (Number.isSafeInteger(value) && value >= 1 && value <= most) return;
  throw new RequestError(`${name} is ${value}; it must be a whole number from 1 to ${most}.`);
}
