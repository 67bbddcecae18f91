/** What `wick undo` shows. */
import type { Colors } from '../terminal.ts';
import { colorDiff } from './diff.ts';
import { plural } from './numbers.ts';

export interface Undone {
  readonly path: string;
  /** What the edit was for. */
  readonly description: string;
  /** Of each file, this one first, from the text after the edit to the one before it. */
  readonly diffs: readonly string[];
}

export function renderUndone({ path, description, diffs }: Undone, colors: Colors): string {
  const what = description === '' ? 'the last edit' : `"${description}"`;
  const shown = diffs.map((diff) => colorDiff(diff, colors)).join('');
  const along = diffs.length > 1 ? ` and ${plural(diffs.length - 1, 'other file')}` : '';
  return `${shown}${colors.green('Undone')}: ${what} in ${path}${along}.\n`;
}
