/** What a row of the suites `edits` and `plans` came to. Pure. */
import type { EditResult } from '@wick/assistant';
import type { CaseOutcome, Judgement } from './report.ts';
import type { EvaluationRow } from './rows.ts';

export interface EditOutcome extends CaseOutcome {
  readonly row: EvaluationRow;
  readonly result: EditResult;
  /** What the file would hold afterwards. */
  readonly produced: string;
}

/** What a case's result makes of the file. */
export function producedBy(row: EvaluationRow, result: EditResult): string {
  return result.status === 'edited' ? result.after : row.before;
}

export function editOutcome(row: EvaluationRow, result: EditResult, parses: boolean): EditOutcome {
  const { timings } = result;
  const judgement = judge(row, result);
  return {
    row,
    result,
    kind: row.kind,
    judgement,
    parses,
    timings,
    produced: producedBy(row, result),
  };
}

/** Exact is byte for byte. */
export function judge(row: EvaluationRow, result: EditResult): Judgement {
  const produced = producedBy(row, result);
  if (produced === row.after || row.alternatives.includes(produced)) return 'exact';
  return result.status === 'edited' ? 'wrong' : 'declined';
}
