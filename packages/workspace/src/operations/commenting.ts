/** comment-out and uncomment: lines put into comments as their language writes them, and taken out again. */
import { type LineIndex, parseDocument } from '@wick/edits';
import { escapePattern } from '../code/patterns.ts';
import { OperationRefused } from '../code/refusal.ts';
import { type Source, walk } from '../code/source.ts';
import { endOfBlock } from '../text/block-ends.ts';
import { codeOf } from '../text/brackets.ts';
import { extentAt } from '../text/extents.ts';
import { fillerFor } from '../text/gaps.ts';
import { type CommentMarks, languageAt } from '../text/languages.ts';
import { depthOf, type Extent, isBlank } from '../text/lines.ts';
import { insertion, requireWhole } from './edits.ts';
import type { TextEdit } from './result.ts';
import type { Arguments, Transforms } from './transform.ts';

export const commentingTransforms: Transforms = {
  'comment-out': commentOut,
  uncomment,
};

/** Lines [first, last] that the arguments name: of one line what it opens with it. */
function meant(source: Source, args: Arguments): Extent {
  const line = args.line('line');
  const last = args.lineOrNone('last');
  if (last === undefined) return extentAt(source, line);
  return { first: Math.min(line, last), last: Math.max(line, last) };
}

const MARKUP: CommentMarks = { block: ['{/*', '*/}'] };

/** How comments are written on a line. */
function marksAt(source: Source, line: LineIndex): CommentMarks {
  return isMarkup(source, line) ? MARKUP : languageAt(source, line).comments;
}

function commentOut(source: Source, args: Arguments): TextEdit[] {
  const { first, last } = meant(source, args);
  requireWhole(source, { first, last });
  const { lines } = source.document;
  const filled = range(first, last).filter((line) => !isBlank(lines[line]));
  if (filled.length === 0) {
    const message = `Line ${first + 1} is blank.`;
    throw new OperationRefused('not-applicable', message, { lines: [first] });
  }
  const marks = marksAt(source, filled[0]!);
  const depth = Math.min(...filled.map((line) => depthOf(lines[line]!)));
  const isComment = (line: LineIndex) =>
    codeOf(source, line) === '' ||
    (marks.line !== undefined && isLineComment(lines[line]!, marks.line));
  const found = marks.line === undefined ? stretches(source, { first, last }, marks) : [];
  const edits = filled.every(isComment)
    ? []
    : marks.line === undefined
      ? found.flatMap(({ start, end }) => [
          insertion(start, `${marks.block![0]} `),
          insertion(end, ` ${marks.block![1]}`),
        ])
      : filled.map((line) => insertion(source.offsets[line]! + depth, `${marks.line} `));
  const filler = fillerFor(source, { first, last }).map((each) => `\n${each}`);
  const end = source.offsets[last]! + lines[last]!.length;
  if (edits.length > 0) return [...edits, ...filler.map((each) => insertion(end, each))];
  const message = `Line ${first + 1} is a comment already.`;
  throw new OperationRefused('already-done', message, { lines: [first] });
}

interface Stretch {
  readonly start: number;
  readonly end: number;
}

/** What stands between the block comments among the lines: these would end a comment around them. */
function stretches(source: Source, { first, last }: Extent, { block }: CommentMarks): Stretch[] {
  const [open, close] = block!.map(escapePattern);
  const start = source.offsets[first]!;
  const end = source.offsets[last]! + source.document.lines[last]!.length;
  const text = source.text.slice(start, end);
  const found: Stretch[] = [];
  let from = 0;
  for (const comment of [...text.matchAll(new RegExp(`${open}[^]*?${close}|$`, 'g'))]) {
    const piece = text.slice(from, comment.index);
    const begin = start + from + depthOf(piece);
    if (!isBlank(piece)) found.push({ start: begin, end: start + from + piece.trimEnd().length });
    from = comment.index + comment[0].length;
  }
  return found;
}

function uncomment(source: Source, args: Arguments): TextEdit[] {
  const line = args.line('line');
  const last = args.lineOrNone('last') ?? line;
  const { lines } = source.document;
  const edits: TextEdit[] = [];
  for (let at = Math.min(line, last); at <= Math.max(line, last); at++) {
    const marks = marksAt(source, at);
    const block = blockComment(source, at, marks);
    const mark = marks.line;
    const isLine = mark !== undefined && isLineComment(lines[at]!, mark);
    if (block) {
      edits.push(...block.edits);
      at = block.last;
    } else if (isLine) {
      const end = last === line ? endOfComment(source, at, mark) : at;
      edits.push(...range(at, end).map((each) => uncommented(source, each, mark)));
      at = end;
    }
  }
  if (edits.length > 0) return edits;
  const message = `Line ${line + 1} is no comment.`;
  throw new OperationRefused('already-done', message, { lines: [line] });
}

function isLineComment(text: string, mark: string): boolean {
  return text.trimStart().startsWith(mark) && !text.startsWith('#!');
}

function uncommented(source: Source, line: LineIndex, mark: string): TextEdit {
  const text = source.document.lines[line]!;
  const start = source.offsets[line]! + depthOf(text);
  const behind = start + mark.length;
  return { start, end: source.text[behind] === ' ' ? behind + 1 : behind, text: '' };
}

/** The last line of what `line` opens once it is no comment, so far as the lines below it are comments, too. */
function endOfComment(source: Source, line: LineIndex, mark: string): LineIndex {
  const { lines } = source.document;
  let end = line;
  while (lines[end + 1] !== undefined && isLineComment(lines[end + 1]!, mark)) end++;
  const begins = new RegExp(`^([ \\t]*)${escapePattern(mark)} ?`);
  const bare = range(line, end).map((at) => lines[at]!.replace(begins, '$1'));
  const text = { path: source.path, document: parseDocument(bare.join('\n')) };
  return line + Math.min(endOfBlock(text, 0), end - line);
}

/** The edits that take away the marks of the block comment with which `line` begins, and the line on which that ends. */
function blockComment(
  source: Source,
  line: LineIndex,
  marks: CommentMarks,
): { readonly edits: readonly TextEdit[]; readonly last: LineIndex } | undefined {
  const { lines } = source.document;
  const column = depthOf(lines[line]!);
  const pairs = [MARKUP.block!, ...(marks.block ? [marks.block] : [])];
  const pair = pairs.find(([open]) => lines[line]!.startsWith(open, column));
  if (!pair) return undefined;
  const [open, close] = pair;
  const start = source.offsets[line]! + column;
  const end = source.text.indexOf(close, start + open.length);
  if (end < 0) return undefined;
  const from = start + open.length + (source.text[start + open.length] === ' ' ? 1 : 0);
  const until = end - (source.text[end - 1] === ' ' ? 1 : 0);
  return {
    edits: [
      { start, end: from, text: '' },
      { start: Math.max(from, until), end: end + close.length, text: '' },
    ],
    last: source.offsets.findLastIndex((offset) => offset <= end),
  };
}

/** Whether a line begins among the children of a JSX element, where a comment is an expression. */
function isMarkup(source: Source, line: LineIndex): boolean {
  if (!/\.[jt]sx$/i.test(source.path)) return false;
  const { ts, file, offsets, document } = source;
  const position = offsets[line]! + depthOf(document.lines[line]!);
  let isChild = false;
  walk(source, (node) => {
    const isElement = ts.isJsxElement(node) || ts.isJsxFragment(node);
    const isInner = ts.isJsxExpression(node) || ts.isJsxOpeningLikeElement(node);
    if ((isElement || isInner) && node.getStart(file) < position && position < node.end)
      isChild = isElement;
  });
  return isChild;
}

function range(first: LineIndex, last: LineIndex): LineIndex[] {
  return Array.from({ length: last - first + 1 }, (_, at) => first + at);
}
