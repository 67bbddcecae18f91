/**
 * to-function: `const f = (a) => a + 1;` becomes `function f(a) { return a + 1; }`, likewise a function
 * expression. `export`, comments, parameters, types and a body in braces stay character for character;
 * an arrow function that uses the `this` around it is refused, as a declaration has its own.
 */
import type ts from 'typescript';
import { identifierAt, isAssigned } from '../code/assignment.ts';
import { functionIn } from '../code/declarations.ts';
import { functionSort, type NamedFunction, requireFunction } from '../code/functions.ts';
import { OperationRefused } from '../code/refusal.ts';
import { serviceFor } from '../code/service.ts';
import {
  describeLines,
  indentOf,
  indentUnit,
  lineOf,
  type Source,
  startLine,
  usesSemicolons,
} from '../code/source.ts';
import { ownFunctionSyntax } from './arrow.ts';
import { insertion } from './edits.ts';
import { isAsync } from './functions.ts';
import type { TextEdit } from './result.ts';
import type { Arguments, Transforms } from './transform.ts';
import { indentLines } from './wrap.ts';

export const declarationTransforms: Transforms = { 'to-function': toFunction };

/** A variable statement whose one variable is a function. */
interface FunctionVariable {
  readonly name: ts.Identifier;
  readonly list: ts.VariableDeclarationList;
  readonly statement: ts.VariableStatement;
  readonly node: ts.ArrowFunction | ts.FunctionExpression;
}

function toFunction(source: Source, args: Arguments): TextEdit[] {
  const { ts, file, text } = source;
  const { name, list, statement, node } = requireFunctionVariable(source, args.text('symbol'));
  const head = [
    isAsync(source, node) ? 'async ' : '',
    `function${node.asteriskToken ? '*' : ''} `,
    name.text,
  ].join('');
  const [parameter] = node.parameters;
  const isOpening = ({ kind }: ts.Node) =>
    kind === ts.SyntaxKind.LessThanToken || kind === ts.SyntaxKind.OpenParenToken;
  const opening = node.getChildren(file).find(isOpening);
  const start = (opening ?? parameter!).getStart(file);
  const between = text.slice(name.end, start);
  if (/\/[/*]/.test(between)) {
    const lines = [lineOf(source, name.end)];
    const message = `A comment stands between \`${name.text}\` and its parameters (${describeLines(lines)}); move it first.`;
    throw new OperationRefused('not-applicable', message, { lines });
  }
  const edits: TextEdit[] = [{ start: list.getStart(file), end: start, text: head }];
  if (opening === undefined) edits.push(insertion(start, '('), insertion(parameter!.end, ')'));
  const { typeParameters } = node;
  // `<T,>` is how an arrow function in TSX says that it opens no element.
  if (typeParameters?.length === 1 && typeParameters.hasTrailingComma) {
    edits.push({ start: typeParameters[0]!.end, end: typeParameters.end, text: '' });
  }
  if (ts.isArrowFunction(node)) edits.push(...arrowEdits(source, node, statement));
  if (!ts.isArrowFunction(node) || ts.isBlock(node.body)) {
    if (text[statement.end - 1] === ';') {
      edits.push({ start: statement.end - 1, end: statement.end, text: '' });
    }
  }
  return edits;
}

/** Edits that take the arrow away and, where the body is an expression, return it between braces. */
function arrowEdits(
  source: Source,
  { equalsGreaterThanToken: arrow, body }: ts.ArrowFunction,
  statement: ts.VariableStatement,
): TextEdit[] {
  const { ts, file, text } = source;
  const arrowStart = arrow.getStart(file);
  const space = /[ \t]*$/.exec(text.slice(0, arrowStart))![0].length;
  if (ts.isBlock(body)) return [{ start: arrowStart - space, end: arrow.end, text: '' }];

  const outer = indentOf(source, startLine(source, statement));
  const inner = outer + indentUnit(source);
  const start = body.getStart(file);
  const bare = bareObject(source, body);
  const edits: TextEdit[] = [];
  if (text.slice(arrow.end, start).trim() === '') {
    const from = arrowStart - space;
    edits.push({ start: from, end: start + (bare ? 1 : 0), text: ` {\n${inner}return ` });
  } else {
    // Comments between the arrow and the expression stay where they are.
    edits.push({ start: arrowStart, end: arrow.end, text: '{' });
    edits.push({ start, end: start + (bare ? 1 : 0), text: 'return ' });
  }
  const first = startLine(source, body);
  const isDeeper = first > lineOf(source, arrowStart) && indentOf(source, first) !== outer;
  const last = lineOf(source, body.end - 1);
  if (!isDeeper) edits.push(...indentLines(source, first + 1, last + 1, indentUnit(source)));
  const semicolon = usesSemicolons(source) ? ';' : '';
  const hasOwn = text[statement.end - 1] === ';';
  edits.push({
    start: body.end - (bare ? 1 : 0),
    end: body.end,
    text: hasOwn ? '' : `${semicolon}\n${outer}}`,
  });
  if (hasOwn) {
    edits.push({ start: statement.end - 1, end: statement.end, text: `${semicolon}\n${outer}}` });
  }
  return edits;
}

/** Whether an expression is an object in parentheses, as `=> ({ a })` needs and `return` does not. */
function bareObject(source: Source, body: ts.Expression): boolean {
  const { ts, file } = source;
  if (!ts.isParenthesizedExpression(body)) return false;
  const { expression } = body;
  return (
    ts.isObjectLiteralExpression(expression) &&
    expression.getStart(file) === body.getStart(file) + 1 &&
    expression.end === body.end - 1
  );
}

/** @throws OperationRefused where `symbol` is no variable that can be a function declaration */
function requireFunctionVariable(source: Source, symbol: string): FunctionVariable {
  const { ts, file } = source;
  const variableOf = ({ node, namePosition }: NamedFunction) => {
    const variable = ts.findAncestor(node, ts.isVariableDeclaration);
    const isValue = variable && functionIn(source, variable.initializer) === node;
    return isValue && variable.name.getStart(file) === namePosition ? variable : undefined;
  };
  const found = requireFunction(source, symbol, undefined, (f) => variableOf(f) !== undefined);
  const { node } = found;
  const lines = [lineOf(source, found.namePosition)];
  if (ts.isFunctionDeclaration(node)) {
    const message = `\`${symbol}\` is already a function declaration.`;
    throw new OperationRefused('already-done', message, { lines });
  }
  const refuse = (why: string, at: readonly number[] = lines) =>
    new OperationRefused('not-applicable', `\`${symbol}\` ${why}.`, { lines: at });
  const variable = variableOf(found);
  if (variable === undefined || !(ts.isArrowFunction(node) || ts.isFunctionExpression(node))) {
    const isMember = ts.isClassElement(node) || ts.isClassLike(node.parent);
    throw refuse(
      isMember ? `is ${functionSort(source, node)}` : 'is not a variable that holds a function',
    );
  }
  const list = variable.parent;
  const statement = list.parent;
  if (!ts.isVariableDeclarationList(list) || !ts.isVariableStatement(statement)) {
    throw refuse('is declared by a loop');
  }
  if (!ts.isIdentifier(variable.name)) throw refuse('is taken out of a pattern');
  if (list.declarations.length > 1) {
    throw refuse('is declared together with others; separate them first');
  }
  if (variable.type) throw refuse('has a type annotation, which a declaration cannot have');
  if (variable.initializer !== node) {
    throw refuse('is held in parentheses or with a type assertion; remove those first');
  }
  if (ts.isFunctionExpression(node) && node.name && node.name.text !== symbol) {
    throw refuse(`has another name inside, \`${node.name.text}\``);
  }
  const own = ts.isArrowFunction(node) ? ownFunctionSyntax(source, node) : undefined;
  if (own) {
    const at = [startLine(source, own)];
    throw refuse(`uses the \`${own.getText(file)}\` around it (${describeLines(at)})`, at);
  }
  const writes = serviceFor(source)
    .references(variable.name.getStart(file))
    .flatMap((position) => identifierAt(source, position) ?? [])
    .filter((use) => isAssigned(source, use))
    .map((use) => startLine(source, use));
  if (writes.length > 0) throw refuse(`is assigned again on ${describeLines(writes)}`, writes);
  return { name: variable.name, list, statement, node };
}
