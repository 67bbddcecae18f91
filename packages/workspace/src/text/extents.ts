/**
 * What begins on a line of a text in any language: the line alone, or the block, tag, section or entry that it opens, with
 * all lines that belong to it. Takes a source and a line, gives first and last line. Code is read by its syntax tree, other
 * languages by brackets, indentation, tags and headings.
 */
import type { LineIndex } from '@wick/edits';
import type ts from 'typescript';
import { findComments } from '../code/comments.ts';
import { lineOf, type Source, walk } from '../code/source.ts';
import { isCode } from '../code/typescript.ts';
import { type Bracket, closingOf, leftOpen, scan } from './brackets.ts';
import { languageOf } from './languages.ts';

/** Lines [first, last], both included. */
export interface Extent {
  readonly first: LineIndex;
  readonly last: LineIndex;
}

const brackets = new WeakMap<Source, readonly Bracket[]>();

/** The brackets of a source. */
export function bracketsOf(source: Source): readonly Bracket[] {
  const found =
    brackets.get(source) ?? scan(source.document.lines, languageOf(source.path)).brackets;
  brackets.set(source, found);
  return found;
}

/** What begins on `line`. */
export function extentAt(source: Source, line: LineIndex): Extent {
  const { lines } = source.document;
  if (lines[line]!.trim() === '') return { first: line, last: line };
  if (isCode(source.path))
    return codeExtent(source, line) ?? { first: line, last: lastOf(source, line) };
  return { first: line, last: lastOf(source, line) };
}

/** The last line of what begins on `line`. */
function lastOf(source: Source, line: LineIndex): LineIndex {
  const { blocks } = languageOf(source.path);
  const byBlock = {
    brackets: () => undefined,
    indentation: () => indentedEnd(source, line),
    tags: () => tagEnd(source, line),
    headings: () => headingEnd(source, line),
    tables: () => tableEnd(source, line),
  }[blocks]();
  return byBlock ?? bracketEnd(source, line) ?? continuedEnd(source, line);
}

/** The outermost node that begins where the line's text does, with all of its lines. */
function codeExtent(source: Source, line: LineIndex): Extent | undefined {
  const { ts, file, text, offsets, document } = source;
  const content = document.lines[line]!;
  const start = offsets[line]! + content.length - content.trimStart().length;
  const comment = findComments(source).find((each) => each.start === start && each.ownsItsLines);
  if (comment) return { first: line, last: lineOf(source, comment.end - 1) };
  let outermost: ts.Node | undefined;
  walk(source, (node) => {
    const begins = node !== file && node.getStart(file) === start && node.end > start;
    if (begins && !ts.isJsxText(node)) outermost ??= node;
  });
  if (!outermost) return undefined;
  const separator = /^[ \t]*[,;]/.exec(text.slice(outermost.end))?.[0].length ?? 0;
  return { first: line, last: lineOf(source, outermost.end + separator - 1) };
}

/** The line on which as much has been closed as `line` and what follows it opened. */
function bracketEnd(source: Source, line: LineIndex): LineIndex | undefined {
  const { lines } = source.document;
  const all = bracketsOf(source);
  // A brace on the line below opens what this line begins.
  const own = leftOpen(all, line);
  const next = lines[line + 1]?.trim() === '{' ? leftOpen(all, line + 1) : undefined;
  let open = own ?? next;
  if (open === undefined) return undefined;
  for (;;) {
    const close: Bracket | undefined = closingOf(all, open);
    if (close === undefined) return lines.length - 1;
    const further = leftOpen(all, close.line);
    if (further === undefined || further.column < close.column) return close.line;
    open = further;
  }
}

function indentOf(text: string): number {
  return text.length - text.trimStart().length;
}

/** What goes on with a block of the same depth: `else:` belongs to its `if`. */
const GOES_ON = /^\s*(?:elif|else|except|finally)\b/;

/** The last line that is indented deeper than `line`; of a list in YAML its items may stand as deep as its key. */
function indentedEnd(source: Source, line: LineIndex): LineIndex | undefined {
  const { lines } = source.document;
  const head = lines[line]!;
  if (head.trimStart().startsWith('@')) {
    const under = line + 1;
    return under < lines.length ? (indentedEnd(source, under) ?? under) : undefined;
  }
  const depth = indentOf(head);
  const isYaml = /\.ya?ml$/i.test(source.path);
  const ownsItems = isYaml && /:\s*(?:#.*)?$/.test(head) && !/^\s*-/.test(head);
  const isBranched = /^\s*(?:if|try|for|while|with)\b/.test(head);
  // A bracket that is left open ends where it is closed, however deep its lines are.
  let last = bracketEnd(source, line) ?? line;
  for (let at = last + 1; at < lines.length; at++) {
    const text = lines[at]!;
    if (text.trim() === '') continue;
    const isItem = ownsItems && indentOf(text) === depth && /^\s*- /.test(text);
    const goesOn = isBranched && indentOf(text) === depth && GOES_ON.test(text);
    if (indentOf(text) <= depth && !isItem && !goesOn) break;
    last = at;
  }
  return last > line ? last : undefined;
}

const VOID_TAGS = /^(?:area|base|br|col|embed|hr|img|input|link|meta|source|track|wbr)$/i;

/** The line of the tag that closes the one that `line` begins with. */
function tagEnd(source: Source, line: LineIndex): LineIndex | undefined {
  const rest = source.document.lines.slice(line).join('\n');
  const name = /^\s*<([A-Za-z][\w:.-]*)/.exec(rest)?.[1];
  if (/^\s*<!--/.test(rest)) {
    const end = rest.indexOf('-->');
    return end < 0 ? undefined : line + rest.slice(0, end).split('\n').length - 1;
  }
  if (name === undefined) return undefined;
  const lineAt = (offset: number) => line + rest.slice(0, offset).split('\n').length - 1;
  const opened = /^\s*<[^>]*>/.exec(rest)?.[0];
  if (opened === undefined) return undefined;
  if (VOID_TAGS.test(name) || opened.endsWith('/>')) return lineAt(opened.length - 1);
  let depth = 0;
  for (const tag of rest.matchAll(new RegExp(`<(/?)${name}(?=[\\s/>])[^>]*?(/?)>`, 'g'))) {
    if (tag[1]) depth--;
    else if (!tag[2]) depth++;
    if (depth === 0) return lineAt(tag.index + tag[0].length - 1);
  }
  return undefined;
}

/** Of a heading its section, of an item of a list what is indented under it, else the paragraph. */
function headingEnd(source: Source, line: LineIndex): LineIndex | undefined {
  const { lines } = source.document;
  const level = headingLevel(lines[line]!);
  if (level > 0) {
    const next = lines.findIndex((text, at) => {
      const other = headingLevel(text);
      return at > line && other > 0 && other <= level;
    });
    return withoutBlanks(lines, line, next < 0 ? lines.length - 1 : next - 1);
  }
  if (/^\s*```/.test(lines[line]!)) {
    const end = lines.findIndex((text, at) => at > line && /^\s*```\s*$/.test(text));
    return end < 0 ? undefined : end;
  }
  const item = /^(\s*)(?:[-*+]|\d+[.)])\s/.exec(lines[line]!);
  let last = line;
  for (let at = line + 1; at < lines.length && lines[at]!.trim() !== ''; at++) {
    const isPart = item ? indentOf(lines[at]!) > item[1]!.length : !isMarked(lines[at]!);
    if (!isPart) break;
    last = at;
  }
  return last;
}

function headingLevel(text: string): number {
  return /^(#{1,6})\s/.exec(text)?.[1]?.length ?? 0;
}

/** Whether a line of Markdown begins something of its own. */
function isMarked(text: string): boolean {
  return /^\s*(?:#{1,6}\s|[-*+]\s|\d+[.)]\s|```|>|\|)/.test(text);
}

/** Of `[table]` all up to the next one. */
function tableEnd(source: Source, line: LineIndex): LineIndex | undefined {
  const { lines } = source.document;
  if (!/^\s*\[[^\]]/.test(lines[line]!) || !/\]\s*(?:[#;].*)?$/.test(lines[line]!))
    return undefined;
  const next = lines.findIndex((text, at) => at > line && /^\s*\[/.test(text));
  return withoutBlanks(lines, line, next < 0 ? lines.length - 1 : next - 1);
}

/** `last`, or the last line before it that is not blank. */
function withoutBlanks(lines: readonly string[], first: LineIndex, last: LineIndex): LineIndex {
  let end = last;
  while (end > first && lines[end]!.trim() === '') end--;
  return end;
}

/** The last line of what a backslash at the end goes on with; of a statement of SQL up to its semicolon. */
function continuedEnd(source: Source, line: LineIndex): LineIndex {
  const { lines } = source.document;
  let last = line;
  if (/\.sql$/i.test(source.path)) {
    const isStatement = /^[A-Za-z]/.test(lines[line]!);
    while (isStatement && last + 1 < lines.length && !/;\s*(?:--.*)?$/.test(lines[last]!)) last++;
    return last;
  }
  while (last + 1 < lines.length && lines[last]!.endsWith('\\')) last++;
  return last;
}
