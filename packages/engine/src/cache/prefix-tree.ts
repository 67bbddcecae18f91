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
  /** Undefined once it was evicted: the sequence can be gone on from a window further on only. */
  sliding: BlockIndex | undefined;
  /** By their first token. */
  readonly #children = new Map<TokenId, PrefixNode[]>();

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

  get isWhole(): boolean {
    return this.tokens.length === BLOCK_TOKENS;
  }

  /** The child with exactly these tokens. */
  child(tokens: readonly TokenId[]): PrefixNode | undefined {
    return this.#children
      .get(tokens[0]!)
      ?.find(
        (node) =>
          node.tokens.length === tokens.length &&
          commonLength(node.tokens, tokens, 0) === tokens.length,
      );
  }

  /** The child that shares most tokens with those of `tokens` from `start` on, and how many; whole blocks first. */
  closest(
    tokens: readonly TokenId[],
    start: number,
  ): { node: PrefixNode; length: number } | undefined {
    let best: { node: PrefixNode; length: number } | undefined;
    for (const node of this.#children.get(tokens[start]!) ?? []) {
      const length = commonLength(node.tokens, tokens, start);
      if (!best || length > best.length || (length === best.length && node.isWhole))
        best = { node, length };
    }
    return best;
  }

  /** Children with fewer tokens than `tokens`, all of them the same: `tokens` makes them superfluous. */
  beginnings(tokens: readonly TokenId[]): PrefixNode[] {
    const siblings = this.#children.get(tokens[0]!) ?? [];
    return siblings.filter(
      (node) =>
        node.tokens.length < tokens.length &&
        commonLength(node.tokens, tokens, 0) === node.tokens.length,
    );
  }

  add(node: PrefixNode): void {
    const siblings = this.#children.get(node.tokens[0]!);
    if (siblings) siblings.push(node);
    else this.#children.set(node.tokens[0]!, [node]);
  }

  /** Takes this node out of its parent. */
  remove(): void {
    const siblings = this.parent?.siblingsOf(this) ?? [];
    const index = siblings.indexOf(this);
    if (index >= 0) siblings.splice(index, 1);
    if (siblings.length === 0) this.parent?.dropFirstToken(this.tokens[0]!);
  }

  siblingsOf(node: PrefixNode): PrefixNode[] | undefined {
    return this.#children.get(node.tokens[0]!);
  }

  dropFirstToken(token: TokenId): void {
    this.#children.delete(token);
  }

  get children(): PrefixNode[] {
    return [...this.#children.values()].flat();
  }
}

/** How many of `own` equal those of `tokens` from `start` on. */
function commonLength(own: readonly TokenId[], tokens: readonly TokenId[], start: number): number {
  const most = Math.min(own.length, tokens.length - start);
  let length = 0;
  while (length < most && own[length] === tokens[start + length]) length++;
  return length;
}
