/** What `wick complete` shows, as a function of the completion. */
import type { Completion } from '@wick/assistant';
import type { Colors } from '../terminal.ts';
import { renderTimings } from './edit.ts';

/** The line with what would be inserted; the timings. `column` counts from 1. */
export function renderCompletion(
  { insert, timings }: Completion,
  line: string,
  { column }: { readonly column: number },
  colors: Colors,
): string {
  const end = `${colors.dim(renderTimings(timings))}\n`;
  if (insert === '') return `Nothing to suggest.\n${end}`;
  const [before, behind] = [line.slice(0, column - 1), line.slice(column - 1)];
  return `${before}${colors.green(insert)}${behind}\n${end}`;
}
