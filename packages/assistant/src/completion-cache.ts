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
/** The end of a chain of places. */
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

  /** Calls `found` with each place that stands behind the token that ends `context`, and with how many tokens before are the same. */
  match(context: readonly TokenId[], found: (place: number, same: number) => void): void {
    const last = context.at(-1);
    if (last === undefined) return;
    const most = Math.min(MOST_BEFORE, context.length);
    for (let at = this.#last.get(last) ?? NOWHERE; at !== NOWHERE; at = this.#before[at]!) {
      if (at + 1 === this.tokens.length) continue;
      let same = 1;
      while (same < most && this.tokens[at - same] === context[context.length - 1 - same]) same++;
      found(at + 1, same);
    }
  }
}

/** Where a place is: above the cursor, below it, or in another file. */
export type PlaceSource = 'above' | 'below' | 'others';

/** Told of each place that speaks for a token: how many tokens before are the same, and how far away it is in tokens. */
export type OnPlace = (token: TokenId, same: number, source: PlaceSource, distance: number) => void;

export class CompletionCache {
  readonly #weights: CacheWeights;
  readonly #above: TokenSequence;
  readonly #below: TokenSequence;
  readonly #others: readonly TokenSequence[];
  /** By token (vocabulary,): how often it stands nearby, whatever stands before it; far places count less. */
  readonly nearby: Float64Array;

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
    this.nearby = new Float64Array(vocabularySize);
    const count = (token: TokenId, distance: number) => {
      this.nearby[token]! += Math.exp(-distance / NEAR);
    };
    above.forEach((token, place) => {
      count(token, above.length - place);
    });
    below.forEach((token, place) => {
      count(token, place + 1);
    });
  }

  /** What speaks for each token (vocabulary,) behind `context`: the last tokens above, and so many that were said since. */
  weigh(context: readonly TokenId[], saidTokens: number): Float64Array {
    const { length, nearby, ...sources } = this.#weights;
    const sums = this.nearby.map((count) => nearby * count);
    this.places(context, saidTokens, (token, same, source, distance) => {
      const { weight, decay } = sources[source];
      sums[token]! += length[bucketOf(same)]! * weight * distance ** -decay;
    });
    return sums;
  }

  /** Tells of all places that speak for a token behind `context`. */
  places(context: readonly TokenId[], saidTokens: number, found: OnPlace): void {
    const end = this.#above.tokens.length + saidTokens;
    this.#above.match(context, (place, same) => {
      found(this.#above.tokens[place]!, same, 'above', end - place);
    });
    this.#below.match(context, (place, same) => {
      found(this.#below.tokens[place]!, same, 'below', place);
    });
    for (const other of this.#others) {
      other.match(context, (place, same) => {
        if (same >= LEAST_IN_OTHERS) found(other.tokens[place]!, same, 'others', 1);
      });
    }
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
