/** How much places of the text weigh beside the model; fitted by training/completions/fit.ts. */

/** What places of one sort weigh, and how that falls with the distance in tokens: distance ** -decay. */
export interface SourceWeight {
  readonly weight: number;
  readonly decay: number;
}

export interface CacheWeights {
  /** What the model's own word weighs. */
  readonly model: number;
  /** By how many tokens before are the same (LENGTHS). */
  readonly length: readonly number[];
  readonly above: SourceWeight;
  readonly below: SourceWeight;
  /** Of other files, where the distance says nothing. */
  readonly others: SourceWeight;
  /** Of the n-grams of TypeScript at large. */
  readonly ngrams: number;
  /** Of each token nearby, whatever stands before it. */
  readonly anywhere: number;
}

const e = Math.exp;

export const WEIGHTS: CacheWeights = {
  model: e(2.82),
  ngrams: e(1.85),
  length: [-0.81, 0.3, 2, 3.26, 4.08, 5.1, 6.4, 6.4, 7.99].map(e),
  above: { weight: e(0.97), decay: 0.9 / 5 },
  below: { weight: e(1.35), decay: 1.27 / 5 },
  others: { weight: e(-1.77), decay: 0 },
  anywhere: e(-4.94),
};
