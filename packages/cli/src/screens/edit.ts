/** What `wick edit` shows, as functions of what happened. */
import type { EditResult, EditTimings, FileMatch } from '@wick/assistant';
import type { Colors } from '../terminal.ts';
import { colorDiff } from './diff.ts';
import { count, duration, plural } from './numbers.ts';

/** The result: its diff, or why there is none; then the timings. */
export function renderResult(result: EditResult, colors: Colors): string {
  const timings = `${colors.dim(renderTimings(result.timings))}\n`;
  switch (result.status) {
    case 'edited':
      return `${[result, ...result.others].map(({ diff }) => colorDiff(diff, colors)).join('')}${timings}`;
    case 'nothing':
      return `${result.path}: nothing to change. ${result.message}\n${timings}`;
    case 'declined':
      return `${colors.yellow(`${result.path}: not done.`)} ${result.message}${hintFor(result)}\n${timings}`;
  }
}

/** What the user can do about it. */
function hintFor({ reason }: EditResult & { status: 'declined' }): string {
  if (reason === 'type-errors') return ' --force shows it all the same.';
  return reason === 'unsure' ? ' --unsure shows it all the same.' : '';
}

/** Which file was found, and by what. */
export function renderMatch({ path, reasons }: FileMatch): string {
  const names = reasons.filter((reason) => reason !== path);
  return names.length > 0 ? `${path} has ${names.join(', ')}.\n` : `${path} is meant.\n`;
}

/** first token 41 ms · total 63 ms · 12 tokens · 3,400 tokens/s */
export function renderTimings(timings: EditTimings): string {
  const parts = [
    `first token ${duration(timings.firstTokenMs)}`,
    `total ${duration(timings.totalMs)}`,
    plural(timings.tokens, 'token'),
    `${count(timings.tokensPerSecond)} tokens/s`,
  ];
  if (timings.checkMs > 0) parts.push(`types ${duration(timings.checkMs)}`);
  if (timings.candidates > 1) parts.push(`${timings.candidates} candidates`);
  return parts.join(' · ');
}

export function renderOutcome(
  paths: readonly string[],
  outcome: 'applied' | 'shown' | 'refused',
  colors: Colors,
): string {
  const [path, ...others] = paths;
  const along = others.length > 0 ? ` and ${plural(others.length, 'other file')}` : '';
  switch (outcome) {
    case 'applied':
      return `${colors.green('Applied')} to ${path}${along}; wick undo takes it back.\n`;
    case 'shown':
      return `Not applied (dry run).\n`;
    case 'refused':
      return `Not applied; ${path}${along} ${others.length > 0 ? 'are as they were' : 'is as it was'}.\n`;
  }
}
