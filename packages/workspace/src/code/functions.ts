/**
 * The functions of a file by name: declarations, methods, constructors, and arrow functions or function
 * expressions that are assigned to a name. Overloads of one function count as one.
 */
import type { LineIndex } from '@wick/edits';
import type ts from 'typescript';
import { findDeclarations, functionIn, nameText } from './declarations.ts';
import { OperationRefused } from './refusal.ts';
import { describeLines, lineOf, type Source, startLine, walk } from './source.ts';
import { closeNames } from './suggest.ts';

/** A node that has parameters and may have a body and a return type. */
export type FunctionNode =
  | ts.FunctionDeclaration
  | ts.FunctionExpression
  | ts.ArrowFunction
  | ts.MethodDeclaration
  | ts.MethodSignature
  | ts.ConstructorDeclaration
  | ts.AccessorDeclaration;

export interface NamedFunction {
  readonly name: string;
  /** Where the name stands, or the keyword `constructor`. */
  readonly namePosition: number;
  /** The function; with overloads, the one that has the body (or the last). */
  readonly node: FunctionNode;
  /** The other signatures of an overloaded function. */
  readonly overloads: readonly FunctionNode[];
}

/** All named functions of the file, in the order of the text. */
export function findFunctions(source: Source): NamedFunction[] {
  const { ts, file } = source;
  const found: NamedFunction[] = [];
  const add = (node: FunctionNode, nameNode: ts.Node | undefined) => {
    const name = nameNode && nameText(source, nameNode);
    if (nameNode && name) {
      found.push({ name, namePosition: nameNode.getStart(file), node, overloads: [] });
    }
  };
  walk(source, (node) => {
    if (
      ts.isFunctionDeclaration(node) ||
      ts.isMethodDeclaration(node) ||
      ts.isMethodSignature(node) ||
      ts.isAccessor(node)
    ) {
      add(node, node.name);
    } else if (ts.isFunctionExpression(node)) add(node, node.name);
    else if (ts.isConstructorDeclaration(node)) {
      const keyword = node
        .getChildren(file)
        .find((c) => c.kind === ts.SyntaxKind.ConstructorKeyword);
      const namePosition = (keyword ?? node).getStart(file);
      found.push({ name: 'constructor', namePosition, node, overloads: [] });
    } else if (
      ts.isVariableDeclaration(node) ||
      ts.isPropertyAssignment(node) ||
      ts.isPropertyDeclaration(node)
    ) {
      const value = functionIn(source, node.initializer);
      if (value) add(value, node.name);
    } else if (
      ts.isBinaryExpression(node) &&
      node.operatorToken.kind === ts.SyntaxKind.EqualsToken
    ) {
      const value = functionIn(source, node.right);
      const target = ts.isPropertyAccessExpression(node.left) ? node.left.name : node.left;
      if (value) add(value, target);
    }
  });
  found.sort((one, other) => one.namePosition - other.namePosition);
  return joinOverloads(source, found);
}

/** Joins declarations of one name that follow each other in one parent, where all but the last lack a body. */
function joinOverloads(source: Source, functions: readonly NamedFunction[]): NamedFunction[] {
  const joined: NamedFunction[] = [];
  for (const current of functions) {
    const last = joined.at(-1);
    const continues =
      last !== undefined &&
      last.name === current.name &&
      last.node.kind === current.node.kind &&
      last.node.parent === current.node.parent &&
      !source.ts.isAccessor(current.node) &&
      canBeOverload(source, last.node) &&
      bodyOf(last.node) === undefined;
    if (!continues) joined.push(current);
    else joined[joined.length - 1] = { ...current, overloads: [...last.overloads, last.node] };
  }
  return joined;
}

function canBeOverload(source: Source, node: FunctionNode): boolean {
  const { ts } = source;
  return !ts.isFunctionExpression(node) && !ts.isArrowFunction(node);
}

/** The body of a function; undefined for a signature. */
export function bodyOf(node: FunctionNode): ts.ConciseBody | undefined {
  return 'body' in node ? node.body : undefined;
}

/** What to call a function in a message. */
export function functionSort(source: Source, node: FunctionNode): string {
  const { ts } = source;
  if (ts.isConstructorDeclaration(node)) return 'a constructor';
  if (ts.isGetAccessor(node)) return 'a getter';
  if (ts.isSetAccessor(node)) return 'a setter';
  return ts.isMethodDeclaration(node) || ts.isMethodSignature(node) ? 'a method' : 'a function';
}

/**
 * The one function named `symbol`; with `line`, the one that is declared there. Where several have the
 * name, those with a body are preferred, then those that `suits` accepts.
 * @throws OperationRefused not-found, ambiguous, or not-applicable (the name is no function's)
 */
export function requireFunction(
  source: Source,
  symbol: string,
  line: LineIndex | undefined,
  suits: (candidate: NamedFunction) => boolean = () => true,
): NamedFunction {
  const functions = findFunctions(source);
  const named = functions.filter(({ name }) => name === symbol);
  if (named.length === 0) throw noSuchFunction(source, symbol, functions);
  const place = ({ namePosition }: NamedFunction) => lineOf(source, namePosition);
  // Whoever gives the line of an overload means the function.
  const isOn = (f: NamedFunction, at: LineIndex) =>
    startLine(source, f.overloads[0] ?? f.node) <= at && at <= place(f);
  const here = line === undefined ? named : named.filter((f) => isOn(f, line));
  const places = named.map(place);
  if (here.length === 0) {
    const message = `\`${symbol}\` is not declared on line ${line! + 1}, but on ${describeLines(places)}.`;
    throw new OperationRefused('not-found', message, { lines: places });
  }
  for (const narrowed of [
    here,
    here.filter(({ node }) => bodyOf(node) !== undefined),
    here.filter(suits),
    here.filter((candidate) => bodyOf(candidate.node) !== undefined && suits(candidate)),
  ]) {
    if (narrowed.length === 1) return narrowed[0]!;
  }
  const lines = here.map(place);
  const message = `There are ${here.length} functions named \`${symbol}\`: on ${describeLines(lines)}.`;
  throw new OperationRefused('ambiguous', message, { lines });
}

function noSuchFunction(
  source: Source,
  symbol: string,
  functions: readonly NamedFunction[],
): OperationRefused {
  const other = findDeclarations(source).find(({ name }) => name === symbol);
  if (other) {
    const lines = [startLine(source, other.nameNode)];
    const message = `\`${symbol}\` (${describeLines(lines)}) is not a function.`;
    return new OperationRefused('not-applicable', message, { lines });
  }
  return notFound(
    'function',
    symbol,
    functions.map(({ name }) => name),
  );
}

/** The refusal for a name that nothing has, with close ones. */
export function notFound(sort: string, wanted: string, names: Iterable<string>): OperationRefused {
  const suggestions = closeNames(wanted, names);
  const hint =
    suggestions.length > 0
      ? ` Did you mean ${suggestions.map((s) => `\`${s}\``).join(' or ')}?`
      : '';
  const message = `There is no ${sort} named \`${wanted}\` in this file.${hint}`;
  return new OperationRefused('not-found', message, { suggestions });
}
