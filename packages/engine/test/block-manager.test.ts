/**
 * The block manager under any order of requests: every sequence finds at each of its positions what was
 * computed for exactly its tokens, promised blocks are there, and nothing is lost or held in the end. The
 * "keys and values" here are marks that depend on all tokens up to a position, as the real ones do.
 */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { createMemory, loadKernels } from '@wick/kernels';
import fc from 'fast-check';
import { Arena } from '../src/arena.ts';
import { BlockManager, type SequenceBlocks } from '../src/cache/block-manager.ts';
import { BLOCK_TOKENS, planCache } from '../src/cache/cache-plan.ts';
import {
  type BlockIndex,
  type CacheGroup,
  KVMemory,
  placeKVCache,
} from '../src/cache/kv-memory.ts';
import { Model, type TokenId } from '../src/index.ts';
import { writeTinyModel } from './tiny-model.ts';

const WINDOW = 70;
const SEQUENCES = 4;
const CHUNK = 48;
const MOST_TOKENS = 400;

const { config } = await Model.load(writeTinyModel({ slidingWindow: WINDOW }));

/** A cache with room for `contexts` whole contexts, roughly. */
function newCache(contexts: number) {
  const sizes = { contextTokens: MOST_TOKENS, chunkTokens: CHUNK, sequences: SEQUENCES };
  const whole = planCache(config, { ...sizes, cacheBytes: 1e6 });
  const pair = whole.full.blockBytes + whole.sliding.blockBytes;
  const bytes = Math.ceil(contexts * whole.full.tableBlocks * pair);
  const plan = planCache(config, { ...sizes, cacheBytes: bytes });
  const arena = new Arena();
  const place = placeKVCache(arena, config, plan, SEQUENCES);
  const wasm = createMemory(arena.size);
  const memory = new KVMemory(loadKernels(wasm, 'plain'), wasm.buffer, place, config);
  return { memory, manager: new BlockManager(memory, WINDOW, SEQUENCES) };
}

/** A mark of the tokens up to and including each position (FNV-1a). */
function marksOf(tokens: readonly TokenId[]): number[] {
  let hash = 0x811c9dc5;
  return tokens.map((token) => {
    hash = Math.imul(hash ^ token, 0x01000193);
    return (hash >>> 8) & 0xff;
  });
}

class Marker {
  readonly #memory: KVMemory;

  constructor(memory: KVMemory) {
    this.#memory = memory;
  }

  /** Writes the marks of positions [from, to), as a step would its keys. */
  write(blocks: SequenceBlocks, marks: readonly number[], from: number, to: number): void {
    for (const group of ['full', 'sliding'] as const) {
      for (let position = from; position < to; position++) {
        const content = this.#read(blocks, group, position);
        content[(position % BLOCK_TOKENS) * config.headDim] = marks[position]!;
        const block = this.#blockAt(blocks, group, position);
        this.#memory.write(group, block, BLOCK_TOKENS, content);
      }
    }
  }

  /** Whether all that a token at `blocks.length` would look at is right. */
  check(blocks: SequenceBlocks, marks: readonly number[]): void {
    this.#checkFrom(blocks, 'full', marks, 0);
    this.#checkFrom(blocks, 'sliding', marks, Math.max(0, blocks.length - WINDOW + 1));
  }

  #checkFrom(
    blocks: SequenceBlocks,
    group: CacheGroup,
    marks: readonly number[],
    begin: number,
  ): void {
    let content: Uint8Array = new Uint8Array();
    for (let position = begin; position < blocks.length; position++) {
      const place = position % BLOCK_TOKENS;
      if (place === 0 || position === begin) content = this.#read(blocks, group, position);
      const mark = content[place * config.headDim];
      assert.equal(mark, marks[position], `${group} layers, position ${position}`);
    }
  }

  #read(blocks: SequenceBlocks, group: CacheGroup, position: number): Uint8Array {
    return this.#memory.read(group, this.#blockAt(blocks, group, position), BLOCK_TOKENS);
  }

  #blockAt(blocks: SequenceBlocks, group: CacheGroup, position: number): BlockIndex {
    const block = blocks[group][Math.floor(position / BLOCK_TOKENS)];
    assert.ok(block !== undefined, `no block of ${group} layers at ${position}`);
    return block;
  }
}

/** What happens next: a request comes, one computes, one ends. Numbers choose which. */
const anyEvent = fc.oneof(
  {
    weight: 2,
    arbitrary: fc.record({
      kind: fc.constant('admit' as const),
      // Pieces of few kinds, so that sequences share beginnings of all lengths.
      pieces: fc.array(fc.tuple(fc.constantFrom(20, 64, 90, 128), fc.constantFrom(1, 2)), {
        minLength: 1,
        maxLength: 4,
      }),
      answer: fc.integer({ min: 1, max: 30 }),
    }),
  },
  {
    weight: 6,
    arbitrary: fc.record({
      kind: fc.constant('compute' as const),
      which: fc.nat(),
      count: fc.constantFrom(1, 30, CHUNK, CHUNK),
    }),
  },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('end' as const), which: fc.nat() }) },
);

describe('The block manager', () => {
  it('gives every sequence what belongs to its tokens, and all blocks it was promised (property)', () => {
    fc.assert(
      fc.property(
        fc.array(anyEvent, { minLength: 20, maxLength: 120, size: 'max' }),
        // From so few blocks of sliding layers that they go before the others, to room for all.
        fc.constantFrom(0.7, 0.85, 1.3, 2, 4),
        (events, contexts) => {
          const { memory, manager } = newCache(contexts);
          const marker = new Marker(memory);
          const running: { blocks: SequenceBlocks; tokens: TokenId[]; marks: number[] }[] = [];
          for (const event of events) {
            if (event.kind === 'admit') {
              const prompt = event.pieces.flatMap(([length, kind]) =>
                Array.from({ length }, (_, i) => kind * 10 + (i % 7)),
              );
              const answer = Array.from({ length: event.answer }, (_, i) => 50 + (i % 3));
              const tokens = [...prompt, ...answer].slice(0, MOST_TOKENS);
              const blocks = manager.admit(tokens.slice(0, prompt.length), tokens.length);
              if (!blocks) continue;
              assert.ok(blocks.length < prompt.length);
              const marks = marksOf(tokens);
              marker.check(blocks, marks);
              running.push({ blocks, tokens, marks });
            } else if (running.length > 0) {
              const index = event.which % running.length;
              const { blocks, tokens, marks } = running[index]!;
              if (event.kind === 'end') {
                manager.release(blocks, tokens);
                running.splice(index, 1);
              } else {
                const from = blocks.length;
                const count = Math.min(event.count, tokens.length - from);
                if (count === 0) continue;
                manager.extend(blocks, count);
                marker.write(blocks, marks, from, from + count);
                manager.commit(blocks, tokens, count);
              }
              // What one does must not reach the others.
              const other = running[event.which % Math.max(1, running.length)];
              if (other) marker.check(other.blocks, other.marks);
            }
          }
          for (const { blocks, marks } of running) marker.check(blocks, marks);
          for (const { blocks, tokens } of running) manager.release(blocks, tokens);
          const { usedBytes, idleBytes, limitBytes } = manager.use;
          assert.equal(usedBytes, 0);
          assert.ok(idleBytes <= limitBytes);
          // Everything can be had again: nothing is lost.
          const all = manager.admit([1], MOST_TOKENS, false);
          assert.ok(all);
          manager.extend(all, CHUNK);
          manager.release(all);
        },
      ),
      { numRuns: 200, seed: 5 },
    );
  });

  it('takes no one in beyond the places there are, and gives a place back', () => {
    const { manager } = newCache(20);
    const all = Array.from({ length: SEQUENCES }, (_, i) => manager.admit([i], 10));
    assert.ok(all.every((blocks) => blocks !== undefined));
    assert.deepEqual(all.map((blocks) => blocks?.slot).sort(), [0, 1, 2, 3]);
    assert.equal(manager.admit([9], 10), undefined);
    manager.release(all[2]!);
    assert.equal(manager.admit([9], 10)?.slot, 2);
  });

  it('counts an idle prefix that a sequence takes up against the room of the others', () => {
    const { manager } = newCache(1.3);
    const prefix = Array.from({ length: 3 * BLOCK_TOKENS }, (_, i) => i);
    const first = manager.admit(prefix, prefix.length)!;
    for (let done = 0; done < prefix.length; done += BLOCK_TOKENS / 2) {
      manager.extend(first, BLOCK_TOKENS / 2);
      manager.commit(first, prefix, BLOCK_TOKENS / 2);
    }
    manager.release(first, prefix);
    // Nine blocks: five are promised, so seven more are too many, though three of those are cached.
    const other = manager.admit([7, 7, 7], 5 * BLOCK_TOKENS)!;
    assert.equal(manager.admit([...prefix, 1], MOST_TOKENS), undefined);
    manager.release(other, []);
    assert.equal(manager.admit([...prefix, 1], MOST_TOKENS)?.length, prefix.length);
  });
});
