/**
 * What the model answers: hunks, operations for a tool, nothing to change, or "too much for me"; and the
 * symbols an answer is written in. The model's tokens map to symbols one to one but for text, which comes
 * in pieces; that mapping, and that from line ids to line numbers, belong to the assistant. The grammar:
 *
 *     answer    = (hunk+ | operation+ | none | delegate) end
 *     hunk      = line line (text* newline)*
 *     operation = operation text (argument (text* | line))*
 *
 * docs/edit-language.md is the specification.
 */
import type { LineIndex } from './document.ts';
import type { Hunk } from './hunk.ts';

/** A request to a tool: the operation's name and its arguments in the order of its specification. */
export interface OperationCall {
  readonly name: string;
  /** Line-typed parameters are numbers. An optional one that is left out before a given one is ''. */
  readonly args: readonly (string | LineIndex)[];
}

export type Answer =
  | { readonly kind: 'hunks'; readonly hunks: readonly Hunk[] }
  | { readonly kind: 'operations'; readonly calls: readonly OperationCall[] }
  | { readonly kind: 'none' }
  | { readonly kind: 'delegate' };

export type AnswerSymbol =
  | { readonly type: 'line'; readonly line: LineIndex }
  | { readonly type: 'text'; readonly text: string }
  | { readonly type: 'newline' }
  | { readonly type: 'operation' }
  | { readonly type: 'argument' }
  | { readonly type: 'none' }
  | { readonly type: 'delegate' }
  | { readonly type: 'end' };

/** The symbols of an answer, the final `end` included; a line or an argument is one text symbol. */
export function printAnswer(answer: Answer): AnswerSymbol[] {
  return [...printBody(answer), { type: 'end' }];
}

function printBody(answer: Answer): AnswerSymbol[] {
  switch (answer.kind) {
    case 'hunks':
      return answer.hunks.flatMap(printHunk);
    case 'operations':
      return answer.calls.flatMap(printCall);
    case 'none':
      return [{ type: 'none' }];
    case 'delegate':
      return [{ type: 'delegate' }];
  }
}

/** The symbols of one hunk. */
export function printHunk(hunk: Hunk): AnswerSymbol[] {
  return [
    { type: 'line', line: hunk.start },
    { type: 'line', line: hunk.end },
    ...hunk.lines.flatMap((line): AnswerSymbol[] => [...printText(line), { type: 'newline' }]),
  ];
}

/** The symbols of one operation; empty arguments at the end are left out. */
export function printCall(call: OperationCall): AnswerSymbol[] {
  const args = call.args.slice(0, call.args.findLastIndex((arg) => arg !== '') + 1);
  return [
    { type: 'operation' },
    ...printText(call.name),
    ...args.flatMap((arg): AnswerSymbol[] => [
      { type: 'argument' },
      ...(typeof arg === 'number' ? [{ type: 'line', line: arg } as const] : printText(arg)),
    ]),
  ];
}

function printText(text: string): AnswerSymbol[] {
  return text === '' ? [] : [{ type: 'text', text }];
}

/** An answer as a person writes it down, for logs and messages: `<L3><L4>let a<|nl|><|end|>`. */
export function formatSymbols(symbols: readonly AnswerSymbol[]): string {
  return symbols.map(formatSymbol).join('');
}

/** One symbol as a person writes it down; line ids are the line's number counted from 0. */
export function formatSymbol(symbol: AnswerSymbol): string {
  switch (symbol.type) {
    case 'line':
      return `<L${symbol.line}>`;
    case 'text':
      return symbol.text;
    case 'newline':
      return '<|nl|>';
    case 'operation':
      return '<|op|>';
    case 'argument':
      return '<|arg|>';
    case 'none':
      return '<|none|>';
    case 'delegate':
      return '<|delegate|>';
    case 'end':
      return '<|end|>';
  }
}
