/**
 * remove-declaration, remove-call, remove-comment and remove-import. What has its lines to itself goes with
 * them, line endings and all; what shares a line with other code goes alone, with one space.
 */
import type { LineIndex } from '@wick/edits';
import type ts from 'typescript';
import { FILE_WIDE, findComments } from '../code/comments.ts';
import { findDeclarations } from '../code/declarations.ts';
import { notFound } from '../code/functions.ts';
import { OperationRefused } from '../code/refusal.ts';
import {
  describeLines,
  lineOf,
  type Source,
  startLine,
  textAfter,
  textBefore,
  walk,
} from '../code/source.ts';
import { replacement } from './edits.ts';
import { declaredNames, exportEntries, findStatements, removeEntries } from './modules.ts';
import type { TextEdit } from './result.ts';
import type { Arguments, Transforms } from './transform.ts';

export const removalTransforms: Transforms = {
  'remove-declaration': removeDeclaration,
  'remove-call': removeCall,
  'remove-comment': removeComment,
  'remove-import': removeImport,
};

/** More places than this are not told in a message. */
const MOST_LINES = 6;

/** The characters [start, end) of the text. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

function removeDeclaration(source: Source, args: Arguments): TextEdit[] {
  const { ts, file } = source;
  const symbol = args.text('symbol');
  const declaring = findStatements(source, symbol);
  if (declaring.length === 0) throw notAtTopLevel(source, symbol);
  const shared = declaring.filter((statement) =>
    declaredNames(source, statement)?.some((name) => name !== symbol),
  );
  const edits = shared.flatMap((statement) => removeDeclarator(source, statement, symbol));
  const spans = declaring
    .filter((statement) => !shared.includes(statement))
    .map((statement) => ({
      start: startWithComments(source, statement),
      end: endWithComment(source, statement.end),
    }));
  const listed: ts.ExportSpecifier[] = [];
  for (const entry of exportEntries(source, symbol)) {
    const statement = ts.isExportAssignment(entry) ? entry : entry.parent.parent;
    if (ts.isExportDeclaration(statement) && statement.moduleSpecifier) continue;
    if (ts.isExportSpecifier(entry) && entry.parent.elements.length > 1) listed.push(entry);
    else {
      const end = endWithComment(source, statement.end);
      spans.push({ start: statement.getStart(file), end });
    }
  }
  return [
    ...edits,
    ...removeEntries(source, listed),
    ...joined(source, spans).map((span) => removal(source, span, true)),
  ];
}

function notAtTopLevel(source: Source, symbol: string): OperationRefused {
  const declarations = findDeclarations(source);
  const other = declarations.find(({ name }) => name === symbol);
  if (other === undefined) {
    const names = declarations.map(({ name }) => name);
    return notFound('declaration', symbol, names);
  }
  const lines = [startLine(source, other.nameNode)];
  const reason = other.sort === 'import' ? 'is an import' : 'is not declared at the top level';
  const message = `\`${symbol}\` (${describeLines(lines)}) ${reason}.`;
  return new OperationRefused('not-applicable', message, { lines });
}

/** Takes one variable out of a statement that declares others, too, with its comma and comments. */
export function removeDeclarator(
  source: Source,
  statement: ts.Statement,
  symbol: string,
): TextEdit[] {
  const { ts, file, text } = source;
  const list = ts.isVariableStatement(statement) ? statement.declarationList.declarations : [];
  const index = list.findIndex(({ name }) => ts.isIdentifier(name) && name.text === symbol);
  const declarator = list[index];
  if (declarator === undefined) {
    const lines = [startLine(source, statement)];
    const message = `\`${symbol}\` (${describeLines(lines)}) is taken out of a pattern with other names; remove it there.`;
    throw new OperationRefused('not-applicable', message, { lines });
  }
  const startOf = (node: ts.Node) =>
    ts.getLeadingCommentRanges(text, node.pos)?.[0]?.pos ?? node.getStart(file);
  const next = list[index + 1];
  if (next) return [{ start: startOf(declarator), end: startOf(next), text: '' }];
  // The last: what ended the statement takes the place of the comma.
  const comma = declarator.pos - 1;
  const ending = text.slice(declarator.end, statement.end);
  const comments = ts.getTrailingCommentRanges(text, declarator.pos) ?? [];
  const onOwnLine = startLine(source, declarator) > lineOf(source, comma);
  return [
    { start: comma, end: declarator.pos, text: ending },
    {
      start: onOwnLine ? (comments.at(-1)?.end ?? declarator.pos) : declarator.pos,
      end: onOwnLine ? endWithComment(source, statement.end) : statement.end,
      text: '',
    },
  ];
}

/** The start of a statement, or of the comments that stand directly above it. */
export function startWithComments(source: Source, node: ts.Node): number {
  const { ts, file, text } = source;
  let start = node.getStart(file);
  for (const comment of (ts.getLeadingCommentRanges(text, node.pos) ?? []).toReversed()) {
    const gap = text.slice(comment.end, start);
    if (gap.split('\n').length > 2 || FILE_WIDE.test(text.slice(comment.pos, comment.end))) break;
    start = comment.pos;
  }
  return start;
}

/** The end of what follows `end` on its line and belongs to it: a stray semicolon, a comment that ends the line. */
export function endWithComment(source: Source, end: number): number {
  const { ts, text } = source;
  const whole = end + (/^[ \t]*;/.exec(text.slice(end))?.[0].length ?? 0);
  const last = ts.getTrailingCommentRanges(text, whole)?.at(-1)?.end ?? whole;
  return textAfter(source, last).trim() === '' ? last : whole;
}

/** Spans with only white space between them as one, in the order of the text. */
export function joined(source: Source, spans: readonly Span[]): Span[] {
  const found: Span[] = [];
  for (const span of spans.toSorted((one, other) => one.start - other.start)) {
    const last = found.at(-1);
    if (last && source.text.slice(last.end, span.start).trim() === '') {
      found[found.length - 1] = { start: last.start, end: span.end };
    } else found.push(span);
  }
  return found;
}

function removeCall(source: Source, args: Arguments): TextEdit[] {
  const { ts, file } = source;
  const line = args.line('line');
  const statements: ts.ExpressionStatement[] = [];
  const bodies: ts.Expression[] = [];
  const isHere = (node: ts.Node) => startLine(source, node) === line;
  walk(source, (node) => {
    if (ts.isExpressionStatement(node)) {
      if (isHere(node) && isCall(source, node.expression)) statements.push(node);
    } else if (ts.isArrowFunction(node) && !ts.isBlock(node.body)) {
      if (isHere(node.body) && isCall(source, node.body)) bodies.push(node.body);
    }
  });
  const calls = statements.length > 0 ? statements : bodies;
  const [only] = calls;
  if (only === undefined) {
    const message = `No statement on line ${line + 1} is a call.`;
    throw new OperationRefused('not-found', message, { lines: [line] });
  }
  if (calls.length > 1) {
    const message = `${calls.length} calls begin on line ${line + 1}.`;
    throw new OperationRefused('ambiguous', message, { lines: [line] });
  }
  if (ts.isArrowFunction(only.parent)) return [replacement(source, only, '{}')];
  if (isOnlyBody(source, only)) return [emptyBody(source, only)];
  const end = endWithComment(source, only.end);
  return [removal(source, { start: only.getStart(file), end }, false)];
}

/** Whether an expression is a call, also behind `await` or `void`. */
function isCall(source: Source, expression: ts.Expression): boolean {
  const { ts } = source;
  let inner = expression;
  while (ts.isAwaitExpression(inner) || ts.isVoidExpression(inner)) inner = inner.expression;
  return ts.isCallExpression(inner);
}

/** Whether a statement is all that an if, else or loop without braces has. */
function isOnlyBody(source: Source, { parent }: ts.Node): boolean {
  const { ts } = source;
  return (
    ts.isIfStatement(parent) ||
    ts.isIterationStatement(parent, false) ||
    ts.isWithStatement(parent) ||
    ts.isLabeledStatement(parent)
  );
}

/** `{}` in a statement's place, on the line of what it belongs to. */
function emptyBody(source: Source, statement: ts.Node): TextEdit {
  const start = statement.getStart(source.file);
  const space = /\s*$/.exec(source.text.slice(statement.pos, start))![0];
  const isAllSpace = space.length === start - statement.pos;
  return isAllSpace
    ? { start: statement.pos, end: statement.end, text: ' {}' }
    : { start, end: statement.end, text: '{}' };
}

function removeComment(source: Source, args: Arguments): TextEdit[] {
  const line = args.line('line');
  const comments = commentsOn(source, line);
  if (comments.length === 0) {
    const message = `There is no comment on line ${line + 1}.`;
    throw new OperationRefused('not-found', message, { lines: [line] });
  }
  const last = comments.find(({ end }) => textAfter(source, end).trim() === '');
  if (last === undefined) {
    const message = `The comment on line ${line + 1} stands before code; remove it by editing the line.`;
    throw new OperationRefused('not-applicable', message, { lines: [line] });
  }
  const code = textBefore(source, last.start).trimEnd();
  if (code === '') return [removal(source, last, false)];
  const lineStart = source.offsets[lineOf(source, last.start)]!;
  return [{ start: lineStart + code.length, end: last.end, text: '' }];
}

/** The comments that begin, end or lie on a line; one that is all a JSX expression holds has its braces with it. */
function commentsOn(source: Source, line: LineIndex): Span[] {
  const { ts, file, text } = source;
  const braces: Span[] = [];
  walk(source, (node) => {
    if (!ts.isJsxExpression(node) || node.expression) return;
    braces.push({ start: node.getStart(file), end: node.end });
  });
  const whole = findComments(source).map((comment) => {
    const around = braces.find(({ start, end }) => start < comment.start && comment.end < end);
    if (around === undefined) return comment;
    const rest =
      text.slice(around.start + 1, comment.start) + text.slice(comment.end, around.end - 1);
    return rest.trim() === '' ? around : comment;
  });
  return whole.filter(
    ({ start, end }) => lineOf(source, start) <= line && line <= lineOf(source, end - 1),
  );
}

function removeImport(source: Source, args: Arguments): TextEdit[] {
  const { file } = source;
  const line = args.line('line');
  const imports = file.statements.filter((statement) => isImport(source, statement));
  const here = imports.filter((statement) => startLine(source, statement) === line);
  const [only] = here;
  if (only === undefined) {
    const lines = imports.map((statement) => startLine(source, statement));
    const isTold = lines.length > 0 && lines.length <= MOST_LINES;
    const elsewhere = isTold ? `, but on ${describeLines(lines)}` : '';
    const message = `No import begins on line ${line + 1}${elsewhere}.`;
    throw new OperationRefused('not-found', message, { lines });
  }
  if (here.length > 1) {
    const message = `${here.length} imports begin on line ${line + 1}.`;
    throw new OperationRefused('ambiguous', message, { lines: [line] });
  }
  const end = endWithComment(source, only.end);
  return [removal(source, { start: only.getStart(file), end }, true)];
}

/** Whether a statement brings in a module: `import …`, `const x = require(…)` or `require(…)`. */
function isImport(source: Source, statement: ts.Statement): boolean {
  const { ts } = source;
  if (ts.isImportDeclaration(statement) || ts.isImportEqualsDeclaration(statement)) return true;
  if (ts.isExpressionStatement(statement)) return isRequire(source, statement.expression);
  if (!ts.isVariableStatement(statement)) return false;
  const [variable, ...others] = statement.declarationList.declarations;
  return others.length === 0 && isRequire(source, variable?.initializer);
}

/** Whether an expression is `require(…)` or something of what it gives, as in `require('a').b`. */
function isRequire(source: Source, expression: ts.Expression | undefined): boolean {
  const { ts } = source;
  let inner = expression;
  while (inner && ts.isPropertyAccessExpression(inner)) inner = inner.expression;
  if (inner === undefined || !ts.isCallExpression(inner)) return false;
  return ts.isIdentifier(inner.expression) && inner.expression.text === 'require';
}

/** Removes a span: its whole lines where nothing else stands on them, else its characters and one space. */
export function removal(source: Source, { start, end }: Span, closesGap: boolean): TextEdit {
  const before = textBefore(source, start);
  const after = textAfter(source, end);
  if (before.trim() === '' && after.trim() === '') {
    const lines: [LineIndex, LineIndex] = [lineOf(source, start), lineOf(source, end - 1)];
    return lineRemoval(source, ...(closesGap ? withGap(source, ...lines) : lines));
  }
  if (/^[ \t]/.test(after) && after.trim() !== '') return { start, end: end + 1, text: '' };
  const hasSpace = before.trim() !== '' && /[ \t]$/.test(before);
  return { start: hasSpace ? start - 1 : start, end, text: '' };
}

/** Removes the lines [first, last]. */
function lineRemoval(source: Source, first: LineIndex, last: LineIndex): TextEdit {
  const { document, offsets, text } = source;
  const next = offsets[last + 1];
  if (next !== undefined || first === 0) {
    return { start: offsets[first]!, end: next ?? text.length, text: '' };
  }
  // The last line has no ending of its own, and the one before it becomes the last.
  const previous = document.endings[first - 1]!.length;
  return { start: offsets[first]! - previous, end: text.length, text: '' };
}

/**
 * Lines to remove, with the blank ones that would otherwise begin or end the file, or with the blank one
 * that would meet another or begin a block.
 */
function withGap(source: Source, start: LineIndex, end: LineIndex): [LineIndex, LineIndex] {
  const { lines } = source.document;
  const count = lines.at(-1) === '' ? lines.length - 1 : lines.length;
  const isBlank = (line: LineIndex) => lines[line]?.trim() === '';
  let [above, below] = [start - 1, end + 1];
  while (isBlank(above)) above--;
  while (below < count && isBlank(below)) below++;
  if (below === count) return [above + 1, count - 1];
  if (above < 0) return [0, below - 1];
  const closes = isBlank(start - 1) || /\{\s*$/.test(lines[start - 1]!);
  return [start, closes && isBlank(end + 1) ? end + 1 : end];
}
