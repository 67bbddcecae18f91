/**
 * Finds the places where an instruction points at a line by its number ("line 12", "L12", "lines 3-7"),
 * so that the prompt can hold the line's id token instead: the model then needs no arithmetic.
 * The synthesis of training data prepares its instructions with this very function.
 *
 * In:  the user's instruction. Out: its text in pieces, the numbers (1-based) as `{ line }`.
 */

export type InstructionPart = string | { readonly line: number };

/** "line 12", "lines 3", "ln 12", "l. 12", "L12", "l12", "#L12": a word for line, then the number. */
const REFERENCE =
  /(?<![\w$.])(?:lines?|ln|l\.?|row)(?:[ \t]*(?:no\.?|number|#|:))?[ \t]*(\d{1,5})(?![\w$%]|\.\d)/gi;

/** What may join a further number to a reference: "3-7", "3 to 7", "3 through 7", "3..7", "3 and 7", "3, 7", "3-L7". */
const CONTINUATION =
  /^([ \t]*(?:-|–|—|\.{2,3}|(?:right |all the way )?(?:through |up |down )?to|through|thru|till|until|and(?: up to| through| on to| following up to| including)?|(?:up to|through) and including|&|,|\/|with|down through|including)[ \t]*(?:line[ \t]+|L)?)(\d{1,5})(?![\w$%]|\.\d)/i;

/** Text between quotes or backticks; an apostrophe within a word opens nothing. */
const QUOTED = /`[^`]*`|"[^"]*"|(?<!\w)'[^']*'(?!\w)/g;

/**
 * Splits `instruction` at its line numbers. Joining the pieces, with each number printed as it was,
 * gives the instruction back. Numbers inside quotes or backticks are left alone.
 */
export function splitLineReferences(instruction: string): InstructionPart[] {
  const parts: InstructionPart[] = [];
  const quoted = [...instruction.matchAll(QUOTED)].map(
    (match) => [match.index, match.index + match[0].length] as const,
  );
  let at = 0;
  const take = (numberStart: number, digits: string) => {
    if (numberStart > at) parts.push(instruction.slice(at, numberStart));
    parts.push({ line: Number(digits) });
    at = numberStart + digits.length;
  };
  for (const match of instruction.matchAll(REFERENCE)) {
    const digits = match[1]!;
    const numberStart = match.index + match[0].length - digits.length;
    const isQuoted = quoted.some(([from, to]) => match.index >= from && numberStart < to);
    if (numberStart < at || isQuoted) continue;
    take(numberStart, digits);
    for (;;) {
      const more = CONTINUATION.exec(instruction.slice(at));
      // "the 5 on line 9 to 3" is no range.
      const previous = parts.at(-1) as { readonly line: number };
      if (!more || Number(more[2]) <= previous.line) break;
      take(at + more[1]!.length, more[2]!);
    }
  }
  if (at < instruction.length) parts.push(instruction.slice(at));
  return parts;
}
