/** `wick eval questions`: asks every question of a file, in one process, and counts. */
import { join } from 'node:path';
import { Assistant, Project, readTextFile, writtenQuery } from '@wick/assistant';
import { showProgress, writeRows } from '../evaluation/output.ts';
import { placesOf, type QuestionOutcome, questionOutcome } from '../evaluation/questions.ts';
import { reportOf } from '../evaluation/report.ts';
import { parseQuestionRows } from '../evaluation/rows.ts';
import { EXIT } from '../exit-codes.ts';
import { Interrupt } from '../interrupt.ts';
import { assistantOptions } from '../options.ts';
import { renderReport } from '../screens/eval.ts';
import { colorsFor } from '../terminal.ts';
import type { EvalOptions } from './eval.ts';

export interface QuestionsEvalOptions extends EvalOptions {
  /** The project that is asked about; the current folder by default. */
  readonly root?: string;
}

/** Runs the command; gives the exit code. */
export async function runQuestionsEval(
  file: string,
  options: QuestionsEvalOptions,
): Promise<number> {
  const { text } = await readTextFile(file);
  const rows = parseQuestionRows(file, text).slice(0, options.limit);
  const assistant = await Assistant.open(assistantOptions(options));
  const { signal } = new Interrupt();
  const projects = new Map<string, Project>();
  const outcomes: QuestionOutcome[] = [];
  let exact = 0;
  try {
    for (const row of rows) {
      const project = projects.get(row.folder) ?? (await openProject(row.folder, options.root));
      projects.set(row.folder, project);
      const { question, file: asked } = row;
      const acceptUnsure = options.unsure === true;
      const request = { project, question, signal, acceptUnsure, ...(asked && { file: asked }) };
      const outcome = questionOutcome(row, await assistant.ask(request));
      outcomes.push(outcome);
      if (outcome.judgement === 'exact') exact++;
      showProgress(outcomes.length, rows.length, exact);
    }
  } finally {
    await assistant.close();
  }
  if (options.out !== undefined) await writeRows(options.out, outcomes.map(written));
  const report = reportOf('questions', outcomes);
  process.stdout.write(
    options.json ? `${JSON.stringify(report)}\n` : renderReport(report, colorsFor(process.stdout)),
  );
  return EXIT.done;
}

function openProject(folder: string, root = '.'): Promise<Project> {
  return Project.open(join(root, folder));
}

/** What was asked, what came of it, how long it took. */
function written({ row, result, judgement }: QuestionOutcome): object {
  const { id, kind, question, folder, answers } = row;
  return {
    id,
    kind,
    question,
    folder,
    judgement,
    answers,
    given: placesOf(result) ?? null,
    ...(result.status === 'answered'
      ? { query: writtenQuery(result.query) }
      : { message: result.message }),
    confidence: result.confidence,
    ...result.timings,
  };
}
