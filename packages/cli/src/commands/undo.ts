/** `wick undo`: takes the last applied edit back, and shows what that changed. */
import { relative } from 'node:path';
import { UndoJournal, unifiedDiff } from '@wick/assistant';
import { EXIT } from '../exit-codes.ts';
import { renderUndone } from '../screens/undo.ts';
import { colorsFor } from '../terminal.ts';

/** Runs the command; gives the exit code. Throws FileError where there is nothing to undo, or it cannot be. */
export async function runUndo(file: string | undefined): Promise<number> {
  const scope = file === undefined ? { cwd: process.cwd() } : { file };
  const { path, description, before, after, others } = await new UndoJournal().undoLast(scope);
  const diffs = [
    unifiedDiff(file ?? path, after, before),
    ...others.map((other) => unifiedDiff(relative('.', other.path), other.after, other.before)),
  ];
  const undone = { path: file ?? path, description, diffs };
  process.stdout.write(renderUndone(undone, colorsFor(process.stdout)));
  return EXIT.done;
}
