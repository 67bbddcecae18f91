/**
 * change-literal: replaces one literal on a line. The old one is recognised by its source text or by its
 * value (`'GET'`, `"GET"` and GET are the same string; 1_000 and 1000 the same number). A string keeps
 * the quotes it has.
 */
import type { LineIndex } from '@wick/edits';
import { findLiterals, type Literal, literalValue } from '../code/literals.ts';
import { OperationRefused } from '../code/refusal.ts';
import { describeLines, type Source } from '../code/source.ts';
import { closeNames } from '../code/suggest.ts';
import { parses } from '../code/syntax.ts';
import { oppositeOf } from '../code/text-literals.ts';
import type { TextEdit } from './result.ts';
import type { Arguments, Transforms } from './transform.ts';

export const literalTransforms: Transforms = { 'change-literal': changeLiteral };

function changeLiteral(source: Source, args: Arguments): TextEdit[] {
  const line = args.line('line');
  const wanted = args.text('literal');
  const replacement = args.text('newLiteral');
  const candidates = literalsOnLine(source, line, wanted);
  const [literal] = candidates;
  if (literal === undefined) {
    if (literalsOnLine(source, line, replacement).length > 0) {
      const message = `Line ${line + 1} already has \`${replacement}\`, and no \`${wanted}\`.`;
      throw new OperationRefused('already-done', message, { lines: [line] });
    }
    throw notOnLine(source, line, wanted);
  }
  if (candidates.length > 1) {
    const message = `\`${wanted}\` stands ${candidates.length} times on line ${line + 1}.`;
    throw new OperationRefused('ambiguous', message, { lines: [line] });
  }
  const text = newText(source, literal, wanted, replacement);
  if (text === literal.text) {
    const message = `Line ${line + 1} already has \`${replacement}\`.`;
    throw new OperationRefused('already-done', message, { lines: [line] });
  }
  return [{ start: literal.start, end: literal.end, text }];
}

/** The literals on a line that are spelt as `wanted`; where none is, those of its value. */
export function literalsOnLine(source: Source, line: LineIndex, wanted: string): Literal[] {
  const onLine = findLiterals(source).filter((literal) => literal.line === line);
  const exact = onLine.filter(({ text }) => text === wanted);
  return exact.length > 0 ? exact : onLine.filter((literal) => sameValue(source, literal, wanted));
}

/** Whether `wanted`, written as a literal or as bare content, has the literal's value. */
export function sameValue(source: Source, literal: Literal, wanted: string): boolean {
  const value = literalValue(source, wanted);
  if (value !== undefined && value.kind === literal.kind && value.value === literal.value)
    return true;
  return isTextual(literal) && (value?.kind === 'string' ? value.value : wanted) === literal.value;
}

/** Whether a literal's value is text, so that it may also be named without quotes. */
function isTextual({ kind }: Literal): boolean {
  return kind === 'string' || kind === 'template' || kind === 'jsx-text' || kind === 'plain';
}

/** What to write in the literal's place. */
function newText(source: Source, literal: Literal, wanted: string, replacement: string): string {
  const value = literalValue(source, replacement);
  if (isTextual(literal)) {
    if (value?.kind === 'string') return literal.quote(value.value);
    // Said without quotes, both are content; said with quotes before, the new one is a literal of another sort.
    const bare = literalValue(source, wanted)?.kind !== 'string';
    const isWhole = literal.kind === 'string' && !bare;
    if (value === undefined || !isWhole) return literal.quote(replacement);
  }
  const isBoolean = literal.kind === 'boolean' && replacement === oppositeOf(literal.text);
  const fits = value !== undefined || isBoolean || isLiteralExpression(source, replacement);
  if (fits && (literal.kind !== 'jsx-text' || isTextual(literal))) return replacement;
  throw new OperationRefused('not-applicable', `\`${replacement}\` is not a literal.`);
}

/** Whether the text is one literal-like expression beyond plain literals: undefined, a regular expression. */
function isLiteralExpression(source: Source, text: string): boolean {
  if (text === 'undefined' || text === 'NaN' || text === 'Infinity' || text === '-Infinity')
    return true;
  return (
    text.startsWith('/') && !/[\n\r]/.test(text) && parses(source.ts, 'literal.ts', `(${text});`)
  );
}

/** The refusal for a literal that a line does not have, with the lines that have it or what was meant instead. */
export function notOnLine(source: Source, line: LineIndex, wanted: string): OperationRefused {
  const literals = findLiterals(source);
  const matching = literals.filter(
    (literal) => literal.text === wanted || sameValue(source, literal, wanted),
  );
  const lines = [...new Set(matching.map((literal) => literal.line))];
  const onLine = literals.filter((literal) => literal.line === line).map(({ text }) => text);
  const suggestions = closeNames(wanted, onLine);
  const hint =
    lines.length > 0
      ? ` It stands on ${describeLines(lines)}.`
      : suggestions.length > 0
        ? ` Did you mean ${suggestions.map((text) => `\`${text}\``).join(' or ')}?`
        : '';
  const message = `There is no \`${wanted}\` on line ${line + 1}.${hint}`;
  return new OperationRefused('not-found', message, { suggestions, lines });
}
