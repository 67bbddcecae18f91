/**
 * How plausible it is that a section of a snippet replaces a run of the document's lines: as a change that somebody
 * makes, and as a way to abbreviate it. A sum of what speaks for and against it, in nats: the weights are those of a
 * conditional logit (McFadden 1974) over all places of a section, fitted to commits of h3, zustand, zod, fastify,
 * axios and query. Pure.
 */
import { diffSequences } from '../diff.ts';
import { type ComparedLine, likeness } from './line-match.ts';
import { type Place, sameFrom, sameUpTo } from './places.ts';
import { declarationKey, importedNames, type Original, type Section } from './section.ts';

/** What speaks for or against a place; counts are logarithms of one more. */
export interface Evidence {
  /** The first, or last, line is not the section's. */
  readonly startDiffers: number;
  readonly endDiffers: number;
  /** Runs of lines that differ. */
  readonly runs: number;
  /** Telling lines that go. */
  readonly removed: number;
  /** Tens of lines that go. */
  readonly removedTens: number;
  /** New lines that the document has elsewhere. */
  readonly copied: number;
  /** New lines that are changed forms of some that go. */
  readonly changed: number;
  /** Lines that are shown although they stay, far from anything that changes: an abbreviation leaves them out. */
  readonly needless: number;
  /** It changes nothing, although it shows several lines. */
  readonly idle: number;
  /** It only adds, or only deletes. */
  readonly adds: number;
  readonly deletes: number;
  /** Declarations that go. */
  readonly lost: number;
  /** Declarations, and imports, that would stand in the file twice. */
  readonly declaredTwice: number;
  readonly importedTwice: number;
  /** It opens and closes other brackets than what it replaces. */
  readonly unbalanced: number;
  /** Telling lines of the context before and behind, four at most of each. */
  readonly context: number;
  /** Both have some. */
  readonly contextTwice: number;
  /** One of them stands in the document only once. */
  readonly contextAlone: number;
  /** Runs whose new lines start at another depth than those that go. */
  readonly otherDepth: number;
  /** Lines beyond an end of the snippet that it does not speak of; and although it says that there are none. */
  readonly unsaidBefore: number;
  readonly unsaidAfter: number;
  readonly deniedBefore: number;
  readonly deniedAfter: number;
  /** An alignment of the whole snippet does not put it here. */
  readonly unaligned: number;
}

export const WEIGHTS: Readonly<Record<keyof Evidence, number>> = {
  startDiffers: 0,
  endDiffers: 0,
  runs: 0,
  removed: 0,
  removedTens: 0,
  copied: 0,
  changed: 0,
  needless: 0,
  idle: 0,
  adds: 0,
  deletes: 0,
  lost: 0,
  declaredTwice: 0,
  importedTwice: 0,
  unbalanced: 0,
  context: 0,
  contextTwice: 0,
  contextAlone: 0,
  otherDepth: 0,
  unsaidBefore: 0,
  unsaidAfter: 0,
  deniedBefore: 0,
  deniedAfter: 0,
  unaligned: 0,
};

/** Lines around a change that an author shows, at most. */
const MOST_CONTEXT = 4;
/** More declarations that go or stand twice say no more. */
const MOST_DECLARATIONS = 3;

/** A run of lines that differs: what goes, and what comes. */
interface Run {
  readonly removed: readonly ComparedLine[];
  readonly added: readonly ComparedLine[];
  /** The added lines are those of the section from here on. */
  readonly at: number;
}

/** Higher is more plausible; a difference of one is a factor of e. */
export function plausibility(evidence: Evidence): number {
  let sum = 0;
  for (const [name, weight] of Object.entries(WEIGHTS)) {
    sum += weight * evidence[name as keyof Evidence];
  }
  return sum;
}

/** What speaks for and against `place`; `shift` is how much farther to the right the document has the section. */
export function evidenceOf(
  original: Original,
  section: Section,
  place: Place,
  { shift, aligned }: { readonly shift: number; readonly aligned: Place | undefined },
): Evidence {
  const { start, end } = place;
  const runs = runsOf(original, section, place);
  const added = runs.flatMap((run) => run.added);
  const removed = runs.flatMap((run) => run.removed);
  const shown = section.lines.filter(isFilled);
  const before = Math.min(sameFrom(original, section, start), end - start);
  const behind = Math.min(sameUpTo(original, section, end), end - start);
  const names = new Set(section.lines.map(({ declares }) => declares));
  const isLost = ({ declares }: ComparedLine) => declares !== undefined && !names.has(declares);
  const atMost = (count: number) => Math.min(MOST_DECLARATIONS, count);
  const says = (is: boolean) => (is ? 1 : 0);
  const linesBefore = start > 0;
  const linesAfter = end < original.lines.length;
  return {
    startDiffers: says(before === 0),
    endDiffers: says(behind === 0),
    runs: runs.length,
    removed: Math.log1p(removed.filter(isTelling).length),
    removedTens: removed.filter(isFilled).length / 10,
    copied: Math.log1p(copiedCount(original, section, runs)),
    changed: Math.log1p(runs.reduce((sum, run) => sum + changedCount(run), 0)),
    needless: Math.log1p(needlessCount(section, runs)),
    idle: says(runs.length === 0 && shown.length > 1),
    adds: says(runs.length > 0 && !removed.some(isFilled)),
    deletes: says(removed.some(isFilled) && !added.some(isFilled)),
    lost: atMost(removed.filter(isLost).length),
    declaredTwice: atMost(added.filter((line) => isTwice(original, place, line, shift)).length),
    importedTwice: atMost(importedTwice(original, section, place)),
    unbalanced: says(
      depthOf(section.lines) !== depthOf(original.lines.slice(start, end)),
    ),
    ...contextOf(original, section, before, behind),
    otherDepth: runs.filter((run) => isOtherDepth(run, shift)).length,
    unsaidBefore: says(section.before === 'unsaid' && linesBefore),
    unsaidAfter: says(section.after === 'unsaid' && linesAfter),
    deniedBefore: says(section.before === 'none' && linesBefore),
    deniedAfter: says(section.after === 'none' && linesAfter),
    unaligned: says(start !== aligned?.start || end !== aligned.end),
  };
}

function isFilled({ words }: ComparedLine): boolean {
  return words !== '';
}

function isTelling({ isTrivial }: ComparedLine): boolean {
  return !isTrivial;
}

function runsOf(original: Original, section: Section, { start, end }: Place): readonly Run[] {
  const before = original.ids.slice(start, end).map(String);
  return diffSequences(before, section.ids.map(String)).map((span) => ({
    removed: original.lines.slice(start + span.beforeStart, start + span.beforeEnd),
    added: section.lines.slice(span.afterStart, span.afterEnd),
    at: span.afterStart,
  }));
}

function copiedCount(original: Original, section: Section, runs: readonly Run[]): number {
  const isCopied = (line: ComparedLine, at: number) =>
    !line.isTrivial && original.counts.has(section.ids[at]!);
  return runs.reduce(
    (sum, { added, at }) => sum + added.filter((line, index) => isCopied(line, at + index)).length,
    0,
  );
}

/** How many of the added lines are changed forms of the removed ones, in order. */
function changedCount({ removed, added }: Run): number {
  let from = 0;
  let count = 0;
  for (const line of added) {
    if (line.isTrivial) continue;
    const index = removed.findIndex((other, at) => at >= from && likeness(line, other) > 0);
    if (index < 0) continue;
    count++;
    from = index + 1;
  }
  return count;
}

function needlessCount(section: Section, runs: readonly Run[]): number {
  if (runs.length === 0) return 0;
  const isNear = (line: number) =>
    runs.some(
      ({ at, added }) => line >= at - MOST_CONTEXT && line < at + added.length + MOST_CONTEXT,
    );
  return section.lines.filter((line, index) => isFilled(line) && !isNear(index)).length;
}

function isTwice(
  { declared }: Original,
  { start, end }: Place,
  line: ComparedLine,
  shift: number,
): boolean {
  if (line.declares === undefined) return false;
  const others = declared.get(declarationKey(line, shift)) ?? [];
  return others.some((other) => other < start || other >= end);
}

function importedTwice({ imported }: Original, section: Section, { start, end }: Place): number {
  return importedNames(section.lines).filter(({ name }) =>
    imported.get(name)?.some((line) => line < start || line >= end),
  ).length;
}

/** Brackets that are opened and not closed; comments are left out. */
function depthOf(lines: readonly ComparedLine[]): number {
  let depth = 0;
  for (const { words } of lines) {
    if (/^(?:\/\/|\/?\*|#)/.test(words)) continue;
    for (const character of words) {
      if ('([{'.includes(character)) depth++;
      else if (')]}'.includes(character)) depth--;
    }
  }
  return depth;
}

function contextOf(
  { counts }: Original,
  { lines, ids }: Section,
  before: number,
  behind: number,
): Pick<Evidence, 'context' | 'contextTwice' | 'contextAlone'> {
  const count = lines.length;
  const tellBefore = lines.slice(0, Math.min(MOST_CONTEXT, before)).filter(isTelling).length;
  const tellBehind = lines.slice(count - Math.min(MOST_CONTEXT, behind)).filter(isTelling).length;
  const isAlone = lines.some((line, index) => {
    const isContext = index < before || index >= count - behind;
    return isContext && !line.isTrivial && counts.get(ids[index]!) === 1;
  });
  return {
    context: Math.log1p(tellBefore) + Math.log1p(tellBehind),
    contextTwice: tellBefore > 0 && tellBehind > 0 ? 1 : 0,
    contextAlone: isAlone ? 1 : 0,
  };
}

function isOtherDepth({ removed, added }: Run, shift: number): boolean {
  if (!removed.some(isTelling) || !added.some(isFilled)) return false;
  const depth = (lines: readonly ComparedLine[]) =>
    Math.min(...lines.filter(isFilled).map(({ indent }) => indent));
  return depth(removed) !== depth(added) + shift;
}
