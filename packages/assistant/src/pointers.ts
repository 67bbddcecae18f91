/**
 * What an instruction points at: lines by number, names it says, words that describe, positions. Takes the
 * instruction and what the document declares, gives the declarations that can be meant. The model chooses
 * among these alone, so that it cannot change what nobody spoke of. Pure.
 */
import type { LineIndex } from '@wick/edits';
import type { DocumentDeclaration, DocumentLiteral, Place } from '@wick/workspace';
import { codeNamesFrom, numbersFrom, operatorsFrom, quotedTexts } from './instruction-texts.ts';
import { splitLineReferences } from './line-references.ts';

/** "the second method", "the last one": the place is counted, not named. */
const COUNTED = /\b(?:first|second|third|fourth|fifth|sixth|last|final|\d(?:st|nd|rd|th)|only)\b/i;
/** Words that describe no declaration, however often they are part of a name. */
const UNSAID: ReadonlySet<string> = new Set(
  (
    'the and for with from into that this please make add change rename remove set use function const ' +
    'let var return class type interface line file name new value not should could would can need want ' +
    'now instead all get has have method variable constant parameter property'
  ).split(' '),
);

export class Pointers {
  /** Lines that the instruction gives by number, from 0. */
  readonly lines: ReadonlySet<LineIndex>;
  readonly #text: string;
  readonly #names: ReadonlySet<string>;
  readonly #lowerNames: ReadonlySet<string>;
  readonly #words: ReadonlySet<string>;
  readonly #operators: ReadonlySet<string>;

  constructor(instruction: string) {
    const parts = splitLineReferences(instruction);
    this.lines = new Set(parts.flatMap((part) => (typeof part === 'string' ? [] : part.line - 1)));
    // Without the line numbers: 12 of "line 12" is no value.
    this.#text = parts.filter((part) => typeof part === 'string').join(' ');
    const names = instruction.match(/[\p{ID_Start}$_][\p{ID_Continue}$]*/gu) ?? [];
    this.#names = new Set(names);
    this.#lowerNames = new Set(names.map((name) => name.toLowerCase()));
    this.#words = new Set(names.flatMap(wordsOf));
    this.#operators = new Set(operatorsFrom(this.#text));
  }

  /** The instruction without its line numbers. */
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
    if (this.counts) return declarations;
    const pointed = declarations.filter(
      ({ name, line, startLine }) =>
        this.says(name) || this.lines.has(line) || this.lines.has(startLine),
    );
    if (pointed.length > 0) return pointed;
    const spelt = declarations.filter(({ name }) => this.#lowerNames.has(name.toLowerCase()));
    if (spelt.length > 0) return spelt;
    return this.#described(declarations);
  }

  /** "the date formatter" means formatDate rather than formatter: what shares most words. */
  #described(declarations: readonly DocumentDeclaration[]): readonly DocumentDeclaration[] {
    const shared = declarations.map(
      ({ name }) => new Set(wordsOf(name).filter((word) => this.#words.has(word))).size,
    );
    const most = Math.max(0, ...shared);
    return most === 0 ? [] : declarations.filter((_, index) => shared[index]! >= Math.min(most, 2));
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
    for (const some of [both, said, scoped]) if (some.length > 0) return some;
    const isAbsent = this.lines.size === 0 && codeNamesFrom(this.#text).some((n) => !isKnown(n));
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
    return this.#names.has(text) || quotedTexts(this.#text).includes(value);
  }
}

function wordsOf(name: string): string[] {
  const words = name.match(/\p{Lu}?\p{Ll}+|\p{Lu}+(?!\p{Ll})/gu) ?? [];
  return words
    .map((word) => word.toLowerCase())
    .filter((word) => word.length > 2 && !UNSAID.has(word));
}
