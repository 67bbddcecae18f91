/**
 * to-template: `'Hello ' + name` becomes `Hello ${name}` between backticks. The text means the same character
 * for character. Values become text as they do in every template literal: an object that is turned into a number
 * or a string in different ways is turned into a string.
 */
import type ts from 'typescript';
import { findComments } from '../code/comments.ts';
import { type Concatenation, findConcatenations } from '../code/concatenations.ts';
import { OperationRefused } from '../code/refusal.ts';
import { onLine, type Source, startLine, walk } from '../code/source.ts';
import { replacement } from './edits.ts';
import { notOnLine } from './expressions.ts';
import type { TextEdit } from './result.ts';
import type { Arguments, Transforms } from './transform.ts';

export const templateTransforms: Transforms = { 'to-template': toTemplate };

/** Characters [start, end) that come into the template as they are. */
interface Span {
  readonly start: number;
  readonly end: number;
}

function toTemplate(source: Source, args: Arguments): TextEdit[] {
  const line = args.line('line');
  const all = findConcatenations(source);
  const here = onLine(all, line);
  const [only] = here;
  if (only === undefined) throw nothingToTurn(source, line, all);
  const refuse = (reason: 'ambiguous' | 'not-applicable', message: string) =>
    new OperationRefused(reason, message, { lines: [line] });
  if (here.length > 1) {
    throw refuse('ambiguous', `There are ${here.length} concatenations on line ${line + 1}.`);
  }
  if (wouldBeTagged(source, only.node)) {
    const message = `What ends before line ${line + 1} has no semicolon, and would take the template for its own.`;
    throw refuse('not-applicable', message);
  }
  const { text, kept } = templateOf(source, only);
  const isLost = ({ start, end }: Span) =>
    only.node.getStart(source.file) <= start &&
    end <= only.node.end &&
    !kept.some((span) => span.start <= start && end <= span.end);
  if (findComments(source).some(isLost)) {
    const message = `The concatenation on line ${line + 1} has a comment between its parts, which a template has no place for.`;
    throw refuse('not-applicable', message);
  }
  return [replacement(source, only.node, text)];
}

/** The refusal for a line without a concatenation. */
function nothingToTurn(
  source: Source,
  line: number,
  all: readonly Concatenation[],
): OperationRefused {
  const { ts } = source;
  let [hasTemplate, hasSum] = [false, false];
  walk(source, (node) => {
    if (ts.isTemplateExpression(node)) hasTemplate ||= startLine(source, node) === line;
    else if (ts.isBinaryExpression(node) && node.operatorToken.kind === ts.SyntaxKind.PlusToken) {
      hasSum ||= startLine(source, node.operatorToken) === line;
    }
  });
  if (hasSum) {
    const message = `No operand of the + on line ${line + 1} is written as a string, so it may add numbers.`;
    return new OperationRefused('not-applicable', message, { lines: [line] });
  }
  if (hasTemplate) {
    const message = `Line ${line + 1} already has a template literal.`;
    return new OperationRefused('already-done', message, { lines: [line] });
  }
  const lines = all.map(({ lines: [first] }) => first!);
  return notOnLine(line, 'no string concatenation', lines);
}

/** Whether a statement begins with the template, which without a semicolon goes on with the statement before. */
function wouldBeTagged({ ts, file, text }: Source, node: ts.Node): boolean {
  const start = node.getStart(file);
  const statement = ts.findAncestor(node, ts.isExpressionStatement);
  if (statement === undefined || statement.getStart(file) !== start) return false;
  const before = text.slice(0, statement.pos).trimEnd();
  return before !== '' && !/[;{]$/.test(before);
}

/** The template literal, and what of the source stands in it as it was. */
function templateOf(
  source: Source,
  { operands }: Concatenation,
): { readonly text: string; readonly kept: readonly Span[] } {
  const { ts, file } = source;
  const kept: Span[] = [];
  const copy = (start: number, end: number): string => {
    kept.push({ start, end });
    return source.text.slice(start, end).replaceAll('\r\n', '\n');
  };
  let written = '';
  for (const operand of operands) {
    const start = operand.getStart(file);
    if (ts.isStringLiteral(operand)) {
      written = joined(written, templateText(copy(start + 1, operand.end - 1)));
    } else if (ts.isNoSubstitutionTemplateLiteral(operand) || ts.isTemplateExpression(operand)) {
      written = joined(written, copy(start + 1, operand.end - 1));
    } else {
      const { start: from, end } = withoutParentheses(source, operand);
      written += `\${${copy(from, end)}}`;
    }
  }
  return { text: `\`${written}\``, kept };
}

/** Two texts of a template one after the other; what their characters do not mean alone they must not mean together. */
function joined(before: string, text: string): string {
  // In `$` + `{`, and in `\0` + a digit.
  if (/(?<!\\)(?:\\\\)*\$$/.test(before) && text.startsWith('{')) return `${before}\\${text}`;
  const isNull = /(?<!\\)(?:\\\\)*\\0$/.test(before) && /^\d/.test(text);
  return isNull ? `${before.slice(0, -2)}\\x00${text}` : before + text;
}

/** What stands between the quotes of a string, as a template writes it: no octal escapes, quotes as they are. */
function templateText(content: string): string {
  const pieces = /\\(?:[0-3][0-7]{0,2}|[4-7][0-7]?|[\s\S])|`|\$(?=\{)/g;
  return content.replace(pieces, (piece, offset: number) => {
    if (piece === '`' || piece === '$') return `\\${piece}`;
    const escaped = piece.slice(1);
    if (/^["'89]$/.test(escaped)) return escaped;
    const isNull = escaped === '0' && !/^\d/.test(content.slice(offset + 2));
    if (!/^[0-7]/.test(escaped) || isNull) return piece;
    return `\\x${Number.parseInt(escaped, 8).toString(16).padStart(2, '0')}`;
  });
}

/** An expression without the parentheses around it, unless these hold a comment. */
function withoutParentheses(source: Source, expression: ts.Expression): Span {
  const { ts, file, text } = source;
  const start = expression.getStart(file);
  if (!ts.isParenthesizedExpression(expression)) return { start, end: expression.end };
  const inner = expression.expression;
  const around =
    text.slice(start + 1, inner.getStart(file)) + text.slice(inner.end, expression.end - 1);
  return around.trim() === '' ? withoutParentheses(source, inner) : { start, end: expression.end };
}
