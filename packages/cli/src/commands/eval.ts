/** `wick eval edits` and `wick eval plans`: runs every row of a file through the assistant, and counts. */
import { type Assistant, type EditRequest, newSyntaxErrors } from '@wick/assistant';
import { type EditOutcome, editOutcome, producedBy } from '../evaluation/edits.ts';
import { type EvaluationRow, parsePlanRows, parseRows } from '../evaluation/rows.ts';
import { type EvalOptions, runSuite } from '../evaluation/suite.ts';

/** Runs the command; gives the exit code. */
export function runEval(
  suite: 'edits' | 'plans',
  file: string,
  options: EvalOptions,
): Promise<number> {
  const acceptUnsure = options.unsure === true;
  return runSuite(
    {
      suite,
      parse: suite === 'plans' ? parsePlanRows : parseRows,
      runCase: (assistant, row, signal) =>
        runCase(assistant, row, {
          task: suite === 'plans' ? 'plan' : 'edit',
          signal,
          acceptUnsure,
        }),
      written,
    },
    file,
    options,
  );
}

async function runCase(
  assistant: Assistant,
  row: EvaluationRow,
  more: Pick<EditRequest, 'task' | 'signal' | 'acceptUnsure'>,
): Promise<EditOutcome> {
  const { path, before, instruction, selection } = row;
  const request = { ...more, path, text: before, instruction, ...(selection && { selection }) };
  for await (const event of assistant.edit(request)) {
    if (event.type !== 'result') continue;
    const produced = producedBy(row, event.result);
    const { errors } = await newSyntaxErrors(before, produced, path);
    return editOutcome(row, event.result, errors.length === 0);
  }
  throw new Error(`case ${row.id} ended without a result`);
}

/** What was asked, what came of it, how long it took. */
function written(outcome: EditOutcome): object {
  const { row, result, produced, judgement, parses } = outcome;
  const { status, answer, timings, confidence, signs, answers } = result;
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
    signs,
    ...timings,
    answers,
    produced,
  };
}
