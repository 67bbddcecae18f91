/**
 * The inside of what a line opens: a list, an object, a rule, a section, the keys under a key. Takes a source and a line,
 * gives where an entry is put in at its end or beginning, how deep, and by what entries are parted.
 */
import type { LineIndex } from '@wick/edits';
import { indentOf, indentUnit, type Source } from '../code/source.ts';
import { isJson } from '../code/typescript.ts';
import { type Bracket, closingOf, isOpening, leftOpen } from './brackets.ts';
import { bracketsOf, extentAt } from './extents.ts';
import { languageOf } from './languages.ts';

/** What parts or ends entries; '' where line ends alone do. */
export type Separator = ',' | ';' | '';

export type Interior =
  /** Lines [first, last] between others, none where last < first. */
  | {
      readonly kind: 'lines';
      readonly first: LineIndex;
      readonly last: LineIndex;
      readonly indent: string;
      readonly separator: Separator;
      /** What each entry begins with: `- `. */
      readonly marker: string;
    }
  /** Between two brackets on one line: characters [start, end) of it. */
  | {
      readonly kind: 'inline';
      readonly line: LineIndex;
      readonly start: number;
      readonly end: number;
    };

/** The inside of what `line` opens; undefined where it opens nothing. */
export function interiorAt(source: Source, line: LineIndex): Interior | undefined {
  const all = bracketsOf(source);
  const open = openedBy(source, line, all);
  const { blocks } = languageOf(source.path);
  if (open) {
    const close = closingOf(all, open);
    if (!close) return undefined;
    if (close.line === open.line) {
      return { kind: 'inline', line: open.line, start: open.column + 1, end: close.column };
    }
    return within(source, line, open.line + 1, close.line - 1, separatorOf(source, open, close));
  }
  if (blocks === 'brackets') return undefined;
  const { last } = extentAt(source, line);
  const end = blocks === 'tags' ? last - 1 : last;
  const isOpened = blocks === 'headings' || blocks === 'tables' || end > line;
  return isOpened ? within(source, line, line + 1, end, '') : undefined;
}

/** The bracket that a line leaves open, or opens with a brace below; else the last that it opens and closes, where it ends with that. */
function openedBy(source: Source, line: LineIndex, all: readonly Bracket[]): Bracket | undefined {
  const { lines } = source.document;
  const left = leftOpen(all, line);
  if (left) return left;
  const below = lines[line + 1]?.trim() === '{' ? leftOpen(all, line + 1) : undefined;
  if (below) return below;
  const { blocks } = languageOf(source.path);
  const isTable = blocks === 'tables' && /^\s*\[/.test(lines[line]!);
  const isIndented = blocks === 'indentation' && /:\s*(?:#.*)?$/.test(lines[line]!);
  const content = lines[line]!.replace(/[\s,;:]+$/, '');
  if (!/[)\]}]$/.test(content) || blocks === 'headings' || isTable || isIndented) return undefined;
  return all.findLast((bracket) => {
    if (bracket.line !== line || !'([{'.includes(bracket.sign)) return false;
    const close = closingOf(all, bracket);
    return close?.line === line && close.column === content.length - 1;
  });
}

/** The lines that open something, in order: what an entry can be put into. */
export function findOpenings(source: Source): LineIndex[] {
  const { lines } = source.document;
  const { blocks } = languageOf(source.path);
  const opened = new Set<LineIndex>();
  const open: Bracket[] = [];
  for (const bracket of bracketsOf(source)) {
    if (isOpening(bracket)) {
      open.push(bracket);
      continue;
    }
    const begun = open.pop();
    if (begun === undefined) continue;
    const content = lines[bracket.line]!.replace(/[\s,;:]+$/, '');
    const endsLine = bracket.column === content.length - 1;
    if (begun.line !== bracket.line || (endsLine && begun.sign !== '(')) opened.add(begun.line);
  }
  for (const [line, text] of lines.entries()) {
    const isHead =
      (blocks === 'headings' && /^#{1,6}\s/.test(text)) ||
      (blocks === 'tables' && /^\s*\[/.test(text)) ||
      (blocks === 'tags' && /^\s*<[A-Za-z]/.test(text)) ||
      (blocks === 'indentation' && /:\s*(?:#.*)?$/.test(text) && !/^\s*#/.test(text));
    if (isHead) opened.add(line);
  }
  return [...opened].sort((one, other) => one - other);
}

function within(
  source: Source,
  line: LineIndex,
  first: LineIndex,
  last: LineIndex,
  separator: Separator,
): Interior {
  const { lines } = source.document;
  let end = last;
  while (end >= first && lines[end]!.trim() === '') end--;
  const child = firstChild(lines, first, end);
  const { blocks } = languageOf(source.path);
  const deeper = blocks === 'tables' || blocks === 'headings' ? '' : indentUnit(source);
  const indent = child === undefined ? indentOf(source, line) + deeper : indentOf(source, child);
  return {
    kind: 'lines',
    first,
    last: end,
    indent,
    separator,
    marker: markerOf(source, first, end),
  };
}

/** The first line with something on it. */
function firstChild(
  lines: readonly string[],
  first: LineIndex,
  last: LineIndex,
): LineIndex | undefined {
  for (let at = first; at <= last; at++) if (lines[at]!.trim() !== '') return at;
  return undefined;
}

/** What the last entry begins with, where entries are items of a list of Markdown or YAML; a number counts on. */
function markerOf(source: Source, first: LineIndex, last: LineIndex): string {
  const { lines } = source.document;
  const isList = /\.(?:ya?ml|md|mdx|markdown)$/i.test(source.path);
  if (!isList || last < first) return '';
  const start = firstChild(lines, first, last)!;
  const depth = /\.ya?ml$/i.test(source.path) ? indentOf(source, start) : undefined;
  for (let at = last; at >= first; at--) {
    const [, indent, sign, gap] =
      /^(\s*)([-*+]|\d+[.)])(\s+(?:\[[ xX]\] )?)/.exec(lines[at]!) ?? [];
    if (sign === undefined || (depth !== undefined && indent !== depth)) {
      if (depth === undefined || indentOf(source, at) === depth) return '';
      continue;
    }
    const number = /^\d+/.exec(sign)?.[0];
    return number === undefined
      ? sign + gap!
      : sign.replace(number, String(Number(number) + 1)) + gap!;
  }
  return '';
}

/** What parts the entries between two brackets. */
export function separatorOf(source: Source, open: Bracket, close: Bracket): Separator {
  if (isJson(source.path)) return ',';
  const { lines } = source.document;
  const ends = entryEnds(source, open.line + 1, close.line - 1);
  const signs = ends.map((at) => withoutComment(lines[at]!).at(-1) ?? '');
  const others = signs.slice(0, -1);
  const count = (sign: string) => others.filter((each) => each === sign).length;
  if (others.length > 0 && count(',') === others.length) return ',';
  if (count(';') > 0 && count(';') >= others.filter((each) => each !== '}').length) return ';';
  if (others.length > 0) return '';
  if (signs[0] === ',' || signs[0] === ';') return signs[0];
  if (open.sign === '[') return ',';
  if (open.sign === '(')
    return /[\p{L}\p{N}_$>]$/u.test(lines[open.line]!.slice(0, open.column)) ? ',' : '';
  const before = lines[open.line]!.slice(0, open.column);
  return /(?:[=(:,[?]|\breturn|=>\s*\()\s*$|\benum\s+\w+\s*$/.test(before) ? ',' : '';
}

/** The last line of each entry among the lines [first, last]. */
function entryEnds(source: Source, first: LineIndex, last: LineIndex): LineIndex[] {
  const ends: LineIndex[] = [];
  for (let at = first; at <= last; at++) {
    if (withoutComment(source.document.lines[at]!) === '') continue;
    at = Math.min(extentAt(source, at).last, last);
    ends.push(at);
  }
  return ends;
}

/** What stands on a line before a comment. */
export function withoutComment(text: string): string {
  return text.replace(/(?:^|\s)(?:\/\/|\/\*.*\*\/\s*$|#).*$/, '').trimEnd();
}
