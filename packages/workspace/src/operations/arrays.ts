/** add-element: at the end of the array (or set, so far as it is written out) that a variable or property holds, in its own layout. */
import type ts from 'typescript';
import { findDeclarations } from '../code/declarations.ts';
import { notFound } from '../code/functions.ts';
import { requireExpression } from '../code/names.ts';
import { OperationRefused } from '../code/refusal.ts';
import { describeLines, indentOf, lineOf, type Source, startLine } from '../code/source.ts';
import { insertion } from './edits.ts';
import type { TextEdit } from './result.ts';
import type { Arguments, Transforms } from './transform.ts';

export const arrayTransforms: Transforms = { 'add-element': addElement };

function addElement(source: Source, args: Arguments): TextEdit[] {
  const { file } = source;
  const symbol = args.text('symbol');
  const element = args.text('element').trim();
  requireExpression(source, element);
  const array = findArray(source, symbol);
  const { elements } = array;
  const same = elements.find((other) => other.getText(file) === element);
  if (same) {
    const lines = [startLine(source, same)];
    const message = `\`${symbol}\` already holds \`${element}\` (${describeLines(lines)}).`;
    throw new OperationRefused('already-done', message, { lines });
  }
  if (elements.length === 0) return [intoEmpty(source, array, element)];
  return appended(source, elements, element);
}

/**
 * The edits that put `written` behind the last of a list's elements, in the list's own layout: on a line of its
 * own where the last has one, with a trailing comma where the list has one. The list is not empty.
 */
export function appended(source: Source, list: ts.NodeArray<ts.Node>, written: string): TextEdit[] {
  const { ts, text } = source;
  const last = list.at(-1)!;
  const closeLine = lineOf(source, last.parent.end - 1);
  const lastLine = startLine(source, last);
  const previous = list.at(-2);
  const before = lineOf(source, previous?.end ?? list.pos - 1);
  const ownLine = lastLine > before && closeLine > lineOf(source, last.end);
  // With a trailing comma the list ends right behind it.
  const { hasTrailingComma, end: listEnd } = list;
  if (!ownLine) {
    const comments = ts.getTrailingCommentRanges(text, last.end) ?? [];
    const block = comments.findLast(({ kind }) => kind === ts.SyntaxKind.MultiLineCommentTrivia);
    const place = hasTrailingComma ? listEnd - 1 : (block?.end ?? last.end);
    return [insertion(place, `, ${written}`)];
  }
  const place = hasTrailingComma ? listEnd : last.end;
  const end = ts.getTrailingCommentRanges(text, place)?.at(-1)?.end ?? place;
  const line = `\n${indentOf(source, lastLine)}${written}`;
  return hasTrailingComma
    ? [insertion(end, `${line},`)]
    : [insertion(last.end, ','), insertion(end, line)];
}

/** As the only element: between the brackets, in place of the white space there. */
function intoEmpty(source: Source, array: ts.ArrayLiteralExpression, element: string): TextEdit {
  const start = array.getStart(source.file) + 1;
  const isBlank = source.text.slice(start, array.end - 1).trim() === '';
  return { start, end: isBlank ? array.end - 1 : start, text: element };
}

/** The one array literal that a variable or property of that name holds. */
function findArray(source: Source, symbol: string): ts.ArrayLiteralExpression {
  const { ts } = source;
  const declarations = findDeclarations(source);
  const named = declarations.filter(({ name }) => name === symbol);
  const arrays = named.flatMap(({ node }) => {
    const holds =
      ts.isVariableDeclaration(node) ||
      ts.isPropertyDeclaration(node) ||
      ts.isPropertyAssignment(node);
    return (holds && arrayIn(source, node.initializer)) || [];
  });
  const [only] = arrays;
  if (named.length === 0) {
    throw notFound(
      'variable or property',
      symbol,
      declarations.map(({ name }) => name),
    );
  }
  if (only === undefined) {
    const lines = [startLine(source, named[0]!.nameNode)];
    const message = `\`${symbol}\` (${describeLines(lines)}) holds no array that is written out here.`;
    throw new OperationRefused('not-applicable', message, { lines });
  }
  if (arrays.length > 1) {
    const lines = arrays.map((array) => startLine(source, array));
    const message = `${arrays.length} arrays are named \`${symbol}\`: on ${describeLines(lines)}.`;
    throw new OperationRefused('ambiguous', message, { lines });
  }
  return only;
}

/** The array literal that an expression is, through `as`, `satisfies` and parentheses, or that it begins a set with or freezes. */
function arrayIn(
  source: Source,
  expression: ts.Expression | undefined,
): ts.ArrayLiteralExpression | undefined {
  const { ts, file } = source;
  if (expression === undefined) return undefined;
  if (ts.isArrayLiteralExpression(expression)) return expression;
  if (
    ts.isAsExpression(expression) ||
    ts.isSatisfiesExpression(expression) ||
    ts.isParenthesizedExpression(expression)
  ) {
    return arrayIn(source, expression.expression);
  }
  const isSet = ts.isNewExpression(expression) && expression.expression.getText(file) === 'Set';
  const isFrozen =
    ts.isCallExpression(expression) && expression.expression.getText(file) === 'Object.freeze';
  const [first] = (isSet || isFrozen ? expression.arguments : undefined) ?? [];
  return first && ts.isArrayLiteralExpression(first) ? first : undefined;
}
