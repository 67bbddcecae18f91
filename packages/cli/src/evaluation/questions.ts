/** What a row of the suite `questions` came to. Pure. */
import type { AskResult } from '@wick/assistant';
import type { CaseOutcome, Judgement } from './report.ts';
import type { QuestionRow } from './rows.ts';

export interface QuestionOutcome extends CaseOutcome {
  readonly row: QuestionRow;
  readonly result: AskResult;
}

export function questionOutcome(row: QuestionRow, result: AskResult): QuestionOutcome {
  const { timings } = result;
  const judgement = judgeAnswer(row, placesOf(result));
  return { row, result, kind: row.kind, judgement, parses: true, timings };
}

/** `path:line` of each place of an answer, lines from 1; undefined where it was declined. */
export function placesOf(result: AskResult): readonly string[] | undefined {
  if (result.status === 'declined') return undefined;
  return result.citations.map(({ path, line }) => `${path}:${line + 1}`);
}

/**
 * Exact: the first place is one of the row's answers; of a complete row, the places are the answers and no
 * others. Where there is no answer, declining and finding nothing are exact.
 */
export function judgeAnswer(row: QuestionRow, given: readonly string[] | undefined): Judgement {
  const { answers, complete, files } = row;
  if (answers.length === 0) return given === undefined || given.length === 0 ? 'exact' : 'wrong';
  if (given === undefined) return 'declined';
  const told = (place: string) => (files ? place.replace(/:\d+$/, '') : place);
  const wanted = new Set(answers.map(told));
  const places = new Set(given.map(told));
  const [first] = places;
  const isRight = complete
    ? wanted.size === places.size && [...wanted].every((place) => places.has(place))
    : first !== undefined && wanted.has(first);
  return isRight ? 'exact' : 'wrong';
}
