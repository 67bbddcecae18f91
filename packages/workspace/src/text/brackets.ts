/**
 * Brackets, strings and comments of a text in any language. Takes a text, gives where brackets stand outside strings and
 * comments, which of them belong together, and what is string or comment. Code is read by its syntax tree; of other languages
 * no grammar is known: a string ends on its line, but for those in backticks and triple quotes.
 */
import type { LineIndex } from '@wick/edits';
import { findComments, textRanges } from '../code/comments.ts';
import { lineOf, type Source } from '../code/source.ts';
import { isCode } from '../code/typescript.ts';
import { type Language, languageAt } from './languages.ts';
import type { Extent, Text } from './lines.ts';

export interface Bracket {
  readonly sign: string;
  readonly line: LineIndex;
  /** Characters before it on its line. */
  readonly column: number;
  /** The bracket that it opens for or closes; undefined where there is none. */
  partner?: Bracket;
}

/** Characters [start, end) of a line that are a string or comment. */
export interface Aside {
  readonly line: LineIndex;
  readonly start: number;
  readonly end: number;
  readonly isComment: boolean;
  /** Whether it began on a line above. */
  readonly isContinued: boolean;
}

const OPENING = '([{';
const CLOSING = ')]}';
const LONG_QUOTES = ['"""', "'''", '`'];

/** Brackets and asides of a text, in its order. */
interface Marks {
  readonly brackets: readonly Bracket[];
  readonly byLine: ReadonlyMap<LineIndex, readonly Bracket[]>;
  readonly asides: ReadonlyMap<LineIndex, readonly Aside[]>;
}

const marks = new WeakMap<Text, Marks>();

function marksOf(text: Text): Marks {
  const known = marks.get(text);
  if (known) return known;
  const asides = isCode(text.path) && isSource(text) ? readAsides(text) : scanAsides(text);
  const brackets = pairUp(findBrackets(text, asides));
  const found = {
    brackets,
    byLine: Map.groupBy(brackets, (bracket) => bracket.line),
    asides: Map.groupBy(asides, (aside) => aside.line),
  };
  marks.set(text, found);
  return found;
}

/** The brackets of a text that are part of no string or comment. */
export function bracketsOf(text: Text): readonly Bracket[] {
  return marksOf(text).brackets;
}

export function bracketsOn(text: Text, line: LineIndex): readonly Bracket[] {
  return marksOf(text).byLine.get(line) ?? [];
}

/** The strings and comments, or parts of them, on a line. */
export function asidesOn(text: Text, line: LineIndex): readonly Aside[] {
  return marksOf(text).asides.get(line) ?? [];
}

/** Whether a line begins within a string or comment that began above. */
export function isContinued(text: Text, line: LineIndex): boolean {
  return asidesOn(text, line)[0]?.isContinued === true;
}

/** Whether lines begin and end what they begin and end: no bracket, string or comment of several lines is cut. */
export function isWhole(text: Text, { first, last }: Extent): boolean {
  const isWithin = (line: LineIndex) => first <= line && line <= last;
  const isCut = bracketsOf(text).some(
    ({ line, partner }) => partner && isWithin(line) && !isWithin(partner.line),
  );
  return !isCut && isContinued(text, first) === isContinued(text, last + 1);
}

/** What stands on a line before a comment that ends it. */
export function codeOf(text: Text, line: LineIndex): string {
  let code = text.document.lines[line]!.trimEnd();
  for (const { start, end, isComment } of asidesOn(text, line).toReversed()) {
    if (isComment && end >= code.length) code = code.slice(0, start).trimEnd();
  }
  return code;
}

/** The nearest line from `line` upwards that is more than a comment. */
export function codeAbove(text: Text, line: LineIndex): LineIndex | undefined {
  for (let at = line; at >= 0; at--) if (codeOf(text, at) !== '') return at;
  return undefined;
}

/** The nearest line from `line` on that is more than a comment. */
export function codeBelow(text: Text, line: LineIndex): LineIndex | undefined {
  for (let at = line; at < text.document.lines.length; at++) if (codeOf(text, at) !== '') return at;
  return undefined;
}

export function isOpening({ sign }: Bracket): boolean {
  return OPENING.includes(sign);
}

/** The last bracket that `line` opens and does not close. */
export function leftOpen(text: Text, line: LineIndex): Bracket | undefined {
  return bracketsOn(text, line).findLast(
    (bracket) => isOpening(bracket) && bracket.partner?.line !== line,
  );
}

function isSource(text: Text): text is Source {
  return 'file' in text;
}

/** Brackets in strings and comments are none, nor those in the sentences of a document or page. */
function findBrackets(source: Text, asides: readonly Aside[]): Bracket[] {
  const found: Bracket[] = [];
  let next = 0;
  for (const [line, text] of source.document.lines.entries()) {
    if (languageAt(source, line).quotes === '') continue;
    for (let column = 0; column < text.length; column++) {
      while (next < asides.length && isBehind(asides[next]!, line, column)) next++;
      const aside = asides[next];
      if (aside?.line === line && aside.start <= column) column = aside.end - 1;
      else if (OPENING.includes(text[column]!) || CLOSING.includes(text[column]!))
        found.push({ sign: text[column]!, line, column });
    }
  }
  return found;
}

function isBehind(aside: Aside, line: LineIndex, column: number): boolean {
  return aside.line < line || (aside.line === line && aside.end <= column);
}

/** Each sort of bracket for itself, as `a)` closes nothing in a shell. */
function pairUp(brackets: readonly Bracket[]): readonly Bracket[] {
  const open: Record<string, Bracket[]> = { '(': [], '[': [], '{': [] };
  for (const bracket of brackets) {
    if (isOpening(bracket)) {
      open[bracket.sign]!.push(bracket);
      continue;
    }
    const partner = open[OPENING[CLOSING.indexOf(bracket.sign)]!]!.pop();
    if (!partner) continue;
    bracket.partner = partner;
    partner.partner = bracket;
  }
  return brackets;
}

/** Those of code, by its syntax tree. */
function readAsides(source: Source): Aside[] {
  const comments = findComments(source).map((each) => ({ ...each, isComment: true }));
  const texts = textRanges(source).map((each) => ({ ...each, isComment: false }));
  const { lines } = source.document;
  return [...comments, ...texts]
    .sort((one, other) => one.start - other.start)
    .flatMap(({ start, end, isComment }) => {
      const asides: Aside[] = [];
      for (let line = lineOf(source, start), at = start; at < end; line++) {
        const offset = source.offsets[line]!;
        const stop = Math.min(end - offset, lines[line]!.length);
        const isContinued = at > start;
        asides.push({ line, start: at - offset, end: stop, isComment, isContinued });
        at = source.offsets[line + 1] ?? end;
      }
      return asides;
    });
}

/** Those of a language that only its traits are known of. */
function scanAsides(source: Text): Aside[] {
  const asides: Aside[] = [];
  /** The string or comment that goes on over lines. */
  let within: LongAside | undefined;
  let language: Language | undefined;
  for (const [line, text] of source.document.lines.entries()) {
    if (language !== languageAt(source, line)) within = undefined;
    language = languageAt(source, line);
    if (within && text === '')
      asides.push({ ...within, line, start: 0, end: 0, isContinued: true });
    for (let column = 0; column < text.length; ) {
      const start = column;
      const opened = within ? undefined : longAside(text, column, language);
      within ??= opened;
      if (within) {
        const end = closingAt(text, within.close, column + (opened?.open.length ?? 0));
        column = end < 0 ? text.length : end + within.close.length;
        const { isComment } = within;
        asides.push({ line, start, end: column, isComment, isContinued: opened === undefined });
        if (end >= 0) within = undefined;
        continue;
      }
      const isComment = isLineMark(text, column, language.comments.line);
      column = isComment ? text.length : endOfString(text, column, language);
      if (column > start) asides.push({ line, start, end: column, isComment, isContinued: false });
      else column++;
    }
  }
  return asides;
}

interface LongAside {
  readonly open: string;
  readonly close: string;
  readonly isComment: boolean;
}

/** What begins at `column` and may end on a later line. */
function longAside(text: string, column: number, language: Language): LongAside | undefined {
  const [open, close] = language.comments.block ?? [];
  if (open && close && text.startsWith(open, column)) return { open, close, isComment: true };
  // Of SQL, quotes but for single ones are those of names.
  const hasLong = language.quotes.includes('"');
  const quote = hasLong && LONG_QUOTES.find((each) => text.startsWith(each, column));
  return quote ? { open: quote, close: quote, isComment: false } : undefined;
}

function closingAt(text: string, close: string, from: number): number {
  let end = text.indexOf(close, from);
  while (end > 0 && text[end - 1] === '\\') end = text.indexOf(close, end + 1);
  return end;
}

/** `a#b` and `$#` begin no comment, nor does `http://`. */
function isLineMark(text: string, column: number, mark: string | undefined): boolean {
  if (mark === undefined || !text.startsWith(mark, column)) return false;
  const before = text[column - 1] ?? ' ';
  return mark === '#' ? /\s/.test(before) : before !== ':';
}

/** Behind the string or character that begins at `column` and ends on the line; else `column`. */
function endOfString(text: string, column: number, { quotes }: Language): number {
  const quote = text[column]!;
  if (!quotes.includes(quote)) {
    const character = quotes && /^'(?:\\.[^']*|[^\\'])'/.exec(text.slice(column, column + 12))?.[0];
    return column + (character || '').length;
  }
  // The apostrophe of a word begins nothing; the letters before a string of Python may be f or rb.
  const before = /[\p{L}\p{N}_]+$/u.exec(text.slice(0, column))?.[0] ?? '';
  if (before !== '' && !/^[bfrunex]{1,2}$/i.test(before)) return column;
  for (let at = column + 1; at < text.length; at++) {
    if (text[at] === '\\') at++;
    else if (text[at] === quote) return at + 1;
  }
  return column;
}
