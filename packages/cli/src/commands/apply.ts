/** `wick apply`: merges an abbreviated snippet into a file, shows the change, applies it when told to. */
import { type ApplyResult, applySnippet, readTextFile } from '@wick/assistant';
import {
  applyChanges,
  type ChangeOptions,
  checkAsking,
  exitCodeOf,
  isWanted,
  printFailure,
  printJson,
} from '../change.ts';
import { UsageError } from '../errors.ts';
import { Interrupt } from '../interrupt.ts';
import { renderApplied } from '../screens/apply.ts';
import { renderOutcome } from '../screens/edit.ts';
import { readStdin } from '../stdin.ts';
import { colorsFor } from '../terminal.ts';

export interface ApplyOptions extends ChangeOptions {
  /** A file with the snippet; stdin by default. */
  readonly snippet?: string;
}

/** Runs the command; gives the exit code. With --json a failure is an object on stdout, too. */
export async function runApply(path: string, options: ApplyOptions): Promise<number> {
  try {
    return await apply(path, options);
  } catch (error) {
    if (options.json) printFailure(error);
    throw error;
  }
}

async function apply(path: string, options: ApplyOptions): Promise<number> {
  checkAsking(path, options);
  const file = await readTextFile(path);
  const snippet = await snippetOf(options);
  const interrupt = new Interrupt();
  const result = await applySnippet({ path, text: file.text, snippet });
  const colors = colorsFor(process.stdout);
  if (!options.json) process.stdout.write(renderApplied(result, colors));
  const wanted = result.status === 'edited' && (await isWanted(options, interrupt));
  if (result.status === 'edited' && wanted) {
    await applyChanges([{ file, after: result.after }], 'a snippet', interrupt);
  }
  if (options.json) printJson(jsonOf(result, wanted));
  else if (result.status === 'edited') {
    const outcome = wanted ? 'applied' : options.dryRun ? 'shown' : 'refused';
    process.stdout.write(renderOutcome([path], outcome, colors));
  }
  return exitCodeOf(result.status);
}

async function snippetOf({ snippet }: ApplyOptions): Promise<string> {
  if (snippet !== undefined) return (await readTextFile(snippet)).text;
  if (process.stdin.isTTY) {
    throw new UsageError('the snippet comes from stdin, or from a file: --snippet FILE.');
  }
  return readStdin('snippet');
}

/** The result as one flat object: docs name these keys. */
function jsonOf(result: ApplyResult, applied: boolean): object {
  const { before: _, ...rest } = result;
  return { ...rest, applied };
}
