/**
 * How sure the model is of an answer: that such an answer is wanted, and of what it says in it. Below a limit
 * an edit is more likely wrong than worth showing (docs/model.md has the curve it is chosen from). Pure.
 */
import { argumentProbability, type Candidate, possibleHeadProbability } from './candidates.ts';

/** From 0 to 1. */
export function confidenceOf(candidate: Candidate, all: readonly Candidate[]): number {
  return Math.min(1, possibleHeadProbability(candidate, all)) * argumentProbability(candidate);
}

/** Below this an answer is not shown: more must be asked of a task that the model knows less well. */
const LEAST_CONFIDENCE = { edit: 0.3, plan: 0.6, ask: 0.5 } as const;

export function isConfident(confidence: number, task: keyof typeof LEAST_CONFIDENCE): boolean {
  return confidence >= LEAST_CONFIDENCE[task];
}
