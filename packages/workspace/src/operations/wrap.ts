/**
 * wrap-try: the whole body of a function goes into `try { … } catch (error) { console.error(error);
 * throw error; }`. The body is indented one level more, except for lines that lie inside a template
 * literal, whose white space is content. Directives ('use strict') stay first, outside.
 */
import type { LineIndex } from '@wick/edits';
import type ts from 'typescript';
import { bodyOf, requireFunction } from '../code/functions.ts';
import { OperationRefused } from '../code/refusal.ts';
import {
  indentOf,
  indentUnit,
  lineOf,
  type Source,
  startLine,
  usesSemicolons,
  walk,
} from '../code/source.ts';
import { insertion } from './edits.ts';
import type { TextEdit } from './result.ts';
import type { Arguments } from './transform.ts';

export function wrapTry(source: Source, args: Arguments): TextEdit[] {
  const { ts } = source;
  const symbol = args.text('symbol');
  const found = requireFunction(source, symbol, undefined);
  const lines = [lineOf(source, found.namePosition)];
  const refuse = (why: string) =>
    new OperationRefused('not-applicable', `\`${symbol}\` ${why}.`, { lines });
  const body = bodyOf(found.node);
  if (body === undefined) throw refuse('has no body here');
  if (!ts.isBlock(body)) throw refuse('is an arrow function without braces; give it a body first');
  const statements = body.statements.filter((statement) => !isDirective(source, statement));
  const [first] = statements;
  if (first === undefined) throw refuse('has an empty body, so there is nothing to catch');
  if (statements.length === 1 && ts.isTryStatement(first) && first.catchClause) {
    const message = `The body of \`${symbol}\` is already one try statement.`;
    throw new OperationRefused('already-done', message, { lines });
  }
  if (ts.isConstructorDeclaration(found.node) && callsSuper(source, body)) {
    throw refuse('calls super(), which must not stand in a try');
  }
  const directive = body.statements[body.statements.indexOf(first) - 1];
  const start = directive?.end ?? body.getStart(source.file) + 1;
  return wrapped(source, start, body.end - 1);
}

/** Edits that put the text between `start` (after the brace or a directive) and the closing brace into try. */
function wrapped(source: Source, start: number, close: number): TextEdit[] {
  const { text } = source;
  const unit = indentUnit(source);
  const closeLine = lineOf(source, close);
  const closeAlone = text.slice(source.offsets[closeLine], close).trim() === '';
  const outer = indentOf(source, closeAlone ? closeLine : lineOf(source, start));
  const inner = outer + unit;
  const semicolon = usesSemicolons(source) ? ';' : '';
  const ending = [
    `${inner}} catch (error) {`,
    `${inner}${unit}console.error(error)${semicolon}`,
    `${inner}${unit}throw error${semicolon}`,
    `${inner}}`,
  ].join('\n');

  // What follows the brace on its own line may be a comment; the body proper begins on the next line.
  const lineEnd =
    lineOf(source, start) < closeLine ? source.offsets[lineOf(source, start) + 1]! : close;
  const opening = text.slice(start, lineEnd);
  const opensLine = /^[ \t]*(?:\/\/[^\n]*|\/\*(?:(?!\*\/)[^\n])*\*\/[ \t]*)?\r?\n$/.test(opening);
  const edits: TextEdit[] = [];
  if (opensLine) edits.push(insertion(lineEnd, `${inner}try {\n`));
  else {
    const gap = /^[ \t]*/.exec(opening)![0].length;
    edits.push({ start, end: start + gap, text: `\n${inner}try {\n${inner}${unit}` });
  }
  const firstLine = lineOf(source, start) + 1;
  edits.push(...indentLines(source, firstLine, closeAlone ? closeLine : closeLine + 1, unit));
  if (closeAlone) edits.push(insertion(source.offsets[closeLine]!, `${ending}\n`));
  else {
    const gap = /[ \t]*$/.exec(text.slice(start, close))![0].length;
    edits.push({ start: close - gap, end: close, text: `\n${ending}\n${outer}` });
  }
  return edits;
}

/** Edits that indent the lines [from, to) by `unit`, but for blank ones and those inside template literals. */
export function indentLines(
  source: Source,
  from: LineIndex,
  to: LineIndex,
  unit: string,
): TextEdit[] {
  const fixed = templateLines(source);
  const edits: TextEdit[] = [];
  for (let line = from; line < to; line++) {
    if (fixed.has(line) || source.document.lines[line]!.trim() === '') continue;
    edits.push(insertion(source.offsets[line]!, unit));
  }
  return edits;
}

/** The lines that begin inside the text of a template literal or of a continued string. */
function templateLines(source: Source): Set<LineIndex> {
  const { ts } = source;
  const lines = new Set<LineIndex>();
  walk(source, (node) => {
    const isText =
      ts.isStringLiteral(node) ||
      ts.isNoSubstitutionTemplateLiteral(node) ||
      ts.isTemplateHead(node) ||
      ts.isTemplateMiddleOrTemplateTail(node);
    if (!isText) return;
    const end = lineOf(source, node.end - 1);
    for (let line = startLine(source, node) + 1; line <= end; line++) lines.add(line);
  });
  return lines;
}

function isDirective(source: Source, statement: ts.Statement): boolean {
  const { ts } = source;
  return ts.isExpressionStatement(statement) && ts.isStringLiteral(statement.expression);
}

function callsSuper(source: Source, body: ts.Block): boolean {
  let found = false;
  walk(
    source,
    (node) => {
      const { ts } = source;
      if (ts.isCallExpression(node) && node.expression.kind === ts.SyntaxKind.SuperKeyword)
        found = true;
    },
    body,
  );
  return found;
}
