/**
 * Where everything lies in the engine's one shared memory: weights as the kernels want them, the KV
 * cache, and the buffers of a step. Made once by the main thread; plain data, so that it can be sent
 * to the workers.
 */
import { BLOCK_ROWS } from '@wick/kernels';
import { Arena, type ByteOffset } from './arena.ts';
import { Barrier } from './barrier.ts';
import type { CachePlan } from './cache/cache-plan.ts';
import { type KVCachePlace, type KVLayerPlace, placeKVCache } from './cache/kv-memory.ts';
import type { ModelConfig } from './config.ts';
import { ControlBlock } from './control-block.ts';

/** Query heads whose attention a thread computes in one go: two share the loading of keys and values, more do not. */
export const HEADS_AT_ONCE = 2;

/**
 * An int8 matrix [rows, columns] with a scale and a weight sum for each row (the head: for each row and group), packed
 * in blocks of BLOCK_ROWS rows as Kernels.packRows describes; rows are rounded up to whole blocks, B of them.
 */
export interface MatrixPlace {
  readonly rows: number;
  readonly columns: number;
  /** Columns that have a scale together. */
  readonly groupColumns: number;
  /** i8 [B, columns / 16, 8, 16] */
  readonly weights: ByteOffset;
  /** f32 [B, groups, 8] */
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
  /** f32 [two heads, contextTokens rounded up], for attention scores. */
  readonly scores: ByteOffset;
}

/** What a step is about: T rows, each a token of some sequence. */
export interface RowsPlace {
  /** i32 [T] each: the token's position in its sequence, and the sequence's slot. */
  readonly positions: ByteOffset;
  readonly slots: ByteOffset;
  /** f32 [T, headDim / 2] each: rotation of the row's position. */
  readonly cosines: ByteOffset;
  readonly sines: ByteOffset;
}

/** The logits a step was asked for, S at most. */
export interface LogitsPlace {
  /** f32 [S, stride], of which a row's first vocab are logits. */
  readonly values: ByteOffset;
  readonly stride: number;
  /** i32 [S]: the token with the highest logit, the lowest id on ties. */
  readonly best: ByteOffset;
  /** f32 [S]: sum of exp(logit - highest). */
  readonly sums: ByteOffset;
}

/** The model's sizes that a step needs, and the place of everything. T = stepTokens, S = sequences. */
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
  /** Tokens a sequence may have at most. */
  readonly contextTokens: number;
  /** Tokens of one sequence, and of prompts in all, that a step takes at most. */
  readonly chunkTokens: number;
  /** Sequences that run at once, at most. */
  readonly sequences: number;
  /** Rows of a step at most: a chunk of prompts beside one token of every sequence. */
  readonly stepTokens: number;

  /** The bytes in which all weights lie: `embedding`, `layers` (but for the cache) and `finalNorm`. */
  readonly weights: { readonly begin: ByteOffset; readonly end: ByteOffset };
  /** Where rows lie before they are packed: i8 [8, columns of the widest matrix], f32 [8, groups of the head]. */
  readonly staging: { readonly rows: ByteOffset; readonly scales: ByteOffset };
  readonly embedding: MatrixPlace;
  readonly layers: readonly LayerPlace[];
  readonly finalNorm: ByteOffset;
  readonly cache: KVCachePlace;

  readonly rows: RowsPlace;
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
  readonly logits: LogitsPlace;

  readonly threads: readonly ThreadPlace[];
  readonly control: ByteOffset;
  readonly barrier: ByteOffset;
  /** Bytes of the whole memory. */
  readonly bytes: number;
}

export interface LayoutSizes {
  readonly contextTokens: number;
  readonly chunkTokens: number;
  readonly sequences: number;
  readonly threads: number;
  readonly cache: CachePlan;
}

/** Blocks of a packed matrix. */
function blocksOf(rows: number): number {
  return Math.ceil(rows / BLOCK_ROWS);
}

/** Plans the memory of an engine for `config`. */
export function planLayout(config: ModelConfig, sizes: LayoutSizes): Layout {
  const { contextTokens, chunkTokens, sequences } = sizes;
  const { hiddenSize, intermediateSize, heads, kvHeads, headDim, vocabSize } = config;
  const stepTokens = chunkTokens + sequences;
  const logitStride = blocksOf(vocabSize) * BLOCK_ROWS;
  const arena = new Arena();
  const matrix = (rows: number, columns: number, groupColumns = columns): MatrixPlace => {
    const padded = blocksOf(rows) * BLOCK_ROWS;
    const scales = (padded * columns) / groupColumns;
    return {
      rows,
      columns,
      groupColumns,
      weights: arena.bytes(padded * columns),
      scales: arena.words(scales),
      sums: arena.words(scales),
    };
  };
  const activations = (columns: number): ActivationPlace => ({
    values: arena.bytes(stepTokens * columns),
    scales: arena.words(stepTokens),
  });
  const begin = arena.size;
  const embedding = matrix(vocabSize, hiddenSize, config.headGroup);
  const weights = config.layerTypes.map(() => ({
    norm: arena.words(hiddenSize),
    queryKeyValue: matrix(config.queryWidth + 2 * config.kvWidth, hiddenSize),
    gate: matrix(intermediateSize, hiddenSize),
    up: matrix(intermediateSize, hiddenSize),
    output: matrix(hiddenSize, config.queryWidth),
    down: matrix(hiddenSize, intermediateSize),
  }));
  const finalNorm = arena.words(hiddenSize);
  const end = arena.size;
  const cache = placeKVCache(arena, config, sizes.cache, sequences);
  const places = { sliding: cache.sliding.layers.values(), full: cache.full.layers.values() };
  const layers = weights.map((place, index): LayerPlace => {
    const sliding = config.layerTypes[index] === 'sliding_attention';
    return { ...place, cache: (sliding ? places.sliding : places.full).next().value!, sliding };
  });

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
    sequences,
    stepTokens,

    weights: { begin, end },
    staging: {
      rows: arena.bytes(BLOCK_ROWS * Math.max(hiddenSize, intermediateSize, config.queryWidth)),
      scales: arena.words((BLOCK_ROWS * hiddenSize) / config.headGroup),
    },
    embedding,
    layers,
    finalNorm,
    cache,

    rows: {
      positions: arena.words(stepTokens),
      slots: arena.words(stepTokens),
      cosines: arena.words((stepTokens * headDim) / 2),
      sines: arena.words((stepTokens * headDim) / 2),
    },
    hidden: arena.words(stepTokens * hiddenSize),
    headVectors: arena.words(stepTokens * (heads + 2 * kvHeads) * headDim),
    queries: {
      values: arena.bytes(stepTokens * heads * headDim),
      scales: arena.words(stepTokens * heads),
    },
    attended: arena.words(stepTokens * heads * headDim),
    gate: arena.words(stepTokens * intermediateSize),
    up: arena.words(stepTokens * intermediateSize),
    logits: {
      values: arena.words(sequences * logitStride),
      stride: logitStride,
      best: arena.words(sequences),
      sums: arena.words(sequences),
    },

    threads: Array.from({ length: sizes.threads }, () => ({
      norm: arena.words(hiddenSize),
      normed: activations(hiddenSize),
      attended: activations(heads * headDim),
      activated: activations(intermediateSize),
      scores: arena.words(HEADS_AT_ONCE * (contextTokens + 4)),
    })),
    control: arena.words(ControlBlock.WORDS),
    barrier: arena.words(Barrier.WORDS),
    bytes: arena.size,
  };
}
