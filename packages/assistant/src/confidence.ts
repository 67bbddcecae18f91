/**
 * How sure the model is of an answer: that such an answer is wanted, and of what it says in it. Below a limit
 * an edit is more likely wrong than worth showing (docs/model.md has the curve it is chosen from). Pure.
 */
import { argumentProbability, type Candidate, possibleHeadProbability } from './candidates.ts';

/** From 0 to 1. */
export function confidenceOf(candidate: Candidate, all: readonly Candidate[]): number {
  return Math.min(1, possibleHeadProbability(candidate, all)) * argumentProbability(candidate);
}

/** Below this an answer is not shown. */
const LEAST_CONFIDENCE = 0.3;

export function isConfident(confidence: number): boolean {
  return confidence >= LEAST_CONFIDENCE;
}
