/**
 * How plausible it is that a section of a snippet replaces a run of the document's lines: as a change that somebody
 * makes, and as a way to abbreviate it. A sum of what speaks for and against it, in nats: the weights are those of a
 * conditional logit (McFadden 1974) over all places of a section, fitted to commits of h3, zustand, zod, fastify,
 * axios and query. Pure.
 */
import { diffSequences } from '../diff.ts';
import { type ComparedLine, isSpeltAlike, resemblance } from './line-match.ts';
import { type Place, sameFrom, sameUpTo } from './places.ts';
import { declarationKey, importedNames, type Original, type Section } from './section.ts';

/** What speaks for or against a place; counts are logarithms of one more. */
export interface Evidence {
  /** The first, or last, line is not the section's. */
  readonly startDiffers: number;
  readonly endDiffers: number;
  /** Telling lines that go. */
  readonly removed: number;
  /** Telling lines that go, and are not changed. */
  readonly dropped: number;
  /** New lines that the document has already, at one other place: the outermost, and those within. */
  readonly copied: number;
  readonly copiedWithin: number;
  /** Telling lines that stay; and new ones that are changed forms of some that go. */
  readonly kept: number;
  readonly changed: number;
  /** How much those differ, in lines. */
  readonly unlike: number;
  /** Lines that are shown although they stay, far from anything that changes: an abbreviation leaves them out. */
  readonly needless: number;
  /** It changes nothing, although it shows several lines. */
  readonly idle: number;
  /** It only deletes. */
  readonly deletes: number;
  /** Declarations, and imports, that would stand in the file twice. */
  readonly declaredTwice: number;
  readonly importedTwice: number;
  /** It opens and closes other brackets than what it replaces. */
  readonly unbalanced: number;
  /** Telling lines of the context before and behind, four at most of each. */
  readonly context: number;
  /** One of them stands in the document only once. */
  readonly contextAlone: number;
  /** Runs whose new lines start at another depth than those that go. */
  readonly otherDepth: number;
  /** Lines beyond an end of the snippet that it does not speak of; and although it says that there are none. */
  readonly unsaidBefore: number;
  readonly unsaidAfter: number;
  readonly deniedBefore: number;
  readonly deniedAfter: number;
}

export const WEIGHTS: Readonly<Record<keyof Omit<Evidence, 'kept'>, number>> = {
  startDiffers: -3.0,
  endDiffers: -4.1,
  removed: -0.7,
  dropped: -1.9,
  copied: -4.6,
  copiedWithin: -1.8,
  changed: 1.8,
  unlike: -2.3,
  needless: -2.8,
  idle: -7.8,
  deletes: 2.0,
  declaredTwice: -5.2,
  importedTwice: -1.5,
  unbalanced: -2.7,
  context: 2.6,
  contextAlone: 0.5,
  otherDepth: -1.2,
  unsaidBefore: -2.5,
  unsaidAfter: -2.7,
  deniedBefore: -3.8,
  deniedAfter: -4.9,
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

/** Whether anything says that the section belongs here: a telling line that is the same or changed, or both edges. */
export function isAnchored(
  { startDiffers, endDiffers, kept, changed, removed }: Evidence,
  section: Section,
  { start }: Place,
): boolean {
  // At the document's beginning there is nothing to show before what is added.
  const isFirst = section.before !== 'kept' && start === 0 && removed === 0;
  return kept > 0 || changed > 0 || (isFirst ? 0 : startDiffers) + endDiffers === 0;
}

/** What speaks for and against `place`; `shift` is how much farther to the right the document has the section. */
export function evidenceOf(
  original: Original,
  section: Section,
  place: Place,
  shift: number,
): Evidence {
  const { start, end } = place;
  const runs = runsOf(original, section, place);
  const added = runs.flatMap((run) => run.added);
  const removed = runs.flatMap((run) => run.removed);
  const changes = runs.flatMap(changesOf);
  const before = Math.min(sameFrom(original, section, start), end - start);
  const behind = Math.min(sameUpTo(original, section, end), end - start);
  const atMost = (count: number) => Math.min(MOST_DECLARATIONS, count);
  const says = (is: boolean) => (is ? 1 : 0);
  const linesBefore = start > 0;
  const linesAfter = end < original.lines.length;
  return {
    startDiffers: says(before === 0 && (linesBefore || section.before !== 'none')),
    endDiffers: says(behind === 0 && (linesAfter || section.after !== 'none')),
    removed: Math.log1p(removed.filter(isTelling).length),
    dropped: Math.log1p(Math.max(0, removed.filter(isTelling).length - changes.length)),
    ...copiesOf(original, place, runs),
    kept: Math.log1p(section.lines.filter(isTelling).length - added.filter(isTelling).length),
    changed: Math.log1p(changes.length),
    unlike: changes.reduce((sum, change) => sum + change, 0),
    needless: Math.log1p(needlessCount(section, runs)),
    idle: says(section.lines.length > 1 && isUnchanged(original, section, place)),
    deletes: says(removed.some(isFilled) && !added.some(isFilled)),
    declaredTwice: atMost(
      runs.reduce((sum, run) => sum + declaredTwice(original, place, run, section, shift), 0),
    ),
    importedTwice: atMost(importedTwice(original, section, place)),
    unbalanced: says(depthOf(section.lines) !== depthOf(original.lines.slice(start, end))),
    ...contextOf(original, section, before, behind),
    otherDepth: runs.filter((run) => isOtherDepth(run, shift)).length,
    unsaidBefore: says(section.before === 'unsaid' && linesBefore),
    unsaidAfter: says(section.after === 'unsaid' && linesAfter),
    deniedBefore: says(section.before === 'none' && linesBefore),
    deniedAfter: says(section.after === 'none' && linesAfter),
  };
}

/** Whether a place is as the section says already, by its white space, too. */
export function isUnchanged({ lines, ids }: Original, section: Section, { start, end }: Place) {
  if (end - start !== section.lines.length) return false;
  const isLong = section.lines.filter(isFilled).length > 1;
  return section.lines.every(
    (line, index) =>
      section.ids[index] === ids[start + index] &&
      (!isLong || isSpeltAlike(line, lines[start + index]!)),
  );
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

function copiesOf(
  { byWords }: Original,
  { start, end }: Place,
  runs: readonly Run[],
): Pick<Evidence, 'copied' | 'copiedWithin'> {
  let [outermost, within] = [0, 0];
  for (const { added } of runs) {
    const depth = leastIndent(added);
    for (const { words, indent, isTrivial } of added) {
      const [line, other] = isTrivial ? [] : (byWords.get(words) ?? []);
      if (line === undefined || other !== undefined || (line >= start && line < end)) continue;
      if (indent > depth) within++;
      else outermost++;
    }
  }
  return { copied: Math.log1p(outermost), copiedWithin: Math.log1p(within) };
}

/** How much each added line that is a changed form of a removed one differs from it, 0 to 1; in order. */
function changesOf({ removed, added }: Run): readonly number[] {
  let from = 0;
  return added.flatMap((line) => {
    if (line.isTrivial) return [];
    const alike = removed.map((other, at) => (at < from ? 0 : resemblance(line, other)));
    const index = alike.findIndex((each) => each > 0);
    if (index < 0) return [];
    from = index + 1;
    return [1 - alike[index]!];
  });
}

function needlessCount(section: Section, runs: readonly Run[]): number {
  if (runs.length === 0) return 0;
  const isNear = (line: number) =>
    runs.some(
      ({ at, added }) => line >= at - MOST_CONTEXT && line < at + added.length + MOST_CONTEXT,
    );
  return section.lines.filter((line, index) => isFilled(line) && !isNear(index)).length;
}

/** How many added lines declare what is declared in the same block, outside of the place. */
function declaredTwice(
  { declared, lines }: Original,
  { start, end }: Place,
  { added, at }: Run,
  section: Section,
  shift: number,
): number {
  let count = 0;
  for (const [index, line] of added.entries()) {
    if (line.declares === undefined) continue;
    const depth = line.indent + shift;
    const isWithin = (one: readonly ComparedLine[], by: number) =>
      one.every(({ words, indent }) => words === '' || indent + by >= depth);
    const others = declared.get(declarationKey(line, shift)) ?? [];
    const before = others.findLast((other) => other < start);
    const behind = others.find((other) => other >= end);
    const isBefore =
      before !== undefined &&
      isWithin(section.lines.slice(0, at + index), shift) &&
      isWithin(lines.slice(before, start), 0);
    const isBehind =
      behind !== undefined &&
      isWithin(section.lines.slice(at + index), shift) &&
      isWithin(lines.slice(end, behind), 0);
    if (isBefore || isBehind) count++;
  }
  return count;
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
): Pick<Evidence, 'context' | 'contextAlone'> {
  const count = lines.length;
  const tellBefore = lines.slice(0, Math.min(MOST_CONTEXT, before)).filter(isTelling).length;
  const tellBehind = lines.slice(count - Math.min(MOST_CONTEXT, behind)).filter(isTelling).length;
  const isAlone = lines.some((line, index) => {
    const isContext = index < before || index >= count - behind;
    return isContext && !line.isTrivial && counts.get(ids[index]!) === 1;
  });
  return {
    context: Math.log1p(tellBefore) + Math.log1p(tellBehind),
    contextAlone: isAlone ? 1 : 0,
  };
}

function isOtherDepth({ removed, added }: Run, shift: number): boolean {
  if (!removed.some(isTelling) || !added.some(isFilled)) return false;
  return leastIndent(removed) !== leastIndent(added) + shift;
}

function leastIndent(lines: readonly ComparedLine[]): number {
  return Math.min(...lines.filter(isFilled).map(({ indent }) => indent));
}
