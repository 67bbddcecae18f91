/**
 * What may stand in the arguments of an operation, from what the document names and the instruction says:
 * a symbol is a name that the document declares (a function's for an operation on functions), a new name is said or spelt out in the instruction, a
 * literal stands on the chosen line. Takes the document's symbols and the instruction, gives token states.
 */
import {
  type LineIndex,
  type OperationRegistry,
  type OperationSpec,
  operations,
  type ParameterSpec,
  type TextDocument,
} from '@wick/edits';
import { type DocumentSymbols, isCode, isTyped } from '@wick/workspace';
import type { LineRun } from './blocks.ts';
import { ChoiceTrie, EitherState, RuleState, type TextState } from './choices.ts';
import { namesFrom, numbersFrom, quotedTexts, spansOf } from './instruction-texts.ts';
import { Pointers } from './pointers.ts';
import { TypeRule } from './type-texts.ts';
import type { Vocabulary } from './vocabulary.ts';

export interface ChoiceSource {
  readonly path: string;
  readonly document: TextDocument;
  readonly symbols: DocumentSymbols;
  readonly instruction: string;
  /** The lines that the model sees; all of them where absent. */
  readonly shown?: readonly LineRun[];
}

type Given = readonly (string | LineIndex)[];

/** Operations that only TypeScript files take. */
const TYPED_OPERATIONS: ReadonlySet<string> = new Set([
  'set-optional',
  'set-readonly',
  'set-return-type',
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
      case 'default':
        return this.#trie('default', () => this.#defaults());
      case 'line':
        throw new Error(`${operation.name}: ${parameter.name} is a line, not a text`);
    }
  }

  /** The lines that the line argument after `given` may be; none where it has nothing to decide. */
  lines(operation: string, given: Given): ReadonlySet<LineIndex> {
    if (operation === 'change-literal') return this.#literalLines;
    const symbol = given[0];
    if (typeof symbol !== 'string' || this.#declarations(symbol).length < 2) return new Set();
    const declared = this.#declarations(symbol).map(({ line }) => line);
    const pointed = declared.filter((line) => this.#pointers.lines.has(line));
    return new Set(pointed.length > 0 ? pointed : declared);
  }

  #isPossible(spec: OperationSpec): boolean {
    const { path, symbols } = this.#source;
    if (!isTyped(path) && TYPED_OPERATIONS.has(spec.name)) return false;
    return spec.parameters.every((parameter) => {
      const { type, optional } = parameter;
      if (optional) return true;
      if (type === 'symbol') return this.#symbols(parameter).size > 0;
      if (type === 'owner') return symbols.identifiers.length > 0;
      if (type === 'name') return isCode(path) && this.#names.length > 0;
      return type !== 'literal' || this.#literalLines.size > 0;
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
    const different = this.#names.filter((name) => name !== symbol);
    const others = different.length > 0 ? different : this.#names;
    if (operation.name !== 'rename') return others;
    const free = others.filter((name) => this.#declarations(name).length === 0);
    return free.length > 0 ? free : others;
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
    const plain = [...numbersFrom(this.#pointers.text), ...CONSTANTS].filter(
      (text) => text !== literal,
    );
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

  #defaults(): Set<string> {
    const { instruction } = this.#source;
    const strings = quotedTexts(instruction).map((text) => quoted(text, "'"));
    const plain = [...numbersFrom(instruction), ...CONSTANTS, "''", '""', '[]', '{}'];
    return new Set([...spansOf(instruction), ...plain, ...strings]);
  }
}

/** Literals that an argument can spell: of one line, and shown. */
function singleLineLiterals({ symbols, shown }: ChoiceSource): DocumentSymbols['literals'] {
  return symbols.literals.filter(
    ({ text, line }) =>
      !/[\n\r]/.test(text) &&
      (shown === undefined || shown.some(({ start, end }) => start <= line && line < end)),
  );
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
