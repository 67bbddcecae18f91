/**
 * replace-line, insert-after, insert-before, append-entry and prepend-entry: lines that the instruction spells, put in as deep as
 * their neighbours and parted from them as these are parted.
 */
import type { LineIndex } from '@wick/edits';
import { OperationRefused } from '../code/refusal.ts';
import { indentOf, indentUnit, lineOf, type Source } from '../code/source.ts';
import { isJson } from '../code/typescript.ts';
import { closingOf, isOpening, leftOpen } from '../text/brackets.ts';
import { bracketsOf, extentAt } from '../text/extents.ts';
import {
  type Interior,
  interiorAt,
  type Separator,
  separatorOf,
  withoutComment,
} from '../text/interiors.ts';
import { languageOf } from '../text/languages.ts';
import { insertion } from './edits.ts';
import type { TextEdit } from './result.ts';
import type { Arguments, Transforms } from './transform.ts';

export const newLineTransforms: Transforms = {
  'replace-line': replaceLine,
  'insert-after': (source, args) => insertAfter(source, args.line('line'), newText(args)),
  'insert-after-block': (source, args) => {
    const { last } = extentAt(source, args.line('line'));
    return insertAfter(source, last, newText(args), args.line('line'));
  },
  'insert-before': insertBefore,
  'append-entry': (source, args) => enter(source, args, 'last'),
  'prepend-entry': (source, args) => enter(source, args, 'first'),
};

function newText(args: Arguments): string {
  const text = args.text('text').trim();
  if (text !== '' && !/[\n\r]/.test(text)) return text;
  throw new OperationRefused('not-applicable', 'The new line must be one line of text.');
}

/** The line's text, with the indentation it has, and the comma or semicolon that it needs. */
function replaceLine(source: Source, args: Arguments): TextEdit[] {
  const [line, text] = [args.line('line'), newText(args)];
  const old = source.document.lines[line]!;
  const [indent, content] = [indentOf(source, line), old.trim()];
  const marker = /^(?:[-*+]|\d+[.)]) (?:\[[ xX]\] )?|^#{1,6} /.exec(content)?.[0] ?? '';
  const isMarked =
    /^(?:[-*+]|\d+[.)]) |^#{1,6} /.test(text) || !/\.(?:ya?ml|md)$/i.test(source.path);
  const wanted = (isMarked ? '' : marker) + ended(source, line, text);
  if (wanted === content) {
    const message = `Line ${line + 1} is so already.`;
    throw new OperationRefused('already-done', message, { lines: [line] });
  }
  const start = source.offsets[line]! + indent.length;
  return [{ start, end: source.offsets[line]! + old.trimEnd().length, text: wanted }];
}

/** A text in the place of a line: it ends with the comma or semicolon that the line ends with. */
function ended(source: Source, line: LineIndex, text: string): string {
  const sign = /[,;]$/.exec(source.document.lines[line]!.trimEnd())?.[0] ?? '';
  const isClosed = /[,;{([:]$/.test(text) || sign === '';
  return isClosed ? text : text + sign;
}

/** Below `line`, as deep as what it opens where it opens something; `like`: as deep as that line. */
function insertAfter(
  source: Source,
  line: LineIndex,
  text: string,
  like: LineIndex = line,
): TextEdit[] {
  const { lines } = source.document;
  const isOpened = like === line && opensBelow(source, line);
  const next = lines[line + 1];
  const isInside = isOpened && next !== undefined && next.trim() !== '';
  const isDeeper = isInside && indentOf(source, line + 1).length > indentOf(source, line).length;
  const item = /^(\s*)(-\s+)/.exec(lines[line]!);
  const isPart = item && /\.ya?ml$/i.test(source.path) && !text.startsWith('- ');
  const indent = isDeeper
    ? indentOf(source, line + 1)
    : isOpened
      ? indentOf(source, line) + indentUnit(source)
      : isPart
        ? item[1]! + ' '.repeat(item[2]!.length)
        : indentOf(source, lines[like]!.trim() === '' ? neighbour(lines, like) : like);
  const around = separatorAround(source, line, isOpened);
  const previous = isOpened ? undefined : line;
  return placed(source, line + 1, indent, marked(source, like, text), around, previous);
}

function insertBefore(source: Source, args: Arguments): TextEdit[] {
  const [line, text] = [args.line('line'), newText(args)];
  const { lines } = source.document;
  const closes = /^\s*(?:[)\]}]|<\/)/.test(lines[line]!);
  const above = line > 0 ? neighbour(lines, line - 1) : line;
  const own = indentOf(source, line);
  const inside = indentOf(source, above);
  const deeper = inside.length > own.length ? inside : own + indentUnit(source);
  const around = separatorAround(source, line, false);
  const previous = closes && line > 0 && !opensBelow(source, line - 1) ? line - 1 : undefined;
  // Before a line that goes on an entry stands no entry's end.
  return placed(source, line, closes ? deeper : own, marked(source, line, text), around, previous);
}

/** `line`, or the nearest line above it with something on it. */
function neighbour(lines: readonly string[], line: LineIndex): LineIndex {
  let at = line;
  while (at > 0 && lines[at]!.trim() === '') at--;
  return at;
}

/** Whether what follows `line` is inside what it opens. */
function opensBelow(source: Source, line: LineIndex): boolean {
  if (leftOpen(bracketsOf(source), line)) return true;
  const { lines } = source.document;
  const { blocks } = languageOf(source.path);
  if (blocks === 'tags') {
    return /<[A-Za-z][^<>]*(?<!\/)>\s*$/.test(lines[line]!) && extentAt(source, line).last > line;
  }
  return (
    blocks === 'indentation' && /:\s*(?:#.*)?$/.test(lines[line]!) && !/^\s*#/.test(lines[line]!)
  );
}

/** A text among the items of a list in Markdown or YAML begins as they do. */
function marked(source: Source, like: LineIndex, text: string): string {
  if (!/\.(?:md|mdx|markdown)$/i.test(source.path)) return text;
  const marker = /^\s*((?:[-*+]|\d+[.)])\s+(?:\[[ xX]\] )?)/.exec(
    source.document.lines[like]!,
  )?.[1];
  const isOwn = marker === undefined || /^(?:[-*+]|\d+[.)]|#{1,6}|<!--|```|>)(?:\s|$)/.test(text);
  return isOwn ? text : marker + text;
}

/** What parts the entries among which `line` stands. */
function separatorAround(source: Source, line: LineIndex, isOpened: boolean): Separator {
  const all = bracketsOf(source);
  const open = isOpened
    ? leftOpen(all, line)
    : all.findLast((bracket) => {
        if (!isOpening(bracket) || bracket.line >= line) return false;
        const close = closingOf(all, bracket);
        return close !== undefined && close.line >= line && close.line > bracket.line;
      });
  const close = open && closingOf(all, open);
  if (!open || !close || close.line === open.line) return '';
  // What stands deeper than the entries is inside one of them.
  const { lines } = source.document;
  const first = lines.findIndex((text, at) => at > open.line && text.trim() !== '');
  const isEntry =
    isOpened || indentOf(source, first) === indentOf(source, line) || closesAt(lines[line]);
  return isEntry ? separatorOf(source, open, close) : '';
}

function closesAt(text: string | undefined): boolean {
  return /^\s*[)\]}]/.test(text ?? '');
}

/** The edits that put `text` above line `at`, behind entry `previous` where there is one. */
function placed(
  source: Source,
  at: LineIndex,
  indent: string,
  text: string,
  separator: Separator,
  previous: LineIndex | undefined,
): TextEdit[] {
  const { lines } = source.document;
  const isLast = /^\s*[)\]}]/.test(lines.slice(at).find((line) => line.trim() !== '') ?? '}');
  const edits: TextEdit[] = [];
  let bare = text;
  if (separator === ',' && !/^(?:\/\/|\/\*|#)/.test(text)) {
    bare = text.replace(/[,;]$/, '');
    const before =
      previous === undefined ? undefined : withoutComment(lines[neighbour(lines, previous)]!);
    const wasEnded = before === undefined || /[,[({]$/.test(before);
    const takesNone = isLast && (isJson(source.path) || !/,$/.test(before ?? ','));
    if (!wasEnded && previous !== undefined && before !== '') {
      edits.push(insertion(source.offsets[neighbour(lines, previous)]! + before.length, ','));
    }
    if (!takesNone) bare += ',';
  } else if (separator === ';' && !/[;{}>,:]$|\*\/$/.test(text) && !/^(?:\/\/|\/\*|@)/.test(text)) {
    bare = `${text};`;
  }
  const content = indent + bare;
  if (at < lines.length && !(at === lines.length - 1 && lines[at] === '' && at > 0)) {
    return [...edits, insertion(source.offsets[at]!, `${content}\n`)];
  }
  // Behind the last line: a text that ends in a line end goes on ending in one.
  const endsInLine = lines.at(-1) === '';
  const end = endsInLine ? source.offsets.at(-1)! : source.text.length;
  return [...edits, insertion(end, endsInLine ? `${content}\n` : `\n${content}`)];
}

/** One more entry of what a line opens. */
function enter(source: Source, args: Arguments, where: 'first' | 'last'): TextEdit[] {
  const [line, text] = [args.line('line'), newText(args)];
  const interior = interiorAt(source, line);
  if (!interior) {
    const message = `Line ${line + 1} opens nothing that an entry could be put into.`;
    throw new OperationRefused('not-applicable', message, { lines: [line] });
  }
  if (interior.kind === 'inline') return enterInline(source, interior, text, where);
  const { first, last, indent, separator } = interior;
  const { lines } = source.document;
  const already = lines.findIndex((each, at) => at >= first && at <= last && isSame(each, text));
  if (already >= 0) {
    const message = `Line ${already + 1} is that entry already.`;
    throw new OperationRefused('already-done', message, { lines: [already] });
  }
  const item = withMarker(interior, text);
  if (where === 'first') {
    const blank =
      lines[first]?.trim() === '' && last > first && languageOf(source.path).blocks === 'headings';
    return placed(source, blank ? first + 1 : first, indent, item, separator, undefined);
  }
  if (last < first) return placed(source, first, indent, item, separator, undefined);
  const isParagraph =
    languageOf(source.path).blocks === 'headings' &&
    !/^\s*(?:[-*+]|\d+[.)]|\||>)\s?/.test(lines[last]!);
  if (isParagraph) return [insertion(lineEnd(source, last), `\n\n${item}`)];
  return placed(source, last + 1, indent, item, separator, last);
}

function lineEnd(source: Source, line: LineIndex): number {
  return source.offsets[line]! + source.document.lines[line]!.length;
}

/** Whether two entries are the same, but for what they end with. */
function isSame(one: string, other: string): boolean {
  const bare = (text: string) => text.trim().replace(/^[-*+] |[,;]$/g, '');
  return bare(one) === bare(other);
}

function withMarker({ marker }: Interior & { kind: 'lines' }, text: string): string {
  return marker === '' || /^(?:[-*+]|\d+[.)])\s/.test(text) ? text : marker + text;
}

/** Between brackets on one line, parted by commas. */
function enterInline(
  source: Source,
  { line, start, end }: Interior & { kind: 'inline' },
  text: string,
  where: 'first' | 'last',
): TextEdit[] {
  const content = source.document.lines[line]!.slice(start, end);
  const offset = source.offsets[line]!;
  const bare = text.replace(/[,;]$/, '');
  if (content.trim() === '') {
    const isBrace = source.document.lines[line]![start - 1] === '{';
    return [{ start: offset + start, end: offset + end, text: isBrace ? ` ${bare} ` : bare }];
  }
  const parts = content.split(/\s*[,;]\s*/).map((part) => part.trim());
  if (parts.includes(bare)) {
    const message = `Line ${line + 1} has \`${bare}\` already.`;
    throw new OperationRefused('already-done', message, { lines: [lineOf(source, offset)] });
  }
  const sign = /;/.test(content) && !content.includes(',') ? ';' : ',';
  const gap = /[,;]\S/.test(content) && !/[,;]\s/.test(content) ? '' : ' ';
  if (where === 'first') {
    const at = start + content.length - content.trimStart().length;
    return [insertion(offset + at, `${bare}${sign}${gap}`)];
  }
  const at = start + content.trimEnd().length;
  const isEnded = /[,;]$/.test(content.trimEnd());
  return [insertion(offset + at, isEnded ? `${gap}${bare}` : `${sign}${gap}${bare}`)];
}
