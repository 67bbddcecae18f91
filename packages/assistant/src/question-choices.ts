/**
 * What may stand in the arguments of a query: the names that a question says and the project declares, the files
 * it names, its texts, its words. Takes the question and the project, gives token states.
 */
import {
  type OperationRegistry,
  type OperationSpec,
  type ParameterSpec,
  questionOperations,
} from '@wick/edits';
import { closeNames, declarationsIn, type Project } from '@wick/workspace';
import type { AnswerChoices } from './answer-grammar.ts';
import { ChoiceTrie, type TextState } from './choices.ts';
import { codeNamesFrom, namesFrom, quotedTexts, spansOf } from './instruction-texts.ts';
import { partsOf, tells } from './pointers.ts';
import type { Vocabulary } from './vocabulary.ts';

/** Words of a description at most. */
const MOST_WORDS = 6;

export class QuestionChoices implements AnswerChoices {
  readonly operations: OperationRegistry;
  readonly #vocabulary: Vocabulary;
  readonly #candidates: QuestionTexts;

  /** `trained`: the operations that the model was trained on; all there are where absent. */
  constructor(vocabulary: Vocabulary, candidates: QuestionTexts, trained?: ReadonlySet<string>) {
    this.#vocabulary = vocabulary;
    this.#candidates = candidates;
    this.operations = new Map(
      [...questionOperations].filter(([name]) => trained?.has(name) ?? true),
    );
  }

  texts(_operation: OperationSpec, { name }: ParameterSpec): TextState {
    return ChoiceTrie.of(this.#vocabulary, this.#of(name));
  }

  lines(): ReadonlySet<number> {
    return new Set();
  }

  /** A file that the question names is what it is about. */
  optional({ name }: ParameterSpec): 'none' | 'needed' {
    return this.#of(name).length > 0 ? 'needed' : 'none';
  }

  /** An answer to a question has no hunks. */
  mayAnchor(): boolean {
    return false;
  }

  /** Whether the question has what the query takes, and the query takes what the question surely names. */
  isPossible({ parameters }: OperationSpec): boolean {
    const { isAboutFile, isAboutSymbol } = this.#candidates;
    const takes = (parameter: string) => parameters.some(({ name }) => name === parameter);
    if (isAboutFile && !takes('file')) return false;
    if (isAboutSymbol && !takes('symbol') && !takes('text')) return false;
    return parameters.every(({ name, optional }) => optional || this.#of(name).length > 0);
  }

  #of(parameter: string): readonly string[] {
    switch (parameter) {
      case 'symbol':
        return this.#candidates.symbols;
      case 'file':
        return this.#candidates.files;
      case 'words':
        return this.#candidates.descriptions;
      default:
        return this.#candidates.texts;
    }
  }
}

/** What a question says, by what it may be. */
export interface QuestionTexts {
  readonly symbols: readonly string[];
  readonly files: readonly string[];
  /** Texts to be looked for as they stand. */
  readonly texts: readonly string[];
  /** Words in a row. */
  readonly descriptions: readonly string[];
  /** Whether it names a file, with its ending, and nothing else that it could be about. */
  readonly isAboutFile: boolean;
  /** Whether it names something of the project as only code does, and no file. */
  readonly isAboutSymbol: boolean;
}

/** What `question` says of `project`. */
export function questionTexts(question: string, project: Project): QuestionTexts {
  const quoted = quotedTexts(question);
  const afterColon = /:\s+(\S.*?)\s*$/.exec(question)?.[1];
  const told = [...quoted, ...(afterColon === undefined ? [] : [afterColon])];
  const files = filesSaid(question, project);
  const isFile = files.some((file) => /\.[cm]?[jt]sx?$/.test(file));
  const marked = declaredAmong(codeNamesFrom(question), project);
  return {
    symbols: symbolsSaid(question, project),
    files,
    texts: told.length > 0 ? told : spansOf(question),
    descriptions: wordRuns(question),
    isAboutFile: isFile && marked.size === 0 && quoted.length === 0,
    isAboutSymbol: marked.size > 0 && files.length === 0,
  };
}

/** The name that the question says and nothing of the project is called so, with a like one; undefined where there is none. */
export function describeMissingSymbol(question: string, project: Project): string | undefined {
  const names = codeNamesFrom(question);
  const declared = declaredAmong(names, project);
  const missing = names.find((name) => !declared.has(name));
  if (missing === undefined) return undefined;
  const [like] = closeNames(missing, [...declaredNames(project)]);
  return `Nothing here is called \`${missing}\`.${like === undefined ? '' : ` Did you mean \`${like}\`?`}`;
}

/** In larger projects a name is only looked for as it is spelt: to know all names is to parse all files. */
const MOST_INDEXED = 2000;

const nameIndexes = new WeakMap<Project, ReadonlySet<string>>();

/** All names that the project declares; none where it is too large. */
function declaredNames(project: Project): ReadonlySet<string> {
  const known = nameIndexes.get(project);
  if (known) return known;
  const files = project.code.length > MOST_INDEXED ? [] : project.code;
  const index = new Set(
    files.flatMap((path) => declarationsIn(project, path).map(({ name }) => name)),
  );
  nameIndexes.set(project, index);
  return index;
}

/** Those of `names` that the project declares. A file that does not hold a name is not parsed for it. */
function declaredAmong(names: readonly string[], project: Project): ReadonlySet<string> {
  const found = new Set<string>();
  for (const path of project.code) {
    const text = project.text(path) ?? '';
    const held = names.filter((name) => !found.has(name) && text.includes(name));
    if (held.length === 0) continue;
    const own = new Set(declarationsIn(project, path).map(({ name }) => name));
    for (const name of held) if (own.has(name)) found.add(name);
  }
  return found;
}

/** Names of the project: as they are spelt, or in words; else in other capitals. What only code spells so or quotes mark goes first. */
function symbolsSaid(question: string, project: Project): readonly string[] {
  const words = [...new Set(question.match(/[\p{ID_Start}$_#][\p{ID_Continue}$]*/gu) ?? [])];
  const quoted = quotedTexts(question).map((text) => text.replace(/\(\)$/, ''));
  const marked = new Set([...codeNamesFrom(question), ...quoted]);
  const certain = declaredAmong(
    words.filter((word) => marked.has(word)),
    project,
  );
  if (certain.size > 0) return [...certain];
  const spoken = namesFrom(question).filter((name) => partsOf(name).length > 1);
  const phrased = [...declaredAmong(spoken, project)];
  // "the cart store" means CartStore, not store.
  const inPhrases = new Set(phrased.flatMap(partsOf));
  const plain = words.filter((word) => {
    const lower = word.toLowerCase();
    return tells(lower) && !inPhrases.has(lower);
  });
  const said = [...declaredAmong(plain, project), ...phrased];
  if (said.length > 0) return said;
  const lower = new Set(words.map((word) => word.toLowerCase()));
  return [...declaredNames(project)].filter((name) => tells(name) && lower.has(name.toLowerCase()));
}

/** Files as the question spells them: by path or name, with or without their ending. */
function filesSaid(question: string, project: Project): readonly string[] {
  const said = question.match(/[\w@.\-/]*[\w-]/g) ?? [];
  const endings = new Set(
    project.files.flatMap((path) => {
      const bare = path.replace(/\.[^./]+$/, '');
      return [path, bare].flatMap((each) => {
        const parts = each.split('/');
        return parts.map((_, index) => parts.slice(index).join('/'));
      });
    }),
  );
  const found = [...new Set(said)].filter((text) => endings.has(text.replace(/^\.?\//, '')));
  const paths = found.filter((text) => /[./]/.test(text));
  // A path with an ending that is not there is told, not passed over.
  const missing = said.filter((text) => /^[^.].*\.[cm]?[jt]sx?$/.test(text));
  return paths.length > 0 ? paths : missing.length > 0 ? missing : found;
}

/** Runs of words, as they stand in the question. */
function wordRuns(question: string): readonly string[] {
  const words = [...question.matchAll(/[\p{L}\p{N}_$](?:[\p{L}\p{N}_$'-]*[\p{L}\p{N}_$])?/gu)].map(
    (match) => ({
      start: match.index,
      end: match.index + match[0].length,
    }),
  );
  const runs = words.flatMap(({ start }, index) =>
    words.slice(index, index + MOST_WORDS).map(({ end }) => question.slice(start, end)),
  );
  return [...new Set(runs)].filter((run) => !/[.,;:?!()]/.test(run));
}
