/** `wick eval edits`: runs every row of a file through the assistant, in one process, and counts. */
import { writeFile } from 'node:fs/promises';
import { Assistant, FileError, newSyntaxErrors, preload, readTextFile } from '@wick/assistant';
import { type CaseOutcome, judge, producedBy, reportOf } from '../evaluation/report.ts';
import { type EvaluationRow, parseRows } from '../evaluation/rows.ts';
import { EXIT } from '../exit-codes.ts';
import { Interrupt } from '../interrupt.ts';
import { assistantOptions, type ModelOptions } from '../options.ts';
import { renderProgress, renderReport } from '../screens/eval.ts';
import { colorsFor } from '../terminal.ts';

export interface EvalOptions extends ModelOptions {
  readonly json?: boolean;
  readonly unsure?: boolean;
  readonly limit?: number;
  readonly out?: string;
}

/** Runs the command; gives the exit code. */
export async function runEval(file: string, options: EvalOptions): Promise<number> {
  const rows = parseRows(file, (await readTextFile(file)).text).slice(0, options.limit);
  const assistant = await Assistant.open(assistantOptions(options));
  await preload('rows.ts');
  const { signal } = new Interrupt();
  const outcomes: CaseOutcome[] = [];
  try {
    for (const row of rows) {
      outcomes.push(await runCase(assistant, row, signal, options.unsure === true));
      showProgress(outcomes, rows.length);
    }
  } finally {
    await assistant.close();
  }
  if (options.out !== undefined) await writeOutcomes(options.out, outcomes);
  const report = reportOf(outcomes);
  process.stdout.write(
    options.json ? `${JSON.stringify(report)}\n` : renderReport(report, colorsFor(process.stdout)),
  );
  return EXIT.done;
}

async function runCase(
  assistant: Assistant,
  row: EvaluationRow,
  signal: AbortSignal,
  acceptUnsure: boolean,
): Promise<CaseOutcome> {
  const { path, before, instruction, selection } = row;
  const request = {
    path,
    text: before,
    instruction,
    signal,
    acceptUnsure,
    ...(selection && { selection }),
  };
  for await (const event of assistant.edit(request)) {
    if (event.type !== 'result') continue;
    const produced = producedBy(row, event.result);
    const { errors } = await newSyntaxErrors(before, produced, path);
    return { row, result: event.result, produced, parses: errors.length === 0 };
  }
  throw new Error(`case ${row.id} ended without a result`);
}

function showProgress(outcomes: readonly CaseOutcome[], total: number): void {
  const { isTTY } = process.stderr;
  const done = outcomes.length;
  // A log gets a line for each tenth; a terminal one line that counts.
  if (!isTTY && done < total && done % Math.ceil(total / 10) !== 0) return;
  const line = renderProgress(done, total, outcomes.filter((o) => judge(o) === 'exact').length);
  process.stderr.write(isTTY && done < total ? `\r${line}` : `${isTTY ? '\r' : ''}${line}\n`);
}

/** One row for each case: what was asked, what came of it, how long it took. */
async function writeOutcomes(file: string, outcomes: readonly CaseOutcome[]): Promise<void> {
  const lines = outcomes.map((outcome) => {
    const { row, result, produced } = outcome;
    const { status, answer, timings, confidence, answers } = result;
    return JSON.stringify({
      id: row.id,
      kind: row.kind,
      instruction: row.instruction,
      judgement: judge(outcome),
      expectsChange: row.before !== row.after,
      status,
      answer,
      ...('message' in result && { message: result.message }),
      parses: outcome.parses,
      confidence,
      ...timings,
      answers,
      produced,
    });
  });
  try {
    await writeFile(file, `${lines.join('\n')}\n`);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new FileError('write-failed', file, `${file} could not be written: ${reason}.`, {
      cause: error,
    });
  }
}
