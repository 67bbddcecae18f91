/** What `wick ask` shows, as a function of the answer. */
import type { AskResult } from '@wick/assistant';
import type { Colors } from '../terminal.ts';
import { renderTimings } from './edit.ts';
import { plural } from './numbers.ts';

/** What was looked up; each place as file:line with its line, at most `limit`; the timings. */
export function renderAnswer(result: AskResult, limit: number, colors: Colors): string {
  const timings = `${colors.dim(renderTimings(result.timings))}\n`;
  if (result.status === 'declined') {
    return `${colors.yellow('Not answered.')} ${result.message}\n${timings}`;
  }
  const { summary, citations } = result;
  const count = citations.length > 0 ? plural(citations.length, 'place') : 'none found';
  const places = citations
    .slice(0, limit)
    .map(({ path, line, text }) => `${colors.cyan(`${path}:${line + 1}`)}  ${text}\n`);
  const left = citations.length - limit;
  const more = left > 0 ? `and ${left} more (--limit ${citations.length} shows all)\n` : '';
  return `${colors.bold(summary)} · ${count}\n${places.join('')}${more}${timings}`;
}
