/** add-jsdoc and add-todo: a comment on a line of its own, above a declaration or a line. */
import type { LineIndex } from '@wick/edits';
import type ts from 'typescript';
import { type Comment, findComments } from '../code/comments.ts';
import { type Declaration, type DeclarationSort, findDeclarations } from '../code/declarations.ts';
import { notFound } from '../code/functions.ts';
import { OperationRefused } from '../code/refusal.ts';
import { describeLines, indentOf, lineOf, type Source, startLine, walk } from '../code/source.ts';
import { insertion } from './edits.ts';
import type { TextEdit } from './result.ts';
import type { Arguments, Transforms } from './transform.ts';

export const commentTransforms: Transforms = { 'add-jsdoc': addJsdoc, 'add-todo': addTodo };

function addJsdoc(source: Source, args: Arguments): TextEdit[] {
  const symbol = args.text('symbol');
  const text = oneLine(args.text('text'));
  if (text.includes('*/')) {
    throw new OperationRefused('not-applicable', 'A comment cannot hold the characters "*/".');
  }
  const node = findDeclared(source, symbol);
  const line = startLine(source, node);
  const old = jsdocOf(source, node);
  if (old) {
    const lines = [lineOf(source, old.start)];
    const isSame = wordsOf(source.text.slice(old.start, old.end)) === wordsOf(text);
    const already = isSame ? 'so already' : 'already; edit that comment';
    const message = `\`${symbol}\` is documented ${already} (${describeLines(lines)}).`;
    throw new OperationRefused(isSame ? 'already-done' : 'not-applicable', message, { lines });
  }
  return above(source, line, node.getStart(source.file), `/** ${text} */`);
}

/** Declarations that have no statement or member of their own to stand above. */
const UNDOCUMENTED: ReadonlySet<DeclarationSort> = new Set([
  'parameter',
  'type-parameter',
  'import',
  'label',
]);

/** What to document: the whole statement or member that declares `symbol`, the first where it has overloads. */
function findDeclared(source: Source, symbol: string): ts.Node {
  const { ts } = source;
  const declarations = findDeclarations(source);
  const named = declarations.filter(({ name }) => name === symbol);
  if (named.length === 0) {
    const names = declarations.map(({ name }) => name);
    throw notFound('declaration', symbol, names);
  }
  const documented = named.filter(({ node, sort }) => {
    // The name of a class or function expression is its own alone: `const a = class b {}`.
    const isInner = ts.isFunctionExpression(node) || ts.isClassExpression(node);
    return !UNDOCUMENTED.has(sort) && !isInner;
  });
  const firm = documented.filter(({ member }) => member !== 'object-literal');
  const own = firm.length > 0 ? firm : documented;
  const isOverload = ({ node, scope, sort }: Declaration, index: number) =>
    index > 0 &&
    (ts.isFunctionDeclaration(node) ||
      ts.isMethodDeclaration(node) ||
      ts.isMethodSignature(node)) &&
    own[index - 1]!.scope === scope &&
    own[index - 1]!.sort === sort;
  const distinct = own.filter((declaration, index) => !isOverload(declaration, index));
  if (distinct.length > 1) {
    const lines = distinct.map(({ nameNode }) => startLine(source, nameNode));
    const message = `\`${symbol}\` is declared ${distinct.length} times: on ${describeLines(lines)}.`;
    throw new OperationRefused('ambiguous', message, { lines });
  }
  const whole = distinct[0] && wholeOf(source, distinct[0].node);
  if (whole) return whole;
  const lines = [startLine(source, named[0]!.nameNode)];
  const message = `\`${symbol}\` (${describeLines(lines)}) is not declared by a statement or member of its own.`;
  throw new OperationRefused('not-applicable', message, { lines });
}

/** The statement of a variable, anything else as it is; undefined where a `for` or `catch` declares it. */
function wholeOf(source: Source, node: ts.Node): ts.Node | undefined {
  const { ts } = source;
  const root = ts.isBindingElement(node) ? ts.walkUpBindingElementsAndPatterns(node) : node;
  if (!ts.isVariableDeclaration(root)) return root;
  const statement = root.parent.parent;
  return ts.isVariableStatement(statement) ? statement : undefined;
}

/** The JSDoc comment of a node: the last before it, even where other comments follow. */
function jsdocOf(source: Source, node: ts.Node): Comment | undefined {
  const { text, offsets } = source;
  const nodeStart = node.getStart(source.file);
  return findComments(source).findLast(({ start, end }) => {
    if (start < node.pos || end > nodeStart || !/^\/\*\*(?!\/)/.test(text.slice(start, end)))
      return false;
    // At the end of a line of code it speaks of what stands before it.
    const line = lineOf(source, start);
    const beginsLine = text.slice(offsets[line], start).trim() === '';
    return beginsLine || lineOf(source, nodeStart) === line;
  });
}

function wordsOf(comment: string): string {
  return comment.replaceAll(/^\/\*\*|\*\/$|^\s*\*(?!\/)/gm, '').trim();
}

function addTodo(source: Source, args: Arguments): TextEdit[] {
  const line = args.line('line');
  const text = oneLine(args.text('text')).replace(/^(?:TODO\b:?|todo:)\s*/, '');
  if (text === '') throw new OperationRefused('not-applicable', 'The TODO has no text.');
  const start = source.offsets[line]!;
  if (isInsideText(source, line)) {
    const message = `Line ${line + 1} lies inside a text or comment, where a comment would be part of it.`;
    throw new OperationRefused('not-applicable', message, { lines: [line] });
  }
  const comment = `// TODO: ${text}`;
  if (source.document.lines[line - 1]?.trim() === comment) {
    const message = `Line ${line} says so already.`;
    throw new OperationRefused('already-done', message, { lines: [line - 1] });
  }
  return [insertion(start, `${indentOf(source, line)}${comment}\n`)];
}

/** Whether a line begins within a template, a block comment or among the children of a JSX element. */
function isInsideText(source: Source, line: LineIndex): boolean {
  const { ts, file, offsets, document } = source;
  const start = offsets[line]!;
  const position = start + /^\s*/.exec(document.lines[line]!)![0].length;
  const isWithin = (from: number, to: number) => from < position && position < to;
  let isInside = findComments(source).some((comment) => isWithin(comment.start, comment.end));
  let isChild = false;
  walk(source, (node) => {
    // Inner nodes come later: braces and the attributes of a tag are code again.
    const isElement = ts.isJsxElement(node) || ts.isJsxFragment(node);
    const isCode = ts.isJsxExpression(node) || ts.isJsxOpeningLikeElement(node);
    if ((isElement || isCode) && isWithin(node.getStart(file), node.end)) isChild = isElement;
    const isText =
      ts.isNoSubstitutionTemplateLiteral(node) ||
      ts.isTemplateHead(node) ||
      ts.isTemplateMiddleOrTemplateTail(node) ||
      ts.isStringLiteral(node);
    if (isText) isInside ||= isWithin(node.getStart(file), node.end);
  });
  return isInside || isChild;
}

/** A comment above the line on which something begins, or before it where it shares the line. */
function above(source: Source, line: LineIndex, start: number, comment: string): TextEdit[] {
  const lineStart = source.offsets[line]!;
  const isAlone = source.text.slice(lineStart, start).trim() === '';
  return isAlone
    ? [insertion(lineStart, `${indentOf(source, line)}${comment}\n`)]
    : [insertion(start, `${comment} `)];
}

function oneLine(text: string): string {
  const trimmed = text.trim();
  if (!/[\n\r\u2028\u2029]/.test(trimmed) && trimmed !== '') return trimmed;
  throw new OperationRefused('not-applicable', 'The comment must be one line of text.');
}
