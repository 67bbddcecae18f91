/**
 * Content addresses of blocks: a tree in which the path from the root spells the tokens before and in a
 * block. Keys and values depend on nothing but these tokens and their positions, so equal paths mean equal
 * bits, whoever computed them. Tokens are compared one by one, never by a hash alone.
 */
import type { TokenId } from '../tokenizer.ts';
import { BLOCK_TOKENS } from './cache-plan.ts';
import type { BlockIndex } from './kv-memory.ts';

export class PrefixNode {
  readonly parent: PrefixNode | undefined;
  /** BLOCK_TOKENS of them; fewer where a sequence ended in the block, and then there are no children. */
  readonly tokens: readonly TokenId[];
  readonly full: BlockIndex;
  /** Undefined once it was evicted: then sequences can be gone on from further behind only. */
  sliding: BlockIndex | undefined;
  /** In the order of their tokens, a beginning before what goes on from it. */
  readonly children: PrefixNode[] = [];

  constructor(
    parent: PrefixNode | undefined,
    tokens: readonly TokenId[],
    full: BlockIndex,
    sliding: BlockIndex | undefined,
  ) {
    this.parent = parent;
    this.tokens = tokens;
    this.full = full;
    this.sliding = sliding;
  }

  /** The child with exactly these tokens. */
  child(tokens: readonly TokenId[]): PrefixNode | undefined {
    const node = this.children[this.#indexOf(tokens, 0)];
    const isIt = node?.tokens.length === tokens.length;
    return isIt && commonLength(node.tokens, tokens, 0) === tokens.length ? node : undefined;
  }

  /** A child that shares most tokens with those of `tokens` from `start` on, and how many; undefined if none shares any. */
  closest(
    tokens: readonly TokenId[],
    start: number,
  ): { readonly node: PrefixNode; readonly length: number } | undefined {
    // Sorted, so it is one of the two between which `tokens` would stand.
    const index = this.#indexOf(tokens, start);
    const [before, after] = [this.children[index - 1], this.children[index]];
    const lengthBefore = before ? commonLength(before.tokens, tokens, start) : 0;
    const lengthAfter = after ? commonLength(after.tokens, tokens, start) : 0;
    if (after && lengthAfter > 0 && lengthAfter >= lengthBefore) {
      return { node: after, length: lengthAfter };
    }
    return before && lengthBefore > 0 ? { node: before, length: lengthBefore } : undefined;
  }

  /** The child that `tokens` go on from, if it stands next to them: it is superfluous beside them. */
  beginningOf(tokens: readonly TokenId[]): PrefixNode | undefined {
    const before = this.children[this.#indexOf(tokens, 0) - 1];
    const length = before ? commonLength(before.tokens, tokens, 0) : 0;
    return length > 0 && length === before?.tokens.length ? before : undefined;
  }

  add(node: PrefixNode): void {
    this.children.splice(this.#indexOf(node.tokens, 0), 0, node);
  }

  /** Takes this node out of its parent. */
  remove(): void {
    const siblings = this.parent?.children ?? [];
    const index = siblings.indexOf(this);
    if (index >= 0) siblings.splice(index, 1);
  }

  /** Index of the first child whose tokens are not before those of `tokens` from `start` on. */
  #indexOf(tokens: readonly TokenId[], start: number): number {
    let [low, high] = [0, this.children.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if (isBefore(this.children[middle]!.tokens, tokens, start)) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}

/** How many of `own` equal those of `tokens` from `start` on. */
function commonLength(own: readonly TokenId[], tokens: readonly TokenId[], start: number): number {
  const most = Math.min(own.length, tokens.length - start);
  let length = 0;
  while (length < most && own[length] === tokens[start + length]) length++;
  return length;
}

/** Whether `own` comes before a block's worth of `tokens` from `start` on. */
function isBefore(own: readonly TokenId[], tokens: readonly TokenId[], start: number): boolean {
  const length = commonLength(own, tokens, start);
  const rest = Math.min(BLOCK_TOKENS, tokens.length - start);
  if (length === own.length) return length < rest;
  return length < rest && own[length]! < tokens[start + length]!;
}
