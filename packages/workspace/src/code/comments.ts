/**
 * The comments of a file. The syntax tree has no nodes for them, so they are found in the text: a comment
 * begins at "//" or "/*" wherever no string, template, regular expression or JSX text lies.
 */
import type ts from 'typescript';
import { lineOf, type Source, walk } from './source.ts';

export interface Comment {
  readonly kind: 'line' | 'block';
  /** Characters [start, end) of the text without its byte order mark; a line comment without its line end. */
  readonly start: number;
  readonly end: number;
  /** Whether nothing but white space shares its lines. */
  readonly ownsItsLines: boolean;
}

/** Comments that speak of the whole file, wherever they stand. */
export const FILE_WIDE =
  /^(?:#!|\/\/\/\s*<)|@ts-(?:no)?check|@license|@copyright|@fileoverview|@packageDocumentation|eslint-disable(?!-)|biome-ignore-all/;

const found = new WeakMap<Source, readonly Comment[]>();

/** All comments, in the order of the text. */
export function findComments(source: Source): readonly Comment[] {
  const comments = found.get(source) ?? listComments(source);
  found.set(source, comments);
  return comments;
}

function listComments(source: Source): Comment[] {
  const { text } = source;
  const texts = textRanges(source);
  const comments: Comment[] = [];
  let next = 0;
  let at = text.startsWith('#!') ? lineEnd(text, 0) : 0;
  for (const opening = /\/[/*]/g; ; ) {
    opening.lastIndex = at;
    const start = opening.exec(text)?.index;
    if (start === undefined) return comments;
    while (next < texts.length && texts[next]!.end <= start) next++;
    const inside = texts[next];
    if (inside && inside.start <= start) {
      at = inside.end;
      continue;
    }
    const isLine = text[start + 1] === '/';
    const close = text.indexOf('*/', start + 2);
    const end = isLine ? lineEnd(text, start) : close < 0 ? text.length : close + 2;
    comments.push({
      kind: isLine ? 'line' : 'block',
      start,
      end,
      ownsItsLines: ownsItsLines(source, start, end),
    });
    at = end;
  }
}

/** Where a comment cannot begin: [start, end) of strings, template pieces, regular expressions and JSX texts. */
export function textRanges(source: Source): { readonly start: number; readonly end: number }[] {
  const { ts, file } = source;
  const ranges: { start: number; end: number }[] = [];
  walk(source, (node: ts.Node) => {
    if (ts.isJsxText(node)) ranges.push({ start: node.pos, end: node.end });
    else if (
      ts.isStringLiteral(node) ||
      ts.isRegularExpressionLiteral(node) ||
      ts.isNoSubstitutionTemplateLiteral(node) ||
      ts.isTemplateHead(node) ||
      ts.isTemplateMiddleOrTemplateTail(node)
    ) {
      ranges.push({ start: node.getStart(file), end: node.end });
    }
  });
  return ranges.sort((one, other) => one.start - other.start);
}

function lineEnd(text: string, from: number): number {
  const end = text.indexOf('\n', from);
  const stop = end < 0 ? text.length : end;
  return text[stop - 1] === '\r' ? stop - 1 : stop;
}

function ownsItsLines(source: Source, start: number, end: number): boolean {
  const { text, offsets } = source;
  const before = text.slice(offsets[lineOf(source, start)], start);
  return `${before}${text.slice(end, lineEnd(text, end))}`.trim() === '';
}
