/**
 * How the KV cache's bytes are shared out. A block holds the keys and values of BLOCK_TOKENS consecutive
 * positions; layers that attend to everything and layers that attend to a sliding window have blocks of
 * their own, because a sequence keeps all of the former and only its window of the latter. What running
 * requests do not need holds the prefixes of earlier ones.
 */
import type { ModelConfig } from '../config.ts';
import { RequestError } from '../errors.ts';

/** Positions in a block: few enough to share prefixes finely, many enough that a table look-up costs nothing. */
export const BLOCK_TOKENS = 64;

/** The longest context an engine is created for, unless the model was made for more. */
export const MOST_CONTEXT_TOKENS = 131_072;

/** By default there is room for this many whole contexts, so that prefixes of several documents stay. */
const DEFAULT_CONTEXTS = 4;
/** And by default at most this many bytes, unless one whole context takes more. */
const DEFAULT_CACHE_BYTES = 64e6;

/** The blocks of the layers of one kind. */
export interface GroupPlan {
  readonly layers: number;
  /** Bytes of a block in all these layers together. */
  readonly blockBytes: number;
  /** Blocks there is memory for. */
  readonly blocks: number;
  /** Blocks a sequence uses at once, at most; its table is a ring of this length. */
  readonly tableBlocks: number;
}

export interface CachePlan {
  readonly full: GroupPlan;
  readonly sliding: GroupPlan;
  readonly bytes: number;
}

export interface CacheSizes {
  readonly contextTokens: number;
  /** Tokens of one sequence that a step computes at most. */
  readonly chunkTokens: number;
  /** Sequences that run at once. */
  readonly sequences: number;
  /** Bound of the whole cache; by default what the constants above say. */
  readonly cacheBytes?: number | undefined;
}

/** Throws RequestError where `cacheBytes` is too little for any sequence. */
export function planCache(config: ModelConfig, sizes: CacheSizes): CachePlan {
  const { contextTokens, sequences } = sizes;
  const needed = blocksOf(config, contextTokens, sizes.chunkTokens);
  const [fullLayers, slidingLayers] = layerCounts(config);
  const [fullBytes, slidingBytes] = [
    blockBytes(config, fullLayers),
    blockBytes(config, slidingLayers),
  ];
  const most = sizes.cacheBytes ?? defaultBytes(needed, fullBytes, slidingBytes, sequences);
  const atMost = sizes.cacheBytes ? Number.POSITIVE_INFINITY : DEFAULT_CONTEXTS * needed.full;

  // As many of both, so that a prefix can be gone on from anywhere; but one whole context comes first.
  const pairs = Math.floor(most / (fullBytes + slidingBytes));
  const spare = most - needed.sliding * slidingBytes;
  const deep =
    fullLayers === 0 ? needed.full : Math.min(needed.full, Math.floor(spare / fullBytes));
  const full = Math.min(Math.max(pairs, deep), atMost);
  const left = slidingLayers === 0 ? 0 : Math.floor((most - full * fullBytes) / slidingBytes);
  const sliding = Math.min(left, Math.max(atMost, sequences * needed.sliding));
  if (full < 1 || sliding < needed.sliding) {
    throw new RequestError(
      `cacheBytes is ${most}; even a short sequence needs ${fullBytes + needed.sliding * slidingBytes}.`,
    );
  }
  return {
    full: { layers: fullLayers, blockBytes: fullBytes, blocks: full, tableBlocks: needed.full },
    sliding: {
      layers: slidingLayers,
      blockBytes: slidingBytes,
      blocks: sliding,
      tableBlocks: needed.sliding,
    },
    bytes: full * fullBytes + sliding * slidingBytes,
  };
}

/** Bytes of cache that one sequence of `tokens` tokens uses at once. */
export function sequenceBytes(config: ModelConfig, tokens: number, chunkTokens: number): number {
  const [fullLayers, slidingLayers] = layerCounts(config);
  const { full, sliding } = blocksOf(config, tokens, chunkTokens);
  return full * blockBytes(config, fullLayers) + sliding * blockBytes(config, slidingLayers);
}

/** Blocks that `tokens` tokens use at once: all of the full layers', the window and a step's of the sliding ones'. */
function blocksOf(config: ModelConfig, tokens: number, chunkTokens: number) {
  const full = Math.ceil(tokens / BLOCK_TOKENS);
  const [, slidingLayers] = layerCounts(config);
  if (slidingLayers === 0) return { full, sliding: 0 };
  // A step's first token sees slidingWindow - 1 before it; together they may begin in the middle of a block.
  const span = config.slidingWindow - 1 + chunkTokens;
  return { full, sliding: Math.min(full, Math.ceil((span - 1) / BLOCK_TOKENS) + 1) };
}

function layerCounts(config: ModelConfig): readonly [full: number, sliding: number] {
  const sliding = config.layerTypes.filter((type) => type === 'sliding_attention').length;
  return [config.layers - sliding, sliding];
}

/** Keys and values of a block's positions: int8 with a float32 scale for each head. */
function blockBytes(config: ModelConfig, layers: number): number {
  return layers * BLOCK_TOKENS * 2 * (config.kvWidth + 4 * config.kvHeads);
}

function defaultBytes(
  needed: { readonly full: number; readonly sliding: number },
  fullBytes: number,
  slidingBytes: number,
  sequences: number,
): number {
  const one = needed.full * fullBytes + sequences * needed.sliding * slidingBytes;
  return Math.max(DEFAULT_CACHE_BYTES, one);
}
