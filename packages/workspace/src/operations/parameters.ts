/**
 * remove-parameter and set-default: one parameter of a function by its name. A parameter goes with its
 * comma, its comments and, where it has one, its line; calls of the function are left alone.
 */
import type ts from 'typescript';
import { identifierAt } from '../code/assignment.ts';
import { bodyOf, functionSort, type NamedFunction, requireFunction } from '../code/functions.ts';
import { requireExpression } from '../code/names.ts';
import { OperationRefused } from '../code/refusal.ts';
import { serviceFor } from '../code/service.ts';
import { describeLines, indentOf, lineOf, type Source, startLine } from '../code/source.ts';
import { closeNames } from '../code/suggest.ts';
import { insertion, replacement } from './edits.ts';
import { sameTokens } from './functions.ts';
import { parameterNames } from './prologue.ts';
import type { TextEdit } from './result.ts';
import type { Arguments, Transforms } from './transform.ts';

export const parameterTransforms: Transforms = {
  'remove-parameter': removeParameter,
  'set-default': setDefault,
};

/** The function named `symbol`; of several, the one that has the parameter. */
function functionWith(source: Source, symbol: string, parameter: string): NamedFunction {
  const found = requireFunction(source, symbol, undefined, ({ node }) =>
    parameterNames(source, node).includes(parameter),
  );
  const names = [found.node, ...found.overloads].flatMap((node) => parameterNames(source, node));
  if (names.includes(parameter)) return found;
  const suggestions = closeNames(parameter, names);
  const hint = suggestions.length > 0 ? ` Did you mean \`${suggestions[0]}\`?` : '';
  const message = `\`${symbol}\` has no parameter named \`${parameter}\`.${hint}`;
  throw new OperationRefused('not-found', message, { suggestions });
}

function removeParameter(source: Source, args: Arguments): TextEdit[] {
  const { ts, file } = source;
  const symbol = args.text('symbol');
  const name = args.text('parameter');
  const found = functionWith(source, symbol, name);
  const refuse = (why: string, lines: readonly number[]) =>
    new OperationRefused('not-applicable', `\`${name}\` ${why}.`, { lines });
  const place = [lineOf(source, found.namePosition)];
  if (ts.isSetAccessor(found.node)) {
    throw refuse('is the parameter of a setter, which must have one', place);
  }
  const signatures = [...found.overloads, found.node];
  const named = signatures.flatMap(({ parameters }) =>
    parameters.filter((parameter) => nameOf(source, parameter) === name),
  );
  if (named.length === 0) throw refuse('is taken out of a pattern; remove it there', place);
  const uses = named
    .flatMap((parameter) => serviceFor(source).references(parameter.name.getStart(file)))
    .flatMap((position) => identifierAt(source, position) ?? [])
    .filter((use) => !named.some((parameter) => parameter.name === use));
  if (uses.length > 0) {
    const lines = uses.map((use) => startLine(source, use));
    throw refuse(`is used on ${describeLines(lines)}, so it cannot be removed`, lines);
  }
  return named.flatMap((parameter) => withoutParameter(source, parameter));
}

function nameOf(source: Source, { name }: ts.ParameterDeclaration): string | undefined {
  return source.ts.isIdentifier(name) ? name.text : undefined;
}

/** Edits that take a parameter out of its list. */
function withoutParameter(source: Source, parameter: ts.ParameterDeclaration): TextEdit[] {
  const { ts, file, text } = source;
  const { parameters: list } = parameter.parent;
  const close = parameter.parent
    .getChildren(file)
    .find(({ kind }) => kind === ts.SyntaxKind.CloseParenToken);
  // `x => …` has no parentheses yet.
  if (close === undefined) return [replacement(source, parameter, '()')];
  const next = list[list.indexOf(parameter) + 1];
  const comma = next?.pos ?? (list.hasTrailingComma ? list.end : undefined);
  const start = ownStart(source, parameter);
  const end = ownEnd(source, comma ?? parameter.end);
  if (list.length === 1) {
    const rest = text.slice(list.pos, start) + text.slice(end, close.getStart(file));
    const isAll = rest.trim() === '';
    return [
      isAll ? { start: list.pos, end: close.getStart(file), text: '' } : { start, end, text: '' },
    ];
  }
  const beginsLine = text.slice(start, parameter.getStart(file)).includes('\n');
  const endsLine = /^[ \t]*\r?\n/.test(text.slice(end));
  if (comma !== undefined) {
    const isFirst = list[0] === parameter;
    if (next && (isFirst || beginsLine) && !(beginsLine && endsLine)) {
      // What follows takes its place.
      const following = skipSpace(source, ownStart(source, next));
      return [{ start: skipSpace(source, start), end: following, text: '' }];
    }
    return [{ start, end, text: '' }];
  }
  // The comma before it goes; a line comment behind that comma must not swallow the parenthesis.
  const needsLine = start > parameter.pos && !endsLine;
  const line = needsLine ? `\n${indentOf(source, startLine(source, parameter.parent))}` : '';
  return [
    { start: parameter.pos - 1, end: parameter.pos, text: '' },
    { start, end, text: line },
  ];
}

/** Where a parameter's own white space and comments begin: a comment that ends the line before it is not its own. */
function ownStart(source: Source, parameter: ts.ParameterDeclaration): number {
  const { ts, file, text } = source;
  const before = ts.getTrailingCommentRanges(text, parameter.pos)?.at(-1)?.end ?? parameter.pos;
  return text.slice(before, parameter.getStart(file)).includes('\n') ? before : parameter.pos;
}

/** The end of the comments behind `position`, where they end the line or the list. */
function ownEnd(source: Source, position: number): number {
  const { ts, text } = source;
  const last = ts.getTrailingCommentRanges(text, position)?.at(-1)?.end ?? position;
  return /^[ \t]*(?:\r?\n|\))/.test(text.slice(last)) ? last : position;
}

function skipSpace(source: Source, position: number): number {
  return position + /^\s*/.exec(source.text.slice(position))![0].length;
}

function setDefault(source: Source, args: Arguments): TextEdit[] {
  const { ts, file } = source;
  const symbol = args.text('symbol');
  const name = args.text('parameter');
  const value = args.text('default').trim();
  requireExpression(source, value);
  const { node, namePosition } = functionWith(source, symbol, name);
  const lines = [lineOf(source, namePosition)];
  const refuse = (message: string) => new OperationRefused('not-applicable', message, { lines });
  if (bodyOf(node) === undefined) {
    throw refuse(`\`${symbol}\` has no body here, so its parameters can have no default.`);
  }
  if (ts.isSetAccessor(node)) {
    throw refuse(`\`${symbol}\` is ${functionSort(source, node)}, which takes no default.`);
  }
  const parameter = findBinding(source, node.parameters, name);
  if (parameter === undefined) {
    throw refuse(`Only an overload of \`${symbol}\` has the parameter \`${name}\`.`);
  }
  if (parameter.dotDotDotToken) {
    throw refuse(`\`${name}\` is a rest parameter, which can have no default.`);
  }
  const { initializer } = parameter;
  if (initializer) {
    if (!sameTokens(source, initializer.getText(file), value)) {
      return [replacement(source, initializer, value)];
    }
    const message = `The default of \`${name}\` is already \`${value}\`.`;
    throw new OperationRefused('already-done', message, { lines: [startLine(source, parameter)] });
  }
  if (!ts.isParameter(parameter)) return [insertion(parameter.end, ` = ${value}`)];
  const hasParentheses = parameter.parent
    .getChildren(file)
    .some(({ kind }) => kind === ts.SyntaxKind.OpenParenToken);
  if (!hasParentheses) {
    return [insertion(parameter.getStart(file), '('), insertion(parameter.end, ` = ${value})`)];
  }
  // With a default it is optional anyway, and may not say so twice.
  const { questionToken } = parameter;
  const question = questionToken ? [replacement(source, questionToken, '')] : [];
  return [...question, insertion(parameter.end, ` = ${value}`)];
}

/** What binds `name` among the parameters: one of them, or an element of a pattern. */
function findBinding(
  source: Source,
  parameters: readonly ts.ParameterDeclaration[],
  name: string,
): ts.ParameterDeclaration | ts.BindingElement | undefined {
  const { ts } = source;
  const found: (ts.ParameterDeclaration | ts.BindingElement)[] = [];
  const visit = (node: ts.Node): void => {
    if (!ts.isParameter(node) && !ts.isBindingElement(node)) return;
    if (ts.isIdentifier(node.name)) {
      if (node.name.text === name) found.push(node);
    } else for (const element of node.name.elements) visit(element);
  };
  for (const parameter of parameters) visit(parameter);
  return found[0];
}
