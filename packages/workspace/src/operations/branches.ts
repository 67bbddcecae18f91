/**
 * swap-branches: the two branches of an if exchange their places, with all that stands in them; the condition
 * stays as it is.
 */
import type { LineIndex } from '@wick/edits';
import type ts from 'typescript';
import { findComments } from '../code/comments.ts';
import { OperationRefused } from '../code/refusal.ts';
import { type Source, startLine, walk } from '../code/source.ts';
import { notOnLine } from './expressions.ts';
import type { TextEdit } from './result.ts';
import type { Arguments, Transforms } from './transform.ts';

export const branchTransforms: Transforms = { 'swap-branches': swapBranches };

function swapBranches(source: Source, args: Arguments): TextEdit[] {
  const { file } = source;
  const line = args.line('line');
  const node = findIf(source, line);
  const refuse = (reason: 'already-done' | 'not-applicable', why: string) =>
    new OperationRefused(reason, `The if on line ${line + 1} ${why}.`, { lines: [line] });
  const { thenStatement, elseStatement } = node;
  if (elseStatement === undefined) throw refuse('not-applicable', 'has no else');
  if (source.ts.isIfStatement(elseStatement) || isElseIf(source, node)) {
    throw refuse('not-applicable', 'is one of several that are joined by else if');
  }
  if (thenStatement.getText(file) === elseStatement.getText(file)) {
    throw refuse('already-done', 'has two branches that are the same');
  }
  if (endsInOpenIf(source, elseStatement)) {
    throw refuse(
      'not-applicable',
      'has an else that ends in an if, which would take it for its own',
    );
  }
  if (hasCommentAround(source, node, elseStatement)) {
    throw refuse(
      'not-applicable',
      'has a comment beside its branches, and which it means is not told',
    );
  }
  return [moved(source, elseStatement, thenStatement), moved(source, thenStatement, elseStatement)];
}

/** The one if on a line; of several, the one that has an else. */
function findIf(source: Source, line: LineIndex): ts.IfStatement {
  const { ts } = source;
  const ifs: ts.IfStatement[] = [];
  walk(source, (node) => {
    if (ts.isIfStatement(node)) ifs.push(node);
  });
  const here = ifs.filter(
    (node) => startLine(source, node) === line || startLine(source, node.expression) === line,
  );
  const heads = here.filter((node) => !(isElseIf(source, node) && here.includes(node.parent)));
  const whole = heads.filter(({ elseStatement }) => elseStatement !== undefined);
  const [only] = whole.length > 0 ? whole : heads;
  if (only === undefined) {
    const lines = ifs.filter((node) => node.elseStatement).map((node) => startLine(source, node));
    throw notOnLine(line, 'no if', lines);
  }
  if (whole.length > 1) {
    const message = `There are ${whole.length} ifs with an else on line ${line + 1}.`;
    throw new OperationRefused('ambiguous', message, { lines: [line] });
  }
  return only;
}

/** Whether an if stands behind the else of another. */
function isElseIf(
  { ts }: Source,
  node: ts.IfStatement,
): node is ts.IfStatement & { readonly parent: ts.IfStatement } {
  return ts.isIfStatement(node.parent) && node.parent.elseStatement === node;
}

/** Whether an else behind the statement would belong to an if inside it. */
function endsInOpenIf(source: Source, statement: ts.Statement): boolean {
  const { ts } = source;
  if (ts.isIfStatement(statement)) {
    const { elseStatement } = statement;
    return elseStatement === undefined || endsInOpenIf(source, elseStatement);
  }
  const isOpen =
    ts.isForStatement(statement) ||
    ts.isForInStatement(statement) ||
    ts.isForOfStatement(statement) ||
    ts.isWhileStatement(statement) ||
    ts.isWithStatement(statement) ||
    ts.isLabeledStatement(statement);
  return isOpen && endsInOpenIf(source, statement.statement);
}

/** Whether a comment stands before a branch, or behind one without braces. */
function hasCommentAround(source: Source, node: ts.IfStatement, other: ts.Statement): boolean {
  const { ts, file, text } = source;
  const { expression, thenStatement } = node;
  const gaps = [
    [expression.end, thenStatement.getStart(file)],
    [thenStatement.end, other.getStart(file)],
  ] as const;
  const isBehind = !ts.isBlock(other) && ts.getTrailingCommentRanges(text, other.end) !== undefined;
  return (
    isBehind ||
    findComments(source).some(({ start, end }) =>
      gaps.some(([from, to]) => from <= start && end <= to),
    )
  );
}

/** Where a branch ends; a semicolon on a later line belongs to what follows. */
function endOf({ file, text }: Source, branch: ts.Statement): number {
  const own = text.slice(branch.getStart(file), branch.end);
  return branch.end - (/\s*\n\s*;$/.exec(own)?.[0].length ?? 0);
}

/** A branch in the place of the other: with a space or a semicolon where that place needs one. */
function moved(source: Source, branch: ts.Statement, place: ts.Statement): TextEdit {
  const { ts, file, text } = source;
  const [start, end] = [place.getStart(file), endOf(source, place)];
  const own = text.slice(branch.getStart(file), endOf(source, branch)).replaceAll('\r\n', '\n');
  const space = /\w/.test(text[start - 1] ?? '') && /^[\w$]/.test(own) ? ' ' : '';
  // In front of `else` on the same line, and of what would go on with the statement.
  const joins = /^[ \t]*else\b|^\s*[([`/+-]/.test(text.slice(end));
  const isEnded = ts.isBlock(branch) || /[;}]$/.test(own);
  const semicolon = !isEnded && (joins || text[end - 1] === ';') ? ';' : '';
  return { start, end, text: space + own + semicolon };
}
