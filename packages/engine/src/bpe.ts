/**
 * Byte-pair encoding (Sennrich et al. 2016): a piece starts as one token for each byte, and adjacent
 * pairs are merged in the order in which training learnt the merges, until none applies.
 */
import type { TokenId } from './tokenizer.ts';

/** `left` followed by `right` becomes `merged`. A merge's rank is its place in the list: lower merges first. */
export interface Merge {
  readonly left: TokenId;
  readonly right: TokenId;
  readonly merged: TokenId;
}

/** Rank of a pair that never merges. */
const NO_MERGE = 0x7fffffff;

export class BytePairEncoder {
  /** The token of each single byte. */
  readonly #byteTokens: readonly TokenId[];
  /** Rank by pair; the key is left * vocabSize + right. */
  readonly #ranks = new Map<number, number>();
  /** The merged token, by rank. */
  readonly #merged: readonly TokenId[];
  readonly #vocabSize: number;

  constructor(byteTokens: readonly TokenId[], merges: readonly Merge[], vocabSize: number) {
    this.#byteTokens = byteTokens;
    this.#vocabSize = vocabSize;
    this.#merged = merges.map((merge) => merge.merged);
    merges.forEach(({ left, right }, rank) => {
      const key = left * vocabSize + right;
      // The first of two equal pairs is the one that counts.
      if (!this.#ranks.has(key)) this.#ranks.set(key, rank);
    });
  }

  /**
   * Tokens of one piece. Each pass merges every occurrence of the pair with the lowest rank, left to
   * right: as merging only creates pairs of higher rank, that equals merging one pair at a time.
   * The ranks of all pairs are kept beside the tokens, so a pass over a long piece is a plain scan.
   */
  encode(bytes: Uint8Array): TokenId[] {
    const tokens: TokenId[] = [];
    for (const byte of bytes) tokens.push(this.#byteTokens[byte]!);
    // ranks[i] is the rank of the pair (tokens[i], tokens[i + 1]).
    const ranks: number[] = [];
    for (let i = 0; i + 1 < tokens.length; i++) ranks.push(this.#rank(tokens[i]!, tokens[i + 1]!));

    for (;;) {
      let best = NO_MERGE;
      for (const rank of ranks) if (rank < best) best = rank;
      if (best === NO_MERGE) return tokens;
      this.#mergeAll(tokens, ranks, best);
    }
  }

  /** Replaces, in place, every pair of rank `best` by its merged token and brings `ranks` up to date. */
  #mergeAll(tokens: TokenId[], ranks: number[], best: number): void {
    const merged = this.#merged[best]!;
    let length = 0;
    /** Whether the token last written is new, so that the pair before it needs its rank again. */
    let changed = false;
    for (let i = 0; i < tokens.length; i++) {
      const merges = ranks[i] === best;
      const token = merges ? merged : tokens[i]!;
      if (length > 0) {
        ranks[length - 1] =
          merges || changed ? this.#rank(tokens[length - 1]!, token) : ranks[i - 1]!;
      }
      tokens[length++] = token;
      changed = merges;
      if (merges) i++;
    }
    tokens.length = length;
    ranks.length = length - 1;
  }

  #rank(left: TokenId, right: TokenId): number {
    return this.#ranks.get(left * this.#vocabSize + right) ?? NO_MERGE;
  }
}
