/**
 * How sure the model is of an answer: the geometric mean of its tokens' probabilities. Below a limit an
 * edit is more likely wrong than worth showing (docs/model.md has the curve it is chosen from). Pure.
 */
import { type Candidate, logProbabilityOf } from './candidates.ts';

/** From 0 to 1. */
export function confidenceOf(candidate: Candidate, _all: readonly Candidate[]): number {
  return Math.exp(logProbabilityOf(candidate) / Math.max(1, candidate.logProbabilities.length));
}

const LEAST_CONFIDENCE = Math.exp(-0.2);

export function isConfident(confidence: number): boolean {
  return confidence >= LEAST_CONFIDENCE;
}
