/** What `wick apply` shows, as a function of what happened. */
import type { ApplyResult } from '@wick/assistant';
import type { Colors } from '../terminal.ts';
import { colorDiff } from './diff.ts';
import { duration } from './numbers.ts';

/** The result: its diff, or why there is none; then the time it took. */
export function renderApplied(result: ApplyResult, colors: Colors): string {
  const time = `${colors.dim(`total ${duration(result.totalMs)}`)}\n`;
  switch (result.status) {
    case 'edited':
      return `${colorDiff(result.diff, colors)}${time}`;
    case 'nothing':
      return `${result.path}: nothing to change. ${result.message}\n${time}`;
    case 'declined':
      return `${colors.yellow(`${result.path}: not done.`)} ${result.message}\n${time}`;
  }
}
