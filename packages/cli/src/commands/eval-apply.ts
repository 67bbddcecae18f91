/** `wick eval apply`: merges every snippet of a file, in one process, and counts. */
import {
  type ApplyResult,
  Assistant,
  applySnippet,
  newSyntaxErrors,
  preload,
  readTextFile,
} from '@wick/assistant';
import { showProgress, writeRows } from '../evaluation/output.ts';
import { type CaseOutcome, reportOf } from '../evaluation/report.ts';
import { parseSnippetRows, type SnippetRow } from '../evaluation/rows.ts';
import { EXIT } from '../exit-codes.ts';
import { assistantOptions } from '../options.ts';
import { renderReport } from '../screens/eval.ts';
import { colorsFor } from '../terminal.ts';
import type { EvalOptions } from './eval.ts';

interface ApplyOutcome extends CaseOutcome {
  readonly row: SnippetRow;
  readonly result: ApplyResult;
}

/** Runs the command; gives the exit code. */
export async function runApplyEval(file: string, options: EvalOptions): Promise<number> {
  const { text } = await readTextFile(file);
  const rows = parseSnippetRows(file, text).slice(0, options.limit);
  const assistant = await Assistant.open(assistantOptions(options));
  await preload('rows.ts');
  const outcomes: ApplyOutcome[] = [];
  let exact = 0;
  try {
    for (const row of rows) {
      const outcome = await runCase(assistant, row);
      outcomes.push(outcome);
      if (outcome.judgement === 'exact') exact++;
      showProgress(outcomes.length, rows.length, exact);
    }
  } finally {
    await assistant.close();
  }
  if (options.out !== undefined) await writeRows(options.out, outcomes.map(written));
  const report = reportOf('apply', outcomes);
  process.stdout.write(
    options.json ? `${JSON.stringify(report)}\n` : renderReport(report, colorsFor(process.stdout)),
  );
  return EXIT.done;
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
