/**
 * The answers that were decoded for one request: how probable the model held each, and which to take. The
 * first one is the model's choice token by token; the others begin differently. As a whole another may be
 * more probable, or the only one that can be carried out. Pure.
 */
import type { Answer } from '@wick/edits';
import { type AnswerHead, headOf } from './answer-grammar.ts';

export interface Candidate {
  /** Undefined where it did not come to its end. */
  readonly answer: Answer | undefined;
  /** Natural logarithm of each token's probability, the end included. */
  readonly logProbabilities: readonly number[];
}

/** A first answer at least this probable is taken as it is. */
const SURE = 0.9;

/** Natural logarithm of the whole answer's probability. */
export function logProbabilityOf({ logProbabilities }: Candidate): number {
  return logProbabilities.reduce((sum, value) => sum + value, 0);
}

export function isSure(candidate: Candidate): boolean {
  return candidate.answer !== undefined && Math.exp(logProbabilityOf(candidate)) >= SURE;
}

/** The sorts of answers that `candidates` begin with. */
export function headsOf(candidates: readonly Candidate[]): Set<AnswerHead> {
  return new Set(candidates.flatMap(({ answer }) => (answer ? [headOf(answer)] : [])));
}

/** The finished ones, the most probable first. */
export function ranked(candidates: readonly Candidate[]): Candidate[] {
  return candidates
    .filter(({ answer }) => answer !== undefined)
    .toSorted((one, other) => logProbabilityOf(other) - logProbabilityOf(one));
}
