/**
 * change-type: the type annotation of a property, parameter or variable; of a function, what it returns. Where there is none yet it is
 * added, with the parentheses that `x => …` then needs.
 */
import type { LineIndex } from '@wick/edits';
import type ts from 'typescript';
import { type Declaration, findDeclarations } from '../code/declarations.ts';
import { notFound } from '../code/functions.ts';
import { requireType } from '../code/names.ts';
import { OperationRefused } from '../code/refusal.ts';
import { describeLines, type Source, startLine } from '../code/source.ts';
import { insertion, replacement } from './edits.ts';
import { setReturnType } from './functions.ts';
import type { TextEdit } from './result.ts';
import type { Arguments, Transforms } from './transform.ts';

export const typeTransforms: Transforms = { 'change-type': changeType };

/** A node that can carry a type annotation. */
type Annotatable =
  | ts.VariableDeclaration
  | ts.ParameterDeclaration
  | ts.PropertySignature
  | ts.PropertyDeclaration;

function changeType(source: Source, args: Arguments): TextEdit[] {
  const { ts, file } = source;
  const symbol = args.text('symbol');
  const type = args.text('type').trim();
  requireType(source, type);
  if (isFunction(source, symbol)) return setReturnType(source, args);
  const node = findAnnotatable(source, symbol, args.lineOrNone('line'));
  if (node.type) {
    if (squeezed(node.type.getText(file)) !== squeezed(type)) {
      return [replacement(source, node.type, type)];
    }
    const lines = [startLine(source, node.name)];
    const message = `\`${symbol}\` (${describeLines(lines)}) is already of type ${type}.`;
    throw new OperationRefused('already-done', message, { lines });
  }
  const exclamation = ts.isParameter(node) ? undefined : exclamationOf(source, node);
  const question = ts.isVariableDeclaration(node) ? undefined : node.questionToken;
  const { end } = question ?? exclamation ?? node.name;
  if (ts.isParameter(node) && isBare(source, node)) {
    return [insertion(node.getStart(file), '('), insertion(end, `: ${type})`)];
  }
  return [insertion(end, `: ${type}`)];
}

/** Whether the name is that of function declarations or methods alone. */
function isFunction(source: Source, symbol: string): boolean {
  const { ts } = source;
  const named = findDeclarations(source).filter(({ name }) => name === symbol);
  const isCallable = ({ node }: Declaration) =>
    ts.isFunctionDeclaration(node) || ts.isMethodDeclaration(node) || ts.isMethodSignature(node);
  return named.length > 0 && named.every(isCallable);
}

function exclamationOf(source: Source, node: Annotatable): ts.Node | undefined {
  const { ts } = source;
  const mayHave = ts.isVariableDeclaration(node) || ts.isPropertyDeclaration(node);
  return mayHave ? node.exclamationToken : undefined;
}

/** Whether a parameter stands without parentheses, as in `x => …`. */
function isBare(source: Source, { parent }: ts.ParameterDeclaration): boolean {
  const { ts, file } = source;
  const isParenthesis = ({ kind }: ts.Node) => kind === ts.SyntaxKind.OpenParenToken;
  return ts.isArrowFunction(parent) && !parent.getChildren(file).some(isParenthesis);
}

/** A type without the white space outside its string literals. */
function squeezed(type: string): string {
  return type.replaceAll(/('[^']*'|"[^"]*"|`[^`]*`)|\s+/g, '$1');
}

/** The one declaration of `symbol` (with `line`, of those there) that can carry a type. */
export function findAnnotatable(
  source: Source,
  symbol: string,
  line: LineIndex | undefined,
): Annotatable {
  const declarations = findDeclarations(source);
  const named = declarations.filter(({ name }) => name === symbol);
  if (named.length === 0) {
    const names = declarations.filter((d) => annotatable(source, d)).map(({ name }) => name);
    throw notFound('property, parameter or variable', symbol, names);
  }
  const place = ({ nameNode }: Declaration) => startLine(source, nameNode);
  const here =
    line === undefined
      ? named
      : named.filter((d) => startLine(source, d.node) <= line && line <= place(d));
  if (here.length === 0) {
    const lines = named.map(place);
    const message = `\`${symbol}\` is not declared on line ${line! + 1}, but on ${describeLines(lines)}.`;
    throw new OperationRefused('not-found', message, { lines });
  }
  const candidates = here.flatMap((declaration) => annotatable(source, declaration) ?? []);
  const [only] = candidates;
  if (only === undefined) throw notAnnotatable(source, here[0]!);
  if (candidates.length === 1) return only;
  const lines = candidates.map((node) => startLine(source, node.name));
  const message = `\`${symbol}\` is declared ${candidates.length} times: on ${describeLines(lines)}.`;
  throw new OperationRefused('ambiguous', message, { lines });
}

/** The node of a declaration where it can carry a type; undefined in loops over values, catch, patterns and the like. */
function annotatable(source: Source, { node }: Declaration): Annotatable | undefined {
  const { ts } = source;
  if (ts.isVariableDeclaration(node)) {
    return isGivenItsType(source, node) ? undefined : node;
  }
  const fits =
    ts.isParameter(node) || ts.isPropertySignature(node) || ts.isPropertyDeclaration(node);
  return fits ? node : undefined;
}

/** Whether a variable is one of `catch (e)`, `for (const e of …)` or `for (const e in …)`, whose type follows from there. */
function isGivenItsType(source: Source, { parent }: ts.VariableDeclaration): boolean {
  const { ts } = source;
  return (
    ts.isCatchClause(parent) ||
    ts.isForOfStatement(parent.parent) ||
    ts.isForInStatement(parent.parent)
  );
}

function notAnnotatable(source: Source, { name, node, nameNode }: Declaration): OperationRefused {
  const { ts } = source;
  const lines = [startLine(source, nameNode)];
  const reason = ts.isBindingElement(node)
    ? 'is taken out of a pattern, which has one type as a whole'
    : ts.isVariableDeclaration(node)
      ? 'gets its type from the catch or loop that declares it'
      : 'is no property, parameter or variable that can carry a type';
  const message = `\`${name}\` (${describeLines(lines)}) ${reason}.`;
  return new OperationRefused('not-applicable', message, { lines });
}
