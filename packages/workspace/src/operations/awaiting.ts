/**
 * remove-async and await-call. A function is made synchronous only where nothing in it is awaited; a call
 * is awaited only where the language allows it, and the refusal names the function to make async first.
 */
import type { LineIndex } from '@wick/edits';
import type ts from 'typescript';
import {
  bodyOf,
  type FunctionNode,
  findFunctions,
  functionSort,
  type NamedFunction,
  requireFunction,
} from '../code/functions.ts';
import { groupingFor } from '../code/grouping.ts';
import { OperationRefused } from '../code/refusal.ts';
import { describeLines, lineOf, type Source, startLine, walk } from '../code/source.ts';
import { closeNames } from '../code/suggest.ts';
import { insertion } from './edits.ts';
import { notOnLine, squeezed } from './expressions.ts';
import { isAsync, isPromise } from './functions.ts';
import type { TextEdit } from './result.ts';
import type { Arguments, Transforms } from './transform.ts';

export const awaitTransforms: Transforms = {
  'remove-async': removeAsync,
  'await-call': awaitCall,
};

function removeAsync(source: Source, args: Arguments): TextEdit[] {
  const { ts, file, text } = source;
  const symbol = args.text('symbol');
  const suits = (candidate: NamedFunction) => isAsync(source, candidate.node);
  const found = requireFunction(source, symbol, args.lineOrNone('line'), suits);
  const { node, overloads } = found;
  const place = [lineOf(source, found.namePosition)];
  const keyword = node.modifiers?.find(({ kind }) => kind === ts.SyntaxKind.AsyncKeyword);
  if (keyword === undefined) {
    throw new OperationRefused('already-done', `\`${symbol}\` is not async.`, { lines: place });
  }
  const refuse = (why: string, lines: readonly LineIndex[]) =>
    new OperationRefused('not-applicable', `\`${symbol}\` ${why}, so it must stay async.`, {
      lines,
    });
  if ('asteriskToken' in node && node.asteriskToken) throw refuse('is an async generator', place);
  const awaits = awaitLines(source, node);
  if (awaits.length > 0) {
    throw refuse(`awaits something on ${describeLines(awaits)}`, awaits);
  }
  const declared = ts.isVariableDeclaration(node.parent) ? node.parent.type : undefined;
  const outer = declared && ts.isFunctionTypeNode(declared) ? declared.type : undefined;
  const types = [...overloads.map(({ type }) => type), node.type, outer];
  const space = /^[ \t]*/.exec(text.slice(keyword.end))![0].length;
  return [
    { start: keyword.getStart(file), end: keyword.end + space, text: '' },
    ...types.flatMap((type) => (type ? unwrapped(source, type) : [])),
  ];
}

/** The lines on which a function itself, not one inside it, awaits. */
function awaitLines(source: Source, node: FunctionNode): LineIndex[] {
  const { ts } = source;
  const lines: LineIndex[] = [];
  const visit = (inner: ts.Node): void => {
    if (ts.isFunctionLike(inner)) return;
    const awaits =
      ts.isAwaitExpression(inner) ||
      (ts.isForOfStatement(inner) && inner.awaitModifier !== undefined) ||
      (ts.isVariableDeclarationList(inner) &&
        (inner.flags & ts.NodeFlags.BlockScoped) === ts.NodeFlags.AwaitUsing);
    if (awaits) lines.push(startLine(source, inner));
    ts.forEachChild(inner, visit);
  };
  const body = bodyOf(node);
  if (body) visit(body);
  return lines;
}

/** `Promise<T>` to `T`; any other type stays. */
function unwrapped(source: Source, type: ts.TypeNode): TextEdit[] {
  const { ts, file, text } = source;
  if (!isPromise(source, type) || !ts.isTypeReferenceNode(type)) return [];
  const [value] = type.typeArguments ?? [];
  if (value === undefined) return [];
  // Comments around the type stay.
  const before = text.slice(value.pos, value.getStart(file)).trim() === '';
  const after = text.slice(value.end, type.end - 1).trim() === '';
  return [
    { start: type.getStart(file), end: before ? value.getStart(file) : value.pos, text: '' },
    { start: after ? value.end : type.end - 1, end: type.end, text: '' },
  ];
}

function awaitCall(source: Source, args: Arguments): TextEdit[] {
  const { ts, file } = source;
  const line = args.line('line');
  const callee = args.text('callee');
  const call = findCall(source, line, callee);
  requireAwaitable(source, call, line, callee);
  const text = `await ${call.getText(file)}`;
  const { before, after } = groupingFor(source, call, text, ts.SyntaxKind.AwaitExpression);
  const start = insertion(call.getStart(file), `${before}await `);
  return after === '' ? [start] : [start, insertion(call.end, after)];
}

/** The one call of `callee` on the line that is not awaited yet. */
function findCall(source: Source, line: LineIndex, callee: string): ts.CallExpression {
  const { ts, file } = source;
  const calls: ts.CallExpression[] = [];
  walk(source, (node) => {
    if (ts.isCallExpression(node) && node.expression.kind !== ts.SyntaxKind.SuperKeyword) {
      calls.push(node);
    }
  });
  const calleeOf = (node: ts.CallExpression) => node.expression.getText(file);
  const isWanted = (node: ts.CallExpression) => squeezed(calleeOf(node)) === squeezed(callee);
  // A call in a chain begins lines above its own name; either line is its.
  const onLine = calls.filter(
    (node) => startLine(source, node) === line || lineOf(source, node.expression.end - 1) === line,
  );
  const named = onLine.filter(isWanted);
  if (named.length === 0) {
    const places = calls.filter(isWanted).map((node) => startLine(source, node));
    const suggestions = closeNames(callee, onLine.map(calleeOf));
    throw notOnLine(line, `no call of \`${callee}\``, places, suggestions);
  }
  const open = named.filter((node) => !isAwaited(source, node));
  const [only] = open;
  if (only === undefined) {
    const message = `The call of \`${callee}\` on line ${line + 1} is already awaited.`;
    throw new OperationRefused('already-done', message, { lines: [line] });
  }
  if (open.length > 1) {
    const message = `\`${callee}\` is called ${open.length} times on line ${line + 1}.`;
    throw new OperationRefused('ambiguous', message, { lines: [line] });
  }
  return only;
}

function isAwaited(source: Source, call: ts.CallExpression): boolean {
  const { ts } = source;
  let node: ts.Node = call;
  while (ts.isParenthesizedExpression(node.parent) || ts.isNonNullExpression(node.parent)) {
    node = node.parent;
  }
  return ts.isAwaitExpression(node.parent);
}

/** @throws OperationRefused where the language does not allow `await` */
function requireAwaitable(
  source: Source,
  call: ts.CallExpression,
  line: LineIndex,
  callee: string,
): void {
  const { ts, file, path } = source;
  const refuse = (message: string, lines = [line]) =>
    new OperationRefused('not-applicable', message, { lines });
  const around = ts.findAncestor(
    call.parent,
    (node) =>
      ts.isFunctionLike(node) ||
      ts.isPropertyDeclaration(node) ||
      ts.isClassStaticBlockDeclaration(node) ||
      ts.isModuleBlock(node) ||
      ts.isDecorator(node),
  );
  if (around === undefined) {
    if (ts.isExternalModule(file) || /\.m[jt]s$/i.test(path)) return;
    throw refuse(
      `The call of \`${callee}\` on line ${line + 1} stands at the top level of a file that is no ES module, where nothing can be awaited.`,
    );
  }
  const found = findFunctions(source).find(({ node }) => node === around);
  const body = ts.isFunctionLike(around) && 'body' in around ? around.body : undefined;
  if (body === undefined || call.pos < body.pos) {
    throw refuse(
      `The call of \`${callee}\` stands where nothing can be awaited (line ${line + 1}).`,
    );
  }
  const modifiers = ts.canHaveModifiers(around) ? (around.modifiers ?? []) : [];
  if (modifiers.some(({ kind }) => kind === ts.SyntaxKind.AsyncKeyword)) return;
  const cannotBe = ts.isConstructorDeclaration(around) || ts.isAccessor(around);
  if (cannotBe) {
    throw refuse(
      `The call of \`${callee}\` stands in ${functionSort(source, around)}, where nothing can be awaited.`,
    );
  }
  const lines = [startLine(source, around)];
  const name = found
    ? `\`${found.name}\``
    : `The function around the call (${describeLines(lines)})`;
  throw refuse(`${name} is not async; make it async first.`, lines);
}
