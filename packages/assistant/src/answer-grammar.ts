/**
 * Turns the answer grammar (symbols) into the engine's Grammar (tokens): after each token it tells which
 * may come next. Line ids must be shown and ascend; an operation's name and its arguments are chosen from
 * what document and instruction offer (argument-choices.ts); a new line's text is free.
 *
 * Text tokens are gathered until a special token ends the text, then handed to the edits package whole.
 */
import {
  type Answer,
  AnswerGrammar,
  type AnswerSymbol,
  type Expectation,
  type Hunk,
  type LineIndex,
  type OperationCall,
  type OperationRegistry,
  type OperationSpec,
  type ParameterSpec,
} from '@wick/edits';
import type { Grammar, TokenId } from '@wick/engine';
import type { LineRun } from './blocks.ts';
import { ChoiceTrie, LineState, type TextState } from './choices.ts';
import { HeadBias } from './intent/head-bias.ts';
import { LineIds } from './line-ids.ts';
import type { Vocabulary } from './vocabulary.ts';

/** What document and instruction offer for an answer: argument-choices.ts for code, plan-choices.ts for plans. */
export interface AnswerChoices {
  /** The operations that may be answered. */
  readonly operations: OperationRegistry;
  /** The texts that `parameter` may be, given the arguments before it. */
  texts(operation: OperationSpec, parameter: ParameterSpec, given: Given): TextState;
  /** The lines that the line argument after `given` may be; none where it has nothing to decide. */
  lines(operation: string, given: Given): ReadonlySet<LineIndex>;
  /** Whether an optional argument may follow `given`, or must. */
  optional(parameter: ParameterSpec, given: Given): 'none' | 'needed' | 'possible';
  /** Whether an optional argument may not be left empty. */
  isNeeded?(parameter: ParameterSpec, given: Given): boolean;
  /** Whether a hunk may begin or end before `line`. */
  mayAnchor(line: LineIndex, end: 'start' | 'end'): boolean;
  /** Whether document and instruction have arguments for the operation. */
  isPossible(operation: OperationSpec): boolean;
}

type Given = readonly (string | LineIndex)[];

export interface AnswerContext {
  readonly vocabulary: Vocabulary;
  readonly lineCount: number;
  /** The lines the prompt shows. */
  readonly shown: readonly LineRun[];
  readonly choices: AnswerChoices;
  /** Answers of these sorts are not let through; by default all are. */
  readonly without?: ReadonlySet<AnswerHead>;
  /** How probable each beginning of an answer is by the instruction alone. */
  readonly intents?: ReadonlyMap<AnswerHead, number> | undefined;
}

/** The sort of an answer: 'hunks', 'none', 'delegate', or the name of its first operation. */
export type AnswerHead = string;

export function headOf(answer: Answer): AnswerHead {
  return answer.kind === 'operations' ? answer.calls[0]!.name : answer.kind;
}

/** A state of the answer's grammar, with the symbols since the last operation began (none in hunks). */
interface Place {
  readonly state: AnswerGrammar;
  readonly symbols: readonly AnswerSymbol[];
}

/** Tokens of one new line at most: as long as a line of code ever should be. */
const LONGEST_LINE = 200;

export class AnswerDecoder implements Grammar {
  readonly #context: AnswerContext;
  readonly #lines: LineIds;
  readonly #headBias: HeadBias | undefined;
  /** The state at the last special token. */
  #state: AnswerGrammar;
  #begun: boolean;
  #impossible: OperationSpec | undefined;
  #isStuck = false;
  /** The symbols since the last operation began. */
  #symbols: readonly AnswerSymbol[] = [];
  /** The text tokens since the last special token. */
  #typed: TokenId[] = [];
  /** What text may come; undefined where none may. Made when first asked for. */
  #text: { readonly state: TextState | undefined } | undefined;
  /** The place with the typed text taken in, where it may end here. */
  #settled: { readonly place: Place | undefined } | undefined;
  /** The special tokens that may come next. */
  #special: ReadonlySet<TokenId> | undefined;
  #next: { readonly tokens: readonly TokenId[] | undefined } | undefined;

  constructor(context: AnswerContext) {
    this.#context = context;
    const { vocabulary, lineCount, shown, choices, without, intents } = context;
    this.#lines = new LineIds(vocabulary, shown, lineCount);
    const allowed = [...choices.operations].filter(([name]) => !without?.has(name));
    this.#state = AnswerGrammar.start({ lineCount, shown, operations: new Map(allowed) });
    this.#begun = false;
    const names = allowed.map(([name]) => name);
    this.#headBias = intents && new HeadBias(vocabulary, intents, names);
  }

  /** The hunks that are complete so far. */
  get hunks(): readonly Hunk[] {
    return this.#state.hunks;
  }

  /** The operations that are complete so far. */
  get calls(): readonly OperationCall[] {
    return this.#state.calls;
  }

  /** The operation that the model wanted although there is nothing to do it to; the answer ended there. */
  get impossible(): OperationSpec | undefined {
    return this.#impossible;
  }

  /** The whole answer, once its end has come. */
  get answer(): Answer | undefined {
    return this.#state.answer;
  }

  candidates(): readonly TokenId[] | undefined {
    this.#next ??= { tokens: this.#listNext() };
    return this.#next.tokens;
  }

  allows(token: TokenId): boolean {
    if (this.#context.vocabulary.isText(token)) return this.#textState()?.allows(token) ?? false;
    this.#special ??= new Set(this.#specials());
    return this.#special.has(token) || (this.#isStuck && token === this.#context.vocabulary.end);
  }

  /** What the instruction alone says of the answer's beginning: of its first token, and of its first operation's name. */
  bias(candidates: readonly TokenId[]): readonly number[] | undefined {
    if (!this.#begun) return this.#headBias?.first(candidates);
    const isName = this.#state.expectation.text?.kind === 'operation-name';
    if (!isName || this.calls.length > 0) return undefined;
    return this.#headBias?.name(this.#typed, candidates);
  }

  /** @throws AnswerSyntaxError where the token does not fit */
  advance(token: TokenId): void {
    const text = this.#textState();
    if (this.#context.vocabulary.isText(token) && text?.allows(token)) {
      this.#typed.push(token);
      this.#moveTo(this.#state, { state: text.after(token) });
      return;
    }
    const settled = this.#settledState() ?? { state: this.#state, symbols: this.#symbols };
    if (token === this.#context.vocabulary.end) {
      const stuckIn = this.#isStuck ? openCall(settled.symbols).name : '';
      const { operations } = this.#context.choices;
      this.#impossible = operations.get(stuckIn) ?? this.#impossibleAt(settled);
      if (this.#impossible || this.#isStuck) return;
    }
    const symbol = this.#symbolOf(token, settled.state.expectation);
    const next = step(settled, symbol);
    this.#typed = [];
    this.#begun = true;
    this.#symbols = next.symbols;
    this.#moveTo(next.state, undefined);
  }

  #moveTo(state: AnswerGrammar, text: { readonly state: TextState | undefined } | undefined): void {
    this.#state = state;
    this.#text = text;
    this.#settled = undefined;
    this.#special = undefined;
    this.#next = undefined;
  }

  #listNext(): readonly TokenId[] | undefined {
    const text = this.#textState();
    if (text && text.next === undefined) return undefined;
    const tokens = [...(text?.next ?? []), ...this.#specials()];
    // An argument that can be nothing: the operation is not possible after all.
    this.#isStuck = tokens.length === 0;
    return this.#isStuck ? [this.#context.vocabulary.end] : tokens;
  }

  #textState(): TextState | undefined {
    this.#text ??= { state: this.#freshText() };
    return this.#text.state;
  }

  /** What text may come at the last special token. */
  #freshText(): TextState | undefined {
    const { vocabulary, choices } = this.#context;
    const { text } = this.#state.expectation;
    switch (text?.kind) {
      case undefined:
        return undefined;
      case 'line':
        return new LineState(vocabulary, LONGEST_LINE);
      case 'operation-name':
        return ChoiceTrie.of(vocabulary, text.names);
      case 'argument':
        return choices.texts(text.operation, text.parameter, text.given);
    }
  }

  /** The place with the text so far taken in; undefined where the text cannot end here. */
  #settledState(): Place | undefined {
    this.#settled ??= { place: this.#settle() };
    return this.#settled.place;
  }

  #settle(): Place | undefined {
    const place = { state: this.#state, symbols: this.#symbols };
    if (this.#typed.length === 0) return place;
    if (!this.#textState()?.complete) return undefined;
    const text = this.#context.vocabulary.tokenizer.decode(this.#typed);
    return step(place, { type: 'text', text });
  }

  /** The special tokens that may come next. */
  #specials(): TokenId[] {
    const place = this.#settledState();
    if (place === undefined) return [];
    const { vocabulary } = this.#context;
    if (this.#impossibleAt(place)) return [vocabulary.end];
    const { expectation } = place.state;
    const { text } = expectation;
    const isEmpty = this.#typed.length === 0 && text?.kind === 'argument';
    if (isEmpty && this.#context.choices.isNeeded?.(text.parameter, text.given)) return [];
    const tokens = this.#lineTokens(place);
    if (expectation.newline) tokens.push(vocabulary.newline);
    const argument = expectation.argument ? this.#argumentAfter(place) : 'none';
    if (argument !== 'none') tokens.push(vocabulary.argument);
    if (argument === 'needed') return tokens;
    // One wish at a time: a second operation is a second request (wishes.ts).
    if (expectation.operation && !this.#begun) tokens.push(vocabulary.operation);
    if (expectation.none && this.#isOpen('none')) tokens.push(vocabulary.none);
    if (expectation.delegate && this.#isOpen('delegate')) tokens.push(vocabulary.delegate);
    if (expectation.end) tokens.push(vocabulary.end);
    return tokens;
  }

  #isOpen(head: AnswerHead): boolean {
    return !this.#context.without?.has(head);
  }

  #lineTokens({ state, symbols }: Place): TokenId[] {
    const { lines } = state.expectation;
    if (!this.#begun && !this.#isOpen('hunks')) return [];
    const tokens = this.#lines.tokensIn(lines);
    const { choices } = this.#context;
    const call = symbols.length > 0 ? openCall(symbols) : undefined;
    const allowed = call && choices.lines(call.name, call.args);
    const anchor = state.isHunkOpen ? 'end' : 'start';
    return tokens.filter((token) => {
      const line = this.#lines.lineOf(token, lines);
      if (line === undefined) return false;
      return allowed ? allowed.has(line) : choices.mayAnchor(line, anchor);
    });
  }

  /** The operation whose name has just been written, where it cannot be done to anything. */
  #impossibleAt({ symbols }: Place): OperationSpec | undefined {
    if (symbols.length < 2 || symbols.some(({ type }) => type === 'argument')) return undefined;
    const { choices } = this.#context;
    const spec = choices.operations.get(openCall(symbols).name);
    return spec && !choices.isPossible(spec) ? spec : undefined;
  }

  /** Whether the next argument may come: a line that tells declarations of one name apart must. */
  #argumentAfter(place: Place): 'none' | 'possible' | 'needed' {
    const next = step(place, { type: 'argument' });
    const { lines, text } = next.state.expectation;
    if (text?.kind === 'argument' && text.parameter.optional) {
      return this.#context.choices.optional(text.parameter, text.given);
    }
    if (lines.length === 0) return 'possible';
    return this.#lineTokens(next).length > 0 ? 'needed' : 'none';
  }

  #symbolOf(token: TokenId, { lines }: Expectation): AnswerSymbol {
    const { vocabulary } = this.#context;
    switch (token) {
      case vocabulary.newline:
        return { type: 'newline' };
      case vocabulary.operation:
        return { type: 'operation' };
      case vocabulary.argument:
        return { type: 'argument' };
      case vocabulary.none:
        return { type: 'none' };
      case vocabulary.delegate:
        return { type: 'delegate' };
      case vocabulary.end:
        return { type: 'end' };
    }
    const line = this.#lines.lineOf(token, lines);
    if (line !== undefined) return { type: 'line', line };
    return { type: 'text', text: vocabulary.tokenizer.decode([token]) };
  }
}

function step({ state, symbols }: Place, symbol: AnswerSymbol): Place {
  const next = state.advance(symbol);
  if (symbol.type === 'operation') return { state: next, symbols: [symbol] };
  return { state: next, symbols: symbols.length === 0 ? symbols : [...symbols, symbol] };
}

/** The operation that the symbols since `<|op|>` spell, without the argument that is being written. */
function openCall(symbols: readonly AnswerSymbol[]): OperationCall {
  const parts: (string | number)[] = [''];
  for (const symbol of symbols) {
    if (symbol.type === 'argument') parts.push('');
    else if (symbol.type === 'text') parts[parts.length - 1] += symbol.text;
    else if (symbol.type === 'line') parts[parts.length - 1] = symbol.line;
  }
  const [name, ...args] = parts;
  return { name: String(name), args: args.slice(0, -1) };
}
