/**
 * What the text around the cursor and the project's other files say of the next token: code repeats itself nearby (Tu, Su
 * and Devanbu 2014; Hellendoorn and Devanbu 2017). Each place where the tokens before are the same as those before the
 * cursor speaks for the token that stood there, the more so the more tokens are the same and the nearer it is. So it is a
 * cache language model (Kuhn and De Mori 1990) whose n is as long as the text repeats itself; how much each place weighs
 * is fitted (completion-weights.ts). Takes tokens, gives weights; pure.
 */
import type { TokenId } from '@wick/engine';
import type { CacheWeights } from './completion-weights.ts';

/** Tokens before that are compared at most. */
export const MOST_BEFORE = 32;
/** Tokens of other files say nothing unless so many before them are the same. */
const LEAST_IN_OTHERS = 2;
/** Tokens after which one that follows on nothing in particular counts e times less. */
const NEAR = 400;
/** A table's end of a chain. */
const NOWHERE = -1;

/** Tokens in their order, and where each of them stands. */
export class TokenSequence {
  readonly tokens: readonly TokenId[];
  /** Of each token the last place, and of each place the one before it with the same token. */
  readonly #last = new Map<TokenId, number>();
  readonly #before: Int32Array;

  constructor(tokens: readonly TokenId[]) {
    this.tokens = tokens;
    this.#before = new Int32Array(tokens.length);
    for (const [place, token] of tokens.entries()) {
      this.#before[place] = this.#last.get(token) ?? NOWHERE;
      this.#last.set(token, place);
    }
  }

  /** Calls `found` with each place that stands behind `token`, the last first. */
  behind(token: TokenId, found: (place: number) => void): void {
    for (let at = this.#last.get(token) ?? NOWHERE; at !== NOWHERE; at = this.#before[at]!) {
      if (at + 1 < this.tokens.length) found(at + 1);
    }
  }
}

export class CompletionCache {
  readonly #weights: CacheWeights;
  readonly #above: TokenSequence;
  readonly #below: TokenSequence;
  readonly #others: readonly TokenSequence[];
  /** By token, whatever stands before it. */
  readonly #anywhere: Float64Array;

  /** The tokens above the cursor, below it, and of other files. */
  constructor(
    vocabularySize: number,
    weights: CacheWeights,
    above: readonly TokenId[],
    below: readonly TokenId[],
    others: readonly TokenSequence[],
  ) {
    this.#weights = weights;
    this.#above = new TokenSequence(above);
    this.#below = new TokenSequence(below);
    this.#others = others;
    this.#anywhere = new Float64Array(vocabularySize);
    const count = (token: TokenId, distance: number) => {
      this.#anywhere[token]! += weights.anywhere * Math.exp(-distance / NEAR);
    };
    above.forEach((token, place) => {
      count(token, above.length - place);
    });
    below.forEach((token, place) => {
      count(token, place + 1);
    });
  }

  /** What speaks for each token (vocabulary,) behind `context`, the last tokens of those above and what was said since. */
  weigh(context: readonly TokenId[], saidTokens: number): Float64Array {
    const sums = this.#anywhere.slice();
    const { length, above, below, others } = this.#weights;
    const end = this.#above.tokens.length + saidTokens;
    const last = context.at(-1);
    if (last === undefined) return sums;
    const sourced = (
      { tokens }: TokenSequence,
      place: number,
      source: { readonly weight: number; readonly decay: number },
      distance: number,
      least: number,
    ) => {
      const same = sameBefore(tokens, place, context);
      if (same < least) return;
      const weight = length[bucketOf(same)]! * source.weight * distance ** -source.decay;
      sums[tokens[place]!]! += weight;
    };
    this.#above.behind(last, (place) => {
      sourced(this.#above, place, above, end - place, 1);
    });
    this.#below.behind(last, (place) => {
      sourced(this.#below, place, below, place, 1);
    });
    for (const other of this.#others) {
      other.behind(last, (place) => {
        sourced(other, place, others, 1, LEAST_IN_OTHERS);
      });
    }
    return sums;
  }
}

/** Numbers of equal tokens that weigh alike: the first of each. */
export const LENGTHS = [1, 2, 3, 4, 5, 7, 10, 15, 22] as const;

/** Which of LENGTHS a number of equal tokens from 1 up belongs to. */
export function bucketOf(same: number): number {
  let bucket = 0;
  while (bucket + 1 < LENGTHS.length && LENGTHS[bucket + 1]! <= same) bucket++;
  return bucket;
}

/** How many tokens before `place` are the same as the last ones of `context`. */
function sameBefore(
  tokens: readonly TokenId[],
  place: number,
  context: readonly TokenId[],
): number {
  const most = Math.min(MOST_BEFORE, place, context.length);
  let same = 0;
  while (same < most && tokens[place - 1 - same] === context[context.length - 1 - same]) same++;
  return same;
}
