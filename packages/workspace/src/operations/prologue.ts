/**
 * guard-clause and add-log: a new first statement in a function's body, on a line of its own where the body
 * has its own lines. Directives ('use strict') and a constructor's `super(…)` stay before it.
 */
import type ts from 'typescript';
import { bodyOf, functionSort, type NamedFunction, requireFunction } from '../code/functions.ts';
import { OperationRefused } from '../code/refusal.ts';
import {
  describeLines,
  indentOf,
  indentUnit,
  lineOf,
  preferredQuote,
  type Source,
  startLine,
  usesSemicolons,
  walk,
} from '../code/source.ts';
import { closeNames } from '../code/suggest.ts';
import { insertion } from './edits.ts';
import type { TextEdit } from './result.ts';
import type { Arguments, Transforms } from './transform.ts';

export const prologueTransforms: Transforms = { 'guard-clause': guardClause, 'add-log': addLog };

function guardClause(source: Source, args: Arguments): TextEdit[] {
  const { ts } = source;
  const symbol = args.text('symbol');
  const parameter = args.text('parameter');
  const found = requireFunction(source, symbol, undefined);
  const { node } = found;
  if (ts.isConstructorDeclaration(node) || ts.isGetAccessor(node)) {
    const what = functionSort(source, node);
    throw refusal(source, found, `is ${what}, which cannot return early with nothing`);
  }
  const names = node.parameters.flatMap(({ name }) => (ts.isIdentifier(name) ? [name.text] : []));
  if (!names.includes(parameter)) {
    const suggestions = closeNames(parameter, names);
    const hint = suggestions.length > 0 ? ` Did you mean \`${suggestions[0]}\`?` : '';
    const message = `\`${symbol}\` has no parameter named \`${parameter}\`.${hint}`;
    throw new OperationRefused('not-found', message, { suggestions });
  }
  return prepend(source, found, `if (!${parameter}) return`);
}

function addLog(source: Source, args: Arguments): TextEdit[] {
  const found = requireFunction(source, args.text('symbol'), undefined);
  const quote = preferredQuote(source);
  return prepend(source, found, `console.log(${quote}${found.name}${quote})`);
}

/** Makes `statement` (without its semicolon) the first of the function's body. */
function prepend(source: Source, found: NamedFunction, statement: string): TextEdit[] {
  const { ts, file, text } = source;
  const body = bodyOf(found.node);
  if (body === undefined) throw refusal(source, found, 'has no body here');
  if (!ts.isBlock(body)) {
    throw refusal(source, found, 'is an arrow function without braces; give it a body first');
  }
  const { statements } = body;
  const before = statements.filter((other) => staysFirst(source, found, other)).length;
  const next = statements[before];
  if (next && plain(next.getText(file)) === plain(statement)) {
    const lines = [startLine(source, next)];
    const message = `\`${found.name}\` begins so already (${describeLines(lines)}).`;
    throw new OperationRefused('already-done', message, { lines });
  }
  const written = statement + (usesSemicolons(source) ? ';' : '');
  const place = before > 0 ? statements[before - 1]!.end : body.getStart(file) + 1;
  const lineEnd = endOfLine(source, place);
  const rest = text.slice(place, Math.min(lineEnd, body.end - 1));
  const isOneLine = lineOf(source, body.end - 1) === lineOf(source, place) && rest.trim() !== '';
  if (isOneLine) {
    const separated = written.endsWith(';') ? written : `${written};`;
    return [insertion(place, ` ${next ? separated : written}`)];
  }
  const indent = next
    ? indentOf(source, startLine(source, next))
    : indentOf(source, startLine(source, found.node)) + indentUnit(source);
  if (lineOf(source, body.end - 1) === lineOf(source, place)) {
    const outer = indentOf(source, startLine(source, found.node));
    return [{ start: place, end: body.end - 1, text: `\n${indent}${written}\n${outer}` }];
  }
  return [insertion(lineEnd, `\n${indent}${written}`)];
}

/** Directives, and what a constructor does up to its `super(…)`. */
function staysFirst(source: Source, { node }: NamedFunction, statement: ts.Statement): boolean {
  const { ts } = source;
  if (ts.isExpressionStatement(statement) && ts.isStringLiteral(statement.expression)) return true;
  if (!ts.isConstructorDeclaration(node) || !node.body) return false;
  const calling = node.body.statements.findLast((other) => callsSuper(source, other));
  return calling !== undefined && statement.pos <= calling.pos;
}

function callsSuper(source: Source, statement: ts.Statement): boolean {
  const { ts } = source;
  let calls = false;
  walk(
    source,
    (node) => {
      calls ||= ts.isCallExpression(node) && node.expression.kind === ts.SyntaxKind.SuperKeyword;
    },
    statement,
  );
  return calls;
}

/** The end of the line that holds `position`, before its line ending. */
function endOfLine(source: Source, position: number): number {
  const line = lineOf(source, position);
  return source.offsets[line]! + source.document.lines[line]!.length;
}

function plain(statement: string): string {
  return statement.replace(/;$/, '').replaceAll('"', "'");
}

function refusal(source: Source, found: NamedFunction, why: string): OperationRefused {
  const lines = [lineOf(source, found.namePosition)];
  return new OperationRefused('not-applicable', `\`${found.name}\` ${why}.`, { lines });
}
