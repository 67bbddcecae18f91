/**
 * The answers that are decoded for one request, and how probable the model held each. The first is its choice
 * token by token. The others begin differently, and are asked for where the first cannot be carried out and
 * the model was not sure that such an answer was wanted. Pure.
 */
import type { Answer } from '@wick/edits';
import { type AnswerHead, headOf } from './answer-grammar.ts';

export interface Candidate {
  /** Undefined where it did not come to its end. */
  readonly answer: Answer | undefined;
  /** Natural logarithm of each token's probability, the end included. */
  readonly logProbabilities: readonly number[];
  /** Of those, how many tokens say what sort of answer it is: the operation's name, or the first token of another. */
  readonly headTokens: number;
}

/** With this probability of its beginning, an answer that cannot be carried out is what was meant all the same. */
const SURE_OF_HEAD = 0.6;

/** Probability of the answer's beginning. */
export function headProbability({ logProbabilities, headTokens }: Candidate): number {
  return Math.exp(sum(logProbabilities.slice(0, headTokens)));
}

/** Geometric mean of the probabilities of the arguments' tokens; 1 where there are none. */
export function argumentProbability({ logProbabilities, headTokens }: Candidate): number {
  const own = logProbabilities.slice(headTokens);
  return own.length === 0 ? 1 : Math.exp(sum(own) / own.length);
}

export function isSureOfHead(candidate: Candidate): boolean {
  return headProbability(candidate) >= SURE_OF_HEAD;
}

/** The sorts of answers that `candidates` are. */
export function headsOf(candidates: readonly Candidate[]): Set<AnswerHead> {
  return new Set(candidates.flatMap(({ answer }) => (answer ? [headOf(answer)] : [])));
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
