/** What becomes of declarations and imports where a section stands. Pure. */
import type { ComparedLine } from './line-match.ts';
import type { Place } from './places.ts';
import type { Run } from './runs.ts';
import { declarationKey, importedNames, type Original, type Section } from './section.ts';

/** Evidence of declarations; counts are logarithms of one more, but for those that are capped. */
export interface DeclarationEvidence {
  /** Declarations, and imports, that would stand in the file twice. */
  readonly declaredTwice: number;
  readonly importedTwice: number;
  /** New declarations that take no other's place. */
  readonly declares: number;
  /** New declarations that take the place of one at the same depth. */
  readonly renames: number;
  /** How unlike the names of those are, summed: 1 where they share no word. */
  readonly renamedUnlike: number;
}

/** More declarations that stand twice say no more. */
const MOST_DECLARATIONS = 3;

export function declarationEvidence(
  original: Original,
  section: Section,
  place: Place,
  runs: readonly Run[],
  shift: number,
): DeclarationEvidence {
  const twice = runs.reduce(
    (sum, run) => sum + declaredTwice(original, place, run, section, shift),
    0,
  );
  return {
    declaredTwice: Math.min(MOST_DECLARATIONS, twice),
    importedTwice: Math.min(MOST_DECLARATIONS, importedTwice(original, section, place)),
    ...renaming(original, section, place, runs, shift),
  };
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

/** Declarations that only the section has, each beside the one of the place that goes and has the likest name. */
function renaming(
  original: Original,
  section: Section,
  { start, end }: Place,
  runs: readonly Run[],
  shift: number,
): Pick<DeclarationEvidence, 'declares' | 'renames' | 'renamedUnlike'> {
  const shown = new Set(section.lines.map(({ declares }) => declares));
  const had = new Set(original.lines.slice(start, end).map(({ declares }) => declares));
  const gone = runs.flatMap(({ removed }) => removed).filter((line) => isOnlyIn(line, shown));
  let [declares, renames, renamedUnlike] = [0, 0, 0];
  for (const line of runs.flatMap(({ added }) => added)) {
    if (!isOnlyIn(line, had)) continue;
    const likeness = gone.map((other) =>
      other.indent === line.indent + shift ? nameLikeness(line.declares!, other.declares!) : -1,
    );
    const most = Math.max(-1, ...likeness);
    if (most < 0) {
      declares++;
      continue;
    }
    gone.splice(likeness.indexOf(most), 1);
    renames++;
    renamedUnlike += 1 - most;
  }
  return { declares: Math.log1p(declares), renames: Math.log1p(renames), renamedUnlike };
}

/** Whether a line declares something, and what the others declare is something else. */
function isOnlyIn({ declares }: ComparedLine, others: ReadonlySet<string | undefined>): boolean {
  return declares !== undefined && !others.has(declares);
}

/** How many of the words of two names or titles are the same: Dice's coefficient, 0 to 1. */
function nameLikeness(one: string, other: string): number {
  const [words, others] = [wordsOf(one), wordsOf(other)];
  const shared = [...words].filter((word) => others.has(word)).length;
  return (2 * shared) / Math.max(1, words.size + others.size);
}

function wordsOf(name: string): ReadonlySet<string> {
  const words = name.replaceAll(/([\p{Ll}\p{N}])(\p{Lu})/gu, '$1 $2').toLowerCase();
  return new Set(words.match(/[\p{L}\p{N}]+/gu) ?? []);
}
