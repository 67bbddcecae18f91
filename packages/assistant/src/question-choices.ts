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
import { closeNames, declarationsIn, escapePattern, type Project } from '@wick/workspace';
import type { AnswerChoices } from './answer-grammar.ts';
import { ChoiceTrie, type TextState } from './choices.ts';
import { codeNamesFrom, namesFrom, quotedTexts, spansOf } from './instruction-texts.ts';
import type { Roles } from './intent/roles.ts';
import { partsOf, tells } from './pointers.ts';
import type { Vocabulary } from './vocabulary.ts';

/** Words of a description at most. */
const MOST_WORDS = 6;

/** What questions about code are made of: a name that is spelt so is meant where nothing else can be. */
const QUESTION_WORDS: ReadonlySet<string> = new Set(
  (
    'what which file files this does where import imports imported importing importers that list from show all have ' +
    'its module modules find please are code who whom need type types test tests tested can before with any you would ' +
    'know open how class classes declared declaration declarations has export exports exported like call calls called ' +
    'calling callers could tell line lines only there not use uses used usages usage here anything one argument ' +
    'arguments search name names other others text but get gets into project about everything want got them look ' +
    'looking function functions our thing things depend depends dependencies dependents defined definition place ' +
    'places written through give pls don their says idea take come goes did source reviewer was every still each ' +
    'somewhere anywhere see another make makes full add out run runs running reviewing interface interfaces implement ' +
    'implements implementation implementations signature return returns returned string some something symbol symbols ' +
    'part outline write why good new spot just base around changed many change methods method too member members ' +
    'parameter parameters should spec specs existing bring pull public outside split top own structure message ' +
    'reference references referenced refers times time dead suspicion first twice again exactly currently really each keep keeps kept seeing touch touches spots spot actually'
  ).split(' '),
);

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

  /** A file that is named is not left out, unless the question speaks of "this file" as well. */
  isNeeded({ name, optional }: ParameterSpec): boolean {
    return Boolean(optional) && this.#of(name).length > 0 && !this.#candidates.isAboutThisFile;
  }

  /** An answer to a question has no hunks. */
  mayAnchor(): boolean {
    return false;
  }

  /** Whether the question has what the query takes, and the query takes what the question surely names. */
  isPossible({ parameters }: OperationSpec): boolean {
    const { isAboutFile, isAboutSymbol, isAboutText } = this.#candidates;
    const takes = (parameter: string) => parameters.some(({ name }) => name === parameter);
    if (isAboutFile && !takes('file')) return false;
    if (isAboutSymbol && !takes('symbol') && !(takes('text') && isAboutText)) return false;
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
  /** Whether it gives a text, or asks for one. */
  readonly isAboutText: boolean;
  /** Whether it speaks of the file that it is asked in. */
  readonly isAboutThisFile: boolean;
}

/** What asks for a text, even where a name is given. */
const TEXT_WORDS = /\b(?:texts?|strings?|literals?|grep|search)\b/i;
const THIS_FILE = /\b(?:this|the current|that) (?:file|module)\b|\bhere\b/i;

/** What `question` says of `project`; `roles`: of its words, where a model tells them. */
export function questionTexts(question: string, project: Project, roles?: Roles): QuestionTexts {
  const quoted = quotedTexts(question);
  const afterColon = textBehindColon(question);
  const told = [...quoted, ...(afterColon === undefined ? [] : [afterColon])];
  const files = filesSaid(question, project);
  const isFile = files.some((file) => /\/|\.[cm]?[jt]sx?$/.test(file));
  const marked = declaredAmong(markedNames(question), project);
  return {
    symbols: symbolsSaid(question, project, roles),
    files,
    texts: told.length > 0 ? told : (textsByRole(question, roles) ?? spansOf(question)),
    descriptions: descriptionsSaid(question, project),
    isAboutFile: isFile && marked.size === 0 && quoted.length === 0,
    isAboutSymbol: marked.size > 0 && files.length === 0,
    isAboutText: quoted.length > 0 || TEXT_WORDS.test(question),
    isAboutThisFile: THIS_FILE.test(question),
  };
}

/** So many stretches of the question are offered at most. */
const MOST_TEXTS = 3;

/** The stretches that are most probably a text to be looked for; undefined where no model tells them. */
function textsByRole(question: string, roles: Roles | undefined): readonly string[] | undefined {
  return roles
    ?.best('text', MOST_TEXTS)
    .map(({ start, end }) => question.slice(start, end).replace(/[?!.]$/, ''));
}

/** What stands behind a colon that no name stands before: "grep for: not in stock", but not "total: who calls it?". */
function textBehindColon(question: string): string | undefined {
  const [, before, after] = /^(.*?):\s+(\S.*?)\s*$/s.exec(question) ?? [];
  return before === undefined || NAME.test(before) ? undefined : after;
}

const NAME = /^\s*[\p{ID_Start}$_#][\p{ID_Continue}$]*\s*$/u;

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

/** Where a word can only be a name: "total(", "total's type", "total: who calls it?", "total -> definition". */
const NAME_PLACES =
  /(?<![\p{ID_Continue}$./])[\p{ID_Start}$_#][\p{ID_Continue}$]*(?=\(|['’]s\b)|(?<=^\s*)[\p{ID_Start}$_#][\p{ID_Continue}$]*(?=\s*(?:[:,]\s|->|<-|→|←|=>))/gu;

/** A constant's name, or a word that is shouted: then nothing is declared by it. */
const SHOUTED = /(?<![\p{ID_Continue}$])\p{Lu}[\p{Lu}\d_]{2,}(?![\p{ID_Continue}$])/gu;

/** Names that only code spells so, or that stand where only a name can. */
function markedNames(question: string): readonly string[] {
  const placed = question.match(NAME_PLACES) ?? [];
  const shouted = question.match(SHOUTED) ?? [];
  return [...codeNamesFrom(question), ...shouted, ...placed.filter((name) => !WHO_IS.test(name))];
}

/** "What's", "it's": no names. */
const WHO_IS = /^(?:what|who|where|how|it|that|there|here|let|which|when|why)$/i;

/** What a name stands behind, or before, in a question. */
const BEFORE_NAME =
  /(?:^|\b(?:of|to|from|for|on|over|by|in|does|do|did|is|are|was|has|uses?|using|calls?|calling|invokes?|invoking|def|defines?|definition|declaration|declares?|imports?|importing|extends?|implements?|inherits|signature|references?|usages?|callers|tests?|break|refactor|renam(?:ed?|ing)|touch|about|see|find|goto|locate|if i|mov(?:ed?|ing)|function|class|method|type|interface|const|constant|variable|hook|component|helper)|[:>]|->)\s*["'`“‘]?$/i;
const AFTER_NAME =
  /^["'`”’]?(?:\s*(?:$|[?!.,;:(]|->|<-)|\s+(?:is|are|was|gets?|lives?|takes?|takes|comes?|returns?|expects?|ran|runs|has|does|do|being|typed|defined|declared|used|called|invoked|referenced|tested|overridden|imported|implemented|properly|turns?|mention|come|class|function|method|type|interface|in|from|to|and)\b)/i;

/** How much a place of `name` in the question tells that a name is meant there. */
function placeOf(name: string, question: string): number {
  const pattern = new RegExp(
    `(?<![\\p{ID_Continue}$])${escapePattern(name)}(?![\\p{ID_Continue}$])`,
    'gu',
  );
  const places = [...question.matchAll(pattern)].map(
    ({ index }) =>
      Number(BEFORE_NAME.test(question.slice(0, index).trimEnd())) +
      Number(AFTER_NAME.test(question.slice(index + name.length))),
  );
  // What questions are made of rarely names anything.
  return Math.max(0, ...places) - (QUESTION_WORDS.has(name.toLowerCase()) ? 1 : 0);
}

/** Names of the project: as they are spelt, or in words; else in other capitals. What only code spells so or quotes mark goes first. */
function symbolsSaid(
  question: string,
  project: Project,
  roles: Roles | undefined,
): readonly string[] {
  const words = [...new Set(question.match(/[\p{ID_Start}$_#][\p{ID_Continue}$]*/gu) ?? [])];
  const quoted = quotedTexts(question).map((text) => text.replace(/\(\)$/, ''));
  const marked = new Set([...markedNames(question), ...quoted]);
  const certain = declaredAmong(
    words.filter((word) => marked.has(word)),
    project,
  );
  if (certain.size > 0) return [...certain];
  const spoken = namesFrom(question).filter((name) => partsOf(name).length > 1);
  const phrased = [...declaredAmong(spoken, project)];
  // "the cart store" means CartStore, not store.
  const inPhrases = new Set(phrased.flatMap(partsOf));
  const plain = [
    ...declaredAmong(
      words.filter((word) => tells(word.toLowerCase()) && !WHO_IS.test(word)),
      project,
    ),
  ].filter((word) => !inPhrases.has(word.toLowerCase()));
  const likely = roles && nameByRole(plain, question, roles);
  if (likely !== undefined && phrased.length === 0) return [likely];
  const places = new Map(plain.map((name) => [name, placeOf(name, question)]));
  const best = Math.max(phrased.length > 0 ? MOST_PLACE : -1, ...places.values());
  const said = [...plain.filter((name) => places.get(name) === best), ...phrased];
  if (said.length > 0) return said;
  const lower = new Set(words.map((word) => word.toLowerCase()));
  return [...declaredNames(project)].filter((name) => tells(name) && lower.has(name.toLowerCase()));
}

/** A word is surely the name that is asked about where it is at least as probable. */
const SURE_OF_NAME = 0.5;

/** Which of `names` the question is about by its words' roles; undefined where that is not sure. */
function nameByRole(names: readonly string[], question: string, roles: Roles): string | undefined {
  const probabilities = names.map((name) =>
    Math.max(
      0,
      ...roles.tokens
        .filter(({ start, end }) => question.slice(start, end) === name)
        .map(({ start, end }) => roles.within('name', start, end)),
    ),
  );
  const best = Math.max(0, ...probabilities);
  return best >= SURE_OF_NAME ? names[probabilities.indexOf(best)] : undefined;
}

/** Words on both sides tell a name. */
const MOST_PLACE = 2;

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
  if (paths.length > 0) return paths;
  if (missing.length > 0) return missing;
  const telling = found.filter((text) => !QUESTION_WORDS.has(text.toLowerCase()));
  return telling.length > 0 ? telling : found;
}

/** A phrase that begins so is rather a part of the sentence. */
const BARE_BEGINNINGS = /^(?:is|are|it|there|the|a|an|in|to|of|for|we|i|or|and)\b/i;

/** What may describe a declaration: the longest runs of words that a name is made of; any where there is none. */
function descriptionsSaid(question: string, project: Project): readonly string[] {
  const runs = wordRuns(question);
  const names = [...declaredNames(project)].map((name) => ` ${partsOf(name).join(' ')} `);
  const isNamed = (run: string) => names.some((parts) => parts.includes(` ${run.toLowerCase()} `));
  const isPhrase = (run: string) => run.includes(' ') && !BARE_BEGINNINGS.test(run);
  const phrases = runs.filter((run) => isPhrase(run) && isNamed(run));
  const telling = phrases.filter((run) =>
    run.split(' ').some((word) => !QUESTION_WORDS.has(word.toLowerCase())),
  );
  const named = telling.length > 0 ? telling : phrases;
  const longest = named.filter(
    (run) => !named.some((other) => other !== run && other.includes(run)),
  );
  return longest.length > 0 ? longest : runs;
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
