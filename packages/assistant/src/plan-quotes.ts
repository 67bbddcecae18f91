/**
 * What an instruction about a plan quotes, and where. Code within a text is often in backticks too, so that those
 * nest: `Replace `openFile` with a faster helper` is one text. Pure.
 */

/** A stretch [start, end) of an instruction, and what it says without its quotes. */
export interface Span {
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

const OTHER_QUOTES = /"([^"]+)"|(?<!\w)'([^']+)'(?!\w)|“([^”]+)”|‘([^’]+)’|«([^»]+)»/g;

/** The quotes of `instruction` with their marks, none within another, in their order. */
export function spannedQuotes(instruction: string): readonly Span[] {
  const others = [...instruction.matchAll(OTHER_QUOTES)].map(({ index, 0: match }) =>
    spanOf(instruction, index, index + match.length),
  );
  const found = [...others, ...backticked(instruction)];
  const isWithin = (one: Span, other: Span) =>
    one !== other && other.start <= one.start && one.end <= other.end;
  return found
    .filter((span) => !found.some((other) => isWithin(span, other)))
    .toSorted((one, other) => one.start - other.start);
}

function spanOf(instruction: string, start: number, end: number): Span {
  return { start, end, text: instruction.slice(start + 1, end - 1).trim() };
}

/** The outermost quotes in backticks. One opens where a word begins behind it and none ends before it. */
function backticked(instruction: string): Span[] {
  const spans: Span[] = [];
  const open: number[] = [];
  for (const { index } of instruction.matchAll(/`/g)) {
    const isOpening =
      /^`\S/.test(instruction.slice(index)) && !/[^\s`("'“‘:/[]$/.test(instruction.slice(0, index));
    const isClosing = open.length > 0 && /\S/.test(instruction[index - 1] ?? ' ');
    if (isOpening && !(isClosing && /^`(?:[`\s.,;:!?)]|$)/.test(instruction.slice(index)))) {
      open.push(index);
    } else if (open.length > 0) {
      const start = open.pop()!;
      if (open.length === 0) spans.push(spanOf(instruction, start, index + 1));
      else spans.push(spanOf(instruction, start, index + 1));
    }
  }
  return spans;
}
