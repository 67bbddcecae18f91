/**
 * Finds the file that an instruction is about, where none is given: by its path, by the names it declares, by
 * the words those are made of. Takes a project and the instruction, gives files with what speaks for each, best
 * first. Reads the project's files, changes nothing.
 */
import { declarationsIn, isTest, type Project, type ProjectDeclaration } from '@wick/workspace';
import { codeNamesFrom, quotedTexts } from './instruction-texts.ts';
import { Pointers, partsOf, tells } from './pointers.ts';

export interface FileMatch {
  readonly path: string;
  readonly score: number;
  /** What of the instruction the file has, as it is named there: a path, names. */
  readonly reasons: readonly string[];
}

/** The first match is meant, if it scores this many times what the second does. */
const CLEARLY_BETTER = 1.8;

/** A path said counts more than any names. */
const PATH_SCORE = 100;

/** The files that the instruction may be about, best first. */
export function findFiles(project: Project, instruction: string): readonly FileMatch[] {
  const found = new Map<string, { score: number; reasons: Set<string> }>();
  const give = (path: string, score: number, reason: string) => {
    const match = found.get(path) ?? { score: 0, reasons: new Set<string>() };
    // A test speaks of what it tests.
    match.score += isTest(path) ? score / 3 : score;
    match.reasons.add(reason);
    found.set(path, match);
  };
  for (const path of pathsSaid(project, instruction)) give(path, PATH_SCORE, path);
  const names = namesSaid(instruction);
  const spread = new Map<string, ProjectDeclaration[]>();
  for (const name of names) spread.set(name, declarationsOf(project, name));
  for (const [name, declarations] of spread) {
    const files = new Set(declarations.map(({ path }) => path));
    for (const path of files) {
      const own = declarations.filter((each) => each.path === path);
      give(path, Math.max(...own.map(weightOf)) / files.size, name);
    }
  }
  if (found.size === 0) describe(project, instruction, give);
  return [...found]
    .map(([path, { score, reasons }]) => ({ path, score, reasons: [...reasons] }))
    .sort((one, other) => other.score - one.score || (one.path < other.path ? -1 : 1));
}

/** The one file that is meant; undefined where none is, or several may be. */
export function clearMatch(matches: readonly FileMatch[]): FileMatch | undefined {
  const [first, second] = matches;
  if (first === undefined) return undefined;
  return second === undefined || first.score >= CLEARLY_BETTER * second.score ? first : undefined;
}

/** Files whose path the instruction says, in whole or from a folder on. */
function pathsSaid({ files }: Project, instruction: string): readonly string[] {
  const said = instruction.match(/[\w@./-]*[\w-]\.[A-Za-z]{1,5}\b/g) ?? [];
  return said.flatMap((text) => {
    const path = text.replace(/^\.\//, '');
    return files.filter((file) => file === path || file.endsWith(`/${path}`));
  });
}

/** What may be a name of the code: what only code spells so or is quoted, and plain words. */
function namesSaid(instruction: string): readonly string[] {
  const { text } = new Pointers(instruction);
  const words = (text.match(/[\p{ID_Start}$_][\p{ID_Continue}$]+/gu) ?? []).filter((word) =>
    tells(word.toLowerCase()),
  );
  const quoted = quotedTexts(text).filter((each) =>
    /^[\p{ID_Start}$_][\p{ID_Continue}$]*$/u.test(each),
  );
  return [...new Set([...codeNamesFrom(text), ...quoted, ...words])];
}

function declarationsOf(project: Project, name: string): ProjectDeclaration[] {
  const files = project.code.filter((path) => project.text(path)?.includes(name));
  return files.flatMap((path) =>
    declarationsIn(project, path).filter((each) => each.name === name),
  );
}

/** How much a declaration of a name that is said tells. */
function weightOf({ isExported, isTopLevel, sort }: ProjectDeclaration): number {
  if (isExported) return 10;
  if (isTopLevel) return 8;
  return sort === 'parameter' || sort === 'variable' || sort === 'constant' ? 3 : 5;
}

/** Where no name is said, the files with declarations whose names are made of words that are. */
function describe(
  project: Project,
  instruction: string,
  give: (path: string, score: number, reason: string) => void,
): void {
  const words = new Set(partsOf(instruction.replaceAll(/[^\p{L}]+/gu, ' ')).filter(tells));
  for (const path of project.code) {
    for (const { name, isTopLevel, sort } of declarationsIn(project, path)) {
      if (!isTopLevel && sort !== 'method') continue;
      const parts = partsOf(name);
      const said = parts.filter((part) => words.has(part));
      if (parts.length > 1 && said.length === parts.length) give(path, 4, name);
    }
  }
}
