/**
 * Where a section of a snippet may stand: the runs of lines of the document that it may replace. Of an alignment
 * only that matters. A section's first and last lines are mostly there to say where, so the runs that begin and end
 * with them are looked at, and those that an alignment of the whole snippet gives (align.ts). Pure.
 */
import type { LineIndex } from '../document.ts';
import { type ComparedLine, likeness } from './line-match.ts';
import type { Original, Section } from './section.ts';

/** Lines [start, end) of the document. */
export interface Place {
  readonly start: LineIndex;
  readonly end: LineIndex;
}

/** Of the places whose edges fit, only so many are looked at closely. */
const MOST_PLACES = 60;
/** Lines that a place may have more than its section. */
const MOST_LOST = 150;
/** What a line within that the section shows somewhere is worth beside one that is the same, and one that would go. */
const SHARED = 0.2;
const LOST = -0.2;
/** What an end of the file is worth, where no placeholder is. */
const FILE_END = 3;
/** Lines that are looked at as changed forms of an edge. */
const MOST_CHANGED = 8;

/** The places of a section, the likelier ones first; `aligned` is the one by alignment. */
export function placesOf(
  original: Original,
  section: Section,
  aligned: Place | undefined,
): readonly Place[] {
  const { ids, lines } = section;
  const count = original.ids.length;
  const starts = new Set(linesLike(original, ids[0]!, lines[0]!));
  const ends = new Set(linesLike(original, ids.at(-1)!, lines.at(-1)!).map((line) => line + 1));
  const opens = section.before === 'kept' ? 0 : 1;
  const closes = section.after === 'kept' ? 0 : 1;
  if (opens > 0) starts.add(0);
  if (closes > 0) ends.add(count);
  if (aligned !== undefined) {
    starts.add(aligned.start);
    ends.add(aligned.end);
  }
  const sameAfter = new Map([...starts].map((line) => [line, sameFrom(original, section, line)]));
  const sameBefore = new Map([...ends].map((line) => [line, sameUpTo(original, section, line)]));
  const sharedBefore = sharedLines(original, section);
  const found: (Place & { readonly worth: number })[] = [];
  for (const start of starts) {
    for (const end of ends) {
      if (!isPlace(section, { start, end }, count)) continue;
      const same = Math.min(ids.length, sameAfter.get(start)! + sameBefore.get(end)!);
      const shared = sharedBefore[end]! - sharedBefore[start]!;
      const within = SHARED * shared + LOST * (end - start - shared);
      const atEnds = (start === 0 ? opens : 0) + (end === count ? closes : 0);
      found.push({ start, end, worth: same + within + FILE_END * atEnds });
    }
  }
  const best = found.toSorted((one, other) => other.worth - one.worth).slice(0, MOST_PLACES);
  const isAligned = (place: Place) => place.start === aligned?.start && place.end === aligned.end;
  return aligned === undefined || best.some(isAligned) ? best : [...best, aligned];
}

/** How many lines before each line of the document, and its end, the section shows, too. */
function sharedLines(original: Original, section: Section): readonly number[] {
  const shown = new Set(section.lines.map(({ words }) => words));
  const before = [0];
  for (const { words } of original.lines) before.push(before.at(-1)! + (shown.has(words) ? 1 : 0));
  return before;
}

function isPlace(section: Section, { start, end }: Place, count: number): boolean {
  const lost = end - start - section.ids.length;
  if (end <= start || lost > MOST_LOST) return false;
  // One line replaces one line, or all up to an end of the file.
  const atEnd =
    (section.before !== 'kept' && start === 0) || (section.after !== 'kept' && end === count);
  return section.ids.length > 1 || end === start + 1 || atEnd;
}

/** The lines that are the same; where there are none, those of which it may be a changed form. */
function linesLike(original: Original, id: number, line: ComparedLine): readonly LineIndex[] {
  const same = original.ids.flatMap((other, index) => (other === id ? [index] : []));
  if (same.length > 0 || line.isTrivial) return same;
  const like = original.lines
    .map((other, index) => ({ index, like: likeness(line, other) }))
    .filter((each) => each.like > 0);
  like.sort((one, other) => other.like - one.like);
  return like.slice(0, MOST_CHANGED).map(({ index }) => index);
}

/** How many lines are the same from `start` on. */
export function sameFrom(original: Original, { ids }: Section, start: LineIndex): number {
  let count = 0;
  while (count < ids.length && ids[count] === original.ids[start + count]) count++;
  return count;
}

/** How many lines are the same before `end`. */
export function sameUpTo(original: Original, { ids }: Section, end: LineIndex): number {
  let count = 0;
  while (count < ids.length && ids.at(-1 - count) === original.ids[end - 1 - count]) count++;
  return count;
}
