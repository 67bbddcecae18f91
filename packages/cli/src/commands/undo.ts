/** `wick undo`: takes the last applied edit back, and shows what that changed. */
import { UndoJournal, unifiedDiff } from '@wick/assistant';
import { EXIT } from '../exit-codes.ts';
import { renderUndone } from '../screens/undo.ts';
import { colorsFor } from '../terminal.ts';

/** Runs the command; gives the exit code. Throws FileError where there is nothing to undo, or it cannot be. */
export async function runUndo(file: string | undefined): Promise<number> {
  const scope = file === undefined ? { cwd: process.cwd() } : { file };
  const { path, description, before, after } = await new UndoJournal().undoLast(scope);
  const diff = unifiedDiff(file ?? path, after, before);
  process.stdout.write(
    renderUndone({ path: file ?? path, description, diff }, colorsFor(process.stdout)),
  );
  return EXIT.done;
}
