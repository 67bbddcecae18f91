/**
 * Brackets, strings and comments of a text in any language. Takes lines and a language, gives where brackets stand outside
 * strings and comments, which of them belong together, and what is string or comment. It reads no grammar: a string
 * ends on its line, but for those in backticks and triple quotes.
 */
import type { LineIndex } from '@wick/edits';
import type { Language } from './languages.ts';

export interface Bracket {
  readonly sign: string;
  readonly line: LineIndex;
  /** Characters before it on its line. */
  readonly column: number;
}

const OPENING = '([{';
const CLOSING = ')]}';
const LONG_QUOTES = ['"""', "'''", '`'];

/** Characters [start, end) of a line that are a string or comment. */
export interface Aside {
  readonly line: LineIndex;
  readonly start: number;
  readonly end: number;
}

/** All brackets and all strings and comments, in the order of the text. */
export function scan(
  lines: readonly string[],
  language: Language,
): { readonly brackets: readonly Bracket[]; readonly asides: readonly Aside[] } {
  const found: Bracket[] = [];
  const asides: Aside[] = [];
  const { comments, hasStrings } = language;
  /** What ends the string or comment that goes on over lines. */
  let within: string | undefined;
  for (const [line, text] of lines.entries()) {
    for (let column = 0; column < text.length; ) {
      if (within !== undefined) {
        const end = text.indexOf(within, column);
        const stop = end < 0 ? text.length : end + within.length;
        asides.push({ line, start: column, end: stop });
        column = stop;
        if (end >= 0) within = undefined;
        continue;
      }
      const rest = (mark: string) => text.startsWith(mark, column);
      if (comments.line !== undefined && rest(comments.line) && beginsComment(text, column)) {
        asides.push({ line, start: column, end: text.length });
        break;
      }
      if (comments.block && rest(comments.block[0])) {
        within = comments.block[1];
        column += comments.block[0].length;
        continue;
      }
      const quote = hasStrings ? LONG_QUOTES.find(rest) : undefined;
      if (quote !== undefined) {
        within = quote;
        column += quote.length;
        continue;
      }
      const sign = text[column]!;
      if (hasStrings && (sign === '"' || sign === "'")) {
        const end = endOfString(text, column);
        asides.push({ line, start: column, end });
        column = end;
        continue;
      }
      if (OPENING.includes(sign) || CLOSING.includes(sign)) found.push({ sign, line, column });
      column++;
    }
  }
  return { brackets: found, asides };
}

/** A mark of one sign begins a comment only where a word may begin: `a#b` and `$#` are none. */
function beginsComment(text: string, column: number): boolean {
  return text[column] !== '#' || column === 0 || /\s/.test(text[column - 1]!);
}

/** Behind the string that begins at `column`; behind its quote alone where it does not end on the line. */
function endOfString(text: string, column: number): number {
  const quote = text[column]!;
  for (let at = column + 1; at < text.length; at++) {
    if (text[at] === '\\') at++;
    else if (text[at] === quote) return at + 1;
  }
  return column + 1;
}

export function isOpening({ sign }: Bracket): boolean {
  return OPENING.includes(sign);
}

/** The bracket that closes `open`; undefined where the text ends before. */
export function closingOf(brackets: readonly Bracket[], open: Bracket): Bracket | undefined {
  let depth = 0;
  for (let at = brackets.indexOf(open); at < brackets.length; at++) {
    depth += isOpening(brackets[at]!) ? 1 : -1;
    if (depth === 0) return brackets[at];
  }
  return undefined;
}

/** The last bracket that `line` opens and does not close. */
export function leftOpen(brackets: readonly Bracket[], line: LineIndex): Bracket | undefined {
  const open: Bracket[] = [];
  for (const bracket of brackets) {
    if (bracket.line !== line) continue;
    if (isOpening(bracket)) open.push(bracket);
    else open.pop();
  }
  return open.at(-1);
}
