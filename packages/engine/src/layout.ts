/**
 * Where everything lies in the engine's one shared memory: weights as the kernels want them, the KV
 * cache, and the buffers of a step. Made once by the main thread; plain data, so that it can be sent
 * to the workers.
 */
import { Arena, type ByteOffset } from './arena.ts';
import { Barrier } from './barrier.ts';
import type { ModelConfig } from './config.ts';
import { ControlBlock } from './control-block.ts';
import { type KVLayerPlace, placeKVCache } from './kv-cache.ts';

/** An int8 matrix [rows, columns] with a scale and a weight sum for each row (the head: for each row and group). */
export interface MatrixPlace {
  readonly rows: number;
  readonly columns: number;
  /** i8 [rows, columns] */
  readonly weights: ByteOffset;
  /** f32 [rows] or [rows, groups] */
  readonly scales: ByteOffset;
  /** i32, shaped like the scales */
  readonly sums: ByteOffset;
}

export interface LayerPlace {
  readonly norm: ByteOffset;
  /** The rows of query, key and value below each other, so that one call gives all heads' vectors. */
  readonly queryKeyValue: MatrixPlace;
  readonly gate: MatrixPlace;
  readonly up: MatrixPlace;
  readonly output: MatrixPlace;
  readonly down: MatrixPlace;
  readonly cache: KVLayerPlace;
  readonly sliding: boolean;
}

/** u8 vectors [tokens, columns] and their scales f32 [tokens]: what a linear map takes. */
export interface ActivationPlace {
  readonly values: ByteOffset;
  readonly scales: ByteOffset;
}

/** Buffers that one thread has for itself. */
export interface ThreadPlace {
  /** f32 [hidden], for the norm's intermediate values. */
  readonly norm: ByteOffset;
  readonly normed: ActivationPlace;
  readonly attended: ActivationPlace;
  readonly activated: ActivationPlace;
  /** f32 [heads, contextTokens rounded up], for attention scores. */
  readonly scores: ByteOffset;
}

/** The model's sizes that a step needs, and the place of everything. T = chunkTokens. */
export interface Layout {
  readonly hiddenSize: number;
  readonly intermediateSize: number;
  readonly heads: number;
  readonly kvHeads: number;
  readonly headDim: number;
  readonly vocabSize: number;
  readonly headGroup: number;
  readonly normEps: number;
  readonly logitScale: number;
  readonly slidingWindow: number;
  /** Positions the KV cache has room for. */
  readonly contextTokens: number;
  /** Most tokens of one step. */
  readonly chunkTokens: number;

  /** The bytes in which all weights lie: `embedding`, `layers` (but for the cache) and `finalNorm`. */
  readonly weights: { readonly begin: ByteOffset; readonly end: ByteOffset };
  readonly embedding: MatrixPlace;
  readonly layers: readonly LayerPlace[];
  readonly finalNorm: ByteOffset;
  /** f32 [contextTokens, headDim / 2] each. */
  readonly cosines: ByteOffset;
  readonly sines: ByteOffset;

  /** The residual stream: f32 [T, hidden]. */
  readonly hidden: ByteOffset;
  /** Vectors of all query, key and value heads: f32 [T, (heads + 2 kvHeads) * headDim]. */
  readonly headVectors: ByteOffset;
  /** i8 [T, heads, headDim] and f32 [T, heads]. */
  readonly queries: ActivationPlace;
  /** f32 [T, heads * headDim] */
  readonly attended: ByteOffset;
  /** f32 [T, intermediate] each; the gate's also takes silu(gate) * up. */
  readonly gate: ByteOffset;
  readonly up: ByteOffset;
  /** f32 [vocab] */
  readonly logits: ByteOffset;

  readonly threads: readonly ThreadPlace[];
  readonly control: ByteOffset;
  readonly barrier: ByteOffset;
  /** Bytes of the whole memory. */
  readonly bytes: number;
}

/** Plans the memory of an engine for `config`. */
export function planLayout(
  config: ModelConfig,
  sizes: { readonly contextTokens: number; readonly chunkTokens: number; readonly threads: number },
): Layout {
  const { contextTokens, chunkTokens } = sizes;
  const { hiddenSize, intermediateSize, heads, kvHeads, headDim, vocabSize } = config;
  const arena = new Arena();
  const matrix = (rows: number, columns: number, groups = 1): MatrixPlace => ({
    rows,
    columns,
    weights: arena.bytes(rows * columns),
    scales: arena.words(rows * groups),
    sums: arena.words(rows * groups),
  });
  const activations = (columns: number): ActivationPlace => ({
    values: arena.bytes(chunkTokens * columns),
    scales: arena.words(chunkTokens),
  });
  const caches = placeKVCache(arena, config, contextTokens);
  const begin = arena.size;
  const embedding = matrix(vocabSize, hiddenSize, hiddenSize / config.headGroup);
  const layers = config.layerTypes.map((type, index) => ({
    norm: arena.words(hiddenSize),
    queryKeyValue: matrix(config.queryWidth + 2 * config.kvWidth, hiddenSize),
    gate: matrix(intermediateSize, hiddenSize),
    up: matrix(intermediateSize, hiddenSize),
    output: matrix(hiddenSize, config.queryWidth),
    down: matrix(hiddenSize, intermediateSize),
    cache: caches[index]!,
    sliding: type === 'sliding_attention',
  }));
  const finalNorm = arena.words(hiddenSize);
  const end = arena.size;

  return {
    hiddenSize,
    intermediateSize,
    heads,
    kvHeads,
    headDim,
    vocabSize,
    headGroup: config.headGroup,
    normEps: config.layerNormEps,
    logitScale: config.logitScale,
    slidingWindow: config.slidingWindow,
    contextTokens,
    chunkTokens,

    weights: { begin, end },
    embedding,
    layers,
    finalNorm,
    cosines: arena.words((contextTokens * headDim) / 2),
    sines: arena.words((contextTokens * headDim) / 2),

    hidden: arena.words(chunkTokens * hiddenSize),
    headVectors: arena.words(chunkTokens * (heads + 2 * kvHeads) * headDim),
    queries: {
      values: arena.bytes(chunkTokens * heads * headDim),
      scales: arena.words(chunkTokens * heads),
    },
    attended: arena.words(chunkTokens * heads * headDim),
    gate: arena.words(chunkTokens * intermediateSize),
    up: arena.words(chunkTokens * intermediateSize),
    logits: arena.words(vocabSize),

    threads: Array.from({ length: sizes.threads }, () => ({
      norm: arena.words(hiddenSize),
      normed: activations(hiddenSize),
      attended: activations(heads * headDim),
      activated: activations(intermediateSize),
      scores: arena.words(heads * (contextTokens + 4)),
    })),
    control: arena.words(ControlBlock.WORDS),
    barrier: arena.words(Barrier.WORDS),
    bytes: arena.size,
  };
}
