/**
 * Questions about code and the queries that answer them: cases out of what a file or a project declares, to be
 * worded as those of edits are.
 *
 * In: declarations, paths, texts. Out: cases of every kind of question, the answer of each a query.
 */
import { type DeclarationSort, isTest } from '@wick/workspace';
import { call, type EditCase, slots, wordsOf } from './cases.ts';
import type { Random } from './random.ts';

/** What may be asked about. */
export interface Askable {
  readonly declarations: readonly { readonly name: string; readonly sort: DeclarationSort }[];
  /** Paths with "/". */
  readonly files: readonly string[];
  /** Texts that stand in the files. */
  readonly texts: readonly string[];
}

const ABOUT_NAMES = {
  'ask-definition': 'definition',
  'ask-references': 'references',
  'ask-callers': 'callers',
  'ask-implementations': 'implementations',
  'ask-signature': 'signature',
  'ask-tests': 'tests',
  'ask-importers': 'importers',
} as const;

const ABOUT_FILES = {
  'ask-exports': 'exports',
  'ask-dependents': 'dependents',
  'ask-imports': 'imports',
  'ask-outline': 'outline',
} as const;

const SORTS: Readonly<Partial<Record<keyof typeof ABOUT_NAMES, readonly DeclarationSort[]>>> = {
  'ask-callers': ['function', 'method', 'class'],
  'ask-implementations': ['interface', 'class', 'method'],
  'ask-importers': ['function', 'class', 'interface', 'type', 'constant', 'enum'],
};
const UNASKED: ReadonlySet<DeclarationSort> = new Set([
  'parameter',
  'type-parameter',
  'import',
  'label',
]);

/** What people ask about by any name; of other things only by a name that is no common word. */
const ASKED: ReadonlySet<DeclarationSort> = new Set([
  'function',
  'method',
  'class',
  'interface',
  'type',
  'enum',
  'constant',
]);

/** Words of a name that are said to describe it. */
const MOST_WORDS = 4;

/** One case of each kind that the material has something for. */
export function findQuestionCases(askable: Askable, random: Random): EditCase[] {
  return [
    ...aboutNames(askable, random),
    ...aboutFiles(askable, random),
    ...aboutTexts(askable, random),
    delegated(askable, random),
  ];
}

function aboutNames({ declarations }: Askable, random: Random): EditCase[] {
  return Object.entries(ABOUT_NAMES).flatMap(([kind, query]): EditCase[] => {
    const sorts = SORTS[kind as keyof typeof ABOUT_NAMES];
    const fitting = declarations.filter(
      ({ name, sort }) =>
        name.length > 2 &&
        !UNASKED.has(sort) &&
        (ASKED.has(sort) || wordsOf(name).length > 1) &&
        (sorts === undefined || sorts.includes(sort)),
    );
    const name = random.maybe(fitting)?.name;
    if (name === undefined) return [];
    return [{ kind, slots: { name }, answer: call(query, name), needsAllOf: ['name'] }];
  });
}

/** Half of them name the file, in one of the ways that people do; the others mean the one that is open. */
function aboutFiles({ files }: Askable, random: Random): EditCase[] {
  return Object.entries(ABOUT_FILES).flatMap(([kind, query]): EditCase[] => {
    const path = random.chance(0.6) ? random.maybe(files) : undefined;
    if (path === undefined) return [{ kind, slots: {}, answer: call(query) }];
    const file = spelt(path, random);
    return [{ kind, slots: { file }, answer: call(query, file), needsAllOf: ['file'] }];
  });
}

/** The end of a path, with or without its ending. */
function spelt(path: string, random: Random): string {
  const parts = path.split('/');
  const tail = parts.slice(
    -random.weighted([1, 2, 3, 9], (n) => ({ 1: 5, 2: 2, 3: 1, 9: 2 })[n] ?? 0),
  );
  const whole = tail.join('/');
  return random.chance(tail.length > 1 ? 0.15 : 0.25)
    ? whole.replace(/(?:\.\w+)?\.\w+$/, '')
    : whole;
}

function aboutTexts({ declarations, texts }: Askable, random: Random): EditCase[] {
  const cases: EditCase[] = [];
  const text = random.maybe(texts);
  if (text !== undefined) {
    cases.push({
      kind: 'ask-text',
      slots: { text },
      answer: call('text', text),
      needsAllOf: ['text'],
    });
  }
  const names = declarations
    .filter(({ sort }) => !UNASKED.has(sort) && sort !== 'property' && sort !== 'variable')
    .map(({ name }) => wordsOf(name).filter((word) => /^\p{L}{2,}$/u.test(word)))
    .filter((words) => words.length > 1);
  const words = random.maybe(names)?.slice(0, MOST_WORDS).join(' ');
  if (words !== undefined) {
    cases.push({
      kind: 'ask-find',
      slots: { words },
      answer: call('find', words),
      needsAllOf: ['words'],
    });
  }
  return cases;
}

function delegated({ declarations, files }: Askable, random: Random): EditCase {
  const path = random.maybe(files);
  return {
    kind: 'ask-delegate',
    slots: slots({
      name: random.maybe(declarations.filter(({ sort }) => !UNASKED.has(sort)))?.name,
      file: path && spelt(path, random),
    }),
    answer: { kind: 'delegate' },
  };
}

/** Texts that people look for: of two to forty letters and signs, on one line, without quotes. */
export function isAskedText(text: string): boolean {
  return /^[^\s'"`“”][^'"`“”\n]{0,38}[^\s'"`“”]$/.test(text) && /\p{L}{2}/u.test(text);
}

/** Paths whose files people ask about. */
export function isAskedFile(path: string): boolean {
  return !isTest(path) && !/[\s()]/.test(path);
}
