/**
 * inline-variable: the value of a variable takes the place of its uses, in parentheses where it needs them,
 * and the declaration goes with its line. Refused where this file tells that the value may be another one at
 * the use: its names declared or assigned again, a call that would run later or more often, a `this` of another
 * function. What a call in between does to a property that the value reads is not looked into.
 */
import type { LineIndex } from '@wick/edits';
import type ts from 'typescript';
import { identifierAt, isAssigned } from '../code/assignment.ts';
import { findDeclarations } from '../code/declarations.ts';
import { notFound } from '../code/functions.ts';
import { groupingFor } from '../code/grouping.ts';
import { OperationRefused } from '../code/refusal.ts';
import { serviceFor } from '../code/service.ts';
import { describeLines, indentOf, type Source, startLine, walk } from '../code/source.ts';
import { isMemberName, ownFunctionSyntax } from './arrow.ts';
import { replacement } from './edits.ts';
import { endWithComment, removal, removeDeclarator } from './removals.ts';
import type { TextEdit } from './result.ts';
import type { Arguments, Transforms } from './transform.ts';

export const inlineTransforms: Transforms = { 'inline-variable': inlineVariable };

/** More uses than this stay with their variable. */
const MOST_USES = 8;

/** A variable with its value and its uses. */
interface Inlinable {
  readonly symbol: string;
  readonly declaration: ts.VariableDeclaration;
  readonly statement: ts.VariableStatement;
  readonly value: ts.Expression;
  readonly uses: readonly ts.Identifier[];
}

type Refuse = (why: string, lines?: readonly LineIndex[]) => OperationRefused;

function inlineVariable(source: Source, args: Arguments): TextEdit[] {
  const symbol = args.text('symbol');
  const declaration = findVariable(source, symbol, args.lineOrNone('line'));
  const place = [startLine(source, declaration.name)];
  const refuse: Refuse = (why, lines = place) =>
    new OperationRefused('not-applicable', `\`${symbol}\` ${why}.`, { lines });
  const variable = requireInlinable(source, symbol, declaration, refuse);
  requireUses(source, variable, refuse);
  requireSameValue(source, variable, refuse);
  return [
    ...variable.uses.map((use) => inlined(source, variable, use)),
    ...withoutDeclaration(source, variable),
  ];
}

/** The one variable named `symbol`; with `line`, the one that is declared there. */
function findVariable(
  source: Source,
  symbol: string,
  line: LineIndex | undefined,
): ts.VariableDeclaration {
  const { ts } = source;
  const declarations = findDeclarations(source);
  const named = declarations.filter(({ name }) => name === symbol);
  if (named.length === 0) {
    const variables = declarations.filter(({ node }) => ts.isVariableDeclaration(node));
    throw notFound(
      'variable',
      symbol,
      variables.map(({ name }) => name),
    );
  }
  const places = named.map(({ nameNode }) => startLine(source, nameNode));
  const here = named.filter((_, index) => line === undefined || places[index] === line);
  if (here.length === 0) {
    const message = `\`${symbol}\` is not declared on line ${line! + 1}, but on ${describeLines(places)}.`;
    throw new OperationRefused('not-found', message, { lines: places });
  }
  const variables = here.flatMap(({ node }) => (ts.isVariableDeclaration(node) ? [node] : []));
  const [only] = variables;
  if (only === undefined) {
    const { node, nameNode } = here[0]!;
    const lines = [startLine(source, nameNode)];
    const reason = ts.isBindingElement(node) ? 'is taken out of a pattern' : 'is not a variable';
    const message = `\`${symbol}\` (${describeLines(lines)}) ${reason}.`;
    throw new OperationRefused('not-applicable', message, { lines });
  }
  if (variables.length > 1) {
    const lines = variables.map(({ name }) => startLine(source, name));
    const message = `\`${symbol}\` is declared ${variables.length} times: on ${describeLines(lines)}.`;
    throw new OperationRefused('ambiguous', message, { lines });
  }
  return only;
}

/** @throws OperationRefused where the declaration itself forbids it */
function requireInlinable(
  source: Source,
  symbol: string,
  declaration: ts.VariableDeclaration,
  refuse: Refuse,
): Inlinable {
  const { ts, file } = source;
  const statement = declaration.parent.parent;
  if (!ts.isVariableStatement(statement)) throw refuse('is declared by a loop or a catch');
  const keyword = /^\w+/.exec(statement.declarationList.getText(file))![0];
  if (keyword !== 'const' && keyword !== 'let') {
    throw refuse(`is declared with ${keyword}; only const and let are inlined`);
  }
  const value = declaration.initializer;
  if (value === undefined) throw refuse('gets no value where it is declared');
  const isExported = statement.modifiers?.some(({ kind }) => kind === ts.SyntaxKind.ExportKeyword);
  if (isExported) throw refuse('is exported');
  const uses = serviceFor(source)
    .references(declaration.name.getStart(file))
    .flatMap((position) => identifierAt(source, position) ?? [])
    .filter((use) => use !== declaration.name);
  return { symbol, declaration, statement, value, uses };
}

/** @throws OperationRefused where a use cannot be an expression, or there are none or too many */
function requireUses(source: Source, variable: Inlinable, refuse: Refuse): void {
  const { ts } = source;
  const { value, uses } = variable;
  if (uses.length === 0) throw refuse('is used nowhere; remove it instead');
  for (const use of uses) {
    const { parent } = use;
    const lines = [startLine(source, use)];
    const place = describeLines(lines);
    if (isAssigned(source, use)) throw refuse(`is assigned again on ${place}`, lines);
    if (ts.isExportSpecifier(parent) || ts.isExportAssignment(parent)) {
      throw refuse(`is exported (${place})`, lines);
    }
    if (ts.isTypeQueryNode(parent) || ts.isQualifiedName(parent)) {
      throw refuse(`is used in a type (${place})`, lines);
    }
    if (ts.isJsxOpeningLikeElement(parent) || ts.isJsxClosingElement(parent)) {
      throw refuse(`is used as an element (${place})`, lines);
    }
    if (value.pos <= use.pos && use.end <= value.end) {
      throw refuse(`is used in its own value (${place})`, lines);
    }
    const isMember = ts.isPropertyAccessExpression(value) || ts.isElementAccessExpression(value);
    if (isMember && ts.isCallExpression(parent) && parent.expression === use) {
      throw refuse(`is called on ${place}, which would then be with another \`this\``, lines);
    }
  }
  if (uses.length > MOST_USES) {
    throw refuse(`is used ${uses.length} times; at most ${MOST_USES} uses are replaced`);
  }
}

/** @throws OperationRefused where the value may be another one, or computed more often, at a use */
function requireSameValue(source: Source, variable: Inlinable, refuse: Refuse): void {
  const { declaration, value, uses } = variable;
  const names = namesIn(source, value);
  const last = Math.max(...uses.map(({ end }) => end));
  for (const [name, isMember] of names) {
    const declared = findDeclarations(source).filter(
      (other) => other.name === name && other.member === 'none',
    );
    if (!isMember && new Set(declared.map(({ scope }) => scope)).size > 1) {
      const lines = declared.map(({ nameNode }) => startLine(source, nameNode));
      throw refuse(`holds \`${name}\`, which is declared on ${describeLines(lines)}`, lines);
    }
    const change = changesOf(source, name).find(
      (node) => declaration.end <= node.pos && node.end <= last,
    );
    if (change) {
      const lines = [startLine(source, change)];
      throw refuse(`holds \`${name}\`, which changes on ${describeLines(lines)}`, lines);
    }
  }
  const work = workIn(source, value);
  if (work !== 'none' && uses.length > 1) {
    throw refuse(`gets its value once, and inlined it would be computed ${uses.length} times`);
  }
  const own = ownFunctionSyntax(source, value)?.getText(source.file);
  for (const use of uses) {
    const lines = [startLine(source, use)];
    const place = describeLines(lines);
    if (work !== 'none' && isRepeated(source, variable, use)) {
      throw refuse(`gets its value once, and may be used more often on ${place}`, lines);
    }
    const between = work === 'effect' ? effectBetween(source, variable, use) : undefined;
    if (between) {
      const at = [startLine(source, between)];
      throw refuse(`gets its value before what is done on ${describeLines(at)}`, at);
    }
    if (own && hasOtherThis(source, variable, use)) {
      throw refuse(`holds \`${own}\`, which means something else on ${place}`, lines);
    }
  }
}

/** The names that a value refers to and does not declare itself, each with whether it only follows a dot. */
function namesIn(source: Source, value: ts.Expression): Map<string, boolean> {
  const { ts } = source;
  const declared = findDeclarations(source)
    .filter(({ node }) => value.pos <= node.pos && node.end <= value.end)
    .map(({ name }) => name);
  const names = new Map<string, boolean>();
  const visit = (node: ts.Node): void => {
    if (ts.isIdentifier(node) && !declared.includes(node.text)) {
      const isMember = isMemberName(source, node);
      names.set(node.text, isMember && names.get(node.text) !== false);
    }
    ts.forEachChild(node, visit);
  };
  visit(value);
  return names;
}

/** Where something of that name gets a new value: a variable, a property, or an element of either. */
function changesOf(source: Source, name: string): ts.Node[] {
  const { ts } = source;
  const found: ts.Node[] = [];
  walk(source, (node) => {
    if (!ts.isIdentifier(node) || node.text !== name) return;
    const isProperty = ts.isPropertyAccessExpression(node.parent) && node.parent.name === node;
    const named = isProperty ? node.parent : node;
    const isList = ts.isElementAccessExpression(named.parent) && named.parent.expression === named;
    if (isAssigned(source, isList ? named.parent : named)) found.push(node);
  });
  return found;
}

/** Whether computing a value, or a statement, has an effect (or waits, or leaves), or makes something new, each time. */
export function workIn(source: Source, value: ts.Node): 'effect' | 'new' | 'none' {
  const { ts } = source;
  let work: 'effect' | 'new' | 'none' = 'none';
  const visit = (node: ts.Node): void => {
    const isChange =
      ts.isPostfixUnaryExpression(node) ||
      (ts.isPrefixUnaryExpression(node) &&
        (node.operator === ts.SyntaxKind.PlusPlusToken ||
          node.operator === ts.SyntaxKind.MinusMinusToken)) ||
      (ts.isBinaryExpression(node) && isAssigned(source, node.left));
    const hasEffect =
      isChange ||
      ts.isCallExpression(node) ||
      ts.isNewExpression(node) ||
      ts.isAwaitExpression(node) ||
      ts.isYieldExpression(node) ||
      ts.isTaggedTemplateExpression(node) ||
      ts.isReturnStatement(node) ||
      ts.isThrowStatement(node) ||
      ts.isBreakOrContinueStatement(node) ||
      ts.isDeleteExpression(node);
    const makesNew =
      ts.isFunctionLike(node) ||
      ts.isClassLike(node) ||
      ts.isObjectLiteralExpression(node) ||
      ts.isArrayLiteralExpression(node) ||
      ts.isRegularExpressionLiteral(node) ||
      ts.isJsxElement(node) ||
      ts.isJsxSelfClosingElement(node) ||
      ts.isJsxFragment(node);
    if (hasEffect) work = 'effect';
    else if (makesNew && work === 'none') work = 'new';
    // What a function does, it does when it is called.
    if (!ts.isFunctionLike(node)) ts.forEachChild(node, visit);
  };
  visit(value);
  return work;
}

/** Whether a use stands in a function or loop that the declaration is outside of. */
function isRepeated({ ts }: Source, { statement }: Inlinable, use: ts.Identifier): boolean {
  for (let node: ts.Node = use; node.parent !== statement.parent; node = node.parent) {
    const { parent } = node;
    if (ts.isSourceFile(parent)) return true;
    if (ts.isFunctionLike(parent) || ts.isPropertyDeclaration(parent)) return true;
    if (!ts.isIterationStatement(parent, false)) continue;
    const isOnce =
      (ts.isForStatement(parent) && parent.initializer === node) ||
      ((ts.isForOfStatement(parent) || ts.isForInStatement(parent)) && parent.expression === node);
    if (!isOnce) return true;
  }
  return false;
}

/** The first statement with an effect that is done after the declaration and before the statement of a use. */
function effectBetween(
  source: Source,
  { statement }: Inlinable,
  use: ts.Identifier,
): ts.Node | undefined {
  const { ts } = source;
  const hasEffect = (node: ts.Node) => workIn(source, node) === 'effect';
  for (let node: ts.Node = use; node !== statement.parent; node = node.parent) {
    const { parent } = node;
    if (ts.isTryStatement(parent) && node !== parent.tryBlock && hasEffect(parent.tryBlock)) {
      return parent.tryBlock;
    }
    if (!ts.isBlock(parent) && !ts.isSourceFile(parent) && !ts.isModuleBlock(parent)) continue;
    const found = parent.statements.find(
      (other) => other.pos > statement.pos && other.end <= node.pos && hasEffect(other),
    );
    if (found) return found;
  }
  return undefined;
}

/** Whether a function with a `this` of its own, or a class, lies between a use and the declaration. */
function hasOtherThis({ ts }: Source, { statement }: Inlinable, use: ts.Identifier): boolean {
  const around = ts.findAncestor(use, (node) => {
    if (node === statement.parent) return 'quit';
    return ts.isClassLike(node) || (ts.isFunctionLike(node) && !ts.isArrowFunction(node));
  });
  return around !== undefined;
}

/** The value in place of one use. */
function inlined(
  source: Source,
  { symbol, value, statement }: Inlinable,
  use: ts.Identifier,
): TextEdit {
  const { ts, file } = source;
  const written = reindented(
    value.getText(file).replaceAll('\r\n', '\n'),
    indentOf(source, startLine(source, statement)),
    indentOf(source, startLine(source, use)),
  );
  if (ts.isShorthandPropertyAssignment(use.parent)) {
    return replacement(source, use, `${symbol}: ${written}`);
  }
  const { before, after } = groupingFor(source, use, written, value.kind);
  return replacement(source, use, before + written + after);
}

/** A text whose lines after the first stand at `to` instead of `from`; one with a template literal as it is. */
function reindented(text: string, from: string, to: string): string {
  if (text.includes('`')) return text;
  return text.replaceAll(/\n([ \t]*)(?=\S)/g, (whole, indent: string) =>
    indent.startsWith(from) ? `\n${to}${indent.slice(from.length)}` : whole,
  );
}

/** Takes the declaration away, with its documentation and its line. */
function withoutDeclaration(source: Source, { symbol, statement }: Inlinable): TextEdit[] {
  const { ts, file } = source;
  if (statement.declarationList.declarations.length > 1) {
    return removeDeclarator(source, statement, symbol);
  }
  const documentation = ts.getJSDocCommentsAndTags(statement).findLast(ts.isJSDoc);
  const start = documentation?.pos ?? statement.getStart(file);
  const end = endWithComment(source, statement.end);
  return [removal(source, { start, end }, true)];
}
