/**
 * How sure the model is of an answer: that such an answer is wanted, and of what it says in it. Below a limit
 * an edit is more likely wrong than worth showing (docs/model.md has the curve it is chosen from). Pure.
 */
import { type Answer, lineOperations } from '@wick/edits';
import { argumentProbability, type Candidate, possibleHeadProbability } from './candidates.ts';

/** From 0 to 1. */
export function confidenceOf(candidate: Candidate, all: readonly Candidate[]): number {
  return Math.min(1, possibleHeadProbability(candidate, all)) * argumentProbability(candidate);
}

/** Below this an answer is not shown. */
const LEAST_CONFIDENCE = 0.3;
/** Nor below this where lines or pieces of text change, which nearly any instruction could mean. */
const LEAST_OF_TEXTS = 0.65;
/** Lines that are given by number leave nothing to mistake. */
const BY_NUMBER = 'delete-lines';

const OF_TEXTS: ReadonlySet<string> = new Set(
  lineOperations.map(({ name }) => name).filter((name) => name !== BY_NUMBER),
);

export function isConfident(confidence: number, answer?: Answer): boolean {
  const calls = answer?.kind === 'operations' ? answer.calls : [];
  const isOfTexts = calls.some(({ name }) => OF_TEXTS.has(name));
  return confidence >= (isOfTexts ? LEAST_OF_TEXTS : LEAST_CONFIDENCE);
}
