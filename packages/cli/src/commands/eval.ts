/** `wick eval edits` and `wick eval plans`: runs every row of a file through the assistant, in one process, and counts. */
import { Assistant, newSyntaxErrors, preload, readTextFile } from '@wick/assistant';
import { type EditOutcome, editOutcome, producedBy } from '../evaluation/edits.ts';
import { showProgress, writeRows } from '../evaluation/output.ts';
import { reportOf } from '../evaluation/report.ts';
import { type EvaluationRow, parsePlanRows, parseRows } from '../evaluation/rows.ts';
import { EXIT } from '../exit-codes.ts';
import { Interrupt } from '../interrupt.ts';
import { assistantOptions, type ModelOptions } from '../options.ts';
import { renderReport } from '../screens/eval.ts';
import { colorsFor } from '../terminal.ts';

export interface EvalOptions extends ModelOptions {
  readonly json?: boolean;
  readonly unsure?: boolean;
  readonly limit?: number;
  readonly out?: string;
}

/** Runs the command; gives the exit code. */
export async function runEval(
  suite: 'edits' | 'plans',
  file: string,
  options: EvalOptions,
): Promise<number> {
  const { text } = await readTextFile(file);
  const all = suite === 'plans' ? parsePlanRows(file, text) : parseRows(file, text);
  const rows = all.slice(0, options.limit);
  const assistant = await Assistant.open(assistantOptions(options));
  await preload('rows.ts');
  const { signal } = new Interrupt();
  const outcomes: EditOutcome[] = [];
  try {
    for (const row of rows) {
      outcomes.push(await runCase(assistant, suite, row, signal, options.unsure === true));
      showProgress(
        outcomes.length,
        rows.length,
        outcomes.filter(({ judgement }) => judgement === 'exact').length,
      );
    }
  } finally {
    await assistant.close();
  }
  if (options.out !== undefined) await writeOutcomes(options.out, outcomes);
  const report = reportOf(suite, outcomes);
  process.stdout.write(
    options.json ? `${JSON.stringify(report)}\n` : renderReport(report, colorsFor(process.stdout)),
  );
  return EXIT.done;
}

async function runCase(
  assistant: Assistant,
  suite: 'edits' | 'plans',
  row: EvaluationRow,
  signal: AbortSignal,
  acceptUnsure: boolean,
): Promise<EditOutcome> {
  const { path, before, instruction, selection } = row;
  const request = {
    task: suite === 'plans' ? ('plan' as const) : ('edit' as const),
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
    return editOutcome(row, event.result, errors.length === 0);
  }
  throw new Error(`case ${row.id} ended without a result`);
}

/** One row for each case: what was asked, what came of it, how long it took. */
async function writeOutcomes(file: string, outcomes: readonly EditOutcome[]): Promise<void> {
  const lines = outcomes.map((outcome) => {
    const { row, result, produced, judgement, parses } = outcome;
    const { status, answer, timings, confidence, answers } = result;
    return {
      id: row.id,
      kind: row.kind,
      instruction: row.instruction,
      judgement,
      expectsChange: row.before !== row.after,
      status,
      answer,
      ...('message' in result && { message: result.message }),
      parses,
      confidence,
      ...timings,
      answers,
      produced,
    };
  });
  await writeRows(file, lines);
}
