/**
 * The inside of what a line opens: a list, an object, a rule, a section, an element, the keys under a key. Takes a source and a
 * line, gives where an entry is put in at its end or beginning, how deep, and by what entries are parted.
 */
import type { LineIndex } from '@wick/edits';
import { indentOf, indentUnit, type Source } from '../code/source.ts';
import { isCode } from '../code/typescript.ts';
import { bodyEnd, openingTag } from './block-ends.ts';
import {
  asidesOn,
  type Bracket,
  bracketsOf,
  bracketsOn,
  codeOf,
  isOpening,
  leftOpen,
} from './brackets.ts';
import { extentAt } from './extents.ts';
import { languageAt, languageOf } from './languages.ts';
import { depthOf, filledFrom, isBlank, isLabel } from './lines.ts';
import { type Separator, separatorOf } from './separators.ts';

export type Interior =
  /** Lines [first, last] between others, none where last < first. */
  | {
      readonly kind: 'lines';
      readonly first: LineIndex;
      readonly last: LineIndex;
      readonly indent: string;
      readonly separator: Separator;
    }
  /** Between two brackets or tags on one line: characters [start, end) of it. */
  | {
      readonly kind: 'inline';
      readonly line: LineIndex;
      readonly start: number;
      readonly end: number;
      readonly separator: Separator;
      /** How deep an entry stands on a line of its own. */
      readonly indent: string;
    };

/** The inside of what `line` opens; undefined where it opens nothing. */
export function interiorAt(source: Source, line: LineIndex): Interior | undefined {
  const { lines } = source.document;
  const { blocks, hasTags, item } = languageAt(source, line);
  const text = lines[line]!;
  // `do` on a line of its own.
  if (blocks === 'words' && /^\s*(?:do|then)\s*$/.test(lines[line + 1] ?? '')) {
    return interiorAt(source, line + 1);
  }
  const open = openedBy(source, line);
  if (open?.partner) return betweenBrackets(source, line, open, open.partner);
  if (hasTags && /^\s*<[A-Za-z]/.test(text)) return elementAt(source, line);
  if (blocks === 'brackets') return undefined;
  if (blocks === 'headings' || blocks === 'tables') {
    const { last } = extentAt(source, line);
    const isHead = blocks === 'tables' ? /^\s*\[/ : /^#{1,6}\s/;
    const isOpening = isHead.test(text) || item?.test(text.trimStart()) || last > line;
    return isOpening ? within(source, line, line + 1, last, '') : undefined;
  }
  let first = line + 1;
  while (lines[first - 1]?.endsWith('\\')) first++;
  const last = bodyEnd(source, line);
  const isOpening = last >= first || opensBelow(source, line);
  return isOpening ? within(source, line, first, last, '') : undefined;
}

function betweenBrackets(source: Source, line: LineIndex, open: Bracket, close: Bracket): Interior {
  if (close.line > open.line) {
    return within(source, line, open.line + 1, close.line - 1, separatorOf(source, open));
  }
  return {
    kind: 'inline',
    line: open.line,
    start: open.column + 1,
    end: close.column,
    separator: separatorWithin(source, open),
    indent: indentOf(source, line) + indentUnit(source),
  };
}

/** The bracket that a line leaves open, or opens with a brace below it; else the one with whose partner it ends. */
function openedBy(source: Source, line: LineIndex): Bracket | undefined {
  const { lines } = source.document;
  const { blocks, isStyle, hasTags } = languageAt(source, line);
  const isBrace = lines[line + 1]?.trim() === '{';
  const left = leftOpen(source, line) ?? (isBrace ? leftOpen(source, line + 1) : undefined);
  if (left) return left;
  const rule = isStyle && codeOf(source, line).endsWith(',') && filledFrom(lines, line + 1, 1);
  if (rule) return openedBy(source, rule);
  const isHead = blocks === 'tables' ? /^\s*\[/ : hasTags ? /^\s*</ : /^(?!)/;
  if (isHead.test(lines[line]!) || opensBelow(source, line)) return undefined;
  return closedAtEnd(source, line);
}

/** The bracket that opens and closes on a line which ends with it: the outermost that is no call, else the innermost. */
function closedAtEnd(source: Source, line: LineIndex): Bracket | undefined {
  const code = codeOf(source, line);
  const { blocks, item, isShell } = languageAt(source, line);
  let end = code.replace(/[\s,;:]+$/, '').length;
  let call: Bracket | undefined;
  for (const { column, partner: open } of bracketsOn(source, line).toReversed()) {
    if (column !== end - 1 || open?.line !== line || open.column > column) break;
    end--;
    // Neither an attribute nor what is taken out of a list is a list.
    const isTaken = /[\w)\]#]\[$|#!\[$/.test(code.slice(0, open.column + 1));
    const isOther = open.sign === '[' && (isShell || isTaken);
    if (open.sign !== '(' && !isOther) return open;
    if (open.sign === '(' && blocks !== 'tables' && !item) call = open;
  }
  return call;
}

/** The lines that open something, in order: what an entry can be put into. */
export function findOpenings(source: Source): LineIndex[] {
  const { lines } = source.document;
  const { blocks, hasTags } = languageOf(source.path);
  const opened = new Set<LineIndex>();
  for (const open of bracketsOf(source)) {
    if (!isOpening(open) || !open.partner) continue;
    const isLine = open.partner.line !== open.line;
    if (isLine || (open.sign !== '(' && closedAtEnd(source, open.line) === open))
      opened.add(open.line);
  }
  for (const [line, text] of lines.entries()) {
    const isHead =
      (blocks === 'headings' && /^#{1,6}\s/.test(text)) ||
      (blocks === 'tables' && /^\s*\[/.test(text)) ||
      (hasTags && /^\s*<[A-Za-z]/.test(text)) ||
      (blocks === 'indentation' && /:$/.test(codeOf(source, line)));
    if (isHead) opened.add(line);
  }
  return [...opened].sort((one, other) => one - other);
}

/** Whether what follows `line` is inside what it opens. */
export function opensBelow(source: Source, line: LineIndex): boolean {
  if (leftOpen(source, line)) return true;
  const text = source.document.lines[line]!;
  const next = source.document.lines[line + 1];
  const isDeeper = next !== undefined && !isBlank(next) && depthOf(next) > depthOf(text);
  const { blocks, hasTags } = languageAt(source, line);
  if (hasTags && /^\s*(?:<[A-Za-z].*)?>\s*$/.test(text)) {
    return extentAt(source, line).last > line || (isDeeper && text.trim() === '>');
  }
  if (blocks === 'indentation') {
    return codeOf(source, line) !== '' && (isDeeper || codeOf(source, line).endsWith(':'));
  }
  return isDeeper && (isLabel(text) || (blocks === 'words' && extentAt(source, line).last > line));
}

/** The lines [first, last], or as many of them as have something on them, below `line`. */
function within(
  source: Source,
  line: LineIndex,
  first: LineIndex,
  last: LineIndex,
  separator: Separator,
): Interior {
  const { lines } = source.document;
  const end = filledFrom(lines, last, -1) ?? -1;
  const child = filledFrom(lines, first, 1) ?? lines.length;
  const { blocks, item } = languageAt(source, line);
  const [marker] = item?.exec(lines[line]!.trimStart()) ?? [''];
  const deeper =
    blocks === 'headings'
      ? ' '.repeat(marker.length)
      : blocks === 'tables'
        ? ''
        : indentUnit(source);
  const indent = child <= end ? indentOf(source, child) : indentOf(source, line) + deeper;
  return { kind: 'lines', first, last: Math.max(end, first - 1), indent, separator };
}

/** The inside of the element whose tag begins on a line. */
function elementAt(source: Source, line: LineIndex): Interior | undefined {
  const text = source.document.lines[line]!;
  const tag = openingTag(source.document.lines, line);
  if (tag === undefined) return undefined;
  const opened = line + tag.split('\n').length - 1;
  const { last } = extentAt(source, line);
  if (last > opened) return within(source, line, opened + 1, last - 1, '');
  const end = /<\/[\w:.-]+>\s*[,;]?$/.exec(text)?.index;
  if (opened > line || end === undefined) return undefined;
  const indent = indentOf(source, line) + indentUnit(source);
  return { kind: 'inline', line, start: tag.length, end, separator: '', indent };
}

/** What parts the entries between two brackets on one line. */
function separatorWithin(source: Source, open: Bracket): Separator {
  const { texts, signs } = partsOf(source, open.line, open.column + 1, open.partner!.column);
  if (languageAt(source, open.line).isShell && open.sign === '(') return '';
  const sign = signs[0] ?? separatorOf(source, open);
  if (sign !== '' || texts.length === 0) return sign;
  return open.sign === '{' && isCode(source.path) ? ';' : ',';
}

/** Characters [start, end) of a line, parted at the commas and semicolons that stand in no bracket and no string. */
export function partsOf(
  source: Source,
  line: LineIndex,
  start: number,
  end: number,
): { readonly texts: readonly string[]; readonly signs: readonly (',' | ';')[] } {
  const text = source.document.lines[line]!;
  const brackets = bracketsOn(source, line);
  const isInner = (at: number) =>
    asidesOn(source, line).some((aside) => aside.start <= at && at < aside.end) ||
    brackets.some(
      (each) =>
        isOpening(each) &&
        start <= each.column &&
        each.column < at &&
        (each.partner?.column ?? at) > at,
    );
  const texts: string[] = [];
  const signs: (',' | ';')[] = [];
  let from = start;
  for (let at = start; at < end; at++) {
    const sign = text[at];
    if ((sign !== ',' && sign !== ';') || isInner(at)) continue;
    texts.push(text.slice(from, at).trim());
    signs.push(sign);
    from = at + 1;
  }
  const rest = text.slice(from, end).trim();
  return { texts: rest === '' ? texts : [...texts, rest], signs };
}
