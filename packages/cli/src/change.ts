/** What every command that changes a file does: ask, apply with a way back, tell failures as JSON. */
import {
  applyEdits,
  type ChangedFile,
  FileError,
  readTextFile,
  UndoJournal,
  type WantedFile,
} from '@wick/assistant';
import { UsageError } from './errors.ts';
import { EXIT } from './exit-codes.ts';
import { describeFailure } from './failures.ts';
import type { Interrupt } from './interrupt.ts';
import { confirm, isInteractive } from './terminal.ts';

export interface ChangeOptions {
  readonly yes?: boolean;
  readonly dryRun?: boolean;
  readonly json?: boolean;
}

/** Throws UsageError where it is not said whether to change `file`, and nobody can be asked. `-` is never changed. */
export function checkAsking(file: string, { yes, dryRun, json }: ChangeOptions): void {
  if (yes && dryRun) throw new UsageError('--yes and --dry-run exclude each other; choose one.');
  if (file === '-' || yes || dryRun || (isInteractive() && !json)) return;
  const why = json ? '--json never asks' : 'there is no terminal to ask on';
  throw new UsageError(
    `${why}: add --yes to apply the edit to ${file}, or --dry-run to only see it.`,
  );
}

export async function isWanted(
  { yes, dryRun }: ChangeOptions,
  interrupt: Interrupt,
): Promise<boolean> {
  if (dryRun) return false;
  return yes || confirm('Apply? [Y/n] ', interrupt);
}

/** Writes the files, so that `wick undo` can take them back. From here on Ctrl-C is not heard. */
export async function applyChanges(
  wanted: readonly WantedFile[],
  description: string,
  interrupt: Interrupt,
): Promise<void> {
  interrupt.signal.throwIfAborted();
  interrupt.ignore();
  await applyEdits(wanted, { journal: new UndoJournal(), description });
}

/** A file that an edit changes along or makes, as it is on the disk. Throws FileError, also where it is another text by now. */
export async function readChanged({
  path,
  before,
  after,
  isNew,
}: ChangedFile): Promise<WantedFile> {
  if (isNew) return { file: { path, isNew }, after };
  const file = await readTextFile(path);
  if (file.text === before) return { file, after };
  const message = `${path} changed while the edit was made; nothing was written. Try again.`;
  throw new FileError('changed-on-disk', path, message);
}

/** What a change that came to this tells the shell. */
export function exitCodeOf(status: 'edited' | 'nothing' | 'declined'): number {
  switch (status) {
    case 'edited':
      return EXIT.done;
    case 'nothing':
      return EXIT.nothingToChange;
    case 'declined':
      return EXIT.notAble;
  }
}

export function printJson(value: object): void {
  process.stdout.write(`${JSON.stringify(value)}\n`);
}

/** A failure as the one object of --json. */
export function printFailure(error: unknown): void {
  printJson({ status: 'failed', message: describeFailure(error).message });
}
