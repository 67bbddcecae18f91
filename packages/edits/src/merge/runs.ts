/** What a section changes where it stands: runs of lines that go and come. Pure. */
import { diffSequences } from '../diff.ts';
import type { LineIndex } from '../document.ts';
import type { ComparedLine } from './line-match.ts';
import type { Place } from './places.ts';
import type { Original, Section } from './section.ts';

/** A run of lines that differs: what goes, and what comes. */
export interface Run {
  readonly removed: readonly ComparedLine[];
  readonly added: readonly ComparedLine[];
  /** The removed lines are those of the document from here on. */
  readonly from: LineIndex;
  /** The added lines are those of the section from here on. */
  readonly at: number;
}

export function runsOf(
  original: Original,
  section: Section,
  { start, end }: Place,
): readonly Run[] {
  const before = original.ids.slice(start, end).map(String);
  return diffSequences(before, section.ids.map(String)).map((span) => ({
    removed: original.lines.slice(start + span.beforeStart, start + span.beforeEnd),
    added: section.lines.slice(span.afterStart, span.afterEnd),
    from: start + span.beforeStart,
    at: span.afterStart,
  }));
}

export function isFilled({ words }: ComparedLine): boolean {
  return words !== '';
}

/** Whether a line says something of where it stands. */
export function isTelling({ isTrivial }: ComparedLine): boolean {
  return !isTrivial;
}
