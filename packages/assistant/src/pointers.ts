/**
 * What an instruction points at: lines by number, names it says, words that describe, positions. Takes the
 * instruction and what the document declares, gives the declarations that can be meant. The model chooses
 * among these alone, so that it cannot change what nobody spoke of. Pure.
 */
import type { LineIndex } from '@wick/edits';
import type { DocumentDeclaration, DocumentLiteral } from '@wick/workspace';
import { numbersFrom, quotedTexts } from './instruction-texts.ts';
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

  constructor(instruction: string) {
    const parts = splitLineReferences(instruction);
    this.lines = new Set(parts.flatMap((part) => (typeof part === 'string' ? [] : part.line - 1)));
    // Without the line numbers: 12 of "line 12" is no value.
    this.#text = parts.filter((part) => typeof part === 'string').join(' ');
    const names = instruction.match(/[\p{ID_Start}$_][\p{ID_Continue}$]*/gu) ?? [];
    this.#names = new Set(names);
    this.#lowerNames = new Set(names.map((name) => name.toLowerCase()));
    this.#words = new Set(names.flatMap(wordsOf));
  }

  /** The instruction without its line numbers. */
  get text(): string {
    return this.#text;
  }

  says(name: string): boolean {
    return this.#names.has(name.replace(/^#/, ''));
  }

  /** Those of `declarations` that can be meant; none where the instruction speaks of none of them. */
  among(declarations: readonly DocumentDeclaration[]): readonly DocumentDeclaration[] {
    if (COUNTED.test(this.#text)) return declarations;
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
