/**
 * replace-text, replace-all and remove-text: a piece of a text gives way to another, letter by letter, in any language; and
 * rename in languages that the compiler does not read.
 */
import type { LineIndex } from '@wick/edits';
import { escapePattern } from '../code/patterns.ts';
import { OperationRefused } from '../code/refusal.ts';
import { describeLines, lineOf, type Source } from '../code/source.ts';
import { closeNames } from '../code/suggest.ts';
import { scan } from '../text/brackets.ts';
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
    const words = source.text.match(/[\p{L}\p{N}_$]+/gu) ?? [];
    const suggestions = closeNames(piece, [...new Set(words)]);
    const message = `There is no \`${piece}\` on line ${line + 1}.${elsewhere}`;
    throw new OperationRefused('not-found', message, { suggestions, lines: [...new Set(there)] });
  }
  const message = `\`${piece}\` stands ${places.length} times on line ${line + 1}.`;
  throw new OperationRefused('ambiguous', message, { lines: [line] });
}

function replaceOn(source: Source, line: LineIndex, piece: string, text: string): TextEdit[] {
  const content = source.document.lines[line]!;
  if (findPiece(content, piece).length === 0 && findPiece(content, text).length > 0) {
    const message = `Line ${line + 1} already has \`${text}\`, and no \`${piece}\`.`;
    throw new OperationRefused('already-done', message, { lines: [line] });
  }
  const start = placeOn(source, line, piece);
  return [{ start, end: start + piece.length, text }];
}

function replaceAll(source: Source, args: Arguments): TextEdit[] {
  const [piece, text] = [args.text('old'), args.text('new')];
  const places = findPiece(source.text, piece);
  if (places.length > 0) {
    return places.map((start) => ({ start, end: start + piece.length, text }));
  }
  if (findPiece(source.text, text).length > 0) {
    throw new OperationRefused(
      'already-done',
      `There is \`${text}\` already, and no \`${piece}\`.`,
    );
  }
  throw new OperationRefused('not-found', `There is no \`${piece}\` in this file.`);
}

/** With the space that would be left over: two in a row, or one at either end of a bracket. */
function removeText(source: Source, args: Arguments): TextEdit[] {
  const [line, piece] = [args.line('line'), args.text('old')];
  const start = placeOn(source, line, piece);
  const end = start + piece.length;
  const { text } = source;
  if (source.document.lines[line]!.trim() === piece) {
    const message = `\`${piece}\` is all of line ${line + 1}. Ask for the line to be removed.`;
    throw new OperationRefused('not-applicable', message, { lines: [line] });
  }
  const [before, after] = [text[start - 1] ?? '\n', text[end] ?? '\n'];
  const beginsLine = text.slice(source.offsets[line], start).trim() === '';
  if (after === ' ' && (before === ' ' || beginsLine || '([{'.includes(before))) {
    return [{ start, end: end + 1, text: '' }];
  }
  const isLeftOver = before === ' ' && !beginsLine && /[\s)\],;:>]/.test(after);
  return [{ start: isLeftOver ? start - 1 : start, end, text: '' }];
}

/** Renames a word outside strings and comments; where it stands in these alone, there. */
export function renameWord(source: Source, args: Arguments): TextEdit[] {
  const [name, text] = [args.text('symbol'), args.text('name')];
  const whole = new RegExp(`(?<![\\p{L}\\p{N}_$])${escapePattern(name)}(?![\\p{L}\\p{N}_$])`, 'gu');
  const places = [...source.text.matchAll(whole)].map(({ index }) => index);
  const isTaken = new RegExp(
    whole.source.replace(escapePattern(name), escapePattern(text)),
    'u',
  ).test(source.text);
  if (places.length === 0) {
    const reason = isTaken ? 'already-done' : 'not-found';
    const words = [...new Set(source.text.match(/[\p{L}\p{N}_$]+/gu) ?? [])];
    const suggestions = closeNames(name, words);
    const hint = suggestions.length > 0 ? ` Did you mean \`${suggestions[0]}\`?` : '';
    const message = `There is no \`${name}\` in this file.${reason === 'not-found' ? hint : ''}`;
    throw new OperationRefused(reason, message, { suggestions });
  }
  if (isTaken) {
    const message = `There is something called \`${text}\` in this file already.`;
    throw new OperationRefused('not-applicable', message);
  }
  const { asides } = scan(source.document.lines, languageOf(source.path));
  const code = places.filter((at) => {
    const line = lineOf(source, at);
    const column = at - source.offsets[line]!;
    return !asides.some(
      (aside) => aside.line === line && aside.start <= column && column < aside.end,
    );
  });
  return (code.length > 0 ? code : places).map((start) => ({
    start,
    end: start + name.length,
    text,
  }));
}
