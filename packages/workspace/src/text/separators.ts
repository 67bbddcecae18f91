/**
 * What parts the entries of a list, object, rule or block: a comma, a semicolon, or their line ends alone. Takes a source and
 * a place, gives the sign; and puts it at the end of lines, before the comments that end them, or takes it away.
 */
import type { LineIndex } from '@wick/edits';
import type { Source } from '../code/source.ts';
import { type Bracket, bracketsOf, codeBelow, codeOf, isOpening } from './brackets.ts';
import { extentAt } from './extents.ts';
import { languageAt, languageOf } from './languages.ts';
import { depthOf, type Extent, isBlank } from './lines.ts';

/** What parts or ends entries; '' where line ends alone do. */
export type Separator = ',' | ';' | '';

/** What parts the entries among which a line as deep as `depth` stands, or would stand, as line `at`. */
export function separatorAt(source: Source, at: LineIndex, depth: number): Separator {
  const { lines } = source.document;
  const open = bracketsOf(source).findLast(
    (bracket) => isOpening(bracket) && bracket.line < at && (bracket.partner?.line ?? -1) >= at,
  );
  if (!open) return '';
  // What stands deeper than the entries is inside one of them.
  const first = lines.findIndex((text, line) => line > open.line && !isBlank(text));
  const isEntry = first === open.partner!.line || depthOf(lines[first]!) === depth;
  return isEntry ? separatorOf(source, open) : '';
}

/** As `separatorAt`, but only what one of two entries cannot go without: commas, and semicolons in styles. */
export function partingAt(source: Source, at: LineIndex, depth: number): Separator {
  const sign = separatorAt(source, at, depth);
  return isParting(source, at, sign) ? sign : '';
}

export function isParting(source: Source, at: LineIndex, sign: Separator): boolean {
  return sign === ',' || (sign === ';' && languageAt(source, at).isStyle === true);
}

/** What parts the entries between a bracket and its partner. */
export function separatorOf(source: Source, open: Bracket): Separator {
  if (/\.(?:json[c5]?|webmanifest)$/i.test(source.path)) return ',';
  const signs = entryEnds(source, open.line + 1, open.partner!.line - 1).map(
    (line) => codeOf(source, line).at(-1)!,
  );
  const before = codeOf(source, open.line).slice(0, open.column);
  const others = signs.slice(0, -1);
  const count = (sign: string) => others.filter((each) => each === sign).length;
  if (languageAt(source, open.line + 1).isStyle && open.sign === '{') {
    return signs.every((sign) => sign === '}') && signs.length > 0 ? '' : ';';
  }
  if (others.length > 0 && count(',') === others.length) return ',';
  if (count(';') > 0 && count(';') >= others.length - count('}')) return ';';
  if (others.length > 0) return '';
  if (signs[0] === ',' || signs[0] === ';') return signs[0];
  return isList(source, open, before) ? ',' : '';
}

/** Whether entries after a bracket are parted by commas, as far as what stands before it tells. */
function isList({ path }: Source, { sign }: Bracket, before: string): boolean {
  const { blocks } = languageOf(path);
  if (blocks === 'words') return false;
  if (sign === '[' || blocks === 'indentation' || /\.sql$/i.test(path)) return true;
  if (sign === '(') return /[\p{L}\p{N}_$>]$/u.test(before);
  // A brace right behind a word is that of a literal with its type before it.
  return /(?:[=(:,[?]|\breturn|=>\s*\()\s*$|\benum\s+\w+\s*$|[\w\]>]$/.test(before);
}

/** The last line of each entry among the lines [first, last]. */
function entryEnds(source: Source, first: LineIndex, last: LineIndex): LineIndex[] {
  const ends: LineIndex[] = [];
  for (let at = first; at <= last; at++) {
    if (codeOf(source, at) === '') continue;
    at = Math.min(extentAt(source, at).last, last);
    ends.push(at);
  }
  return ends;
}

/** Whether nothing but comments stands between line `at` and the bracket that closes the list. */
export function isLastAt(source: Source, at: LineIndex): boolean {
  const below = codeBelow(source, at);
  return below === undefined || /^\s*[)\]}]/.test(source.document.lines[below]!);
}

/** Whether the code of a line ends with a sign. */
export function endsWith(source: Source, line: LineIndex, sign: string): boolean {
  return codeOf(source, line).endsWith(sign);
}

/** A line with the sign behind its code, or without. What needs none keeps what it has: comments, heads, semicolons. */
export function withSign(source: Source, line: LineIndex, sign: string, ends: boolean): string {
  const text = source.document.lines[line]!;
  const code = codeOf(source, line);
  if (code === '' || /[([{]$/.test(code) || code.endsWith(sign) === ends) return text;
  if (sign === ';' && (!ends || code.endsWith('}'))) return text;
  return (ends ? code + sign : code.slice(0, -1)) + text.slice(code.length);
}

/** The lines of an extent, the code of the last one with the sign behind it, or without. */
export function signed(
  source: Source,
  { first, last }: Extent,
  sign: string,
  ends: boolean,
): string[] {
  const lines = source.document.lines.slice(first, last);
  return [
    ...lines,
    sign === '' ? source.document.lines[last]! : withSign(source, last, sign, ends),
  ];
}
