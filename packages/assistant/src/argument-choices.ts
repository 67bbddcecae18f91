/**
 * What may stand in the arguments of an operation, from what the document names and the instruction says:
 * a symbol is a name that the document declares (a function's for an operation on functions), a new name is said or spelt out in the instruction, a
 * literal stands on the chosen line. Takes the document's symbols and the instruction, gives token states.
 */
import {
  type LineContent,
  type LineIndex,
  type OperationRegistry,
  type OperationSpec,
  operations,
  type ParameterSpec,
  type TextDocument,
} from '@wick/edits';
import { type DocumentSymbols, isCode, isTyped, type Place } from '@wick/workspace';
import type { LineRun } from './blocks.ts';
import { ChoiceTrie, EitherState, RuleState, type TextState } from './choices.ts';
import {
  BINARY_OPERATORS,
  codeNamesFrom,
  commentTextsFrom,
  modulesFrom,
  namesFrom,
  numbersFrom,
  operatorsFrom,
  quotedTexts,
  spansOf,
  styleOf,
} from './instruction-texts.ts';
import { Pointers } from './pointers.ts';
import { TypeRule } from './type-texts.ts';
import type { Vocabulary } from './vocabulary.ts';

export interface ChoiceSource {
  readonly path: string;
  readonly document: TextDocument;
  readonly symbols: DocumentSymbols;
  readonly instruction: string;
  /** The operations that the model was trained on; all there are where absent. */
  readonly trained?: ReadonlySet<string> | undefined;
  /** The lines that the model sees; all of them where absent. */
  readonly shown?: readonly LineRun[];
}

type Given = readonly (string | LineIndex)[];

/** Operations that only TypeScript files take. */
const TYPED_OPERATIONS: ReadonlySet<string> = new Set([
  'set-optional',
  'set-readonly',
  'set-return-type',
  'add-property',
  'change-type',
]);

const CONSTANTS = ['true', 'false', 'null', 'undefined'];

export class ArgumentChoices {
  /** The operations that this document and instruction have arguments for. */
  readonly operations: OperationRegistry;
  readonly #vocabulary: Vocabulary;
  readonly #source: ChoiceSource;
  readonly #tries = new Map<string, ChoiceTrie>();
  readonly #names: readonly string[];
  readonly #pointers: Pointers;
  readonly #literalLines: ReadonlySet<LineIndex>;
  readonly #placeLines = new Map<LineContent, ReadonlySet<LineIndex>>();

  constructor(vocabulary: Vocabulary, source: ChoiceSource) {
    this.#vocabulary = vocabulary;
    this.#source = source;
    this.#names = namesFrom(source.instruction);
    this.#pointers = new Pointers(source.instruction);
    this.#literalLines = this.#meantLiteralLines();
    this.operations = new Map([...operations].filter(([, spec]) => this.#isPossible(spec)));
  }

  /** The texts that `parameter` may be, given the arguments before it. */
  texts(operation: OperationSpec, parameter: ParameterSpec, given: Given): TextState {
    switch (parameter.type) {
      case 'symbol':
        return this.#trie(`symbol ${parameter.sorts} ${parameter.topLevel}`, () =>
          this.#symbols(parameter),
        );
      case 'owner':
        return ChoiceTrie.of(this.#vocabulary, this.#ownersOf(given[0]));
      case 'name':
        return ChoiceTrie.of(this.#vocabulary, this.#newNames(operation, given[0]));
      case 'literal':
        return ChoiceTrie.of(this.#vocabulary, this.#literalsOn(given[0]));
      case 'newLiteral':
        return ChoiceTrie.of(this.#vocabulary, this.#replacementsOf(given[0], given[1]));
      case 'type':
        return this.#types();
      case 'parameter':
        return ChoiceTrie.of(this.#vocabulary, this.#parametersOf(given[0]));
      case 'callee':
      case 'operator':
        return ChoiceTrie.of(this.#vocabulary, this.#saidOn(given[0], parameter.type));
      case 'newOperator':
        return ChoiceTrie.of(this.#vocabulary, this.#newOperators(given[1]));
      case 'expression':
        return this.#trie('expression', () => this.#expressions());
      case 'text':
        return this.#trie('text', () => commentTextsFrom(this.#source.instruction));
      case 'module':
        return ChoiceTrie.of(this.#vocabulary, this.#modules(given[0]));
      case 'line':
        throw new Error(`${operation.name}: ${parameter.name} is a line, not a text`);
    }
  }

  /** Whether a hunk may begin or end before `line`: only at lines that are given by number, where any are. */
  mayAnchor(line: LineIndex): boolean {
    const { lines } = this.#pointers;
    return lines.size === 0 || lines.has(line) || lines.has(line - 1);
  }

  /** The lines that the line argument after `given` may be; none where it has nothing to decide. */
  lines(operation: string, given: Given): ReadonlySet<LineIndex> {
    const parameter = this.operations.get(operation)?.parameters[given.length];
    if (parameter?.holds !== undefined) return this.#linesHolding(parameter.holds);
    const symbol = given[0];
    const sorts = this.operations.get(operation)?.parameters[0]?.sorts;
    const declared = this.#declarations(symbol).filter(({ sort }) => sorts?.includes(sort) ?? true);
    const firm = declared.filter(({ inLiteral }) => !inLiteral);
    const all = firm.length > 0 ? firm : declared;
    if (typeof symbol !== 'string' || all.length < 2) return new Set();
    const pointed = all.filter(({ line }) => this.#pointers.lines.has(line));
    const scoped = all.filter(({ scope }) => scope !== undefined && this.#pointers.says(scope));
    // Where nothing tells them apart, the operation shall say so, rather than the model guess.
    const counted = this.#pointers.counts ? all : [];
    const meant = [pointed, scoped].find((some) => some.length > 0) ?? counted;
    return new Set(meant.map(({ line }) => line));
  }

  /** The lines that hold what the instruction can mean by such a thing. */
  #linesHolding(holds: LineContent): ReadonlySet<LineIndex> {
    if (holds === 'literal') return this.#literalLines;
    let lines = this.#placeLines.get(holds);
    if (lines === undefined) {
      const places = this.#places(holds);
      const { lines: pointed } = this.#pointers;
      // A comment may go above any line, so a line given by number needs nothing there.
      const isFree = holds === 'statement' && pointed.size > 0;
      const known = (name: string) => holds === 'statement' || this.#isKnown(name);
      lines = isFree
        ? pointed
        : new Set(this.#pointers.amongPlaces(places, known).map(({ line }) => line));
      this.#placeLines.set(holds, lines);
    }
    return lines;
  }

  /** The places that the model sees. */
  #places(holds: LineContent): readonly Place[] {
    const { symbols, shown } = this.#source;
    return symbols.places.filter((place) => place.holds === holds && isShown(shown, place.line));
  }

  #isKnown(name: string): boolean {
    return this.#source.document.lines.some((line) => line.includes(name));
  }

  #isPossible(spec: OperationSpec): boolean {
    const { path, symbols, trained } = this.#source;
    if (trained?.has(spec.name) === false) return false;
    if (!isTyped(path) && TYPED_OPERATIONS.has(spec.name)) return false;
    return spec.parameters.every((parameter) => {
      const { type, optional } = parameter;
      if (optional) return true;
      if (type === 'symbol') return this.#symbols(parameter).size > 0;
      if (type === 'owner') return symbols.identifiers.length > 0;
      if (type === 'name') return isCode(path) && this.#names.length > 0;
      if (type === 'module') return this.#modules(undefined).length > 0;
      return parameter.holds === undefined || this.#linesHolding(parameter.holds).size > 0;
    });
  }

  #trie(name: string, texts: () => Iterable<string>): ChoiceTrie {
    let trie = this.#tries.get(name);
    if (trie === undefined) {
      trie = ChoiceTrie.of(this.#vocabulary, texts());
      this.#tries.set(name, trie);
    }
    return trie;
  }

  /** The names that a symbol may be: declared, of the parameter's sorts, and meant by the instruction. */
  #symbols({ sorts, topLevel }: ParameterSpec): Set<string> {
    const fitting = this.#source.symbols.declarations.filter(
      ({ sort, scope }) =>
        (sorts === undefined || sorts.includes(sort)) && (!topLevel || scope === undefined),
    );
    return new Set(this.#pointers.among(fitting).map(({ name }) => name));
  }

  /** A symbol's new name is not its old one, nor another symbol's if there is a choice. */
  #newNames(operation: OperationSpec, symbol: string | LineIndex | undefined): readonly string[] {
    const { instruction } = this.#source;
    if (operation.name !== 'rename' || typeof symbol !== 'string') {
      const different = this.#names.filter((name) => name !== symbol);
      return different.length > 0 ? different : this.#names;
    }
    const isFree = (name: string) => name !== symbol && this.#declarations(name).length === 0;
    // A name that only code spells so is meant as it stands; else words may make one up.
    const spelt = codeNamesFrom(instruction).filter(isFree);
    if (spelt.length > 0) return spelt;
    const names = namesFrom(instruction, styleOf(symbol));
    const free = names.filter(isFree);
    return free.length > 0 ? free : names.filter((name) => name !== symbol);
  }

  /** The parameters of function `symbol`: those that the instruction says, where it says any. */
  #parametersOf(symbol: string | LineIndex | undefined): readonly string[] {
    const own = this.#source.symbols.declarations
      .filter(({ sort, scope }) => sort === 'parameter' && scope === symbol)
      .map(({ name }) => name);
    const said = own.filter((name) => this.#pointers.says(name));
    return said.length > 0 ? said : own;
  }

  /** The callees or operators on `line`: those that the instruction says, where it says any. */
  #saidOn(line: string | LineIndex | undefined, type: 'callee' | 'operator'): readonly string[] {
    const places = this.#places(type === 'callee' ? 'swappable' : 'operator').filter(
      (place) => place.line === line,
    );
    const meant = this.#pointers.amongPlaces(places, () => true);
    return [...new Set(meant.map(({ texts }) => texts[0]!))];
  }

  /** Operators for `operator`'s place: those that the instruction says; any where it says none. */
  #newOperators(operator: string | LineIndex | undefined): readonly string[] {
    const others = operatorsFrom(this.#pointers.text).filter((text) => text !== operator);
    return others.length > 0 ? others : BINARY_OPERATORS.filter((text) => text !== operator);
  }

  /** Module specifiers that the instruction says: what looks like a path or package, else any word but `name`. */
  #modules(name: string | LineIndex | undefined): readonly string[] {
    return modulesFrom(this.#source.instruction).filter((text) => text !== name);
  }

  #declarations(name: string | LineIndex | undefined): DocumentSymbols['declarations'] {
    return this.#source.symbols.declarations.filter((declaration) => declaration.name === name);
  }

  /** What declares `symbol` inside itself; any declaration where nothing does. */
  #ownersOf(symbol: string | LineIndex | undefined): Iterable<string> {
    const { identifiers, declarations } = this.#source.symbols;
    const holding = this.#declarations(symbol).filter(({ scope }) => scope !== undefined);
    const scopes = holding.flatMap(({ scope }) => scope ?? []);
    const pointed = holding
      .filter(({ line, scope }) => this.#pointers.lines.has(line) || this.#pointers.says(scope!))
      .flatMap(({ scope }) => scope ?? []);
    if (scopes.length > 0) return new Set(pointed.length > 0 ? pointed : scopes);
    const names = new Set(declarations.map(({ name }) => name));
    return names.size > 0 ? names : identifiers;
  }

  /** The literals of `line`: those that the instruction says, where it says any. */
  #literalsOn(line: string | LineIndex | undefined): string[] {
    const there = singleLineLiterals(this.#source).filter((literal) => literal.line === line);
    const said = there.filter((literal) => this.#pointers.saysLiteral(literal));
    return (said.length > 0 ? said : there).map(({ text }) => text);
  }

  /** The lines whose literals can be meant: pointed at; holding what is said; naming what is said; any. */
  #meantLiteralLines(): ReadonlySet<LineIndex> {
    const literals = singleLineLiterals(this.#source);
    const all = new Set(literals.map(({ line }) => line));
    const pointed = all.intersection(this.#pointers.lines);
    if (pointed.size > 0) return pointed;
    const saying = new Set(
      literals.filter((literal) => this.#pointers.saysLiteral(literal)).map(({ line }) => line),
    );
    const said = this.#source.symbols.identifiers.filter((name) => this.#pointers.says(name));
    const naming = new Set(
      [...all].filter((line) =>
        said.some((name) => mentions(this.#source.document.lines[line]!, name)),
      ),
    );
    const both = saying.intersection(naming);
    if (both.size > 0) return both;
    const either = saying.union(naming);
    return either.size > 0 ? either : all;
  }

  /** New literals for `literal`, which stands on `line`: in its own quotes, or bare where it has none. */
  #replacementsOf(
    line: string | LineIndex | undefined,
    literal: string | LineIndex | undefined,
  ): Set<string> {
    const { instruction, symbols } = this.#source;
    const old = symbols.literals.find((other) => other.line === line && other.text === literal);
    const spans = spansOf(instruction);
    if (old?.kind === 'template' || old?.kind === 'jsx-text') return new Set(spans);
    if (old?.text === 'true' || old?.text === 'false')
      return new Set([String(old.text === 'false')]);
    // "the 3 on line 9 to 12" reads as a range of lines, and may be none.
    const numbered = this.#pointers.lines.size > 1 ? instruction : this.#pointers.text;
    const plain = [...numbersFrom(numbered), ...CONSTANTS].filter((text) => text !== literal);
    const isQuoted = old?.kind === 'string';
    const quote = isQuoted ? old.text.slice(0, 1) : "'";
    const strings = isQuoted ? [...spans, ''] : quotedTexts(instruction);
    const all = new Set([...plain, ...strings.map((text) => quoted(text, quote))]);
    if (typeof literal === 'string') all.delete(literal);
    return all;
  }

  #types(): TextState {
    const { path, instruction, symbols } = this.#source;
    if (!isTyped(path)) return ChoiceTrie.of(this.#vocabulary, []);
    const said = instruction.match(/[\p{ID_Start}$_][\p{ID_Continue}$]*/gu) ?? [];
    const rule = new TypeRule([...symbols.identifiers, ...said]);
    const spelt = this.#trie('type', () =>
      spansOf(instruction).filter((span) => /[({<[|&]/.test(span)),
    );
    return new EitherState([new RuleState(this.#vocabulary, rule), spelt]);
  }

  #expressions(): Set<string> {
    const { instruction } = this.#source;
    const strings = quotedTexts(instruction).map((text) => quoted(text, "'"));
    const plain = [...numbersFrom(instruction), ...CONSTANTS, "''", '""', '[]', '{}'];
    return new Set([...spansOf(instruction), ...plain, ...strings]);
  }
}

/** Literals that an argument can spell: of one line, and shown. */
function singleLineLiterals({ symbols, shown }: ChoiceSource): DocumentSymbols['literals'] {
  return symbols.literals.filter(({ text, line }) => !/[\n\r]/.test(text) && isShown(shown, line));
}

function isShown(shown: ChoiceSource['shown'], line: LineIndex): boolean {
  return shown === undefined || shown.some(({ start, end }) => start <= line && line < end);
}

function quoted(text: string, quote: string): string {
  return quote + text.replaceAll('\\', '\\\\').replaceAll(quote, `\\${quote}`) + quote;
}

/** Whether `line` holds `name` as a whole identifier. */
function mentions(line: string, name: string): boolean {
  return new RegExp(`(?<![\\w$])${escapePattern(name)}(?![\\w$])`).test(line);
}

function escapePattern(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&');
}
