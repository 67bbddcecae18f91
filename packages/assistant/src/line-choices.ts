/**
 * Which lines an instruction can mean: for a hunk, for an operation that takes a line, and to tell
 * declarations of one name apart. Takes the document's symbols and places, gives sets of lines.
 */
import type { LineContent, LineIndex, OperationSpec } from '@wick/edits';
import {
  type DocumentDeclaration,
  type DocumentLiteral,
  escapePattern,
  type Place,
} from '@wick/workspace';
import type { ChoiceSource } from './argument-choices.ts';
import { codeNamesFrom, numbersFrom } from './instruction-texts.ts';
import type { Pointers } from './pointers.ts';

export class LineChoices {
  readonly #source: ChoiceSource;
  readonly #pointers: Pointers;
  readonly #holding = new Map<LineContent, ReadonlySet<LineIndex>>();

  constructor(source: ChoiceSource, pointers: Pointers) {
    this.#source = source;
    this.#pointers = pointers;
  }

  /**
   * Whether a hunk may begin or end before `line`. Where lines are given by number, only at them: one line is
   * replaced or something put before or after it, of a range all.
   */
  mayAnchor(line: LineIndex, end: 'start' | 'end'): boolean {
    const { lines } = this.#pointers;
    if (lines.size === 0) return true;
    const [first, last] = [Math.min(...lines), Math.max(...lines)];
    if (first === last) return line === first || line === first + 1;
    return line === (end === 'start' ? first : last + 1);
  }

  /** The lines that hold what the instruction can mean by such a thing. */
  holding(content: LineContent): ReadonlySet<LineIndex> {
    const lines = this.#holding.get(content) ?? this.#linesHolding(content);
    this.#holding.set(content, lines);
    return lines;
  }

  /** The lines that tell the declarations of `symbol` apart; none where there is one, or none is meant more than others. */
  declaring(operation: OperationSpec, symbol: string): ReadonlySet<LineIndex> {
    const sorts = operation.parameters[0]?.sorts;
    const declared = this.#source.symbols.declarations.filter(
      ({ name, sort }) => name === symbol && (sorts?.includes(sort) ?? true),
    );
    const firm = declared.filter(({ inLiteral }) => !inLiteral);
    const all = firm.length > 0 ? firm : declared;
    if (all.length < 2) return new Set();
    const pointed = all.filter(({ line }) => this.#pointers.lines.has(line));
    const scoped = all.filter(({ scope }) => scope !== undefined && this.#pointers.says(scope));
    // Where nothing tells them apart, the operation shall say so, rather than the model guess.
    const counted = this.#pointers.counts ? all : [];
    const sorted = this.#pointers.ofSaidSort(all);
    const meant = [pointed, scoped, sorted].find((some) => some.length > 0) ?? counted;
    return linesOf(meant);
  }

  /** The places of a sort on `line`: those that the instruction says, where it says any. */
  placesOn(line: LineIndex, content: LineContent): readonly Place[] {
    const places = this.#places(content).filter((place) => place.line === line);
    return this.#pointers.amongPlaces(places, () => true);
  }

  /** The literals of `line`: those that the instruction says, where it says any. */
  literalsOn(line: LineIndex): readonly DocumentLiteral[] {
    const there = this.#literals().filter((literal) => literal.line === line);
    const said = there.filter((literal) => this.#pointers.saysLiteral(literal));
    return said.length > 0 ? said : there;
  }

  #linesHolding(content: LineContent): ReadonlySet<LineIndex> {
    if (content === 'literal') return this.#meantLiteralLines();
    const { lines: pointed, range } = this.#pointers;
    if (content === 'first' || content === 'last') {
      return new Set(range && this.#isShown(range[content]) ? [range[content]] : []);
    }
    // A comment may go above any line, so a line given by number needs nothing there.
    if (content === 'statement' && pointed.size > 0) return pointed;
    const counted = this.#counted(content);
    if (counted) return new Set([counted.startLine]);
    const isKnown = (name: string) => content === 'statement' || this.#isKnown(name);
    return linesOf(this.#pointers.amongPlaces(this.#places(content), isKnown));
  }

  /** The declaration that a comment is to stand above, where that is counted: "the second function". */
  #counted(content: LineContent): DocumentDeclaration | undefined {
    if (content !== 'statement' || codeNamesFrom(this.#pointers.text).length > 0) return undefined;
    const { declarations } = this.#source.symbols;
    const counted = this.#pointers.countedAmong(declarations);
    return counted && this.#isShown(counted.startLine) ? counted : undefined;
  }

  /** The lines whose literals can be meant: pointed at; holding what is said; naming what is said; any. */
  #meantLiteralLines(): ReadonlySet<LineIndex> {
    const literals = this.#fittingLiterals();
    const all = linesOf(literals);
    const pointed = all.intersection(this.#pointers.lines);
    if (pointed.size > 0) return pointed;
    const saying = linesOf(literals.filter((literal) => this.#pointers.saysLiteral(literal)));
    const said = this.#source.symbols.identifiers.filter((name) => this.#pointers.says(name));
    const mentioning = (names: readonly string[]) =>
      new Set(
        [...all].filter((line) =>
          names.some((name) => mentions(this.#source.document.lines[line]!, name)),
        ),
      );
    const naming = mentioning(said);
    // A name that only code spells so is meant; a plain word may be a name by accident.
    const codeNames = codeNamesFrom(this.#pointers.text);
    const surely = mentioning(said.filter((name) => codeNames.includes(name)));
    const meant = [saying.intersection(naming), surely, saying, naming];
    return meant.find((lines) => lines.size > 0) ?? all;
  }

  /** The literals that may be meant: numbers alone, where a number is said and nothing in quotes. */
  #fittingLiterals(): readonly DocumentLiteral[] {
    const literals = this.#literals();
    const { text } = this.#pointers;
    const isNumeric = numbersFrom(text).some((number) => /\d/.test(number)) && !/["'`]/.test(text);
    const numbers = literals.filter(({ kind }) => kind === 'number' || kind === 'plain');
    return isNumeric && numbers.length > 0 ? numbers : literals;
  }

  /** The places that the model sees. */
  #places(content: LineContent): readonly Place[] {
    const { places } = this.#source.symbols;
    return places.filter(({ holds, line }) => holds === content && this.#isShown(line));
  }

  /** The literals that an argument can spell: of one line, and shown. */
  #literals(): readonly DocumentLiteral[] {
    const { literals } = this.#source.symbols;
    return literals.filter(({ text, line }) => !/[\n\r]/.test(text) && this.#isShown(line));
  }

  #isShown(line: LineIndex): boolean {
    const { shown } = this.#source;
    return shown === undefined || shown.some(({ start, end }) => start <= line && line < end);
  }

  #isKnown(name: string): boolean {
    return this.#source.document.lines.some((line) => line.includes(name));
  }
}

function linesOf(
  things: readonly (DocumentDeclaration | DocumentLiteral | Place)[],
): Set<LineIndex> {
  return new Set(things.map(({ line }) => line));
}

/** Whether `line` holds `name` as a whole identifier. */
function mentions(line: string, name: string): boolean {
  return new RegExp(`(?<![\\w$])${escapePattern(name)}(?![\\w$])`).test(line);
}
