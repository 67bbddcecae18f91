/**
 * Brackets of lines, as far as they can be told without a grammar: those in comments, and in strings that end on their
 * line, are left out. Pure.
 */

/** What a line, or a run of lines, does to the depth of brackets. */
export interface Brackets {
  /** How many more it opens than it closes. */
  readonly net: number;
  /** How many it closes that were opened before it. */
  readonly closed: number;
}

const NONE: Brackets = { net: 0, closed: 0 };
/** A comment from its first character on, a line of a block comment, a directive. */
const COMMENT = /^(?:\/\/|\/?\*|#)/;
const ASIDE = /'(?:\\.|[^'\\])*'|"(?:\\.|[^"\\])*"|`(?:\\.|[^`\\])*`|\/\/.*$|\/\*.*?\*\//g;

export function bracketsIn(words: string): Brackets {
  if (COMMENT.test(words)) return NONE;
  let [net, closed] = [0, 0];
  for (const character of words.replaceAll(ASIDE, '')) {
    if ('([{'.includes(character)) net++;
    else if (')]}'.includes(character)) net--;
    closed = Math.max(closed, -net);
  }
  return { net, closed };
}

export function bracketsOf(lines: readonly { readonly brackets: Brackets }[]): Brackets {
  let [net, closed] = [0, 0];
  for (const { brackets } of lines) {
    closed = Math.max(closed, brackets.closed - net);
    net += brackets.net;
  }
  return { net, closed };
}
