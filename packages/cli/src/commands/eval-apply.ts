/** `wick eval apply`: merges every snippet of a file, and counts. */
import { type ApplyResult, type Assistant, applySnippet, newSyntaxErrors } from '@wick/assistant';
import type { CaseOutcome } from '../evaluation/report.ts';
import { parseSnippetRows, type SnippetRow } from '../evaluation/rows.ts';
import { type EvalOptions, runSuite } from '../evaluation/suite.ts';

interface ApplyOutcome extends CaseOutcome {
  readonly row: SnippetRow;
  readonly result: ApplyResult;
}

/** Runs the command; gives the exit code. */
export function runApplyEval(file: string, options: EvalOptions): Promise<number> {
  return runSuite({ suite: 'apply', parse: parseSnippetRows, runCase, written }, file, options);
}

/** Times the merge alone; its tokens are those of the merged file. */
async function runCase(assistant: Assistant, row: SnippetRow): Promise<ApplyOutcome> {
  const { path, before, snippet, kind } = row;
  const result = await applySnippet({ path, text: before, snippet });
  const produced = producedBy(row, result);
  const { errors } = await newSyntaxErrors(before, produced, path);
  const { totalMs } = result;
  const tokens = assistant.countTokens(produced);
  const timings = {
    firstTokenMs: totalMs,
    totalMs,
    checkMs: 0,
    tokens,
    tokensPerSecond: (1000 * tokens) / totalMs,
    promptTokens: 0,
    cachedTokens: 0,
    candidates: 0,
  };
  const isExact = produced === row.after;
  const judgement = isExact ? 'exact' : result.status === 'edited' ? 'wrong' : 'declined';
  return { row, result, kind, judgement, parses: errors.length === 0, timings };
}

function producedBy(row: SnippetRow, result: ApplyResult): string {
  return result.status === 'edited' ? result.after : row.before;
}

/** What was asked, what came of it, how long it took. */
function written({ row, result, judgement, timings }: ApplyOutcome): object {
  return {
    id: row.id,
    kind: row.kind,
    judgement,
    status: result.status,
    ...('message' in result && { message: result.message }),
    ...timings,
    produced: producedBy(row, result),
  };
}
