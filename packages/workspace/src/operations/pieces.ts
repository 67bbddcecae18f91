/**
 * replace-text, replace-all and remove-text: a piece of a text gives way to another, letter by letter, in any language; and
 * rename in languages that the compiler does not read.
 */
import type { LineIndex } from '@wick/edits';
import { escapePattern } from '../code/patterns.ts';
import { OperationRefused } from '../code/refusal.ts';
import { describeLines, lineOf, type Source } from '../code/source.ts';
import { closeNames } from '../code/suggest.ts';
import { asidesOn } from '../text/brackets.ts';
import { languageOf } from '../text/languages.ts';
import type { TextEdit } from './result.ts';
import type { Arguments, Transforms } from './transform.ts';

export const pieceTransforms: Transforms = {
  'replace-text': (source, args) =>
    replaceOn(source, args.line('line'), args.text('old'), args.text('new')),
  'replace-all': replaceAll,
  'remove-text': removeText,
};

/** Where `piece` stands in `text`: as a whole word where it does anywhere, else within words. */
export function findPiece(text: string, piece: string): number[] {
  const places: number[] = [];
  for (let at = text.indexOf(piece); at >= 0; at = text.indexOf(piece, at + 1)) {
    if (places.length === 0 || at >= places.at(-1)! + piece.length) places.push(at);
  }
  const isWord = (sign: string | undefined) => sign !== undefined && /[\p{L}\p{N}_$]/u.test(sign);
  const [first, last] = [isWord(piece[0]), isWord(piece.at(-1))];
  const whole = places.filter(
    (at) => !(first && isWord(text[at - 1])) && !(last && isWord(text[at + piece.length])),
  );
  return whole.length > 0 ? whole : places;
}

/** The one place of `piece` on a line. */
function placeOn(source: Source, line: LineIndex, piece: string): number {
  const places = findPiece(source.document.lines[line]!, piece);
  if (places.length === 1) return source.offsets[line]! + places[0]!;
  if (places.length === 0) {
    const there = findPiece(source.text, piece).map((at) => lineOf(source, at));
    const elsewhere = there.length > 0 ? ` It stands on ${describeLines(there)}.` : '';
    const suggestions = closeNames(piece, wordsOf(source));
    const message = `There is no \`${piece}\` on line ${line + 1}.${elsewhere}`;
    throw new OperationRefused('not-found', message, { suggestions, lines: [...new Set(there)] });
  }
  const message = `\`${piece}\` stands ${places.length} times on line ${line + 1}.`;
  throw new OperationRefused('ambiguous', message, { lines: [line] });
}

function wordsOf(source: Source): string[] {
  return [...new Set(source.text.match(/[\p{L}\p{N}_$]+/gu) ?? [])];
}

/** Whether `piece` stands in a text only as part of what is to come in its place. */
function isReplaced(text: string, piece: string, wanted: string): boolean {
  const done = findPiece(text, wanted);
  const isPart = (at: number) =>
    done.some((start) => start <= at && at + piece.length <= start + wanted.length);
  return done.length > 0 && findPiece(text, piece).every(isPart);
}

function replaceOn(source: Source, line: LineIndex, piece: string, text: string): TextEdit[] {
  if (isReplaced(source.document.lines[line]!, piece, text)) {
    const message = `Line ${line + 1} already has \`${text}\`, and no other \`${piece}\`.`;
    throw new OperationRefused('already-done', message, { lines: [line] });
  }
  const start = placeOn(source, line, piece);
  return [{ start, end: start + piece.length, text }];
}

function replaceAll(source: Source, args: Arguments): TextEdit[] {
  const [piece, text] = [args.text('old'), args.text('new')];
  if (isReplaced(source.text, piece, text)) {
    const message = `There is \`${text}\` already, and no other \`${piece}\`.`;
    throw new OperationRefused('already-done', message);
  }
  const places = findPiece(source.text, piece);
  if (places.length > 0) {
    return places.map((start) => ({ start, end: start + piece.length, text }));
  }
  const suggestions = closeNames(piece, wordsOf(source));
  const message = `There is no \`${piece}\` in this file.`;
  throw new OperationRefused('not-found', message, { suggestions });
}

/** With what would be left over: a comma that parted it from others, one of two spaces, or a space at the end of a bracket. */
function removeText(source: Source, args: Arguments): TextEdit[] {
  const [line, piece] = [args.line('line'), args.text('old')];
  const begin = source.offsets[line]!;
  const content = source.document.lines[line]!;
  const place = placeOn(source, line, piece) - begin;
  if (content.trim().replace(/[,;]$/, '') === piece.trim().replace(/[,;]$/, '')) {
    const message = `\`${piece}\` is all of line ${line + 1}. Ask for the line to be removed.`;
    throw new OperationRefused('not-applicable', message, { lines: [line] });
  }
  let [before, after] = [content.slice(0, place), content.slice(place + piece.length)];
  const isEntry = /^[^,].*[^,]$|^[^,]$/.test(piece.trim());
  if (isEntry && /[,([{]\s*$/.test(before) && /^\s*,\s*\S/.test(after)) {
    after = after.replace(/^\s*,\s*/, '');
  } else if (isEntry && /,\s*$/.test(before) && /^\s*(?:[)\]}]|,?\s*$)/.test(after)) {
    before = before.replace(/\s*,\s*$/, '');
  } else if (after.startsWith(' ') && /(?:^|[\s([{"'`>])$/.test(before)) after = after.slice(1);
  else if (/\S/.test(before) && /^(?:$|[\s)\]},;:"'`<]|[.?!](?:\s|$))/.test(after)) {
    before = after === '' ? before.trimEnd() : before.replace(/ $/, '');
  }
  return [{ start: begin + before.length, end: begin + content.length - after.length, text: '' }];
}

/**
 * Renames a word in the code; where it stands in strings and comments alone, there. Of a name with hyphens no part is meant
 * where the word stands for itself as well, of strings first the keys of an object, then those that hold nothing else.
 */
export function renameWord(source: Source, args: Arguments): TextEdit[] {
  // `$name` in a shell is the value of `name`.
  const hasSigils = languageOf(source.path).comments.line === '#';
  const [name, wanted] = [args.text('symbol'), args.text('name')].map((text) =>
    hasSigils && args.text('symbol').startsWith('$') ? text.replace(/^\$/, '') : text,
  ) as [string, string];
  const places = placesOf(source, name);
  const sort = SORTS.find((each) => places[each].length > 0);
  const taken = placesOf(source, wanted);
  if (name === wanted || (!sort && taken.whole.length > 0)) {
    throw new OperationRefused('already-done', `It is called \`${wanted}\` already.`);
  }
  if (!sort) {
    const suggestions = closeNames(name, wordsOf(source));
    const hint = suggestions.length > 0 ? ` Did you mean \`${suggestions[0]}\`?` : '';
    const message = `There is no \`${name}\` in this file.${hint}`;
    throw new OperationRefused('not-found', message, { suggestions });
  }
  if (taken[sort].length > 0 && sort !== 'parts') {
    const message = `There is something called \`${wanted}\` in this file already.`;
    const lines = [lineOf(source, taken[sort][0]!)];
    throw new OperationRefused('not-applicable', message, { lines });
  }
  return places[sort].map((start) => ({ start, end: start + name.length, text: wanted }));
}

/** Where a word stands, the places that are surest to be names first. */
const SORTS = ['code', 'keys', 'quoted', 'whole', 'parts'] as const;

function placesOf(source: Source, name: string): Record<(typeof SORTS)[number], number[]> {
  const { text } = source;
  const [first, last] = ['(?<![\\p{L}\\p{N}_])', '(?![\\p{L}\\p{N}_])'];
  const isWord = (sign: string) => /[\p{L}\p{N}_]/u.test(sign);
  const pattern = `${isWord(name[0]!) ? first : ''}${escapePattern(name)}${isWord(name.at(-1)!) ? last : ''}`;
  const parts = [...text.matchAll(new RegExp(pattern, 'gu'))].map(({ index }) => index);
  const { hasHyphens, item, blocks } = languageOf(source.path);
  const isPart = (at: number) =>
    /[\p{L}\p{N}]-$/u.test(text.slice(Math.max(0, at - 2), at)) ||
    /^-[\p{L}\p{N}]/u.test(text.slice(at + name.length));
  const whole = hasHyphens ? parts.filter((at) => !isPart(at)) : parts;
  const quoted = whole.filter(
    (at) => /["'`]/.test(text[at - 1] ?? '') && text[at - 1] === text[at + name.length],
  );
  // In settings a name is the same thing with quotes and without.
  const isData = item !== undefined || blocks === 'tables';
  return {
    code: whole.filter((at) => isCodeAt(source, at, name) || (isData && quoted.includes(at))),
    keys: quoted.filter((at) => /^.\s*:/.test(text.slice(at + name.length))),
    quoted,
    whole,
    parts,
  };
}

/** Whether a word is part of no string or comment, but where a string has code within: `${name}`, `{name}`, `$name`. */
function isCodeAt(source: Source, at: number, name: string): boolean {
  const { text } = source;
  const line = lineOf(source, at);
  const column = at - source.offsets[line]!;
  const aside = asidesOn(source, line).find(({ start, end }) => start <= column && column < end);
  if (!aside || aside.isComment) return aside === undefined;
  const before = text.slice(Math.max(0, at - 2), at);
  const isField = /(?:^|[^{])\{$/.test(before) && /^[}:.[!(=]/.test(text.slice(at + name.length));
  return isField || /(?:\$|[$#]\{|\$\(|\\\()$/.test(before);
}
