/**
 * What an instruction points at: lines by number, names it says, words that describe, positions. Takes the
 * instruction and what the document declares, gives the declarations that can be meant. The model chooses
 * among these alone, so that it cannot change what nobody spoke of. Pure.
 */
import type { LineIndex } from '@wick/edits';
import {
  type DocumentDeclaration,
  type DocumentLiteral,
  escapePattern,
  type Place,
} from '@wick/workspace';
import { codeNamesFrom, numbersFrom, operatorsFrom, quotedTexts } from './instruction-texts.ts';
import { type InstructionPart, splitLineReferences } from './line-references.ts';

/** "the second method", "the last one": the place is counted, not named. */
const COUNTED = /\b(?:first|second|third|fourth|fifth|sixth|last|final|\d(?:st|nd|rd|th)|only)\b/i;
const ORDINALS = ['first', 'second', 'third', 'fourth', 'fifth', 'sixth'];
/** What is counted, in the words that people use. */
const COUNTED_SORTS: ReadonlyMap<string, DocumentDeclaration['sort']> = new Map([
  ['function', 'function'],
  ['fn', 'function'],
  ['func', 'function'],
  ['method', 'method'],
  ['class', 'class'],
  ['interface', 'interface'],
  ['type', 'type'],
  ['enum', 'enum'],
  ['constant', 'constant'],
  ['const', 'constant'],
  ['variable', 'variable'],
]);
const IDENTIFIERS = /[\p{ID_Start}$_][\p{ID_Continue}$]*/gu;
const PARAMETER_SORTS: ReadonlyMap<string, DocumentDeclaration['sort']> = new Map([
  ['parameter', 'parameter'],
  ['param', 'parameter'],
  ['argument', 'parameter'],
  ['arg', 'parameter'],
  ['property', 'property'],
  ['prop', 'property'],
  ['field', 'property'],
]);
const ORDINAL = 'first|second|third|fourth|fifth|sixth|last|final|\\d(?:st|nd|rd|th)';
const SORT = [...COUNTED_SORTS.keys()].join('|');
/** "the second (arrow) function"; "of the interfaces only the last one". */
const COUNTED_SORT = new RegExp(
  `\\b(?:(${ORDINAL}) (?:\\w+ )?(${SORT})\\b|(${SORT})(?:s|es)\\b.*\\b(${ORDINAL})(?: one)?\\b)`,
  'i',
);
/** Words that describe no declaration, however often they are part of a name. */
const UNSAID: ReadonlySet<string> = new Set(
  (
    'the and for with from into that this please make add change rename remove set use function const ' +
    'let var return class type interface line file name new value not should could would can need want ' +
    'now instead all get has have method variable constant parameter property'
  ).split(' '),
);

/** Where names stand that are not what the instruction is about: the scope of a commit's title, and types of functions. */
const ASIDES =
  /^\s*(?:feat|fix|chore|refactor|style|docs|test|perf|types|build)\([^)]*\)!?:|\([^()]*:[^()]*\)\s*=>/gi;
/** "name the parameter on line 3 …": that is no name. */
const NAMING = /\bname(?=\s+(?:the|it|this|that)\b)/gi;

/** "a title": an article, not the parameter `a`. */
const ARTICLE =
  /(?<!(?:[`'"(,.$]|\bparam(?:eter)?s?|\barg(?:ument)?s?|\bvariable|\bconst(?:ant)?|\bproperty) ?)\ba(?= (?!and\b|or\b|to\b|is\b|in\b|as\b|with\b|from\b|into\b|on\b|of\b|should\b|be\b)[\p{L}`'"$_])/giu;
/** "the function on", "the method that begins at": what stands before a line that is given by its number. */
const SORT_ON =
  /\b(\p{Ll}+)\s+(?:(?:declared|defined|that (?:is|begins|starts|stands|sits)|starting|beginning)\s+)?(?:on|at|in|from)\s+(?:the\s+)?(?:\blines?|\bln|\bl\.?|\brow)(?:[ \t]*(?:no\.?|number|#|:))?[ \t]*$/iu;

/** What stands before a line's number. */
const LINE_WORD = /(?:\blines?|\bln|\bl\.?|\brow)(?:[ \t]*(?:no\.?|number|#|:))?[ \t]*$/i;

export class Pointers {
  /** Lines that the instruction gives by number, from 0. */
  readonly lines: ReadonlySet<LineIndex>;
  /** Where these are one line or a range of lines, its ends; undefined where they are several apart. */
  readonly range: { readonly first: LineIndex; readonly last: LineIndex } | undefined;
  readonly instruction: string;
  readonly #text: string;
  readonly #names: ReadonlySet<string>;
  /** Those that stand in no aside. */
  readonly #mainNames: ReadonlySet<string>;
  readonly #lowerNames: ReadonlySet<string>;
  readonly #words: ReadonlySet<string>;
  readonly #operators: ReadonlySet<string>;
  /** The text in lower case, its words between single spaces. */
  readonly #phrases: string;
  /** "The function on line 9": what is there, in the instruction's word, and the line, from 0. */
  readonly #sortOnLine: readonly [string, LineIndex] | undefined;

  constructor(instruction: string) {
    this.instruction = instruction;
    const parts = splitLineReferences(instruction);
    this.lines = new Set(parts.flatMap((part) => (typeof part === 'string' ? [] : part.line - 1)));
    this.range = rangeOf(parts);
    // Without what gives lines by number: in "line 12" 12 is no value, and line no name.
    const isNumbered = (index: number) => typeof parts[index + 1] === 'object';
    const blank = (text: string) => ' '.repeat(text.length);
    this.#text = parts
      .map((part, index) => {
        if (typeof part !== 'string') return blank(String(part.line));
        return isNumbered(index) ? part.replace(LINE_WORD, blank) : part;
      })
      .join('');
    this.#sortOnLine = sortOnLine(parts);
    const named = this.#text.replaceAll(NAMING, '').replaceAll(ARTICLE, ' ');
    const names = named.match(IDENTIFIERS) ?? [];
    this.#names = new Set(names);
    this.#mainNames = new Set(named.replaceAll(ASIDES, ' ').match(IDENTIFIERS) ?? []);
    this.#lowerNames = new Set(names.map((name) => name.toLowerCase()));
    // Parts of names that only code spells so describe nothing else.
    this.#words = new Set(names.filter(isPlainWord).map((name) => name.toLowerCase()));
    this.#phrases = ` ${(this.#text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? []).join(' ')} `;
    this.#operators = new Set(operatorsFrom(this.#text));
  }

  /** The instruction with blanks where it gives line numbers. */
  get text(): string {
    return this.#text;
  }

  /** Whether it gives a place by counting. */
  get counts(): boolean {
    return COUNTED.test(this.#text);
  }

  says(name: string): boolean {
    return this.#names.has(name.replace(/^#/, ''));
  }

  /** Those of `declarations` that can be meant; none where the instruction speaks of none of them. */
  among(declarations: readonly DocumentDeclaration[]): readonly DocumentDeclaration[] {
    const sorted = this.#sortedOnLine(declarations);
    if (sorted.length > 0) return sorted;
    const phrased = this.#saidInWords(declarations);
    const inPhrases = new Set(phrased.flatMap(({ name }) => partsOf(name)));
    const pointed = declarations.filter(
      ({ name, line, startLine }) =>
        // "the default opts constant" means defaultOpts, not opts.
        (this.says(name) && !inPhrases.has(name)) ||
        this.lines.has(line) ||
        this.lines.has(startLine),
    );
    if (phrased.length > 0) return [...new Set([...pointed, ...phrased])];
    if (this.counts && pointed.length === 0) return this.#counted(declarations);
    if (pointed.length > 0) {
      const meant = this.#meantOnLine(this.#withoutAsides(this.#withoutSorts(pointed)));
      return this.#withoutOtherSorts(meant);
    }
    const spelt = declarations.filter(({ name }) => this.#lowerNames.has(name.toLowerCase()));
    if (spelt.length > 0) return spelt;
    return this.#described(declarations);
  }

  /** "The type on line 4": what is called `type` elsewhere is not meant. */
  #withoutSorts(pointed: readonly DocumentDeclaration[]): readonly DocumentDeclaration[] {
    const codeNames = codeNamesFrom(this.#text);
    const isSort = (name: string) => COUNTED_SORTS.has(name) || PARAMETER_SORTS.has(name);
    const others = pointed.filter(({ name }) => !isSort(name) || codeNames.includes(name));
    const onLine = others.some(({ line }) => this.lines.has(line));
    return onLine ? others : pointed;
  }

  /** Of what "the retries parameter" may be by its name, the parameters. */
  #withoutOtherSorts(pointed: readonly DocumentDeclaration[]): readonly DocumentDeclaration[] {
    const sorted = this.ofSaidSort(pointed);
    const names = new Set(sorted.map(({ name }) => name));
    return pointed.filter((each) => !names.has(each.name) || sorted.includes(each));
  }

  /** Those whose name is said right beside what they are: "the retries parameter", "parameter retries". */
  ofSaidSort(declarations: readonly DocumentDeclaration[]): readonly DocumentDeclaration[] {
    return declarations.filter(({ name, sort }) => {
      if (!this.says(name)) return false;
      const words = [...COUNTED_SORTS, ...PARAMETER_SORTS].flatMap(([word, each]) =>
        each === sort ? [word] : [],
      );
      if (words.length === 0) return false;
      const said = `[\`'"]?${escapePattern(name)}[\`'"]?`;
      const any = `(?:${words.join('|')})`;
      return new RegExp(
        `(?<![\\w$])${said}\\s+${any}\\b|\\b${any}\\s+(?:called\\s+|named\\s+)?${said}(?![\\w$])`,
      ).test(this.#text);
    });
  }

  /** Those that are said in the main, where there are some. */
  #withoutAsides(pointed: readonly DocumentDeclaration[]): readonly DocumentDeclaration[] {
    const main = pointed.filter(({ name }) => this.#mainNames.has(name.replace(/^#/, '')));
    return main.length > 0 ? main : pointed;
  }

  /** What stands on the line that is spoken of as "the function on line 9": only such. */
  #sortedOnLine(declarations: readonly DocumentDeclaration[]): readonly DocumentDeclaration[] {
    const [sort, line] = this.#sortOnLine ?? [];
    const named = COUNTED_SORTS.get(sort ?? '') ?? PARAMETER_SORTS.get(sort ?? '');
    return declarations.filter(
      (declaration) =>
        declaration.sort === named && (declaration.line === line || declaration.startLine === line),
    );
  }

  /** "The type on line 4": of what is given by its line alone, what is of the sort that is said; else no parameters, where there is more. */
  #meantOnLine(pointed: readonly DocumentDeclaration[]): readonly DocumentDeclaration[] {
    if (pointed.some(({ name }) => this.says(name))) return pointed;
    const sorts = new Set(
      [...this.#lowerNames].flatMap(
        (word) => COUNTED_SORTS.get(word) ?? PARAMETER_SORTS.get(word) ?? [],
      ),
    );
    const ofSort = pointed.filter(({ sort }) => sorts.has(sort));
    if (ofSort.length > 0) return ofSort;
    const main = pointed.filter(({ sort }) => sort !== 'parameter' && sort !== 'type-parameter');
    return main.length > 0 && !sorts.has('parameter') ? main : pointed;
  }

  /** Those whose words it says one after the other: "default opts" for defaultOpts. The longest, where one holds another. */
  #saidInWords(declarations: readonly DocumentDeclaration[]): readonly DocumentDeclaration[] {
    const said = declarations.flatMap((declaration) => {
      const words = partsOf(declaration.name);
      const phrase = ` ${words.join(' ')} `;
      const isSaid = words.length > 1 && words.some(tells) && this.#phrases.includes(phrase);
      return isSaid ? [{ declaration, phrase }] : [];
    });
    const isPart = (phrase: string) =>
      said.some((other) => other.phrase !== phrase && other.phrase.includes(phrase));
    return said.filter(({ phrase }) => !isPart(phrase)).map(({ declaration }) => declaration);
  }

  /** The one declaration that "the second function" means; undefined where it counts none so. */
  countedAmong(declarations: readonly DocumentDeclaration[]): DocumentDeclaration | undefined {
    const counted = this.counts ? this.#counted(declarations) : [];
    return counted.length === 1 ? counted[0] : undefined;
  }

  /** "the second function" of the file; all of them where it does not say what it counts. */
  #counted(declarations: readonly DocumentDeclaration[]): readonly DocumentDeclaration[] {
    const [, singular, single, plural, one] = COUNTED_SORT.exec(this.#text) ?? [];
    const [ordinal, sort] = [singular ?? one, single ?? plural];
    if (ordinal === undefined || sort === undefined) return declarations;
    const counted = declarations.filter(
      (declaration) => declaration.sort === COUNTED_SORTS.get(sort.toLowerCase()),
    );
    if (counted.length === 0) return declarations;
    const word = ordinal.toLowerCase();
    const number = /\d/.test(word) ? Number.parseInt(word, 10) - 1 : ORDINALS.indexOf(word);
    const found = number < 0 ? counted.at(-1) : counted[number];
    return found ? [found] : [];
  }

  /**
   * "the date formatter" means formatDate rather than formatter: a name whose words are all said, of these the
   * longest; else what shares most words.
   */
  #described(declarations: readonly DocumentDeclaration[]): readonly DocumentDeclaration[] {
    const shares = declarations.map((declaration) => {
      const words = partsOf(declaration.name);
      const isWhole = words.length > 1 && words.every((word) => this.#words.has(word));
      const telling = new Set(words.filter(tells));
      const said = [...telling].filter((word) => this.#words.has(word)).length;
      return { declaration, isWhole: isWhole && said > 0, said: isWhole ? words.length : said };
    });
    const whole = shares.filter(({ isWhole }) => isWhole);
    const candidates = whole.length > 0 ? whole : shares;
    const most = Math.max(0, ...candidates.map(({ said }) => said));
    const least = whole.length > 0 ? most : Math.min(most, 2);
    const meant = most === 0 ? [] : candidates.filter(({ said }) => said >= least);
    return meant.map(({ declaration }) => declaration);
  }

  /**
   * Those of `places` (all of one sort) that can be meant: on the lines given by number; else what is said by
   * its text, in a scope that is said; else any of them, unless the instruction speaks of a name that
   * `isKnown` does not know.
   */
  amongPlaces(places: readonly Place[], isKnown: (name: string) => boolean): readonly Place[] {
    const pointed = places.filter(({ line }) => this.lines.has(line));
    const here = this.lines.size > 0 ? pointed : places;
    const scoped = here.filter(({ scopes }) => scopes.some((scope) => this.says(scope)));
    const said = here.filter((place) => this.#saysPlace(place));
    const both = said.filter((place) => scoped.includes(place));
    // What a statement declares is said for itself; other words of the instruction may be names by accident.
    const codeNames = codeNamesFrom(this.#text);
    const named = here.filter(
      ({ holds, texts }) => holds === 'statement' && texts.some((text) => codeNames.includes(text)),
    );
    for (const some of [named, both, said, scoped]) if (some.length > 0) return some;
    const isAbsent = this.lines.size === 0 && codeNames.some((name) => !isKnown(name));
    return isAbsent ? [] : here;
  }

  #saysPlace({ holds, texts }: Place): boolean {
    switch (holds) {
      case 'operator':
      case 'equality':
        return texts.some((operator) => this.#operators.has(operator));
      case 'comment':
        return texts.some((words) => this.#saysBeginning(words));
      case 'condition':
      case 'branches':
      case 'concatenation':
      case 'chain':
        return texts.some((text) => text.length > 2 && this.#saysWhole(text));
      default:
        return texts.some((text) => this.#saysWhole(text));
    }
  }

  #saysWhole(text: string): boolean {
    const at = this.#text.indexOf(text);
    if (at < 0) return false;
    const isWord = (character: string | undefined) => /[\w$]/.test(character ?? '');
    const joinsBefore = isWord(this.#text[at - 1]) && isWord(text[0]);
    return !joinsBefore && !(isWord(this.#text[at + text.length]) && isWord(text.at(-1)));
  }

  /** Whether it says a comment's first words, or quotes a part of it. */
  #saysBeginning(comment: string): boolean {
    const words = comment.split(/\s+/);
    const beginning = words.slice(0, 3).join(' ');
    if (beginning.length > 3 && this.#text.includes(beginning)) return true;
    return quotedTexts(this.#text).some((quoted) => quoted.length > 3 && comment.includes(quoted));
  }

  /** Whether the instruction says what `literal` holds. */
  saysLiteral({ kind, value, text }: DocumentLiteral): boolean {
    if (kind === 'number') return numbersFrom(this.#text).includes(value);
    if (kind === 'string') return value !== '' && this.#text.includes(value);
    // "must be true" speaks of what is false.
    if (kind === 'boolean') return false;
    return this.#names.has(text) || quotedTexts(this.#text).includes(value);
  }
}

/** What joins the two ends of a range; "and" and a comma list lines instead. */
const RANGE =
  /^[ \t]*(?:-|–|—|\.{2,3}|(?:right |all the way )?(?:through |up |down )?to|through|thru|till|until|and (?:up to|through|on to|following up to|including)|(?:up to|through) and including|down through)[ \t]*(?:lines?|l\.?|row)?[ \t]*$/i;

function rangeOf(parts: readonly InstructionPart[]): Pointers['range'] {
  const numbered = parts.flatMap((part, index) =>
    typeof part === 'string' ? [] : [{ line: part.line - 1, index }],
  );
  const first = numbered[0];
  const last = numbered.at(-1);
  if (first === undefined || last === undefined) return undefined;
  const isListed = numbered.every(({ line }, index) => line === first.line + index);
  const between = parts[first.index + 1];
  const before = parts[first.index - 1];
  const isBetweenTwo =
    typeof before === 'string' &&
    /\b(?:between|from)(?: the)?(?: lines?)?\s*$/i.test(before) &&
    typeof between === 'string' &&
    /^\s*and(?: lines?)?\s*$/i.test(between);
  const isRange =
    numbered.length === 2 && typeof between === 'string' && (RANGE.test(between) || isBetweenTwo);
  const isBetween = isRange || isListed || new Set(numbered.map(({ line }) => line)).size === 1;
  return isBetween && last.line >= first.line ? { first: first.line, last: last.line } : undefined;
}

/** What "the function on line 9" speaks of. */
function sortOnLine(parts: readonly InstructionPart[]): readonly [string, LineIndex] | undefined {
  for (const [index, part] of parts.entries()) {
    const before = parts[index - 1];
    if (typeof part === 'string' || typeof before !== 'string') continue;
    const sort = SORT_ON.exec(before)?.[1]?.toLowerCase();
    if (sort !== undefined && (COUNTED_SORTS.has(sort) || PARAMETER_SORTS.has(sort))) {
      return [sort, part.line - 1];
    }
  }
  return undefined;
}

/** The words that a name is made of, in lower case. */
export function partsOf(name: string): string[] {
  const parts = name.match(/\p{Lu}?\p{Ll}+|\p{Lu}+(?!\p{Ll})/gu) ?? [];
  return parts.map((part) => part.toLowerCase());
}

/** Whether a name could be a word of the language: capitals at its start at most. */
function isPlainWord(name: string): boolean {
  return /^\p{L}\p{Ll}*$/u.test(name);
}

/** Whether a word tells one declaration from others. */
export function tells(word: string): boolean {
  return word.length > 2 && !UNSAID.has(word);
}
