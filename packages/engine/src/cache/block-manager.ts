/**
 * Gives sequences their blocks of KV cache and keeps what they computed for later requests: the prefix
 * cache. A sequence begins with the blocks that its tokens share with anything computed before, shares each
 * whole block it fills, and leaves everything behind when it ends. Of sliding layers it holds the window
 * alone; the blocks behind it stay for others as long as there is room.
 *
 * Admission promises a sequence all blocks it may ever need, so a running one never waits for memory.
 * The least recently used prefix goes first, its end before its beginning, as a sequence gives its blocks
 * back from the last to the first.
 */
import type { TokenId } from '../tokenizer.ts';
import { BlockPool } from './block-pool.ts';
import { BLOCK_TOKENS } from './cache-plan.ts';
import type { BlockIndex, KVMemory } from './kv-memory.ts';
import { PrefixNode } from './prefix-tree.ts';

/** What a running sequence holds. */
export interface SequenceBlocks {
  readonly slot: number;
  /** Tokens whose keys and values are there. */
  length: number;
  /** By number: block b holds the positions from b * BLOCK_TOKENS on. */
  readonly full: BlockIndex[];
  /** The same; undefined before the window. */
  readonly sliding: (BlockIndex | undefined)[];
  /** The node of the last whole block; the root where there is none. */
  tip: PrefixNode;
  /** Blocks it may use at most, of either group. */
  readonly mostFull: number;
  readonly mostSliding: number;
}

/** Figures of the cache, in blocks of both groups weighed by their bytes. */
export interface CacheUse {
  /** Bytes that running requests use. */
  readonly usedBytes: number;
  /** Bytes that hold prefixes for later requests. */
  readonly idleBytes: number;
  /** The bound of both together. */
  readonly limitBytes: number;
}

/** A block's tokens, and its keys and values as bytes (KVMemory.read). */
export interface BlockContent {
  readonly tokens: readonly TokenId[];
  readonly full: Uint8Array;
  readonly sliding?: Uint8Array | undefined;
}

/** Blocks of either group. */
interface Needs {
  readonly full: number;
  readonly sliding: number;
}

/** A prefix found: the whole blocks of it, and the block that shares a part. */
interface Match {
  readonly nodes: readonly PrefixNode[];
  readonly part: { readonly node: PrefixNode; readonly length: number } | undefined;
  /** Tokens found. */
  readonly length: number;
}

const NOTHING: Match = { nodes: [], part: undefined, length: 0 };

export class BlockManager {
  readonly #memory: KVMemory;
  readonly #window: number;
  readonly #share: boolean;
  readonly #full: BlockPool<PrefixNode>;
  readonly #sliding: BlockPool<PrefixNode>;
  readonly #root = new PrefixNode(undefined, [], -1, undefined);
  readonly #freeSlots: number[];
  /** Blocks promised to running sequences and not yet taken. */
  #promisedFull = 0;
  /** Blocks of sliding layers that running sequences may use, counted as if none were shared. */
  #promisedSliding = 0;

  /** `window` is the sliding layers'. Without `share` every sequence computes everything itself. */
  constructor(memory: KVMemory, window: number, sequences: number, share = true) {
    this.#memory = memory;
    this.#window = window;
    this.#share = share;
    this.#full = new BlockPool(memory.place.full.blocks);
    this.#sliding = new BlockPool(memory.place.sliding.blocks);
    this.#freeSlots = Array.from({ length: sequences }, (_, i) => sequences - 1 - i);
  }

  get use(): CacheUse {
    const [full, sliding] = this.#blockBytes;
    return {
      usedBytes: this.#full.used * full + this.#sliding.used * sliding,
      idleBytes: this.#full.idle * full + this.#sliding.idle * sliding,
      limitBytes: this.#full.size * full + this.#sliding.size * sliding,
    };
  }

  /** Bytes that a sequence of `tokens` tokens needs if it shares nothing. */
  bytesFor(tokens: number): number {
    const { full, sliding } = this.#needs(tokens);
    const [fullBytes, slidingBytes] = this.#blockBytes;
    return full * fullBytes + sliding * slidingBytes;
  }

  /** Whether a sequence of `tokens` tokens fits at all. */
  fits(tokens: number): boolean {
    const { full, sliding } = this.#needs(tokens);
    return full <= this.#full.size && sliding <= this.#sliding.size;
  }

  /**
   * Takes a sequence in that may grow to `mostTokens`, and begins it with what is cached of `tokens`, the
   * last token excepted, which has to run for its logits. Undefined if there is no place or memory now.
   */
  admit(
    tokens: readonly TokenId[],
    mostTokens: number,
    share = this.#share,
  ): SequenceBlocks | undefined {
    if (this.#freeSlots.length === 0) return undefined;
    const needs = this.#needs(mostTokens);
    let match = share ? this.#match(tokens, tokens.length - 1) : NOTHING;
    if (!this.#hasRoom(needs, match)) {
      // Copying a part of a block needs the block beside the copy.
      match = match.part ? this.#goOnFrom(match.nodes, undefined) : match;
      if (!this.#hasRoom(needs, match)) return undefined;
    }
    const shared = match.nodes.length;
    const blocks: SequenceBlocks = {
      slot: this.#freeSlots.pop()!,
      length: shared * BLOCK_TOKENS,
      full: [],
      sliding: [],
      tip: match.nodes.at(-1) ?? this.#root,
      mostFull: needs.full,
      mostSliding: needs.sliding,
    };
    this.#promisedFull += needs.full - shared;
    this.#promisedSliding += needs.sliding;
    match.nodes.forEach(({ full }, number) => {
      this.#full.retain(full);
      blocks.full.push(full);
      this.#memory.setTable('full', blocks.slot, number, full);
    });
    this.#takeWindow(blocks, match.length, match.nodes);
    if (match.part) this.#copyPart(blocks, match.part.node, match.part.length);
    return blocks;
  }

  /** Makes room for the next `count` tokens of a sequence. */
  extend(blocks: SequenceBlocks, count: number): void {
    this.#leaveWindow(blocks);
    const last = Math.floor((blocks.length + count - 1) / BLOCK_TOKENS);
    for (let number = blocks.full.length; number <= last; number++) {
      const full = this.#full.take((node) => this.#evicted(node));
      if (full === undefined) throw new Error('a block that was promised is not there');
      this.#promisedFull--;
      blocks.full.push(full);
      this.#memory.setTable('full', blocks.slot, number, full);
      if (blocks.mostSliding === 0) continue;
      const sliding = this.#sliding.take((node) => {
        node.sliding = undefined;
      });
      if (sliding === undefined) throw new Error('a block that was promised is not there');
      this.#setSliding(blocks, number, sliding);
    }
  }

  /** Notes that the keys and values of the next `count` tokens were computed; `tokens` are all of the sequence's. */
  commit(blocks: SequenceBlocks, tokens: readonly TokenId[], count: number): void {
    const before = Math.floor(blocks.length / BLOCK_TOKENS);
    blocks.length += count;
    if (!this.#share) return;
    const whole = Math.floor(blocks.length / BLOCK_TOKENS);
    for (let number = before; number < whole; number++) {
      const start = number * BLOCK_TOKENS;
      this.#shareBlock(blocks, number, tokens.slice(start, start + BLOCK_TOKENS));
    }
  }

  /**
   * Ends a sequence. What it computed stays for others as long as nobody needs the room; with `tokens`, those
   * of the sequence, also the block in which it ended.
   */
  release(blocks: SequenceBlocks, tokens?: readonly TokenId[]): void {
    if (tokens) this.keepEnd(blocks, tokens);
    for (let i = blocks.full.length - 1; i >= 0; i--) this.#full.release(blocks.full[i]!);
    for (let i = blocks.sliding.length - 1; i >= 0; i--) {
      const block = blocks.sliding[i];
      if (block !== undefined) this.#sliding.release(block);
    }
    this.#promisedFull -= blocks.mostFull - blocks.full.length;
    this.#promisedSliding -= blocks.mostSliding;
    this.#freeSlots.push(blocks.slot);
  }

  /** Keeps what a sequence computed of its last block for others; the sequence must not go on. */
  keepEnd(blocks: SequenceBlocks, tokens: readonly TokenId[]): void {
    const number = blocks.full.length - 1;
    const rest = blocks.length - number * BLOCK_TOKENS;
    if (!this.#share || rest <= 0 || rest >= BLOCK_TOKENS) return;
    this.#keepPart(blocks, number, tokens.slice(number * BLOCK_TOKENS, blocks.length));
  }

  /** The content of the cached prefix of `tokens`, the sliding layers' only where it is needed to go on. */
  *read(tokens: readonly TokenId[]): Generator<BlockContent> {
    const { nodes, part, length } = this.#match(tokens, tokens.length);
    const begin = this.#windowBegin(length);
    const all = part ? [...nodes, part.node] : nodes;
    for (const [number, node] of all.entries()) {
      const count = Math.min(BLOCK_TOKENS, length - number * BLOCK_TOKENS);
      yield {
        tokens: node.tokens.slice(0, count),
        full: this.#memory.read('full', node.full, count),
        ...(node.sliding !== undefined &&
          number >= begin && { sliding: this.#memory.read('sliding', node.sliding, count) }),
      };
    }
  }

  /** Whether the sizes of `content` are those of this cache. */
  accepts({ tokens, full, sliding }: BlockContent): boolean {
    const { length } = tokens;
    return (
      full.length === this.#memory.bytesOf('full', length) &&
      (!sliding || sliding.length === this.#memory.bytesOf('sliding', length))
    );
  }

  /**
   * Puts what `read` gave behind a sequence that shares nothing, instead of computing it; to be committed like
   * computed tokens.
   */
  write(blocks: SequenceBlocks, content: BlockContent): void {
    const count = content.tokens.length;
    this.extend(blocks, count);
    const number = blocks.full.length - 1;
    this.#memory.write('full', blocks.full[number]!, count, content.full);
    const sliding = blocks.sliding[number];
    if (content.sliding && sliding !== undefined) {
      this.#memory.write('sliding', sliding, count, content.sliding);
    } else if (sliding !== undefined) {
      this.#sliding.release(sliding);
      blocks.sliding[number] = undefined;
    }
  }

  get #blockBytes(): readonly [full: number, sliding: number] {
    return [
      this.#memory.bytesOf('full', BLOCK_TOKENS),
      this.#memory.bytesOf('sliding', BLOCK_TOKENS),
    ];
  }

  #needs(tokens: number): Needs {
    const full = Math.ceil(tokens / BLOCK_TOKENS);
    const { layers, tableBlocks } = this.#memory.place.sliding;
    return { full, sliding: layers.length === 0 ? 0 : Math.min(full, tableBlocks) };
  }

  /** Whether a sequence can have all the blocks it may need, beside what is promised to others. */
  #hasRoom(needs: Needs, { nodes, part }: Match): boolean {
    const copied = part ? 1 : 0;
    const wakened = nodes.filter(({ full }) => this.#full.isIdle(full)).length;
    const full = wakened + needs.full - nodes.length + copied;
    if (this.#full.used + this.#promisedFull + full > this.#full.size) return false;
    return (
      needs.sliding === 0 || this.#promisedSliding + needs.sliding + copied <= this.#sliding.size
    );
  }

  /** Number of the first block that sliding layers need to compute the token at `position`. */
  #windowBegin(position: number): number {
    return Math.floor(Math.max(0, position - this.#window + 1) / BLOCK_TOKENS);
  }

  /** The longest cached prefix of `tokens` from which a sequence can go on, `limit` tokens at most. */
  #match(tokens: readonly TokenId[], limit: number): Match {
    const nodes: PrefixNode[] = [];
    let tip = this.#root;
    let part: Match['part'];
    while (nodes.length * BLOCK_TOKENS < limit) {
      const start = nodes.length * BLOCK_TOKENS;
      const closest = tip.closest(tokens, start);
      if (!closest) break;
      const length = Math.min(closest.length, limit - start);
      if (length < BLOCK_TOKENS) {
        part = { node: closest.node, length };
        break;
      }
      tip = closest.node;
      nodes.push(tip);
    }
    return this.#goOnFrom(nodes, part);
  }

  /** Cuts a match back to where sliding layers have their window. */
  #goOnFrom(nodes: readonly PrefixNode[], part: Match['part']): Match {
    if (this.#memory.place.sliding.layers.length === 0) {
      return { nodes, part, length: nodes.length * BLOCK_TOKENS + (part?.length ?? 0) };
    }
    /** lacking[n]: the last block among the first n that lacks its sliding layers. */
    const lacking = [-1];
    nodes.forEach((node, number) => {
      lacking.push(node.sliding === undefined ? number : lacking[number]!);
    });
    const whole = nodes.length * BLOCK_TOKENS;
    if (part && part.node.sliding !== undefined) {
      const length = whole + part.length;
      if (lacking[nodes.length]! < this.#windowBegin(length)) return { nodes, part, length };
    }
    for (let count = nodes.length; count > 0; count--) {
      const length = count * BLOCK_TOKENS;
      if (lacking[count]! < this.#windowBegin(length)) {
        return { nodes: nodes.slice(0, count), part: undefined, length };
      }
    }
    return NOTHING;
  }

  /** Retains the blocks that sliding layers need to go on at `length`. */
  #takeWindow(blocks: SequenceBlocks, length: number, nodes: readonly PrefixNode[]): void {
    const begin = this.#windowBegin(length);
    nodes.forEach(({ sliding }, number) => {
      if (number < begin || sliding === undefined) {
        blocks.sliding.push(undefined);
        return;
      }
      this.#sliding.retain(sliding);
      this.#setSliding(blocks, number, sliding);
    });
  }

  #setSliding(blocks: SequenceBlocks, number: number, block: BlockIndex): void {
    blocks.sliding[number] = block;
    this.#memory.setTable('sliding', blocks.slot, number, block);
  }

  /** Gives back what lies behind the window of the next token. */
  #leaveWindow(blocks: SequenceBlocks): void {
    const begin = Math.min(this.#windowBegin(blocks.length), blocks.sliding.length);
    for (let number = begin - 1; number >= 0; number--) {
      const block = blocks.sliding[number];
      if (block === undefined) return;
      this.#sliding.release(block);
      blocks.sliding[number] = undefined;
    }
  }

  /** Goes on in the middle of a block: in a copy of its first `length` tokens, as others may use the block itself. */
  #copyPart(blocks: SequenceBlocks, source: PrefixNode, length: number): void {
    const { full, sliding } = source;
    this.#full.retain(full);
    if (sliding !== undefined) this.#sliding.retain(sliding);
    this.extend(blocks, length);
    this.#memory.copy('full', full, blocks.full.at(-1)!, length);
    const target = blocks.sliding.at(-1);
    if (sliding !== undefined && target !== undefined) {
      this.#memory.copy('sliding', sliding, target, length);
    }
    blocks.length += length;
    this.#full.release(full);
    if (sliding !== undefined) this.#sliding.release(sliding);
  }

  /** Puts a block that just became whole into the tree, or takes the one that is there for it. */
  #shareBlock(blocks: SequenceBlocks, number: number, tokens: readonly TokenId[]): void {
    const full = blocks.full[number]!;
    const sliding = blocks.sliding[number];
    let node = blocks.tip.child(tokens);
    if (!node) {
      node = this.#insert(blocks.tip, tokens, full, sliding);
    } else {
      this.#full.retain(node.full);
      this.#full.release(full);
      blocks.full[number] = node.full;
      this.#memory.setTable('full', blocks.slot, number, node.full);
      if (node.sliding === undefined && sliding !== undefined) {
        node.sliding = sliding;
        this.#sliding.label(sliding, node);
      } else if (node.sliding !== undefined && sliding !== undefined) {
        this.#sliding.retain(node.sliding);
        this.#sliding.release(sliding);
        this.#setSliding(blocks, number, node.sliding);
      }
    }
    blocks.tip = node;
  }

  /** Keeps the block in which a sequence ends, unless the tree has as much already. */
  #keepPart(blocks: SequenceBlocks, number: number, tokens: readonly TokenId[]): void {
    const closest = blocks.tip.closest(tokens, 0);
    if (closest && closest.length === tokens.length) return;
    this.#insert(blocks.tip, tokens, blocks.full[number]!, blocks.sliding[number]);
  }

  #insert(
    parent: PrefixNode,
    tokens: readonly TokenId[],
    full: BlockIndex,
    sliding: BlockIndex | undefined,
  ): PrefixNode {
    const beginning = parent.beginningOf(tokens);
    if (beginning) this.#drop(beginning);
    const node = new PrefixNode(parent, tokens, full, sliding);
    parent.add(node);
    this.#full.label(full, node);
    if (sliding !== undefined) this.#sliding.label(sliding, node);
    return node;
  }

  /** A node lost its block of the full layers, without which nothing behind it is of use either. */
  #evicted(node: PrefixNode): void {
    node.remove();
    if (node.sliding !== undefined) this.#sliding.forget(node.sliding);
    for (const child of [...node.children]) this.#drop(child);
  }

  #drop(node: PrefixNode): void {
    this.#evicted(node);
    this.#full.forget(node.full);
  }
}
