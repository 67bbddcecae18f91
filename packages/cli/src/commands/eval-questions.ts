/** `wick eval questions`: asks every question of a file, and counts. */
import { join } from 'node:path';
import { Project, writtenQuery } from '@wick/assistant';
import { placesOf, type QuestionOutcome, questionOutcome } from '../evaluation/questions.ts';
import { parseQuestionRows } from '../evaluation/rows.ts';
import { type EvalOptions, runSuite } from '../evaluation/suite.ts';

export interface QuestionsEvalOptions extends EvalOptions {
  /** The project that is asked about; the current folder by default. */
  readonly root?: string;
}

/** Runs the command; gives the exit code. */
export function runQuestionsEval(
  file: string,
  { root = '.', ...options }: QuestionsEvalOptions,
): Promise<number> {
  const projects = new Map<string, Promise<Project>>();
  const open = (folder: string) => {
    const project = projects.get(folder) ?? Project.open(join(root, folder));
    projects.set(folder, project);
    return project;
  };
  return runSuite(
    {
      suite: 'questions',
      parse: parseQuestionRows,
      runCase: async (assistant, row, signal) => {
        const answer = await assistant.ask({
          project: await open(row.folder),
          question: row.question,
          signal,
          acceptUnsure: options.unsure === true,
          ...(row.file !== undefined && { file: row.file }),
        });
        return questionOutcome(row, answer);
      },
      written,
    },
    file,
    options,
  );
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
    status: result.status,
    given: placesOf(result) ?? null,
    ...(result.status === 'answered'
      ? { query: writtenQuery(result.query) }
      : { message: result.message }),
    confidence: result.confidence,
    signs: result.signs,
    ...result.timings,
  };
}
