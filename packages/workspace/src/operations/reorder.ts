/** Puts the entries of a list into another order. Separators, blank lines and indentation stay in their places. */
import type { ListEntry } from '../code/entries.ts';
import { OperationRefused } from '../code/refusal.ts';
import { describeLines, lineOf, type Source, startLine } from '../code/source.ts';
import type { TextEdit } from './result.ts';

/**
 * The edits that put `order`, the same entries as `entries`, into their places.
 * @throws OperationRefused where comments cannot move with their entries
 */
export function reordered(
  source: Source,
  entries: readonly ListEntry[],
  order: readonly ListEntry[],
): TextEdit[] {
  requireMovable(source, entries);
  return entries.flatMap((place, index): TextEdit[] => {
    const entry = order[index]!;
    if (entry === place) return [];
    const { text } = source;
    const separator = text.slice(place.bodyEnd, place.separatorEnd);
    const written =
      text.slice(entry.start, entry.bodyEnd) +
      separator +
      text.slice(entry.separatorEnd, entry.end);
    return [{ start: place.start, end: place.end, text: written.replaceAll('\r\n', '\n') }];
  });
}

function requireMovable(source: Source, entries: readonly ListEntry[]): void {
  const heading = entries.find((entry) => entry.heading !== undefined)?.heading;
  if (heading) {
    const lines = [lineOf(source, heading.start)];
    const message = `The comment on ${describeLines(lines)} is a heading, and sorting would take away what stands below it.`;
    throw new OperationRefused('not-applicable', message, { lines });
  }
  if (entries.every(({ ownsItsLines }) => ownsItsLines)) return;
  const commented = entries.find(({ needsOwnLines }) => needsOwnLines);
  if (commented) {
    const lines = [startLine(source, commented.node)];
    const message = `The comment on ${describeLines(lines)} cannot move, as some lines hold several entries.`;
    throw new OperationRefused('not-applicable', message, { lines });
  }
}
