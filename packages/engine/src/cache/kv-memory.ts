/**
 * The KV cache as memory: where the blocks lie, and the copying of them. Which block holds what is the block
 * manager's business; the kernels find a sequence's blocks through its two tables.
 */
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
  readonly #bytes: Uint8Array;
  readonly #words: Int32Array;
  readonly #kvHeads: number;
  readonly #headDim: number;

  constructor(memory: ArrayBufferLike, place: KVCachePlace, config: ModelConfig) {
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
    const targets = this.#spans(group, to, tokens);
    this.#spans(group, from, tokens).forEach((source, i) => {
      this.#bytes.copyWithin(targets[i]!.begin, source.begin, source.end);
    });
  }

  /** Bytes that `tokens` positions of a block take. */
  bytesOf(group: CacheGroup, tokens: number): number {
    return this.#spans(group, 0, tokens).reduce((sum, { begin, end }) => sum + end - begin, 0);
  }

  /** A copy of a block's first `tokens` positions. */
  read(group: CacheGroup, block: BlockIndex, tokens: number): Uint8Array {
    const copy = new Uint8Array(this.bytesOf(group, tokens));
    let at = 0;
    for (const { begin, end } of this.#spans(group, block, tokens)) {
      copy.set(this.#bytes.subarray(begin, end), at);
      at += end - begin;
    }
    return copy;
  }

  /** Writes what `read` gave for as many positions. */
  write(group: CacheGroup, block: BlockIndex, tokens: number, content: Uint8Array): void {
    let at = 0;
    for (const { begin, end } of this.#spans(group, block, tokens)) {
      this.#bytes.set(content.subarray(at, at + end - begin), begin);
      at += end - begin;
    }
  }

  /** Where the first `tokens` positions of a block lie: a span for each layer, head and kind. */
  #spans(
    group: CacheGroup,
    block: BlockIndex,
    tokens: number,
  ): { readonly begin: ByteOffset; readonly end: ByteOffset }[] {
    const { layers, blocks } = this.place[group];
    const rows = blocks * BLOCK_TOKENS;
    return layers.flatMap(({ keys, keyScales, values, valueScales }) =>
      Array.from(
        { length: this.#kvHeads },
        (_, head) => head * rows + block * BLOCK_TOKENS,
      ).flatMap((row) => [
        span(keys, row, tokens, this.#headDim),
        span(keyScales, row, tokens, 4),
        span(values, row, tokens, this.#headDim),
        span(valueScales, row, tokens, 4),
      ]),
    );
  }
}

function span(start: ByteOffset, row: number, rows: number, rowBytes: number) {
  return { begin: start + row * rowBytes, end: start + (row + rows) * rowBytes };
}
