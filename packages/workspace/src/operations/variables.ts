/** make-const and make-let: the keyword of one variable's declaration. */

import type { LineIndex } from '@wick/edits';
import type ts from 'typescript';
import { identifierAt, isAssigned } from '../code/assignment.ts';
import { type Declaration, findDeclarations } from '../code/declarations.ts';
import { notFound } from '../code/functions.ts';
import { OperationRefused } from '../code/refusal.ts';
import { serviceFor } from '../code/service.ts';
import { describeLines, type Source, startLine } from '../code/source.ts';
import type { TextEdit } from './result.ts';
import type { Arguments, Transforms } from './transform.ts';

export const variableTransforms: Transforms = { 'make-const': makeConst, 'make-let': makeLet };

function makeConst(source: Source, args: Arguments): TextEdit[] {
  const { ts, file } = source;
  const symbol = args.text('symbol');
  const { list, declaration, nameNode } = findVariable(
    source,
    symbol,
    args.lineOrNone('line'),
    'const',
  );
  const lines = [startLine(source, nameNode)];
  const inLoop = ts.isForInStatement(list.parent) || ts.isForOfStatement(list.parent);
  if (!declaration.initializer && !inLoop) {
    const message = `\`${symbol}\` (${describeLines(lines)}) gets no value where it is declared, as a constant must.`;
    throw new OperationRefused('not-applicable', message, { lines });
  }
  const writes = serviceFor(source)
    .references(nameNode.getStart(file))
    .flatMap((position) => identifierAt(source, position) ?? [])
    .filter((use) => isAssigned(source, use))
    .map((use) => startLine(source, use));
  if (writes.length > 0) {
    const message = `\`${symbol}\` is assigned again on ${describeLines(writes)}, so it cannot be const.`;
    throw new OperationRefused('not-applicable', message, { lines: writes });
  }
  return [keywordEdit(source, list, 'const')];
}

function makeLet(source: Source, args: Arguments): TextEdit[] {
  const { list } = findVariable(source, args.text('symbol'), args.lineOrNone('line'), 'let');
  return [keywordEdit(source, list, 'let')];
}

/** The keyword stands first in the list. */
function keywordEdit(
  source: Source,
  list: ts.VariableDeclarationList,
  keyword: 'const' | 'let',
): TextEdit {
  const start = list.getStart(source.file);
  const old = list.flags & source.ts.NodeFlags.Const ? 'const' : 'let';
  return { start, end: start + old.length, text: keyword };
}

interface Variable {
  readonly list: ts.VariableDeclarationList;
  readonly declaration: ts.VariableDeclaration;
  readonly nameNode: ts.Node;
}

/** The variable named `symbol` whose keyword is to become `keyword`. */
function findVariable(
  source: Source,
  symbol: string,
  line: LineIndex | undefined,
  keyword: 'const' | 'let',
): Variable {
  const { ts } = source;
  const declarations = findDeclarations(source);
  const named = declarations.filter(({ name }) => name === symbol);
  const variables = named.filter((declaration) => variableOf(source, declaration) !== undefined);
  if (named.length === 0) {
    const names = declarations.filter((d) => variableOf(source, d)).map(({ name }) => name);
    throw notFound('variable', symbol, names);
  }
  const lines = named.map(({ nameNode }) => startLine(source, nameNode));
  if (variables.length === 0) {
    const message = `\`${symbol}\` (${describeLines(lines)}) is a ${named[0]!.sort}, not a variable.`;
    throw new OperationRefused('not-applicable', message, { lines });
  }
  const here =
    line === undefined
      ? variables
      : variables.filter(({ nameNode }) => startLine(source, nameNode) === line);
  if (here.length === 0) {
    const message = `\`${symbol}\` is not declared on line ${line! + 1}, but on ${describeLines(lines)}.`;
    throw new OperationRefused('not-found', message, { lines });
  }
  const open = here.filter((d) => keywordOf(source, variableOf(source, d)!.list) !== keyword);
  if (open.length === 0) {
    const message = `\`${symbol}\` is already declared with ${keyword}.`;
    throw new OperationRefused('already-done', message, { lines });
  }
  if (open.length > 1) {
    const places = open.map(({ nameNode }) => startLine(source, nameNode));
    const message = `\`${symbol}\` is declared ${open.length} times: on ${describeLines(places)}.`;
    throw new OperationRefused('ambiguous', message, { lines: places });
  }
  const variable = variableOf(source, open[0]!)!;
  const old = keywordOf(source, variable.list);
  if (old !== 'let' && old !== 'const') {
    const message = `\`${symbol}\` is declared with ${old}; only let and const are exchanged.`;
    throw new OperationRefused('not-applicable', message, { lines });
  }
  const others = declarations.filter(
    (other) => other !== open[0] && variableOf(source, other)?.list === variable.list,
  );
  if (others.length > 0 && ts.isVariableDeclarationList(variable.list)) {
    const names = others.map(({ name }) => `\`${name}\``).join(', ');
    const message = `\`${symbol}\` is declared together with ${names} (${describeLines(lines)}); separate them first.`;
    throw new OperationRefused('not-applicable', message, { lines });
  }
  return variable;
}

/** The variable declaration behind a name, also inside a pattern; undefined for parameters and all else. */
function variableOf(source: Source, { node, nameNode }: Declaration): Variable | undefined {
  const { ts } = source;
  if (!ts.isVariableDeclaration(node) && !ts.isBindingElement(node)) return undefined;
  const declaration = ts.isBindingElement(node) ? ts.walkUpBindingElementsAndPatterns(node) : node;
  if (!ts.isVariableDeclaration(declaration)) return undefined;
  const list = declaration.parent;
  return ts.isVariableDeclarationList(list) ? { list, declaration, nameNode } : undefined;
}

function keywordOf(source: Source, list: ts.VariableDeclarationList): string {
  return /^\w+/.exec(list.getText(source.file))?.[0] ?? '';
}
