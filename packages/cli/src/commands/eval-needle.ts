/** `wick eval needle`: has a name in a long text renamed, to see whether it is found, and counts. */
import { type Assistant, type EditResult, newSyntaxErrors } from '@wick/assistant';
import type { CaseOutcome, Judgement } from '../evaluation/report.ts';
import { type NeedleRow, parseNeedleRows } from '../evaluation/rows.ts';
import { type EvalOptions, runSuite } from '../evaluation/suite.ts';

interface NeedleOutcome extends CaseOutcome {
  readonly row: NeedleRow;
  readonly result: EditResult;
}

/** Runs the command; gives the exit code. */
export function runNeedleEval(file: string, options: EvalOptions): Promise<number> {
  return runSuite(
    {
      suite: 'needle',
      parse: parseNeedleRows,
      runCase: (assistant, row, signal) => runCase(assistant, row, options.unsure === true, signal),
      written,
    },
    file,
    options,
  );
}

async function runCase(
  assistant: Assistant,
  row: NeedleRow,
  acceptUnsure: boolean,
  signal: AbortSignal,
): Promise<NeedleOutcome> {
  const { path, text, name, kind } = row;
  const instruction = `rename ${name} to ${newNameOf(name)}`;
  for await (const event of assistant.edit({ path, text, instruction, acceptUnsure, signal })) {
    if (event.type !== 'result') continue;
    const { result } = event;
    const { timings } = result;
    const produced = result.status === 'edited' ? result.after : text;
    const { errors } = await newSyntaxErrors(text, produced, path);
    return {
      row,
      result,
      kind,
      judgement: judge(row, result),
      parses: errors.length === 0,
      timings,
    };
  }
  throw new Error(`case ${row.id} ended without a result`);
}

/** A name that no text has. */
function newNameOf(name: string): string {
  return `${name}Renamed`;
}

function judge({ name, line }: NeedleRow, result: EditResult): Judgement {
  if (result.status !== 'edited') return 'declined';
  const declaring = result.after.split('\n')[line - 1] ?? '';
  return declaring.includes(newNameOf(name)) ? 'exact' : 'wrong';
}

/** What was looked for, what came of it, how long it took. */
function written({ row, result, judgement }: NeedleOutcome): object {
  const { id, kind, name, line } = row;
  const { status, answer, confidence, timings } = result;
  return { id, kind, name, line, judgement, status, answer, confidence, ...timings };
}
