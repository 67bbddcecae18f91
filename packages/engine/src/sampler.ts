/**
 * Chooses the next token from the logits: the best one the grammar allows, or with a temperature a
 * random one of the nucleus (top-p, Holtzman et al. 2019). Equal inputs and seeds give equal tokens.
 */
import { GrammarError, RequestError } from './errors.ts';
import type { Grammar } from './grammar.ts';
import { Random } from './random.ts';
import type { TokenId } from './tokenizer.ts';

export interface Sampling {
  /** 0 takes the best token; 1 samples the model's own distribution; at least 0. */
  readonly temperature: number;
  /** Sample among the most probable tokens that together have this probability; in (0, 1], default 1. */
  readonly topP?: number;
  /** Equal seeds repeat the answer; default 0. */
  readonly seed?: number;
}

export class Sampler {
  readonly #temperature: number;
  readonly #topP: number;
  readonly #random: Random;

  /** Without `sampling`: greedy. Throws RequestError for numbers out of range. */
  constructor(sampling: Sampling = { temperature: 0 }) {
    const { temperature, topP = 1, seed = 0 } = sampling;
    if (!(temperature >= 0 && temperature < Number.POSITIVE_INFINITY)) {
      throw new RequestError(`sampling.temperature is ${temperature}; it must be 0 or more.`);
    }
    if (!(topP > 0 && topP <= 1)) {
      throw new RequestError(`sampling.topP is ${topP}; it must be above 0 and at most 1.`);
    }
    this.#temperature = temperature;
    this.#topP = topP;
    this.#random = new Random(seed);
  }

  /**
   * The next token. `best` is the one with the highest logit (the lowest id on ties), which a kernel
   * finds faster. Throws GrammarError if `grammar` allows none. `logits` is only read.
   */
  choose(logits: Float32Array, best: TokenId, grammar?: Grammar): TokenId {
    const candidates = grammar?.candidates?.();
    if (candidates) {
      const bestCandidate = highestOf(logits, candidates);
      if (this.#temperature === 0) return bestCandidate;
      return this.#sample(logits, bestCandidate, candidates);
    }
    if (this.#temperature === 0) {
      return grammar ? bestAllowed(logits, best, grammar) : best;
    }
    return this.#sample(logits, best, undefined, grammar);
  }

  /**
   * Draws from the nucleus of the whole vocabulary, or of `candidates`. A draw that the grammar refuses
   * leaves the nucleus and another is made, which is the distribution given that the grammar allows;
   * if the grammar refuses the whole nucleus, the best token it allows is taken.
   */
  #sample(
    logits: Float32Array,
    best: TokenId,
    candidates?: readonly TokenId[],
    grammar?: Grammar,
  ): TokenId {
    const { tokens, weights } = this.#nucleus(logits, logits[best]!, candidates);
    for (let left = tokens.length; left > 0; left--) {
      const index = draw(weights, this.#random.next());
      const token = tokens[index]!;
      if (!grammar || grammar.allows(token)) return token;
      weights[index] = 0;
    }
    return grammar ? bestAllowed(logits, best, grammar) : best;
  }

  /** The most probable tokens that together reach topP, with weights proportional to their probability. */
  #nucleus(
    logits: Float32Array,
    highest: number,
    candidates?: readonly TokenId[],
  ): { tokens: TokenId[]; weights: number[] } {
    const weightOf = (token: TokenId) => Math.exp((logits[token]! - highest) / this.#temperature);
    const all = candidates ? [...candidates] : Array.from(logits, (_, token) => token);
    const allWeights = all.map(weightOf);
    if (this.#topP === 1) return { tokens: all, weights: allWeights };

    const wanted = this.#topP * allWeights.reduce((sum, weight) => sum + weight, 0);
    const tokens: TokenId[] = [];
    const weights: number[] = [];
    let reached = 0;
    for (const token of descending(logits, all)) {
      const weight = weightOf(token);
      tokens.push(token);
      weights.push(weight);
      reached += weight;
      if (reached >= wanted) break;
    }
    return { tokens, weights };
  }
}

/** A copy of `logits` with `bias[i]` added for `candidates[i]`. */
export function withBias(
  logits: Float32Array,
  candidates: readonly TokenId[],
  bias: readonly number[],
): Float32Array {
  const sums = logits.slice();
  candidates.forEach((token, i) => {
    sums[token] = sums[token]! + bias[i]!;
  });
  return sums;
}

/** Natural logarithm of the probability of `token` given that it is one of `candidates`. */
export function logProbabilityAmong(
  logits: Float32Array,
  token: TokenId,
  candidates: readonly TokenId[],
): number {
  const logit = logits[token]!;
  // Relative to the token's own logit; the others are rarely much higher.
  let sum = 0;
  for (const candidate of candidates) sum += Math.exp(logits[candidate]! - logit);
  return -Math.log(sum);
}

function highestOf(logits: Float32Array, candidates: readonly TokenId[]): TokenId {
  const [first] = candidates;
  if (first === undefined) throw new GrammarError('The grammar allows no token (no candidates).');
  let best = first;
  for (const token of candidates) {
    if (ranksBefore(logits, token, best)) best = token;
  }
  return best;
}

/** The highest token that `grammar` allows, trying `best` (the highest of all) before sorting anything. */
function bestAllowed(logits: Float32Array, best: TokenId, grammar: Grammar): TokenId {
  if (grammar.allows(best)) return best;
  for (const token of descending(
    logits,
    Array.from(logits, (_, index) => index),
  )) {
    if (token !== best && grammar.allows(token)) return token;
  }
  throw new GrammarError('The grammar allows no token.');
}

/** Whether `a` is the better token: a higher logit, or an equal one and a lower id. */
function ranksBefore(logits: Float32Array, a: TokenId, b: TokenId): boolean {
  return logits[a]! > logits[b]! || (logits[a]! === logits[b]! && a < b);
}

/**
 * `tokens` from the best down, sorted only as far as the caller goes (a binary heap, which reorders
 * `tokens`): building it is linear, each step logarithmic.
 */
function* descending(logits: Float32Array, tokens: TokenId[]): Generator<TokenId> {
  const sink = (parent: number, size: number) => {
    const token = tokens[parent]!;
    for (;;) {
      let child = 2 * parent + 1;
      if (child >= size) break;
      if (child + 1 < size && ranksBefore(logits, tokens[child + 1]!, tokens[child]!)) child++;
      if (!ranksBefore(logits, tokens[child]!, token)) break;
      tokens[parent] = tokens[child]!;
      parent = child;
    }
    tokens[parent] = token;
  };
  for (let i = (tokens.length >> 1) - 1; i >= 0; i--) sink(i, tokens.length);
  for (let size = tokens.length; size > 0; ) {
    const best = tokens[0]!;
    size--;
    tokens[0] = tokens[size]!;
    sink(0, size);
    yield best;
  }
}

/** Index i with probability weights[i] / sum; `uniform` is in [0, 1). Never an index of weight 0 while another is left. */
function draw(weights: readonly number[], uniform: number): number {
  let sum = 0;
  for (const weight of weights) sum += weight;
  let remaining = uniform * sum;
  let last = 0;
  for (let i = 0; i < weights.length; i++) {
    const weight = weights[i]!;
    if (weight === 0) continue;
    last = i;
    remaining -= weight;
    if (remaining < 0) return i;
  }
  return last;
}
