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
import { ChoiceTrie, EitherState, RuleState, type TextState } from './choices.ts';
import { namesFrom, numbersFrom, quotedTexts, spansOf } from './instruction-texts.ts';
import { TypeRule } from './type-texts.ts';
import type { Vocabulary } from './vocabulary.ts';

export interface ChoiceSource {
  readonly path: string;
  readonly document: TextDocument;
  readonly symbols: DocumentSymbols;
  readonly instruction: string;
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
  readonly #literalLines: ReadonlySet<LineIndex>;

  constructor(vocabulary: Vocabulary, source: ChoiceSource) {
    this.#vocabulary = vocabulary;
    this.#source = source;
    this.#names = namesFrom(source.instruction);
    this.#literalLines = new Set(singleLineLiterals(source).map(({ line }) => line));
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
        return this.#trie('name', () => this.#names);
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
    const mentions = new RegExp(`(?<![\\w$])${escapePattern(symbol)}(?![\\w$])`);
    const { lines } = this.#source.document;
    return new Set(lines.flatMap((line, index) => (mentions.test(line) ? [index] : [])));
  }

  #isPossible(spec: OperationSpec): boolean {
    const { path, symbols } = this.#source;
    if (!isTyped(path) && TYPED_OPERATIONS.has(spec.name)) return false;
    return spec.parameters.every(({ type, optional }) => {
      if (optional) return true;
      if (type === 'symbol' || type === 'owner') return symbols.identifiers.length > 0;
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

  /** The names that a symbol may be: declared, of the parameter's sorts; any identifier where there is none. */
  #symbols({ sorts, topLevel }: ParameterSpec): Iterable<string> {
    const { identifiers, declarations } = this.#source.symbols;
    const fitting = declarations.filter(
      ({ sort, scope }) =>
        (sorts === undefined || sorts.includes(sort)) && (!topLevel || scope === undefined),
    );
    return fitting.length > 0 ? new Set(fitting.map(({ name }) => name)) : identifiers;
  }

  #declarations(name: string | LineIndex | undefined): DocumentSymbols['declarations'] {
    return this.#source.symbols.declarations.filter((declaration) => declaration.name === name);
  }

  /** What declares `symbol` inside itself; any declaration where nothing does. */
  #ownersOf(symbol: string | LineIndex | undefined): Iterable<string> {
    const { identifiers, declarations } = this.#source.symbols;
    const scopes = this.#declarations(symbol).flatMap(({ scope }) => scope ?? []);
    if (scopes.length > 0) return new Set(scopes);
    const names = new Set(declarations.map(({ name }) => name));
    return names.size > 0 ? names : identifiers;
  }

  #literalsOn(line: string | LineIndex | undefined): string[] {
    return singleLineLiterals(this.#source)
      .filter((literal) => literal.line === line)
      .map(({ text }) => text);
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
    const plain = [...numbersFrom(instruction), ...CONSTANTS];
    const isQuoted = old?.kind === 'string';
    const quote = isQuoted ? old.text.slice(0, 1) : "'";
    const strings = isQuoted ? [...spans, ''] : quotedTexts(instruction);
    return new Set([...plain, ...strings.map((text) => quoted(text, quote))]);
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

/** Literals that an argument can spell: of one line. */
function singleLineLiterals({ symbols }: ChoiceSource): DocumentSymbols['literals'] {
  return symbols.literals.filter(({ text }) => !/[\n\r]/.test(text));
}

function quoted(text: string, quote: string): string {
  return quote + text.replaceAll('\\', '\\\\').replaceAll(quote, `\\${quote}`) + quote;
}

function escapePattern(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&');
}
