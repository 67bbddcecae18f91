/**
 * What speaks for and against a merge as a whole, beyond what speaks for and against its places: what becomes of the
 * file's names. A declaration that goes although it is used, or stays although its last use goes, was not meant. Pure.
 */
import type { ComparedLine } from './line-match.ts';
import { isTelling, type Run } from './runs.ts';
import { declaredNames, importedNames, type Original } from './section.ts';

/** Counts are logarithms of one more. */
export interface WholeEvidence {
  /** Names whose declaration goes, and that are still used. */
  readonly orphaned: number;
  /** Names that are still declared, and whose last use goes. */
  readonly unused: number;
  /** Names that stand in fewer places than before, but in some. */
  readonly lessened: number;
  /** Telling lines that stand in the file once and would stand twice. */
  readonly standsTwice: number;
  /** The file is as the snippet says already. */
  readonly applied: number;
}

const NAME = /^[\p{L}_$][\p{L}\p{N}_$]*$/u;
/** Words that are no names, in the usual languages. */
const KEYWORDS: ReadonlySet<string> = new Set(
  `const let var function class return if else for while new this type interface import export from await async true false
  null undefined void any string number boolean typeof in of as extends default try catch throw case break switch public
  private protected static readonly self def None True False not and or is pass it test expect describe`.split(
    /\s+/,
  ),
);

export function wholeEvidence(original: Original, runs: readonly Run[]): WholeEvidence {
  const removed = runs.flatMap((run) => run.removed);
  const added = runs.flatMap((run) => run.added);
  const gone = new Set(runs.flatMap((run) => run.removed.map((_, index) => run.from + index)));
  const stood = added.filter((line) => {
    const [at, other] = isTelling(line) ? (original.byWords.get(line.words) ?? []) : [];
    return at !== undefined && other === undefined && !gone.has(at);
  });
  return {
    ...namesLeft(original, removed, added, gone),
    standsTwice: Math.log1p(stood.length),
    applied: removed.length + added.length === 0 ? 1 : 0,
  };
}

/** What becomes of the names of which some go; `gone` are the lines of the document that do. */
function namesLeft(
  original: Original,
  removed: readonly ComparedLine[],
  added: readonly ComparedLine[],
  gone: ReadonlySet<number>,
): Pick<WholeEvidence, 'orphaned' | 'unused' | 'lessened'> {
  const declared = new Set([
    ...added.flatMap(declaredNames),
    ...importedNames(added).map(({ name }) => name),
  ]);
  let [orphaned, unused, lessened] = [0, 0, 0];
  for (const [name, change] of changeOfNames(removed, added)) {
    if (change >= 0 || !NAME.test(name) || KEYWORDS.has(name)) continue;
    const left = (original.names.get(name) ?? 0) + change;
    if (left > 0) lessened++;
    const declarers = original.declarers.get(name);
    if (declarers === undefined) continue;
    const isDeclared = declared.has(name) || declarers.some((line) => !gone.has(line));
    const isExported = declarers.some((line) => /^export\b/.test(original.lines[line]!.words));
    if (!isDeclared && left > 0) orphaned++;
    if (isDeclared && left === 1 && !isExported) unused++;
  }
  return {
    orphaned: Math.log1p(orphaned),
    unused: Math.log1p(unused),
    lessened: Math.log1p(lessened),
  };
}

/** In how many more places each name stands. */
function changeOfNames(
  removed: readonly ComparedLine[],
  added: readonly ComparedLine[],
): ReadonlyMap<string, number> {
  const change = new Map<string, number>();
  const count = (lines: readonly ComparedLine[], sign: number) => {
    for (const { parts } of lines) {
      for (const [part, times] of parts) change.set(part, (change.get(part) ?? 0) + sign * times);
    }
  };
  count(removed, -1);
  count(added, 1);
  return change;
}
