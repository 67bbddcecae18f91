/**
 * Which tokens the key-value cache holds, from position 0 on: what a request shares with the one
 * before is not computed again. The keys and values themselves lie in the engine's memory, int8 with
 * a scale for each token and head; every layer keeps all positions, and a sliding window is only a
 * matter of which of them a query looks at.
 */
import type { Arena, ByteOffset } from './arena.ts';
import type { ModelConfig } from './config.ts';
import type { TokenId } from './tokenizer.ts';

/** Where one layer's keys and values lie: int8 [kvHeads, positions, headDim] and f32 [kvHeads, positions]. */
export interface KVLayerPlace {
  readonly keys: ByteOffset;
  readonly keyScales: ByteOffset;
  readonly values: ByteOffset;
  readonly valueScales: ByteOffset;
}

/** Reserves the memory for `positions` tokens in every layer. */
export function placeKVCache(arena: Arena, config: ModelConfig, positions: number): KVLayerPlace[] {
  return config.layerTypes.map(() => ({
    keys: arena.bytes(positions * config.kvWidth),
    keyScales: arena.words(positions * config.kvHeads),
    values: arena.bytes(positions * config.kvWidth),
    valueScales: arena.words(positions * config.kvHeads),
  }));
}

/** Bytes that `positions` tokens take in all layers. */
export function kvCacheBytes(config: ModelConfig, positions: number): number {
  return config.layers * positions * 2 * (config.kvWidth + 4 * config.kvHeads);
}

export class KVCache {
  /** Tokens it has room for. */
  readonly capacity: number;
  readonly #tokens: TokenId[] = [];

  constructor(capacity: number) {
    this.capacity = capacity;
  }

  /** Tokens held. */
  get length(): number {
    return this.#tokens.length;
  }

  /** Keeps the longest common prefix with `prompt`, at most `limit` tokens of it, and gives its length. */
  keepPrefix(prompt: readonly TokenId[], limit: number): number {
    const most = Math.min(prompt.length, this.#tokens.length, limit);
    let length = 0;
    while (length < most && this.#tokens[length] === prompt[length]) length++;
    this.#tokens.length = length;
    return length;
  }

  /** Notes that the keys and values of `tokens` were computed for the next positions. */
  append(tokens: readonly TokenId[]): void {
    for (const token of tokens) this.#tokens.push(token);
  }

  clear(): void {
    this.#tokens.length = 0;
  }
}
