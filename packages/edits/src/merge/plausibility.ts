/**
 * What speaks for and against it that a section of a snippet replaces a run of the document's lines: as a change that
 * somebody makes, and as a way to abbreviate it. How much each of it weighs is in weights.ts. Pure.
 */
import { bracketsOf } from './brackets.ts';
import { type DeclarationEvidence, declarationEvidence } from './declarations.ts';
import { type ComparedLine, isSpeltAlike, resemblance } from './line-match.ts';
import { type Place, sameFrom, sameUpTo } from './places.ts';
import { isFilled, isTelling, type Run, runsOf } from './runs.ts';
import type { Original, Section } from './section.ts';

/** What speaks for or against a place; counts are logarithms of one more, but for those of runs. */
export interface Evidence extends DeclarationEvidence {
  /** The first, or last, line is not the section's. */
  readonly startDiffers: number;
  readonly endDiffers: number;
  /** Telling lines that go; and those of them that are not changed. */
  readonly removed: number;
  readonly dropped: number;
  /** Outermost new lines that the document has already, at one other place. */
  readonly copied: number;
  /** Telling lines that stay, and that come. */
  readonly kept: number;
  readonly added: number;
  /** Lines that are shown although they stay, far from anything that changes: an abbreviation leaves them out. */
  readonly needless: number;
  /** It changes nothing, although it shows several lines. */
  readonly idle: number;
  /** It only deletes, or only inserts. */
  readonly deletes: number;
  readonly inserts: number;
  /** Runs that replace names by names; and how many of these are others, as a share, summed. */
  readonly replaced: number;
  readonly replacedUnlike: number;
  /** It leaves more, or less, brackets open than what it replaces; it closes others. */
  readonly unbalanced: number;
  readonly cutsBlock: number;
  /** Runs of which what goes begins or ends within a block, and what comes does not do the same. */
  readonly cutRuns: number;
  /** Telling lines of the context before and behind, four at most of each. */
  readonly context: number;
  /** Runs whose new lines start at another depth than those that go. */
  readonly otherDepth: number;
  /** Lines beyond an end of the snippet that it does not speak of; and although it says that there are none. */
  readonly unsaidBefore: number;
  readonly unsaidAfter: number;
  readonly deniedBefore: number;
  readonly deniedAfter: number;
}

/** A section where it may stand. */
export interface Standing {
  readonly evidence: Evidence;
  readonly runs: readonly Run[];
  /** Whether anything says that it belongs here: a telling line that is the same or changed, or both edges. */
  readonly isAnchored: boolean;
}

/** Lines around a change that an author shows, at most. */
const MOST_CONTEXT = 4;

/** What speaks for and against `place`; `shift` is how much farther to the right the document has the section. */
export function standingAt(
  original: Original,
  section: Section,
  place: Place,
  shift: number,
): Standing {
  const { start, end } = place;
  const runs = runsOf(original, section, place);
  const added = runs.flatMap((run) => run.added);
  const removed = runs.flatMap((run) => run.removed);
  const lost = removed.filter(isTelling).length;
  const come = added.filter(isTelling).length;
  const stay = section.lines.filter(isTelling).length - come;
  const changed = runs.reduce((sum, run) => sum + changedCount(run), 0);
  const before = Math.min(sameFrom(original, section, start), end - start);
  const behind = Math.min(sameUpTo(original, section, end), end - start);
  const says = (is: boolean) => (is ? 1 : 0);
  const linesBefore = start > 0;
  const linesAfter = end < original.lines.length;
  const brackets = bracketsOf(section.lines);
  const replaced = bracketsOf(original.lines.slice(start, end));
  const startDiffers = before === 0 && (linesBefore || section.before !== 'none');
  const endDiffers = behind === 0 && (linesAfter || section.after !== 'none');
  const evidence: Evidence = {
    startDiffers: says(startDiffers),
    endDiffers: says(endDiffers),
    removed: Math.log1p(lost),
    dropped: Math.log1p(Math.max(0, lost - changed)),
    copied: Math.log1p(copiedCount(original, place, runs)),
    kept: Math.log1p(stay),
    added: Math.log1p(come),
    needless: Math.log1p(needlessCount(section, runs)),
    idle: says(section.lines.length > 1 && isUnchanged(original, section, place)),
    deletes: says(removed.some(isFilled) && !added.some(isFilled)),
    inserts: says(added.some(isFilled) && !removed.some(isFilled)),
    ...replacingOf(runs),
    unbalanced: says(brackets.net !== replaced.net),
    cutsBlock: says(brackets.closed !== replaced.closed),
    cutRuns: Math.log1p(runs.filter(isCut).length),
    ...declarationEvidence(original, section, place, runs, shift),
    context: contextOf(section, before, behind),
    otherDepth: runs.filter((run) => isOtherDepth(run, shift)).length,
    unsaidBefore: says(section.before === 'unsaid' && linesBefore),
    unsaidAfter: says(section.after === 'unsaid' && linesAfter),
    deniedBefore: says(section.before === 'none' && linesBefore),
    deniedAfter: says(section.after === 'none' && linesAfter),
  };
  // At the document's beginning there is nothing to show before what is added.
  const isFirst = section.before !== 'kept' && start === 0 && lost === 0;
  const areEdgesShown = (isFirst || !startDiffers) && !endDiffers;
  return { evidence, runs, isAnchored: stay > 0 || changed > 0 || areEdgesShown };
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

function copiedCount({ byWords }: Original, { start, end }: Place, runs: readonly Run[]): number {
  let count = 0;
  for (const { added } of runs) {
    const depth = leastIndent(added);
    for (const { words, indent, isTrivial } of added) {
      if (isTrivial || indent > depth) continue;
      const [line, other] = byWords.get(words) ?? [];
      if (line === undefined || other !== undefined || (line >= start && line < end)) continue;
      count++;
    }
  }
  return count;
}

/** How many added lines are changed forms of removed ones; in order. */
function changedCount({ removed, added }: Run): number {
  let [from, count] = [0, 0];
  for (const line of added) {
    if (line.isTrivial) continue;
    const index = removed.findIndex((other, at) => at >= from && resemblance(line, other) > 0);
    if (index < 0) continue;
    from = index + 1;
    count++;
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

function replacingOf(runs: readonly Run[]): Pick<Evidence, 'replaced' | 'replacedUnlike'> {
  let [replaced, replacedUnlike] = [0, 0];
  for (const { removed, added } of runs) {
    const [before, after] = [namesIn(removed), namesIn(added)];
    if (before.count === 0 || after.count === 0) continue;
    let shared = 0;
    for (const [name, times] of before.times) {
      shared += Math.min(times, after.times.get(name) ?? 0);
    }
    replaced++;
    replacedUnlike += 1 - shared / Math.min(before.count, after.count);
  }
  return { replaced, replacedUnlike };
}

/** How often each name stands in some lines, and how often all. */
function namesIn(lines: readonly ComparedLine[]) {
  const times = new Map<string, number>();
  let count = 0;
  for (const { parts } of lines) {
    for (const [part, often] of parts) {
      if (!/^[\p{L}_$]/u.test(part)) continue;
      times.set(part, (times.get(part) ?? 0) + often);
      count += often;
    }
  }
  return { times, count };
}

function isCut({ removed, added }: Run): boolean {
  const [gone, come] = [bracketsOf(removed), bracketsOf(added)];
  return gone.net !== come.net || (added.length === 0 && gone.closed > 0);
}

function contextOf({ lines }: Section, before: number, behind: number): number {
  const shownBefore = lines.slice(0, Math.min(MOST_CONTEXT, before)).filter(isTelling).length;
  const shownBehind = lines
    .slice(lines.length - Math.min(MOST_CONTEXT, behind))
    .filter(isTelling).length;
  return Math.log1p(shownBefore) + Math.log1p(shownBehind);
}

function isOtherDepth({ removed, added }: Run, shift: number): boolean {
  if (!removed.some(isTelling) || !added.some(isFilled)) return false;
  return leastIndent(removed) !== leastIndent(added) + shift;
}

function leastIndent(lines: readonly ComparedLine[]): number {
  return Math.min(...lines.filter(isFilled).map(({ indent }) => indent));
}
