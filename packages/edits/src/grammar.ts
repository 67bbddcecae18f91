/**
 * The answer grammar as a state machine. Takes answer symbols one at a time; after each it tells what
 * may come next (`expectation`), so that the assistant can allow the model only tokens that lead
 * somewhere: line ids that exist and ascend, names of operations, an argument of the right type.
 *
 * States are immutable values: `advance` gives a new one, so that several candidates can go on from one.
 */
import { type Answer, type AnswerSymbol, formatSymbol, type OperationCall } from './answer.ts';
import type { LineIndex } from './document.ts';
import type { Hunk } from './hunk.ts';
import { type OperationRegistry, operations } from './operations/registry.ts';
import type { OperationSpec, ParameterSpec } from './operations/spec.ts';

/** Lines from `from` to `to`, both included. */
export interface LineRange {
  readonly from: LineIndex;
  readonly to: LineIndex;
}

export interface GrammarOptions {
  /** Number of lines of the document the answer is about. */
  readonly lineCount: number;
  /**
   * Where not the whole document was shown: the shown runs of lines, ascending, each [start, end). A hunk
   * stays within one run (it may end at, or insert at, the run's end), and a line argument is a shown line.
   */
  readonly shown?: readonly { readonly start: LineIndex; readonly end: LineIndex }[];
  /** By default all operations of this release. */
  readonly operations?: OperationRegistry;
}

/** What a text symbol would be part of. */
export type TextExpectation =
  | { readonly kind: 'line' /** The line's text so far. */; readonly typed: string }
  | {
      readonly kind: 'operation-name';
      readonly typed: string;
      /** The operations whose names begin with `typed`. */
      readonly names: readonly string[];
    }
  | {
      readonly kind: 'argument';
      readonly typed: string;
      readonly operation: OperationSpec;
      readonly parameter: ParameterSpec;
      /** The arguments before this one. */
      readonly given: readonly (string | LineIndex)[];
    };

/** What may come next: every symbol that `advance` accepts. */
export interface Expectation {
  /** Line symbols within these ranges; none where no line may come. */
  readonly lines: readonly LineRange[];
  /** Text may come; undefined where it may not. Texts hold no line breaks and are not empty. */
  readonly text: TextExpectation | undefined;
  readonly newline: boolean;
  readonly operation: boolean;
  readonly argument: boolean;
  readonly none: boolean;
  readonly delegate: boolean;
  readonly end: boolean;
}

export type AnswerSyntaxCode =
  | 'unexpected-symbol' // another kind of symbol was due
  | 'line-not-allowed' // a line id that may not stand here
  | 'unknown-operation' // no operation's name begins like this
  | 'line-break' // a line break inside a text
  | 'unfinished'; // the symbols stopped before the answer's end

/** Says which symbol of an answer does not fit, and what was expected. */
export class AnswerSyntaxError extends Error {
  override readonly name = 'AnswerSyntaxError';
  readonly code: AnswerSyntaxCode;
  /** Number of symbols before the offending one. */
  readonly position: number;
  /** What would have been right, in words. */
  readonly expected: readonly string[];

  constructor(code: AnswerSyntaxCode, position: number, got: string, expectation: Expectation) {
    const expected = describeExpectation(expectation);
    super(`symbol ${position + 1} of the answer: ${got}, but expected ${expected.join(' or ')}`);
    this.code = code;
    this.position = position;
    this.expected = expected;
  }
}

type State =
  | { readonly at: 'start' }
  | { readonly at: 'hunk-end'; readonly hunks: readonly Hunk[]; readonly start: LineIndex }
  | {
      readonly at: 'hunk-lines';
      readonly hunks: readonly Hunk[];
      readonly open: Hunk;
      /** The current line's text so far; '' at its start. */
      readonly typed: string;
    }
  | {
      readonly at: 'operation-name';
      readonly calls: readonly OperationCall[];
      readonly typed: string;
    }
  | {
      readonly at: 'argument';
      readonly calls: readonly OperationCall[];
      readonly spec: OperationSpec;
      readonly given: readonly (string | LineIndex)[];
      /** Text so far, or the line; undefined at the start of a line argument. */
      readonly typed: string | LineIndex | undefined;
    }
  | { readonly at: 'word'; readonly answer: Answer }
  | { readonly at: 'end'; readonly answer: Answer };

const NOTHING: Expectation = {
  lines: [],
  text: undefined,
  newline: false,
  operation: false,
  argument: false,
  none: false,
  delegate: false,
  end: false,
};

/** One state of the machine. Begin with `AnswerGrammar.start(...)`. */
export class AnswerGrammar {
  /** What may come next. */
  readonly expectation: Expectation;
  readonly #context: Context;
  readonly #state: State;
  readonly #position: number;

  private constructor(context: Context, state: State, position: number) {
    this.#context = context;
    this.#state = state;
    this.#position = position;
    this.expectation = expect(context, state);
  }

  /** The state before the first symbol of an answer. */
  static start(options: GrammarOptions): AnswerGrammar {
    const shown = options.shown ?? [{ start: 0, end: options.lineCount }];
    return new AnswerGrammar(
      { shown, operations: options.operations ?? operations },
      { at: 'start' },
      0,
    );
  }

  /** The state after one more symbol. Throws AnswerSyntaxError where it may not come here. */
  advance(symbol: AnswerSymbol): AnswerGrammar {
    const problem = problemWith(symbol, this.expectation);
    if (problem) {
      throw new AnswerSyntaxError(problem.code, this.#position, problem.got, this.expectation);
    }
    return new AnswerGrammar(
      this.#context,
      step(this.#context, this.#state, symbol),
      this.#position + 1,
    );
  }

  /** The hunks that are complete: the last one is once the next begins or the answer ends. */
  get hunks(): readonly Hunk[] {
    const state = this.#state;
    if (state.at === 'hunk-end' || state.at === 'hunk-lines') return state.hunks;
    return state.at === 'end' && state.answer.kind === 'hunks' ? state.answer.hunks : [];
  }

  /** Whether a hunk's first line has come and its end is due. */
  get isHunkOpen(): boolean {
    return this.#state.at === 'hunk-end';
  }

  /** The operations that are complete: the last one is once the next begins or the answer ends. */
  get calls(): readonly OperationCall[] {
    const state = this.#state;
    if (state.at === 'operation-name' || state.at === 'argument') return state.calls;
    return state.at === 'end' && state.answer.kind === 'operations' ? state.answer.calls : [];
  }

  /** The whole answer; undefined before its end. */
  get answer(): Answer | undefined {
    return this.#state.at === 'end' ? this.#state.answer : undefined;
  }

  /** The error to throw where the symbols stop here. */
  unfinished(): AnswerSyntaxError {
    return new AnswerSyntaxError('unfinished', this.#position, 'nothing', this.expectation);
  }
}

interface Context {
  readonly shown: readonly { readonly start: LineIndex; readonly end: LineIndex }[];
  readonly operations: OperationRegistry;
}

function expect(context: Context, state: State): Expectation {
  switch (state.at) {
    case 'start':
      return {
        ...NOTHING,
        lines: anchors(context, 0),
        operation: context.operations.size > 0,
        none: true,
        delegate: true,
      };
    case 'hunk-end': {
      const runs = context.shown.filter(
        ({ start, end }) => start <= state.start && state.start <= end,
      );
      return { ...NOTHING, lines: runs.map(({ end }) => ({ from: state.start, to: end })) };
    }
    case 'hunk-lines': {
      const { open, typed } = state;
      const complete = typed === '' && (open.end > open.start || open.lines.length > 0);
      return {
        ...NOTHING,
        text: { kind: 'line', typed },
        newline: true,
        lines: complete ? anchors(context, open.end + 1) : [],
        end: complete,
      };
    }
    case 'operation-name': {
      const { typed } = state;
      const names = [...context.operations.keys()].filter((name) => name.startsWith(typed));
      const spec = context.operations.get(typed);
      const text = names.some((name) => name !== typed)
        ? ({ kind: 'operation-name', typed, names } as const)
        : undefined;
      return { ...NOTHING, text, ...afterArguments(spec, 0) };
    }
    case 'argument': {
      const { spec, given, typed } = state;
      const parameter = spec.parameters[given.length]!;
      if (parameter.type === 'line' && typed === undefined) {
        return { ...NOTHING, lines: shownLines(context) };
      }
      const text =
        parameter.type === 'line' || typeof typed === 'number'
          ? undefined
          : ({ kind: 'argument', typed: typed ?? '', operation: spec, parameter, given } as const);
      const complete = typed !== '' || parameter.optional;
      return { ...NOTHING, text, ...(complete ? afterArguments(spec, given.length + 1) : {}) };
    }
    case 'word':
      return { ...NOTHING, end: true };
    case 'end':
      return NOTHING;
  }
}

/** Places from `first` on where a hunk may begin. */
function anchors(context: Context, first: LineIndex): LineRange[] {
  return context.shown
    .filter(({ end }) => end >= first)
    .map(({ start, end }) => ({ from: Math.max(start, first), to: end }));
}

function shownLines(context: Context): LineRange[] {
  return context.shown
    .filter(({ start, end }) => end > start)
    .map(({ start, end }) => ({ from: start, to: end - 1 }));
}

/** What may follow the first `count` arguments of an operation; nothing where there is none of that name. */
function afterArguments(spec: OperationSpec | undefined, count: number): Partial<Expectation> {
  if (spec === undefined) return {};
  const next = spec.parameters[count];
  const complete = next === undefined || next.optional === true;
  return { argument: next !== undefined, operation: complete, end: complete };
}

function problemWith(
  symbol: AnswerSymbol,
  expectation: Expectation,
): { code: AnswerSyntaxCode; got: string } | undefined {
  const got = symbol.type === 'text' ? JSON.stringify(symbol.text) : formatSymbol(symbol);
  const unexpected = { code: 'unexpected-symbol', got } as const;
  switch (symbol.type) {
    case 'line': {
      if (expectation.lines.length === 0) return unexpected;
      const allowed = expectation.lines.some(
        ({ from, to }) => from <= symbol.line && symbol.line <= to,
      );
      return allowed ? undefined : { code: 'line-not-allowed', got };
    }
    case 'text': {
      const { text } = expectation;
      if (text === undefined || symbol.text === '') return unexpected;
      if (/[\n\r]/.test(symbol.text)) return { code: 'line-break', got };
      if (text.kind !== 'operation-name') return undefined;
      const typed = text.typed + symbol.text;
      const known = text.names.some((name) => name.startsWith(typed));
      return known ? undefined : { code: 'unknown-operation', got: `operation "${typed}"` };
    }
    default:
      return expectation[symbol.type] ? undefined : unexpected;
  }
}

/** The state after `symbol`, which is known to be allowed in `state`. */
function step(context: Context, state: State, symbol: AnswerSymbol): State {
  switch (symbol.type) {
    case 'line':
      return stepLine(state, symbol.line);
    case 'text':
      return stepText(state, symbol.text);
    case 'newline': {
      if (state.at !== 'hunk-lines') break;
      const open = { ...state.open, lines: [...state.open.lines, state.typed] };
      return { ...state, open, typed: '' };
    }
    case 'operation':
      return { at: 'operation-name', calls: closeCall(state), typed: '' };
    case 'argument':
      return stepArgument(context, state);
    case 'none':
      return { at: 'word', answer: { kind: 'none' } };
    case 'delegate':
      return { at: 'word', answer: { kind: 'delegate' } };
    case 'end':
      return { at: 'end', answer: close(state) };
  }
  throw new Error(`unreachable: ${symbol.type} at ${state.at}`);
}

function stepLine(state: State, line: LineIndex): State {
  switch (state.at) {
    case 'start':
      return { at: 'hunk-end', hunks: [], start: line };
    case 'hunk-lines':
      return { at: 'hunk-end', hunks: [...state.hunks, state.open], start: line };
    case 'hunk-end': {
      const open = { start: state.start, end: line, lines: [] };
      return { at: 'hunk-lines', hunks: state.hunks, open, typed: '' };
    }
    case 'argument':
      return { ...state, typed: line };
    default:
      throw new Error(`unreachable: line at ${state.at}`);
  }
}

function stepText(state: State, text: string): State {
  switch (state.at) {
    case 'hunk-lines':
    case 'operation-name':
      return { ...state, typed: state.typed + text };
    case 'argument':
      return { ...state, typed: `${state.typed ?? ''}${text}` };
    default:
      throw new Error(`unreachable: text at ${state.at}`);
  }
}

function stepArgument(context: Context, state: State): State {
  const call = openCall(state);
  const spec = call && context.operations.get(call.name);
  if (call === undefined || spec === undefined)
    throw new Error(`unreachable: argument at ${state.at}`);
  const isLine = spec.parameters[call.args.length]?.type === 'line';
  const calls = state.at === 'argument' || state.at === 'operation-name' ? state.calls : [];
  return { at: 'argument', calls, spec, given: call.args, typed: isLine ? undefined : '' };
}

/** The operation being written, as far as it is. */
function openCall(state: State): OperationCall | undefined {
  if (state.at === 'operation-name') return { name: state.typed, args: [] };
  if (state.at !== 'argument') return undefined;
  return { name: state.spec.name, args: [...state.given, state.typed ?? ''] };
}

/** All operations so far, the one being written included. */
function closeCall(state: State): OperationCall[] {
  const call = openCall(state);
  if (state.at !== 'operation-name' && state.at !== 'argument') return [];
  return call ? [...state.calls, call] : [...state.calls];
}

function close(state: State): Answer {
  if (state.at === 'word') return state.answer;
  if (state.at === 'hunk-lines') return { kind: 'hunks', hunks: [...state.hunks, state.open] };
  return { kind: 'operations', calls: closeCall(state) };
}

/** The expectation in words, for messages. */
export function describeExpectation(expectation: Expectation): string[] {
  const words = expectation.lines.map(({ from, to }) =>
    from === to ? `<L${from}>` : `a line from <L${from}> to <L${to}>`,
  );
  const { text } = expectation;
  if (text?.kind === 'line') words.push('text of the new line');
  if (text?.kind === 'operation-name') words.push(`one of the operations ${text.names.join(', ')}`);
  if (text?.kind === 'argument') {
    words.push(`${text.parameter.name} (${text.parameter.type}) of ${text.operation.name}`);
  }
  const symbols = ['newline', 'operation', 'argument', 'none', 'delegate', 'end'] as const;
  for (const type of symbols) if (expectation[type]) words.push(formatSymbol({ type }));
  return words.length > 0 ? words : ['nothing more'];
}
