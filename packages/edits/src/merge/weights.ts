/**
 * How much each piece of evidence weighs, in nats: the weights of a conditional logit (McFadden 1974) over whole merges of
 * a snippet, fitted by training/merge/fit.ts to commits of h3, zustand, zod, fastify and vue. Pure.
 */
import type { GapEvidence } from './gaps.ts';
import type { Evidence } from './plausibility.ts';
import type { WholeEvidence } from './whole.ts';

/** All that is weighed: of each section at its place, of each gap between them, and of the whole. */
export type MergeEvidence = Evidence & GapEvidence & WholeEvidence;

export const WEIGHTS: Readonly<Record<keyof MergeEvidence, number>> = {
  startDiffers: -2.06,
  endDiffers: -3.13,
  removed: 0.71,
  dropped: -1.2,
  copied: -1.64,
  kept: -1.45,
  needless: -3.25,
  idle: -3.7,
  deletes: 2.04,
  unbalanced: -1.3,
  context: 2.75,
  otherDepth: -0.3,
  unsaidBefore: -1.79,
  unsaidAfter: -2.95,
  deniedBefore: -3.19,
  deniedAfter: -5.75,
  added: -0.88,
  inserts: -0.02,
  replaced: 0.87,
  replacedUnlike: -1.13,
  cutsBlock: -1.08,
  cutRuns: -1.29,
  declaredTwice: -2.83,
  importedTwice: -1.31,
  declares: -0.38,
  renames: -1.91,
  renamedUnlike: -0.52,
  empty: -0.6,
  placeholderDepth: -2.55,
  leavesBlock: -1.09,
  crosses: -2.76,
  single: -0.06,
  orphaned: -1.59,
  unused: -3.77,
  lessened: -1.62,
  standsTwice: -2.24,
  applied: 0.36,
};

/** The weighted sum of some evidence: higher is more plausible; a difference of one is a factor of e. */
export function weighed(evidence: Partial<MergeEvidence>): number {
  let sum = 0;
  for (const [name, value] of Object.entries(evidence)) {
    sum += WEIGHTS[name as keyof MergeEvidence] * value;
  }
  return sum;
}
