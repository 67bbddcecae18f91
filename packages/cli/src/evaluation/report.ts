/**
 * From the outcomes of single cases to the report of a suite: counts, rates, percentiles. Pure. The keys
 * are those that the design's evaluation section fixes.
 */
import type { EditTimings } from '@wick/assistant';

/** The suites that `wick eval` measures. */
export type Suite = 'edits' | 'plans' | 'questions' | 'apply' | 'complete' | 'needle' | 'next';

/** exact: right. wrong: shown as an answer, and not right. declined: not answered where it should be. */
export type Judgement = 'exact' | 'wrong' | 'declined';

export interface CaseOutcome {
  readonly kind: string;
  readonly judgement: Judgement;
  /** Whether what was produced has no syntax error that was not there before. */
  readonly parses: boolean;
  readonly timings: EditTimings;
}

export interface Percentiles {
  readonly p50: number;
  readonly p95: number;
  readonly p99: number;
}

export interface KindReport {
  readonly cases: number;
  readonly exact: number;
  readonly exactRate: number;
  readonly wrongRate: number;
  readonly declinedRate: number;
}

/** What suggestions are worth to somebody who types: keys saved for each 100 that it takes without any. */
export interface TypingReport {
  /** Without suggestions. */
  readonly keys: number;
  readonly savedPer100: number;
  /** With the document's own words as VS Code suggests them. */
  readonly wordsSavedPer100: number;
  /** With the nearest of these words. */
  readonly nearestWordsSavedPer100: number;
  /** With the words of the document and of its project's other files, as VS Code suggests those of open documents. */
  readonly projectWordsSavedPer100: number;
  /** From asking for a suggestion to having it, after each key. */
  readonly suggestionMs: Percentiles;
}

export interface EvaluationReport extends KindReport {
  readonly suite: Suite;
  /** Share of the cases after which the file still parses, if it did before. */
  readonly parseRate: number;
  readonly byKind: Readonly<Record<string, KindReport>>;
  readonly firstTokenMs: Percentiles;
  readonly totalMs: Percentiles;
  /** Of decoding: all decoded tokens by all decoding time. */
  readonly tokensPerSecond: number;
  /** Of completions. */
  readonly typing?: TypingReport;
}

export function reportOf(suite: Suite, outcomes: readonly CaseOutcome[]): EvaluationReport {
  const kinds = Map.groupBy(outcomes, ({ kind }) => kind);
  const sorted = [...kinds].sort(([one], [other]) => one.localeCompare(other));
  const { cases, exact, exactRate, wrongRate, declinedRate } = tally(outcomes);
  return {
    suite,
    cases,
    exact,
    exactRate,
    parseRate: share(outcomes, ({ parses }) => parses),
    wrongRate,
    declinedRate,
    byKind: Object.fromEntries(sorted.map(([kind, own]) => [kind, tally(own)])),
    firstTokenMs: percentiles(outcomes.map(({ timings }) => timings.firstTokenMs)),
    totalMs: percentiles(outcomes.map(({ timings }) => timings.totalMs)),
    tokensPerSecond: overallSpeed(outcomes),
  };
}

function tally(outcomes: readonly CaseOutcome[]): KindReport {
  const is =
    (wanted: Judgement) =>
    ({ judgement }: CaseOutcome) =>
      judgement === wanted;
  return {
    cases: outcomes.length,
    exact: outcomes.filter(is('exact')).length,
    exactRate: share(outcomes, is('exact')),
    wrongRate: share(outcomes, is('wrong')),
    declinedRate: share(outcomes, is('declined')),
  };
}

function share(outcomes: readonly CaseOutcome[], is: (outcome: CaseOutcome) => boolean): number {
  return outcomes.length === 0 ? 0 : outcomes.filter(is).length / outcomes.length;
}

/** Each case's decoded tokens over the time its speed says they took. */
function overallSpeed(outcomes: readonly CaseOutcome[]): number {
  let tokens = 0;
  let seconds = 0;
  for (const { timings } of outcomes) {
    const decoded = timings.tokens - timings.candidates;
    if (timings.tokensPerSecond <= 0) continue;
    tokens += decoded;
    seconds += decoded / timings.tokensPerSecond;
  }
  return seconds > 0 ? tokens / seconds : 0;
}

/** Nearest-rank percentiles; zeros where there are no values. */
export function percentiles(values: readonly number[]): Percentiles {
  const sorted = values.toSorted((one, other) => one - other);
  const at = (share: number) => sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)] ?? 0;
  return { p50: at(0.5), p95: at(0.95), p99: at(0.99) };
}
