/**
 * The KV cache as memory: where the blocks lie, and the copying of them. Which block holds what is the block
 * manager's business; the kernels find a sequence's blocks through its two tables.
 */
import type { Kernels } from '@wick/kernels';
import type { Arena, ByteOffset } from '../arena.ts';
import type { ModelConfig } from '../config.ts';
import { BLOCK_TOKENS, type CachePlan, type GroupPlan } from './cache-plan.ts';

/** The layers that see everything, and those that see a sliding window. */
export type CacheGroup = 'full' | 'sliding';

/** Index of a block among those of its group. */
export type BlockIndex = number;

/** One layer's keys and values: i8 [kvHeads, blocks * BLOCK_TOKENS, headDim], scales f32 [kvHeads, blocks * BLOCK_TOKENS]. */
export interface KVLayerPlace {
  readonly keys: ByteOffset;
  readonly keyScales: ByteOffset;
  readonly values: ByteOffset;
  readonly valueScales: ByteOffset;
}

export interface KVGroupPlace {
  readonly layers: readonly KVLayerPlace[];
  readonly blocks: number;
  readonly tableBlocks: number;
  /** i32 [sequences, tableBlocks]: block b of a sequence is at entry b % tableBlocks of its row. */
  readonly tables: ByteOffset;
}

export interface KVCachePlace {
  readonly full: KVGroupPlace;
  readonly sliding: KVGroupPlace;
}

/** Reserves the memory of `plan`, with tables for `sequences` sequences. */
export function placeKVCache(
  arena: Arena,
  config: ModelConfig,
  plan: CachePlan,
  sequences: number,
): KVCachePlace {
  const place = ({ layers, blocks, tableBlocks }: GroupPlan): KVGroupPlace => ({
    layers: Array.from({ length: layers }, () => ({
      keys: arena.bytes(blocks * BLOCK_TOKENS * config.kvWidth),
      keyScales: arena.words(blocks * BLOCK_TOKENS * config.kvHeads),
      values: arena.bytes(blocks * BLOCK_TOKENS * config.kvWidth),
      valueScales: arena.words(blocks * BLOCK_TOKENS * config.kvHeads),
    })),
    blocks,
    tableBlocks,
    tables: arena.words(sequences * tableBlocks),
  });
  return { full: place(plan.full), sliding: place(plan.sliding) };
}

export class KVMemory {
  readonly place: KVCachePlace;
  readonly #kernels: Kernels;
  readonly #bytes: Uint8Array;
  readonly #words: Int32Array;
  readonly #kvHeads: number;
  readonly #headDim: number;

  /** `memory` is what `kernels` work on. */
  constructor(kernels: Kernels, memory: ArrayBufferLike, place: KVCachePlace, config: ModelConfig) {
    this.#kernels = kernels;
    this.place = place;
    this.#bytes = new Uint8Array(memory);
    this.#words = new Int32Array(memory);
    this.#kvHeads = config.kvHeads;
    this.#headDim = config.headDim;
  }

  /** Tells the kernels that the sequence in `slot` has its block number `number` in `block`. */
  setTable(group: CacheGroup, slot: number, number: number, block: BlockIndex): void {
    const { tables, tableBlocks } = this.place[group];
    this.#words[tables / 4 + slot * tableBlocks + (number % tableBlocks)] = block;
  }

  /** Copies the first `tokens` positions of one block to another. */
  copy(group: CacheGroup, from: BlockIndex, to: BlockIndex, tokens: number): void {
    const ahead = (to - from) * BLOCK_TOKENS;
    this.#eachSpan(group, from, tokens, (begin, bytes, rowBytes) => {
      this.#kernels.copy(begin, begin + ahead * rowBytes, bytes);
    });
  }

  /** Bytes that `tokens` positions of a block take. */
  bytesOf(group: CacheGroup, tokens: number): number {
    const { layers } = this.place[group];
    return layers.length * tokens * this.#kvHeads * 2 * (this.#headDim + 4);
  }

  /** A copy of a block's first `tokens` positions. */
  read(group: CacheGroup, block: BlockIndex, tokens: number): Uint8Array {
    const copy = new Uint8Array(this.bytesOf(group, tokens));
    let at = 0;
    this.#eachSpan(group, block, tokens, (begin, bytes) => {
      copy.set(this.#bytes.subarray(begin, begin + bytes), at);
      at += bytes;
    });
    return copy;
  }

  /** Writes what `read` gave for as many positions. */
  write(group: CacheGroup, block: BlockIndex, tokens: number, content: Uint8Array): void {
    let at = 0;
    this.#eachSpan(group, block, tokens, (begin, bytes) => {
      this.#bytes.set(content.subarray(at, at + bytes), begin);
      at += bytes;
    });
  }

  /** Tells where the first `tokens` positions of a block lie: a span for each layer, head and kind. */
  #eachSpan(
    group: CacheGroup,
    block: BlockIndex,
    tokens: number,
    tell: (begin: ByteOffset, bytes: number, rowBytes: number) => void,
  ): void {
    const { layers, blocks } = this.place[group];
    for (const { keys, keyScales, values, valueScales } of layers) {
      for (let head = 0; head < this.#kvHeads; head++) {
        const row = (head * blocks + block) * BLOCK_TOKENS;
        tell(keys + row * this.#headDim, tokens * this.#headDim, this.#headDim);
        tell(keyScales + row * 4, tokens * 4, 4);
        tell(values + row * this.#headDim, tokens * this.#headDim, this.#headDim);
        tell(valueScales + row * 4, tokens * 4, 4);
      }
    }
  }
}
