/** `wick complete`: what an editor would show in grey at a cursor. Changes nothing. */
import { Assistant, type Completion, nearFiles, readTextFile } from '@wick/assistant';
import { printFailure, printJson } from '../change.ts';
import { UsageError } from '../errors.ts';
import { EXIT } from '../exit-codes.ts';
import { Interrupt } from '../interrupt.ts';
import { assistantOptions, type ModelOptions } from '../options.ts';
import { renderCompletion } from '../screens/complete.ts';
import { readStdin } from '../stdin.ts';
import { colorsFor } from '../terminal.ts';

export interface CompleteOptions extends ModelOptions {
  /** What the text from stdin is called. */
  readonly path?: string;
  readonly json?: boolean;
}

/** FILE:LINE:COLUMN, both from 1, as editors show them. */
interface Cursor {
  readonly file: string;
  readonly line: number;
  readonly column: number;
}

const STDIN_NAME = 'stdin.ts';

/** Runs the command; gives the exit code. With --json a failure is an object on stdout, too. */
export async function runComplete(place: string, options: CompleteOptions): Promise<number> {
  try {
    const cursor = parseCursor(place);
    const path = cursor.file === '-' ? (options.path ?? STDIN_NAME) : cursor.file;
    const text = cursor.file === '-' ? await readStdin(path) : (await readTextFile(path)).text;
    const completion = await completeAt(path, text, cursor, options);
    const { insert, confidence, timings } = completion;
    if (options.json) printJson({ insert, confidence, ...timings });
    else {
      const line = text.split(/\r?\n/)[cursor.line - 1] as string;
      const screen = renderCompletion(completion, line, cursor, colorsFor(process.stdout));
      process.stdout.write(screen);
    }
    return insert === '' ? EXIT.nothingToChange : EXIT.done;
  } catch (error) {
    if (options.json) printFailure(error);
    throw error;
  }
}

async function completeAt(
  path: string,
  text: string,
  { line, column }: Cursor,
  options: CompleteOptions,
): Promise<Completion> {
  const assistant = await Assistant.open(assistantOptions(options));
  const { signal } = new Interrupt();
  const others = nearFiles(path, text);
  const place = { line: line - 1, column: column - 1 };
  try {
    return await assistant.complete({ path, text, ...place, others, signal });
  } catch (error) {
    if (error instanceof RangeError) throw new UsageError(`${path}: ${error.message}.`);
    throw error;
  } finally {
    await assistant.close();
  }
}

/** Throws UsageError. */
function parseCursor(place: string): Cursor {
  const match = /^(.+?):([1-9]\d{0,6}):([1-9]\d{0,6})$/.exec(place);
  if (!match) {
    throw new UsageError(
      `"${place}" is no FILE:LINE:COLUMN; say, for example, src/cart.ts:12:8 (both count from 1).`,
    );
  }
  const [, file, line, column] = match;
  return { file: file as string, line: Number(line), column: Number(column) };
}
