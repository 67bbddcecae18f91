/** make-async, add-parameter, to-arrow-function, wrap-try and set-return-type. */
import type ts from 'typescript';
import {
  bodyOf,
  type FunctionNode,
  functionSort,
  type NamedFunction,
  requireFunction,
} from '../code/functions.ts';
import { requireBindingName, requireExpression, requireType } from '../code/names.ts';
import { OperationRefused } from '../code/refusal.ts';
import { describeLines, indentOf, lineOf, type Source, startLine } from '../code/source.ts';
import { toArrowFunction } from './arrow.ts';
import { insertion, replacement } from './edits.ts';
import type { TextEdit } from './result.ts';
import type { Arguments, Transforms } from './transform.ts';
import { wrapTry } from './wrap.ts';

export const functionTransforms: Transforms = {
  'make-async': makeAsync,
  'add-parameter': addParameter,
  'set-return-type': setReturnType,
  'to-arrow-function': toArrowFunction,
  'wrap-try': wrapTry,
};

function makeAsync(source: Source, args: Arguments): TextEdit[] {
  const { ts, file } = source;
  const symbol = args.text('symbol');
  const suits = (candidate: NamedFunction) => !isAsync(source, candidate.node);
  const found = requireFunction(source, symbol, args.lineOrNone('line'), suits);
  const { node, overloads } = found;
  const lines = [lineOf(source, found.namePosition)];
  const refuse = (why: string) =>
    new OperationRefused('not-applicable', `\`${symbol}\` ${why}, so it cannot be async.`, {
      lines,
    });
  if (isAsync(source, node)) {
    throw new OperationRefused('already-done', `\`${symbol}\` is already async.`, { lines });
  }
  if (ts.isConstructorDeclaration(node) || ts.isAccessor(node)) {
    throw refuse(`is ${functionSort(source, node)}`);
  }
  if (bodyOf(node) === undefined) throw refuse('has no body here');
  if ('asteriskToken' in node && node.asteriskToken) throw refuse('is a generator');
  const types = [...overloads, node].map(({ type }) => type);
  if (types.some((type) => type && (ts.isTypePredicateNode(type) || ts.isThisTypeNode(type)))) {
    throw refuse(`returns a type that a promise cannot stand for`);
  }
  const start =
    ts.isMethodDeclaration(node) || ts.isMethodSignature(node)
      ? node.name.getStart(file)
      : keywordStart(source, node);
  const declared = ts.isVariableDeclaration(node.parent) ? node.parent.type : undefined;
  const outer = declared && ts.isFunctionTypeNode(declared) ? declared.type : undefined;
  return [
    insertion(start, 'async '),
    ...[...types, outer].flatMap((type) => (type ? promiseAround(source, type) : [])),
  ];
}

/** Where the keyword `function` stands, or an arrow function begins. */
function keywordStart(source: Source, node: FunctionNode): number {
  const { ts, file } = source;
  const keyword = node.getChildren(file).find(({ kind }) => kind === ts.SyntaxKind.FunctionKeyword);
  return (keyword ?? node).getStart(file);
}

/** Whether a function has the keyword `async`. */
export function isAsync(source: Source, node: FunctionNode): boolean {
  return node.modifiers?.some(({ kind }) => kind === source.ts.SyntaxKind.AsyncKeyword) === true;
}

/** Whether a type is written as `Promise<…>`. */
export function isPromise(source: Source, type: ts.TypeNode): boolean {
  const { ts } = source;
  return (
    ts.isTypeReferenceNode(type) &&
    ts.isIdentifier(type.typeName) &&
    type.typeName.text === 'Promise'
  );
}

function promiseAround(source: Source, type: ts.TypeNode): TextEdit[] {
  if (isPromise(source, type)) return [];
  return [insertion(type.getStart(source.file), 'Promise<'), insertion(type.end, '>')];
}

export function setReturnType(source: Source, args: Arguments): TextEdit[] {
  const { ts, file } = source;
  const symbol = args.text('symbol');
  const type = args.text('type').trim();
  requireType(source, type);
  const found = requireFunction(source, symbol, undefined);
  const { node, overloads } = found;
  const lines = [lineOf(source, found.namePosition)];
  const refuse = (message: string) => new OperationRefused('not-applicable', message, { lines });
  if (ts.isConstructorDeclaration(node) || ts.isSetAccessor(node)) {
    throw refuse(`\`${symbol}\` is ${functionSort(source, node)}, which returns nothing.`);
  }
  if (overloads.length > 0) {
    throw refuse(`\`${symbol}\` has overloads; say which of them by editing it directly.`);
  }
  if (isAsync(source, node) && !('asteriskToken' in node && node.asteriskToken)) {
    if (!/^Promise\s*</.test(type)) {
      throw refuse(`\`${symbol}\` is async, so its return type must be Promise<${type}>.`);
    }
  }
  if (node.type && sameTokens(source, node.type.getText(file), type)) {
    const message = `\`${symbol}\` already returns ${type}.`;
    throw new OperationRefused('already-done', message, { lines });
  }
  if (node.type) return [replacement(source, node.type, type)];
  const close = closeParenthesis(source, node);
  if (close) return [insertion(close.end, `: ${type}`)];
  const only = node.parameters[0]!;
  return [insertion(only.getStart(file), '('), insertion(only.end, `): ${type}`)];
}

/** Whether two texts are the same but for white space between tokens. */
export function sameTokens(source: Source, one: string, other: string): boolean {
  const { ts } = source;
  const tokens = (text: string) => {
    const scanner = ts.createScanner(
      ts.ScriptTarget.Latest,
      true,
      ts.LanguageVariant.Standard,
      text,
    );
    const found: string[] = [];
    while (scanner.scan() !== ts.SyntaxKind.EndOfFileToken) found.push(scanner.getTokenText());
    return found.join('\n');
  };
  return tokens(one) === tokens(other);
}

/** The ")" of the parameter list; undefined for `x => …`. */
function closeParenthesis(source: Source, node: FunctionNode): ts.Node | undefined {
  const { ts, file } = source;
  return node.getChildren(file).find(({ kind }) => kind === ts.SyntaxKind.CloseParenToken);
}

function addParameter(source: Source, args: Arguments): TextEdit[] {
  const { ts, file, text } = source;
  const symbol = args.text('symbol');
  const name = args.text('name');
  const type = args.textOrEmpty('type').trim();
  const fallback = args.textOrEmpty('default').trim();
  requireBindingName(source, name);
  if (type) requireType(source, type);
  if (fallback) requireExpression(source, fallback);
  const found = requireFunction(source, symbol, undefined);
  const { node } = found;
  requireRoom(source, found, name, fallback !== '');
  const parameter = `${name}${type ? `: ${type}` : ''}${fallback ? ` = ${fallback}` : ''}`;
  const close = closeParenthesis(source, node);
  const last = node.parameters.at(-1);
  if (close === undefined) {
    const only = last!;
    return [insertion(only.getStart(file), '('), insertion(only.end, `, ${parameter})`)];
  }
  if (last === undefined) return [insertion(close.getStart(file), parameter)];
  const lastLine = startLine(source, last);
  const previous = node.parameters.at(-2);
  const lineBefore = previous
    ? lineOf(source, previous.end)
    : lineOf(source, openParenthesisEnd(source, node));
  const comma = node.parameters.hasTrailingComma;
  const multiLine = lastLine > lineBefore;
  if (!multiLine) {
    const [comment] = ts.getTrailingCommentRanges(text, last.end) ?? [];
    return [insertion(comment && !comma ? comment.end : last.end, `, ${parameter}`)];
  }
  // One parameter to a line: the new one goes onto its own, after the comments that belong to the last.
  const start = `\n${indentOf(source, lastLine)}${parameter}`;
  const commaEnd = comma ? text.indexOf(',', endOfComments(source, last.end)) + 1 : last.end;
  const place = endOfComments(source, commaEnd);
  return comma
    ? [insertion(place, `${start},`)]
    : [insertion(last.end, ','), insertion(place, start)];
}

function openParenthesisEnd(source: Source, node: FunctionNode): number {
  const { ts, file } = source;
  const open = node.getChildren(file).find(({ kind }) => kind === ts.SyntaxKind.OpenParenToken);
  return (open ?? node).end;
}

/** The end of the comments that follow `position` on its line. */
function endOfComments(source: Source, position: number): number {
  return source.ts.getTrailingCommentRanges(source.text, position)?.at(-1)?.end ?? position;
}

/** @throws OperationRefused where the function cannot take one more parameter of that name at the end */
function requireRoom(
  source: Source,
  { name: symbol, node, namePosition, overloads }: NamedFunction,
  name: string,
  hasDefault: boolean,
): void {
  const { ts } = source;
  const lines = [lineOf(source, namePosition)];
  const refuse = (message: string) => new OperationRefused('not-applicable', message, { lines });
  if (ts.isAccessor(node)) throw refuse(`\`${symbol}\` is ${functionSort(source, node)}.`);
  if (overloads.length > 0) throw refuse(`\`${symbol}\` has overloads; edit them directly.`);
  const names = node.parameters.flatMap((parameter) => boundNames(source, parameter.name));
  if (names.includes(name)) {
    const message = `\`${symbol}\` already has a parameter named \`${name}\`.`;
    throw new OperationRefused('already-done', message, { lines });
  }
  const last = node.parameters.at(-1);
  if (last?.dotDotDotToken) {
    throw refuse(`The last parameter of \`${symbol}\` is a rest parameter; none can follow it.`);
  }
  if (!hasDefault && node.parameters.some(({ questionToken }) => questionToken)) {
    throw refuse(
      `\`${symbol}\` has an optional parameter, so a new one at the end needs a default.`,
    );
  }
  const body = bodyOf(node);
  const taken = body && ts.isBlock(body) && body.statements.find((s) => declares(source, s, name));
  if (taken) {
    const line = startLine(source, taken);
    throw refuse(`\`${symbol}\` already declares \`${name}\` on ${describeLines([line])}.`);
  }
}

/** Whether a statement declares `name` in a way that a parameter of that name would collide with. */
function declares(source: Source, statement: ts.Statement, name: string): boolean {
  const { ts } = source;
  if (ts.isVariableStatement(statement)) {
    return statement.declarationList.declarations.some((declaration) =>
      boundNames(source, declaration.name).includes(name),
    );
  }
  const isNamed = ts.isFunctionDeclaration(statement) || ts.isClassDeclaration(statement);
  return isNamed && statement.name?.text === name;
}

function boundNames(source: Source, name: ts.BindingName): string[] {
  const { ts } = source;
  if (ts.isIdentifier(name)) return [name.text];
  return name.elements.flatMap((element) =>
    ts.isBindingElement(element) ? boundNames(source, element.name) : [],
  );
}
