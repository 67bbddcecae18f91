/** What `wick undo` shows. */
import type { Colors } from '../terminal.ts';
import { colorDiff } from './diff.ts';

export interface Undone {
  readonly path: string;
  /** What the edit was for. */
  readonly description: string;
  /** From the text after the edit to the one before it. */
  readonly diff: string;
}

export function renderUndone({ path, description, diff }: Undone, colors: Colors): string {
  const what = description === '' ? 'the last edit' : `"${description}"`;
  return `${colorDiff(diff, colors)}${colors.green('Undone')}: ${what} in ${path}.\n`;
}
