/**
 * guard-clause and add-log: a new first statement in a function's body, on a line of its own where the body
 * has its own lines. Directives ('use strict') and a constructor's `super(…)` stay before it.
 */
import type ts from 'typescript';
import {
  bodyOf,
  type FunctionNode,
  functionSort,
  type NamedFunction,
  requireFunction,
} from '../code/functions.ts';
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
  const names = parameterNames(source, node);
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
  const { ts, file } = source;
  const body = bodyOf(found.node);
  if (body === undefined) throw refusal(source, found, 'has no body here');
  if (!ts.isBlock(body)) {
    throw refusal(source, found, 'is an arrow function without braces; give it a body first');
  }
  const { statements } = body;
  const next = statements.find((other) => !staysFirst(source, found, other));
  const previous = next ? statements[statements.indexOf(next) - 1] : statements.at(-1);
  if (next && plain(next.getText(file)) === plain(statement)) {
    const lines = [startLine(source, next)];
    const message = `\`${found.name}\` begins so already (${describeLines(lines)}).`;
    throw new OperationRefused('already-done', message, { lines });
  }
  return [placed(source, found, body, previous, next, statement)];
}

/** Where and how the new statement stands: between `previous` (or the opening brace) and `next`. */
function placed(
  source: Source,
  { node }: NamedFunction,
  body: ts.Block,
  previous: ts.Statement | undefined,
  next: ts.Statement | undefined,
  statement: string,
): TextEdit {
  const { ts, file, text } = source;
  const written = statement + (needsSemicolon(source, next) ? ';' : '');
  const start = previous?.end ?? body.getStart(file) + 1;
  const close = body.end - 1;
  const outer = indentOf(source, startLine(source, node));
  const indent = next ? indentOf(source, startLine(source, next)) : outer + indentUnit(source);
  if (!previous && text.slice(start, close).trim() === '') {
    return { start, end: close, text: `\n${indent}${written}\n${outer}` };
  }
  const isInline =
    lineOf(source, start) === (next ? startLine(source, next) : lineOf(source, close));
  if (isInline) {
    const separator = previous && text[start - 1] !== ';' ? ';' : '';
    const ending = next && !written.endsWith(';') ? ';' : '';
    return insertion(start, `${separator} ${written}${ending}`);
  }
  // A comment behind the brace or statement stays on its line.
  const comment = ts.getTrailingCommentRanges(text, start)?.at(-1)?.end ?? start;
  const end = comment + /^[ \t]*/.exec(text.slice(comment))![0].length;
  return insertion(end, `\n${indent}${written}`);
}

/** Whether the file ends statements so, or what follows would join the new one. */
export function needsSemicolon(source: Source, next: ts.Statement | undefined): boolean {
  const joins = next !== undefined && /^[([`/+-]/.test(next.getText(source.file));
  return joins || usesSemicolons(source);
}

/** The names that a function's parameters bind, those in patterns too. */
export function parameterNames(source: Source, node: FunctionNode): string[] {
  const { ts } = source;
  const namesIn = (name: ts.BindingName): string[] =>
    ts.isIdentifier(name)
      ? [name.text]
      : name.elements.flatMap((element) =>
          ts.isBindingElement(element) ? namesIn(element.name) : [],
        );
  return node.parameters.flatMap(({ name }) => namesIn(name)).filter((name) => name !== 'this');
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

/** A statement without what a style may change: quotes, the semicolon, braces around `return`. */
function plain(statement: string): string {
  return statement
    .replaceAll('"', "'")
    .replace(/;$/, '')
    .replace(/\{\s*return;?\s*\}$/, 'return');
}

function refusal(source: Source, found: NamedFunction, why: string): OperationRefused {
  const lines = [lineOf(source, found.namePosition)];
  return new OperationRefused('not-applicable', `\`${found.name}\` ${why}.`, { lines });
}
