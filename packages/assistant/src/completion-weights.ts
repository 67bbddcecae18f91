/** How much the text around weighs beside the model, whose own word weighs 1. */

/** What places of one sort weigh, and how that falls with the distance in tokens: distance ** -decay. */
export interface SourceWeight {
  readonly weight: number;
  readonly decay: number;
}

export interface CacheWeights {
  /** By how many tokens before are the same (LENGTHS). */
  readonly length: readonly number[];
  readonly above: SourceWeight;
  readonly below: SourceWeight;
  /** Of other files, where the distance says nothing. */
  readonly others: SourceWeight;
  /** Of each token nearby, whatever stands before it. */
  readonly nearby: number;
}

export interface SurroundingWeights extends CacheWeights {
  /** Of the n-grams of TypeScript at large. */
  readonly ngrams: number;
}

/** Fitted by training/completions/fit.ts, which prints them. */
export const WEIGHTS: SurroundingWeights = {
  length: [0.0699, 0.212, 1.16, 4.09, 9.29, 25.8, 94.6, 94.6, 464],
  above: { weight: 1, decay: 0.18 },
  below: { weight: 1.46, decay: 0.254 },
  others: { weight: 0.0646, decay: 0 },
  nearby: 0.000426,
  ngrams: 0.379,
};

/** Share of the ends of lines after which somebody goes on with the next: where the line is not finished, and elsewhere. */
export const GOES_ON = { open: 0.7, closed: 0.2 };
