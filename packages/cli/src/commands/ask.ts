/** `wick ask`: a question about the project in the current folder, answered with places and their lines. */
import { stat } from 'node:fs/promises';
import { relative, resolve, sep } from 'node:path';
import { type AskResult, Assistant, Project, writtenQuery } from '@wick/assistant';
import { printFailure, printJson } from '../change.ts';
import { UsageError } from '../errors.ts';
import { EXIT } from '../exit-codes.ts';
import { Interrupt } from '../interrupt.ts';
import { assistantOptions, type ModelOptions } from '../options.ts';
import { renderAnswer } from '../screens/ask.ts';
import { colorsFor } from '../terminal.ts';

export interface AskOptions extends ModelOptions {
  /** The project's folder. */
  readonly in?: string;
  /** What "this file" means. */
  readonly file?: string;
  readonly limit?: number;
  readonly unsure?: boolean;
  readonly json?: boolean;
}

/** Places that are shown unless --limit says otherwise. */
const MOST_SHOWN = 20;

/** Runs the command; gives the exit code. With --json a failure is an object on stdout, too. */
export async function runAsk(words: readonly string[], options: AskOptions): Promise<number> {
  try {
    const result = await answer(words.join(' '), options);
    const limit = options.limit ?? MOST_SHOWN;
    if (options.json) printJson(jsonOf(result));
    else process.stdout.write(renderAnswer(result, limit, colorsFor(process.stdout)));
    if (result.status === 'declined') return EXIT.notAble;
    return result.citations.length > 0 ? EXIT.done : EXIT.nothingToChange;
  } catch (error) {
    if (options.json) printFailure(error);
    throw error;
  }
}

async function answer(question: string, options: AskOptions): Promise<AskResult> {
  if (question.trim() === '') {
    throw new UsageError('the question is empty; ask, for example, "who calls checkout?"');
  }
  const root = resolve(options.in ?? '.');
  const file = await fileIn(root, options.file);
  const assistant = await Assistant.open(assistantOptions(options));
  const { signal } = new Interrupt();
  try {
    return await assistant.ask({
      project: await Project.open(root),
      question,
      signal,
      acceptUnsure: options.unsure === true,
      ...(file !== undefined && { file }),
    });
  } finally {
    await assistant.close();
  }
}

/** The path of --file below the root, with "/". Throws UsageError. */
async function fileIn(root: string, file: string | undefined): Promise<string | undefined> {
  const folder = await stat(root).catch(() => undefined);
  if (!folder?.isDirectory()) throw new UsageError(`${root} is no folder.`);
  if (file === undefined) return undefined;
  const path = relative(root, resolve(file));
  const found = await stat(resolve(file)).catch(() => undefined);
  if (!found?.isFile()) throw new UsageError(`there is no file ${file}.`);
  if (path.startsWith('..')) throw new UsageError(`${file} is not in ${root}.`);
  return path.split(sep).join('/');
}

/** The result as one flat object: docs name these keys. Lines count from 1, as editors show them. */
function jsonOf(result: AskResult): object {
  const { timings, ...rest } = result;
  if (rest.status === 'declined') return { ...rest, ...timings };
  const citations = rest.citations.map((place) => ({ ...place, line: place.line + 1 }));
  return { ...rest, query: writtenQuery(rest.query), citations, ...timings };
}
