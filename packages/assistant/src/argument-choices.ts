/**
 * What may stand in the arguments of an operation, from what the document names and the instruction says:
 * a symbol is a name that the document declares (a function's for an operation on functions), a new name is
 * said or spelt out in the instruction, a literal stands on the chosen line. Takes the document's symbols and
 * the instruction, gives token states.
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
import {
  beginsComment,
  type DocumentSymbols,
  escapePattern,
  isCode,
  isTyped,
  TEXT_OPERATIONS,
} from '@wick/workspace';
import type { AnswerChoices } from './answer-grammar.ts';
import type { LineRun } from './blocks.ts';
import { ChoiceTrie, RuleState, type TextState } from './choices.ts';
import { type EditRole, editRoles, roleOfLine, roleOfParameter } from './edit-roles.ts';
import {
  addedNamesFrom,
  BINARY_OPERATORS,
  calledNamesFrom,
  codeNamesFrom,
  commentTextsFrom,
  extractedNamesFrom,
  isName,
  modulesFrom,
  namesFrom,
  operatorChangeIn,
  operatorsFrom,
  pathsFrom,
  quotedNamesFrom,
  quotedTexts,
  styleOf,
} from './instruction-texts.ts';
import type { DocumentFacts } from './intent/facts.ts';
import type { IntentModel } from './intent/intent-model.ts';
import type { Roles } from './intent/roles.ts';
import { LineChoices } from './line-choices.ts';
import { PieceChoices, type PlacesSaid } from './piece-choices.ts';
import { Pointers, tells } from './pointers.ts';
import { TypeRule } from './type-texts.ts';
import {
  expressionsFrom,
  replacementsFor,
  saysDefault,
  speltTypesFrom,
  typeNamesFrom,
} from './value-texts.ts';
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
  /** What tells which words of the instruction are what, and what that is told of the document. */
  readonly intents?: IntentModel | undefined;
  readonly facts?: DocumentFacts;
}

type Given = readonly (string | LineIndex)[];

/** What stands behind "parameter" is its name, unless it is a word of the sentence. */
const NAMED_PARAMETER =
  /\b(?:parameter|param|argument|arg) (?!(?:in|on|at|of|that|which|who|called|named|isn|is|was|can|here|there|list|nobody|number|never|any|has|should|must|needs?|goes?|for|so|since|because|from|please|pls|no|not|and|as|to|by)\b)[`'"]?([\p{ID_Start}$_][\p{ID_Continue}$]*)/iu;

/** Operations that only TypeScript files take. */
const TYPED_OPERATIONS: ReadonlySet<string> = new Set([
  'set-optional',
  'set-readonly',
  'set-required',
  'set-mutable',
  'set-return-type',
  'set-access',
  'add-property',
  'add-enum-member',
  'change-type',
  'interface-to-type',
  'type-to-interface',
  'extract-type',
  'infer-return-type',
]);

/** Parameters that are not in the file before. */
const NEW_TEXTS: ReadonlySet<string> = new Set(
  'name newLiteral expression text type module path newPiece newLine'.split(' '),
);

/** Types as they are spoken of: "a list of numbers". */
const TYPE_WORDS =
  /\b(?:strings?|text|numbers?|numeric|int(?:eger)?s?|bool(?:ean)?s?|flags?|lists?|arrays?|promises?|void|nothing|null|undefined|any|unknown|objects?|maps?|sets?|records?|dates?|symbols?|bigints?|never)\b/i;
const INFERRED = /\binfer|\bcompiler\b|\btsc\b|\bwhatever\b|\bfollows? from\b/i;

/** Operators as they are spoken of: "at least". */
const OPERATOR_WORDS =
  /\b(?:greater|less|more|fewer|equals?|and|or|nullish|plus|minus|times|divided?|modulo|strict\w*|loose\w*|at least|at most|coalesc\w*|opposite|inclusive|exclusive|not)\b/i;

/** What is declared so is no type. */
const VALUE_SORTS: ReadonlySet<string> = new Set([
  'function',
  'method',
  'parameter',
  'property',
  'variable',
  'constant',
  'label',
]);

/** A word that so improbably names what is to be changed is a word of the sentence. */
const IDLE = 0.02;

/** Words that only a constant is spelt like. */
const CAPITALS = /(?<![\p{L}\p{N}_$])\p{Lu}[\p{Lu}\p{N}]{2,}(?![\p{L}\p{N}_$])/gu;

export class ArgumentChoices implements AnswerChoices {
  /** The operations that the model knows and files like this one take. */
  readonly operations: OperationRegistry;
  readonly #vocabulary: Vocabulary;
  readonly #source: ChoiceSource;
  readonly #tries = new Map<string, ChoiceTrie>();
  readonly #names: readonly string[];
  readonly #pointers: Pointers;
  readonly #lines: LineChoices;
  #pieces: PieceChoices | undefined;
  /** The lines for an argument, by its operation and what is given: decoding asks for them at every token. */
  readonly #holding = new Map<string, ReadonlySet<LineIndex>>();
  /** What the words of the instruction are, read as a wish for an operation. */
  readonly #roles = new Map<string, Roles | undefined>();

  constructor(vocabulary: Vocabulary, source: ChoiceSource) {
    this.#vocabulary = vocabulary;
    this.#source = source;
    this.#names = namesFrom(source.instruction);
    this.#pointers = new Pointers(source.instruction);
    this.#lines = new LineChoices(source, this.#pointers);
    this.operations = new Map([...operations].filter(([name]) => this.#isOffered(name)));
  }

  /** The texts that `parameter` may be, given the arguments before it. */
  texts(operation: OperationSpec, parameter: ParameterSpec, given: Given): TextState {
    const of = (texts: Iterable<string>) =>
      ChoiceTrie.of(this.#vocabulary, this.#preferred(operation, parameter, texts));
    switch (parameter.type) {
      case 'symbol':
        return this.#trie(`symbol ${parameter.sorts} ${parameter.topLevel} ${operation.name}`, () =>
          this.#preferred(operation, parameter, this.#symbols(operation, parameter)),
        );
      case 'type':
        return this.#types(operation, parameter, given);
      case 'text':
        return this.#trie(`text ${operation.name}`, () => this.#commentTexts(operation));
      case 'file':
      case 'line':
        throw new Error(`${operation.name}: ${parameter.name} is a ${parameter.type}, not a text`);
      default:
        return of(this.#textsOf(operation, parameter, given));
    }
  }

  /** The texts that a parameter may be which is said, or which stands where an argument before it tells. */
  #textsOf(operation: OperationSpec, parameter: ParameterSpec, given: Given): Iterable<string> {
    const { instruction } = this.#source;
    switch (parameter.type) {
      case 'owner':
        return this.#ownersOf(given[0]);
      case 'name':
        return this.#orNames(operation, this.#newNames(operation, given));
      case 'literal':
        return this.#lines.literalsOn(given[0] as LineIndex).map(({ text }) => text);
      case 'newLiteral':
        return replacementsFor(this.#literal(given), instruction, this.#pointers);
      case 'parameter':
        return this.#parametersOf(given);
      case 'callee':
        return this.#said(given[0], operation.parameters[0]?.holds ?? 'swappable');
      case 'operator':
        return this.#oldOperators(given[0]);
      case 'newOperator':
        return this.#newOperators(given[1]);
      case 'expression':
        return expressionsFrom(this.#pointers.text, given);
      case 'module':
        return modulesFrom(instruction).filter((text) => text !== given[0]);
      case 'piece':
        return this.#piecesOf(given[0]);
      case 'newPiece':
        return this.#orSaid('new', operation, this.#saidPieces.replacements(String(given.at(-1))));
      case 'newLine':
        return this.#orSaid('text', operation, this.#saidPieces.newLines(given[0] as LineIndex));
      case 'word':
        return this.#wordsOf(parameter);
      case 'path':
        return pathsFrom(instruction);
      default:
        throw new Error(`${operation.name}: ${parameter.name} has no texts of its own`);
    }
  }

  /** Those of `texts` that the words of the instruction most probably say for `parameter`. */
  #preferred(
    operation: OperationSpec,
    parameter: ParameterSpec,
    texts: Iterable<string>,
  ): Iterable<string> {
    const role = roleOfParameter(parameter);
    const roles = role && this.#rolesFor(operation);
    if (!roles) return texts;
    const preferred = roles.prefer(role, texts);
    if (role !== 'target') return preferred;
    // A plain word may be a name by accident.
    const codeNames = codeNamesFrom(this.#pointers.text);
    const surely = preferred.filter((name) => codeNames.includes(name));
    return surely.length > 0 ? surely : preferred;
  }

  /** The texts; where the instruction says none of them in `role`, also what it most probably says so, on one line. */
  #orSaid(role: EditRole, operation: OperationSpec, texts: Iterable<string>): readonly string[] {
    const all = [...texts];
    const roles = this.#rolesFor(operation);
    if (roles === undefined || roles.said(role, all).length > 0) return all;
    const said = roles.texts(role).filter((text) => !/[\n\r]/.test(text));
    return [...new Set([...all, ...said])];
  }

  /** The names, and those that the words of the instruction most probably say as new ones. */
  #orNames(operation: OperationSpec, names: readonly string[]): readonly string[] {
    if (operation.name === 'rename') return names;
    const said = this.#rolesFor(operation)?.texts('name').filter(isName) ?? [];
    return [...new Set([...names, ...said])];
  }

  /** What the words of the instruction are, read as a wish for `operation`; undefined where no model tells. */
  #rolesFor({ name }: OperationSpec): Roles | undefined {
    const { intents, facts, instruction } = this.#source;
    if (facts === undefined) return undefined;
    if (!this.#roles.has(name)) this.#roles.set(name, editRoles(intents, instruction, name, facts));
    return this.#roles.get(name);
  }

  /** The lines that the line argument after `given` may be; none where it has nothing to decide. */
  lines(operation: string, given: Given): ReadonlySet<LineIndex> {
    const spec = this.operations.get(operation);
    const holds = spec?.parameters[given.length]?.holds;
    if (holds !== undefined) return this.#linesHolding(holds, operation, given);
    const [symbol] = given;
    return spec && typeof symbol === 'string' ? this.#lines.declaring(spec, symbol) : new Set();
  }

  /** Whether an optional text may follow `given`: a type or a default must where the instruction spells one. */
  optional(parameter: ParameterSpec, given: Given): 'none' | 'needed' | 'possible' {
    const text = this.#pointers.text;
    const hasDefault = saysDefault(text) && expressionsFrom(text, given).length > 0;
    if (parameter.type === 'expression') return hasDefault ? 'needed' : 'none';
    if (parameter.type === 'path') {
      return pathsFrom(this.#source.instruction).length > 0 ? 'needed' : 'none';
    }
    if (parameter.type !== 'type') return 'possible';
    return hasDefault || this.#speltTypes(given).length > 0 ? 'needed' : 'none';
  }

  /** Whether an optional argument is not to be left empty: "limit: number = 3" says the type. */
  isNeeded(parameter: ParameterSpec, given: Given): boolean {
    if (parameter.type !== 'type' || !parameter.optional) return false;
    const name = given.at(-1);
    const text = this.#pointers.text;
    return this.#speltTypes(given).some((type) => {
      const told = `${escapePattern(String(name))}[\`'"]?(?:\\?|!)?\\s*(?::|\\(|,|of type|as)\\s*(?:an?\\s+)?[\`'"]?${escapePattern(type)}`;
      return (
        new RegExp(told).test(text) ||
        new RegExp(
          `\\b(?:of type|typed(?: as)?|type:?)\\s+[\`'"]?${escapePattern(type)}`,
          'i',
        ).test(text)
      );
    });
  }

  /** Whether a hunk may begin or end before `line`. */
  mayAnchor(line: LineIndex, end: 'start' | 'end'): boolean {
    return this.#lines.mayAnchor(line, end);
  }

  #isOffered(name: string): boolean {
    const { path, trained } = this.#source;
    if (trained?.has(name) === false) return false;
    if (TEXT_OPERATIONS.has(name)) return true;
    if (!isCode(path)) return false;
    return isTyped(path) || !TYPED_OPERATIONS.has(name);
  }

  /** Whether document and instruction have arguments for the operation: there is what the instruction speaks of. */
  isPossible(operation: OperationSpec): boolean {
    const { symbols, instruction } = this.#source;
    return operation.parameters.every((parameter) => {
      const { type, optional } = parameter;
      if (optional) return true;
      if (type === 'symbol') return this.#symbols(operation, parameter).size > 0;
      if (type === 'owner') return symbols.identifiers.length > 0;
      if (type === 'name') return this.#names.length > 0;
      if (type === 'module') return modulesFrom(instruction).length > 0;
      if (type === 'text') return this.#commentTexts(operation).length > 0;
      if (type === 'piece') return this.#piecesOf(undefined).size > 0;
      if (type === 'newLine') return this.#saidPieces.newLines(undefined).size > 0;
      if (operation.name === 'set-return-type' && type === 'type') return this.#saysType();
      const { holds } = parameter;
      return holds === undefined || this.#linesHolding(holds, operation.name, []).size > 0;
    });
  }

  /** What a comment may say. */
  #commentTexts(operation: OperationSpec): readonly string[] {
    return commentTextsFrom(this.#source.instruction, this.#rolesFor(operation));
  }

  get #saidPieces(): PieceChoices {
    const { document, symbols, shown } = this.#source;
    this.#pieces ??= new PieceChoices(this.#pointers, { lines: document.lines, symbols, shown });
    return this.#pieces;
  }

  #piecesOf(line: string | LineIndex | undefined): ReadonlySet<string> {
    return this.#saidPieces.pieces(typeof line === 'number' ? line : undefined);
  }

  /** The lines that hold what the line argument after `given` must hold. */
  #linesHolding(holds: LineContent, operation: string, given: Given): ReadonlySet<LineIndex> {
    const key = `${holds} ${operation} ${given[0]}`;
    const lines = this.#holding.get(key) ?? this.#findHolding(holds, operation, given);
    this.#holding.set(key, lines);
    return lines;
  }

  #findHolding(holds: LineContent, operation: string, given: Given): ReadonlySet<LineIndex> {
    const { range } = this.#pointers;
    const [first] = given;
    switch (holds) {
      case 'piece':
        return this.#saidPieces.pieceLines;
      case 'opening':
        return this.#saidPieces.openings(this.#placesSaid(operation, given));
      case 'end':
        return new Set(range && range.last > range.first ? [range.last] : []);
      case 'anchor': {
        const { lines } = this.#source.document;
        const second = this.operations.get(operation)?.parameters[1]?.holds;
        if (second === 'end' && range) return new Set([range.first]);
        const isUndone = operation === 'uncomment';
        const isFit = (line: LineIndex) =>
          line !== first && (!isUndone || beginsComment(lines[line]!));
        const areTwo = second === 'anchor';
        const said = this.#placesSaid(operation, given);
        return areTwo
          ? this.#saidPieces.bothAnchors(isFit, said)
          : this.#saidPieces.anchors(isFit, said);
      }
      default:
        return this.#lines.holding(holds);
    }
  }

  /** What tells how probably a stretch of the instruction says the line argument after `given`. */
  #placesSaid(operation: string, given: Given): PlacesSaid | undefined {
    const spec = this.operations.get(operation);
    const roles = spec && this.#rolesFor(spec);
    if (!roles) return undefined;
    const isFirst = operation === 'swap-lines' && given.length === 0;
    return { roles, role: roleOfLine(spec, given.length), isFirst };
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
  #symbols(spec: OperationSpec, { sorts, topLevel }: ParameterSpec): Set<string> {
    const { name: operation } = spec;
    if (!isCode(this.#source.path)) return this.#saidWords();
    const fitting = this.#source.symbols.declarations.filter(
      ({ sort, scope }) =>
        (sorts === undefined || sorts.includes(sort)) && (!topLevel || scope === undefined),
    );
    const isAboutAnother = this.#namesAnother(operation);
    const spoken = fitting.filter(({ name }) => !this.#isIdle(spec, name));
    const meant = this.#pointers.among(spoken.length > 0 ? spoken : fitting);
    const pointed = meant.filter(
      ({ name, line }) => this.#pointers.says(name) || this.#pointers.lines.has(line),
    );
    const names = (isAboutAnother ? pointed : meant).map(({ name }) => name);
    if (names.length === 0 && takesParameter(operation)) return this.#takingSaid(fitting);
    // "remove the cast from total" leaves total.
    const isLeft = (name: string) =>
      operation === 'remove-declaration' && isSaidAfter(FROM, name, this.#pointers.text);
    // "Rename totl to sum" is not about the sum that is there.
    const isNew = (name: string) =>
      operation === 'rename' && isSaidAfter(TO, name, this.#pointers.text);
    const left = names.filter((name) => !isLeft(name) && !isNew(name));
    // "In load, declare total with const" is about total.
    const inside = left.filter((name) => !isSaidAfter(WITHIN, name, this.#pointers.text));
    return new Set(inside.length > 0 ? inside : left);
  }

  /** The words of a file whose language is not known that the instruction says: as only code spells them, where some are. */
  #saidWords(): Set<string> {
    const said = this.#source.symbols.identifiers.filter((name) => this.#pointers.says(name));
    const codeNames = codeNamesFrom(this.#pointers.text);
    const quoted = quotedTexts(this.#pointers.text);
    const surely = said.filter((name) => codeNames.includes(name) || quoted.includes(name));
    return new Set(surely.length > 0 ? surely : said.filter((name) => tells(name.toLowerCase())));
  }

  /** Whether the instruction says `name` only as a word of the sentence: "write its docs" is not about `write`. */
  #isIdle(operation: OperationSpec, name: string): boolean {
    if (!/^\p{Ll}+$/u.test(name) || !this.#pointers.says(name)) return false;
    const roles = this.#rolesFor(operation);
    return roles !== undefined && roles.probability('target', name) < IDLE;
  }

  /** Those of the functions that have a parameter which is said: "give retries a default". */
  #takingSaid(functions: DocumentSymbols['declarations']): Set<string> {
    const said = this.#source.symbols.declarations.filter(
      ({ sort, name }) => sort === 'parameter' && this.#pointers.says(name),
    );
    const scopes = new Set(said.map(({ scope }) => scope));
    return new Set(functions.map(({ name }) => name).filter((name) => scopes.has(name)));
  }

  /** Whether it says a name that only code spells so, that is nowhere in the file, and that the operation has no other use for. */
  #namesAnother(operation: string): boolean {
    const spec = operations.get(operation);
    const takesNew = spec?.parameters.some(({ type }) => NEW_TEXTS.has(type));
    if (takesNew !== false) return false;
    const { lines } = this.#source.document;
    return codeNamesFrom(this.#pointers.text).some(
      (name) => !lines.some((line) => line.includes(name)),
    );
  }

  /** A symbol's new name is not its old one, nor another symbol's if there is a choice. */
  #newNames(operation: OperationSpec, given: Given): readonly string[] {
    const [symbol] = given;
    if (operation.name === 'extract-constant') return this.#constantNames(given);
    if (operation.name === 'extract-type') return this.#typeNames(symbol);
    if (operation.name === 'extract-function') return extractedNamesFrom(this.#pointers.text);
    if (operation.name !== 'rename' || typeof symbol !== 'string') {
      const text = this.#pointers.text;
      const owner = typeof symbol === 'string' ? symbol : undefined;
      const takesType = operation.parameters.some(({ type }) => type === 'type');
      const types = takesType ? this.#speltTypes([symbol ?? '']) : [];
      // `Options.retries` is the new name itself.
      const others = types.filter((type) => !type.startsWith(`${owner}.`));
      const names = addedNamesFrom(text, owner, others);
      const all = names.length > 0 ? names : addedNamesFrom(text, undefined);
      // `Weekday.Friday` is a member of Weekday.
      const member = owner && memberOf(owner, text);
      if (operation.name === 'add-enum-member' && member) return [member];
      if (operation.name !== 'add-import') return all;
      // What the file declares itself needs no import.
      const foreign = all.filter((name) =>
        this.#declarations(name).every(({ sort }) => sort === 'import'),
      );
      return foreign.length > 0 ? foreign : all;
    }
    const words = isCode(this.#source.path) ? [] : this.#source.symbols.identifiers;
    const isFree = (name: string) =>
      name !== symbol && this.#declarations(name).length === 0 && !words.includes(name);
    // A name that only code spells so is meant as it stands; else words may make one up.
    const style = styleOf(symbol);
    const text = this.#pointers.text;
    const spelt = [...codeNamesFrom(text), ...quotedNamesFrom(text, style)].filter(isFree);
    if (spelt.length > 0) return spelt;
    const called = calledNamesFrom(text, style).filter(isFree);
    if (called.length > 0) return called;
    const names = namesFrom(text, style);
    const free = names.filter(isFree);
    return free.length > 0 ? free : names.filter((name) => name !== symbol);
  }

  /** Names for a constant: what the literal itself says is none, and capitals alone may spell one. */
  #constantNames(given: Given): readonly string[] {
    const { text, value } = this.#literal(given) ?? { text: '', value: '' };
    const said = [text, value].filter((literal) => literal.length > 2);
    const rest = said.reduce((left, literal) => {
      const whole = new RegExp(`(?<![\\w$])${escapePattern(literal)}(?![\\w$])`, 'g');
      return left.replace(whole, ' ');
    }, this.#pointers.text);
    const names = (from: string) => [
      ...new Set([...addedNamesFrom(from, undefined), ...(from.match(CAPITALS) ?? [])]),
    ];
    // 'timeout' may well be called timeout.
    const own = addedNamesFrom(this.#pointers.text, undefined).filter((name) => name === value);
    const spelt = names(rest).filter((name) => /[\p{Lu}_]/u.test(name.slice(1)));
    return spelt.length > 0 ? spelt : [...names(rest), ...own];
  }

  /** Names for the type of `symbol`: those that are spelt as types are, where there are some. */
  #typeNames(symbol: string | LineIndex | undefined): readonly string[] {
    const isFree = (name: string) => name !== symbol && this.#declarations(name).length === 0;
    const names = extractedNamesFrom(this.#pointers.text).filter(isFree);
    const words = this.#names.filter((name) => /^\p{Lu}\p{L}*$/u.test(name) && isFree(name));
    const spelt = names.filter((name) => /^\p{Lu}/u.test(name));
    return [spelt, words, names].find((some) => some.length > 0) ?? [];
  }

  /** The parameters of function `symbol` that are not given yet: those that the instruction says, where it says any. */
  #parametersOf([symbol, ...others]: Given): readonly string[] {
    const own = this.#source.symbols.declarations
      .filter(({ sort, scope }) => sort === 'parameter' && scope === symbol)
      .map(({ name }) => name)
      .filter((name) => !others.includes(name));
    const said = own.filter((name) => this.#pointers.says(name));
    if (said.length > 0) return said;
    // Where one is named that is not there, no other is meant.
    return this.#isMissing(NAMED_PARAMETER.exec(this.#pointers.text)?.[1]) ? [] : own;
  }

  /** Whether `word` tells something, and the document has it nowhere. */
  #isMissing(word: string | undefined): boolean {
    if (word === undefined || !tells(word.toLowerCase())) return false;
    return !this.#source.document.lines.some((line) => line.includes(word));
  }

  /** The literal that line and text in `given` name. */
  #literal([line, text]: Given): DocumentSymbols['literals'][number] | undefined {
    return this.#source.symbols.literals.find(
      (literal) => literal.line === line && literal.text === text,
    );
  }

  /** What the instruction can mean on `line` by its first text, a callee or an operator. */
  #said(line: string | LineIndex | undefined, content: LineContent): Set<string> {
    const places = this.#lines.placesOn(line as LineIndex, content);
    return new Set(places.map(({ texts }) => texts[0]!));
  }

  /** Those of the parameter's words that the instruction says; any where it says none. */
  #wordsOf({ words = [] }: ParameterSpec): readonly string[] {
    const said = words.filter((word) => this.#pointers.says(word));
    return said.length > 0 ? said : words;
  }

  /** The operators on `line` that the instruction can mean to replace. */
  #oldOperators(line: string | LineIndex | undefined): Iterable<string> {
    const said = this.#said(line, 'operator');
    const change = operatorChangeIn(this.#pointers.text);
    return change && said.has(change.from) ? [change.from] : said;
  }

  /** Operators for `operator`'s place: those that the instruction says; any where it says none. */
  #newOperators(operator: string | LineIndex | undefined): readonly string[] {
    const change = operatorChangeIn(this.#pointers.text);
    if (change && change.from === operator) return [change.to];
    const others = operatorsFrom(this.#pointers.text).filter((text) => text !== operator);
    if (others.length > 0) return others;
    const isSpoken = OPERATOR_WORDS.test(this.#pointers.text);
    return isSpoken ? BINARY_OPERATORS.filter((text) => text !== operator) : [];
  }

  /** The types that the instruction spells, but for names that it gives to other arguments and the type there is. */
  #speltTypes(given: Given): readonly string[] {
    if (!isTyped(this.#source.path)) return [];
    const spelt = speltTypesFrom(this.#pointers.text).filter((type) => !given.includes(type));
    const others = spelt.filter((type) => !this.#hasType(given[0], type));
    const free = others.length > 0 ? others : spelt;
    // "The response in ClientError" speaks of where it is.
    const meant = free.filter(
      (type) => !isSaidAfter('(?:in|of|on|inside|within)', type, this.#pointers.text),
    );
    return meant.length > 0 && given.length > 0 ? meant : free;
  }

  /** Whether it says a type, rather than that the compiler is to find it. */
  #saysType(): boolean {
    if (this.#speltTypes([]).length > 0) return true;
    return TYPE_WORDS.test(this.#pointers.text) && !INFERRED.test(this.#pointers.text);
  }

  /** Whether `symbol` is declared with the type, all on one line. */
  #hasType(symbol: string | LineIndex | undefined, type: string): boolean {
    const typed = new RegExp(`:\\s*${escapePattern(type)}\\s*(?:[,;)={]|$)`);
    return this.#declarations(symbol).some(({ name, line }) => {
      const declaring = this.#source.document.lines[line]!;
      return typed.test(declaring.slice(declaring.indexOf(name)));
    });
  }

  #types(operation: OperationSpec, parameter: ParameterSpec, given: Given): TextState {
    const { path, instruction, symbols } = this.#source;
    const spelt = this.#speltTypes(given);
    if (spelt.length > 0 || parameter.optional || !isTyped(path)) {
      return ChoiceTrie.of(this.#vocabulary, this.#preferred(operation, parameter, spelt));
    }
    const values = new Set(
      symbols.declarations.filter(({ sort }) => VALUE_SORTS.has(sort)).map(({ name }) => name),
    );
    const names = symbols.identifiers.filter((name) => !values.has(name));
    const rule = new TypeRule(typeNamesFrom(instruction, names));
    return new RuleState(this.#vocabulary, rule);
  }

  #declarations(name: string | LineIndex | undefined): DocumentSymbols['declarations'] {
    return this.#source.symbols.declarations.filter((declaration) => declaration.name === name);
  }

  /** What declares `symbol` inside itself; any declaration where nothing does. */
  #ownersOf(symbol: string | LineIndex | undefined): Iterable<string> {
    const { identifiers, declarations } = this.#source.symbols;
    const held = this.#declarations(symbol).filter(({ scope }) => scope !== undefined);
    const sorted = this.#pointers.ofSaidSort(held);
    const holding = sorted.length > 0 ? sorted : held;
    const scopes = holding.flatMap(({ scope }) => scope ?? []);
    const pointed = holding
      .filter(({ line, scope }) => this.#pointers.lines.has(line) || this.#pointers.says(scope!))
      .flatMap(({ scope }) => scope ?? []);
    if (scopes.length > 0) return new Set(pointed.length > 0 ? pointed : scopes);
    const names = new Set(declarations.map(({ name }) => name));
    return names.size > 0 ? names : identifiers;
  }
}

/** Whether the operation is about a parameter of a function. */
function takesParameter(operation: string): boolean {
  return operations.get(operation)?.parameters.some(({ type }) => type === 'parameter') ?? false;
}

const FROM = '(?:from|inside|within)';
const WITHIN = '(?:in|inside|within)';
const TO = '(?:to|into|as)';

/** Whether `name` is said behind one of the words (a pattern), and nowhere else. */
function isSaidAfter(words: string, name: string, instruction: string): boolean {
  const whole = `[\`'"]?(?<![\\w$])${escapePattern(name)}(?![\\w$])`;
  const without = instruction.replaceAll(new RegExp(`\\b${words}\\s+${whole}`, 'gi'), ' ');
  return without !== instruction && !new RegExp(whole).test(without);
}

/** The name that the instruction says behind `owner` and a dot. */
function memberOf(owner: string, instruction: string): string | undefined {
  const spelt = new RegExp(
    `(?<![\\w$.])${escapePattern(owner)}\\.([\\p{L}_$][\\p{L}\\p{N}_$]*)`,
    'u',
  );
  return spelt.exec(instruction)?.[1];
}
