/** add-element: at the end of the array that a variable or property holds, in the array's own layout. */
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
  const { ts, file, text } = source;
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
  const last = elements.at(-1);
  if (last === undefined) return [intoEmpty(source, array, element)];
  const closeLine = lineOf(source, array.end - 1);
  const lastLine = startLine(source, last);
  const previous = elements.at(-2);
  const before = previous ? lineOf(source, previous.end) : startLine(source, array);
  const ownLine = lastLine > before && closeLine > lineOf(source, last.end);
  // With a trailing comma the list ends right behind it.
  const { hasTrailingComma, end: listEnd } = elements;
  if (!ownLine) {
    const comments = ts.getTrailingCommentRanges(text, last.end) ?? [];
    const block = comments.findLast(({ kind }) => kind === ts.SyntaxKind.MultiLineCommentTrivia);
    const place = hasTrailingComma ? listEnd - 1 : (block?.end ?? last.end);
    return [insertion(place, `, ${element}`)];
  }
  const place = hasTrailingComma ? listEnd : last.end;
  const end = ts.getTrailingCommentRanges(text, place)?.at(-1)?.end ?? place;
  const line = `\n${indentOf(source, lastLine)}${element}`;
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

/** The array literal that an expression is, through `as`, `satisfies` and parentheses. */
function arrayIn(
  source: Source,
  expression: ts.Expression | undefined,
): ts.ArrayLiteralExpression | undefined {
  const { ts } = source;
  if (expression === undefined) return undefined;
  if (ts.isArrayLiteralExpression(expression)) return expression;
  if (
    ts.isAsExpression(expression) ||
    ts.isSatisfiesExpression(expression) ||
    ts.isParenthesizedExpression(expression)
  ) {
    return arrayIn(source, expression.expression);
  }
  return undefined;
}
