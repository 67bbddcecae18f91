/**
 * Where the sections of an abbreviated snippet belong, found out from what came of the change: a section stands in the
 * file after it letter for letter, and all that changed is within a section. Takes both versions of a file and the
 * sections, gives for each the lines of the version before that it replaces. Pure.
 */
import { diffDocuments, type LineIndex, type TextDocument } from '@wick/edits';
import type { Place } from '../../packages/edits/src/merge/places.ts';
import type { Original, Section } from '../../packages/edits/src/merge/section.ts';

/** What both versions of a file are compared by. */
export interface Versions {
  readonly before: TextDocument;
  readonly after: TextDocument;
}

/** A run of lines that differs: where it is in either version. */
interface Change {
  readonly before: Place;
  readonly after: Place;
}

/** The right place of each section; undefined where the sections do not show the whole change. */
export function rightPlaces(
  versions: Versions,
  sections: readonly Section[],
): readonly Place[] | undefined {
  const changes = changesOf(versions);
  const { lines } = versions.after;
  const changed = changes.map(({ after }) => withoutBlankEnds(lines, after));
  return standing(lines, sections, changed, 0)?.map((place) => origin(versions, changes, place));
}

/** Whether a section makes the same of two places: where lines repeat, either is right. */
export function comesToSame(
  { ids }: Original,
  section: Section,
  one: Place,
  other: Place,
): boolean {
  const start = Math.min(one.start, other.start);
  const end = Math.max(one.end, other.end);
  const written = (place: Place) =>
    [...ids.slice(start, place.start), ...section.ids, ...ids.slice(place.end, end)].join(' ');
  return written(one) === written(other);
}

function changesOf({ before, after }: Versions): readonly Change[] {
  let shift = 0;
  return diffDocuments(before, after).map(({ start, end, lines }) => {
    const from = start + shift;
    shift += lines.length - (end - start);
    return { before: { start, end }, after: { start: from, end: from + lines.length } };
  });
}

/** Sections have no blank lines at their ends, so that they may lack those of a change. */
function withoutBlankEnds(lines: readonly string[], { start, end }: Place): Place {
  let [first, last] = [start, end];
  while (first < last && isBlank(lines[first])) first++;
  while (last > first && isBlank(lines[last - 1])) last--;
  return { start: first, end: last };
}

/** The first way to find the sections in `lines`, in order, from `from` on, so that each change is within one of them. */
function standing(
  lines: readonly string[],
  sections: readonly Section[],
  changed: readonly Place[],
  from: LineIndex,
): readonly Place[] | undefined {
  const [section, ...later] = sections;
  const [next] = changed;
  if (section === undefined) return next === undefined ? [] : undefined;
  const last = Math.min(lines.length - section.lines.length, next?.start ?? Infinity);
  for (let start = from; start <= last; start++) {
    if (!standsAt(lines, section, start)) continue;
    const place = { start, end: start + section.lines.length };
    const left = changed.filter((change) => change.end > place.end);
    const others = standing(lines, later, left, place.end);
    if (others !== undefined) return [place, ...others];
  }
  return undefined;
}

function standsAt(lines: readonly string[], section: Section, start: LineIndex): boolean {
  return section.lines.every(({ words, text }, index) => {
    const line = lines[start + index];
    return words === '' ? isBlank(line) : line === text;
  });
}

/** The lines before the change of which those at `place` came. */
function origin({ before, after }: Versions, changes: readonly Change[], place: Place): Place {
  const filled = before.lines.findLastIndex((line) => !isBlank(line)) + 1;
  const isLast = after.lines.slice(place.end).every(isBlank);
  const end = linesBefore(changes, place.end - 1).end;
  return {
    // What begins, or ends, with the file does so in both versions.
    start: place.start === 0 ? 0 : linesBefore(changes, place.start).start,
    end: isLast ? filled : Math.min(filled, end),
  };
}

/** What a line of the version after was before: itself, or all that its change replaced. */
function linesBefore(changes: readonly Change[], line: LineIndex): Place {
  const change = changes.findLast(({ after }) => after.start <= line);
  if (change === undefined) return { start: line, end: line + 1 };
  if (line < change.after.end) return change.before;
  const start = change.before.end + line - change.after.end;
  return { start, end: start + 1 };
}

function isBlank(line: string | undefined): boolean {
  return line !== undefined && line.trim() === '';
}
