/** comment-out and uncomment: lines put into comments as their language writes them, and taken out again. */
import type { LineIndex } from '@wick/edits';
import { escapePattern } from '../code/patterns.ts';
import { OperationRefused } from '../code/refusal.ts';
import { type Source, walk } from '../code/source.ts';
import { type Extent, extentAt } from '../text/extents.ts';
import { type CommentMarks, languageOf } from '../text/languages.ts';
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

function commentOut(source: Source, args: Arguments): TextEdit[] {
  const { first, last } = meant(source, args);
  const { lines } = source.document;
  const marks = languageOf(source.path).comments;
  const filled = range(first, last).filter((line) => lines[line]!.trim() !== '');
  if (filled.every((line) => isCommented(lines[line]!, marks))) {
    const message = `Line ${first + 1} is a comment already.`;
    throw new OperationRefused('already-done', message, { lines: [first] });
  }
  const indents = filled.map((line) => /^[ \t]*/.exec(lines[line]!)![0].length);
  const depth = Math.min(...indents);
  const [open, close] = isMarkup(source, first) ? ['{/*', '*/}'] : (marks.block ?? ['', '']);
  if (marks.line !== undefined && !isMarkup(source, first)) {
    return filled.map((line) => insertAt(source, line, depth, `${marks.line} `));
  }
  const end = lines[last]!.trimEnd().length;
  return [insertAt(source, first, depth, `${open} `), insertAt(source, last, end, ` ${close}`)];
}

function uncomment(source: Source, args: Arguments): TextEdit[] {
  const line = args.line('line');
  const marks = languageOf(source.path).comments;
  const { lines } = source.document;
  const block = blockComment(source, line, marks);
  if (block) return block;
  const { line: mark } = marks;
  const isCommented = (at: LineIndex) =>
    mark !== undefined && (lines[at]?.trimStart().startsWith(mark) ?? false);
  if (mark === undefined || !isCommented(line)) {
    const message = `Line ${line + 1} is no comment.`;
    throw new OperationRefused('already-done', message, { lines: [line] });
  }
  const bare = (at: LineIndex) =>
    lines[at]!.replace(new RegExp(`^([ \\t]*)${escapePattern(mark)} ?`), '$1');
  let last = args.lineOrNone('last') ?? line;
  // What the line opens comes along, as far as the comment goes.
  for (let depth = depthOf(bare(line)); last === line || depth > 0; depth += depthOf(bare(last))) {
    if (depth <= 0 || !isCommented(last + 1)) break;
    last++;
  }
  return range(line, last)
    .filter(isCommented)
    .map((at) => {
      const start = source.offsets[at]!;
      return { start, end: start + lines[at]!.length, text: bare(at) };
    });
}

/** How many brackets a text opens more than it closes. */
function depthOf(text: string): number {
  const count = (signs: string) => [...text].filter((sign) => signs.includes(sign)).length;
  return count('([{') - count(')]}');
}

/** The edits that take away the marks of a block comment that begins on `line`, which has its lines to itself. */
function blockComment(
  source: Source,
  line: LineIndex,
  { block }: CommentMarks,
): TextEdit[] | undefined {
  const pairs = [...(block ? [block] : []), ['{/*', '*/}'] as const].toSorted(
    ([one], [other]) => other.length - one.length,
  );
  const { lines } = source.document;
  for (const [open, close] of pairs) {
    if (!lines[line]!.trimStart().startsWith(open)) continue;
    const last = lines.findIndex((text, at) => at >= line && text.trimEnd().endsWith(close));
    if (last < 0) continue;
    const start = source.offsets[line]! + lines[line]!.indexOf(open);
    const after = start + open.length + (source.text[start + open.length] === ' ' ? 1 : 0);
    const end = source.offsets[last]! + lines[last]!.trimEnd().length;
    const before = end - close.length - (source.text[end - close.length - 1] === ' ' ? 1 : 0);
    return [
      { start, end: after, text: '' },
      { start: Math.max(after, before), end, text: '' },
    ];
  }
  return undefined;
}

function isCommented(text: string, { line, block }: CommentMarks): boolean {
  const trimmed = text.trim();
  const isLine = line !== undefined && trimmed.startsWith(line);
  return (
    isLine || (block !== undefined && trimmed.startsWith(block[0]) && trimmed.endsWith(block[1]))
  );
}

/** Whether a line begins among the children of a JSX element, where a comment is an expression. */
function isMarkup(source: Source, line: LineIndex): boolean {
  if (!/\.[jt]sx$/i.test(source.path)) return false;
  const { ts, file, offsets, document } = source;
  const text = document.lines[line]!;
  const position = offsets[line]! + text.length - text.trimStart().length;
  let isChild = false;
  walk(source, (node) => {
    const isElement = ts.isJsxElement(node) || ts.isJsxFragment(node);
    const isInner = ts.isJsxExpression(node) || ts.isJsxOpeningLikeElement(node);
    if ((isElement || isInner) && node.getStart(file) < position && position < node.end)
      isChild = isElement;
  });
  return isChild;
}

function insertAt(source: Source, line: LineIndex, column: number, text: string): TextEdit {
  const at = source.offsets[line]! + column;
  return { start: at, end: at, text };
}

function range(first: LineIndex, last: LineIndex): LineIndex[] {
  return Array.from({ length: last - first + 1 }, (_, at) => first + at);
}
