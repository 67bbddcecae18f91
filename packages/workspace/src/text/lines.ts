/** Lines of a text in any language: how deep they are, which of them have something on them, which go on with others. */
import type { LineIndex, TextDocument } from '@wick/edits';

/** A text in the language that its path tells; every source is one. */
export interface Text {
  readonly path: string;
  readonly document: TextDocument;
}

/** Lines [first, last], both included. */
export interface Extent {
  readonly first: LineIndex;
  readonly last: LineIndex;
}

/** Characters of white space at the beginning. */
export function depthOf(line: string): number {
  return line.length - line.trimStart().length;
}

export function isBlank(line: string | undefined): boolean {
  return line === undefined || line.trim() === '';
}

/** The lines without the empty one that stands behind the last line end. */
export function bodyOf({ document: { lines } }: Text): readonly string[] {
  return lines.at(-1) === '' ? lines.slice(0, -1) : lines;
}

/** The nearest line from `line` on, in steps of `step`, with something on it. */
export function filledFrom(
  lines: readonly string[],
  line: LineIndex,
  step: 1 | -1,
): LineIndex | undefined {
  for (let at = line; at >= 0 && at < lines.length; at += step) if (!isBlank(lines[at])) return at;
  return undefined;
}

/** Whether a line goes on with what the bracket closes that it begins with: `} else {`. */
export function isBranch(line: string): boolean {
  return /^\s*\}\s*(?:else|elsif|elif|catch|finally|rescue|except)\b/.test(line);
}

/** Whether a line is a label that ends with a colon and has its statements below: `case 1:`. */
export function isLabel(line: string): boolean {
  return /^\s*(?:case\b.*|default\s*):\s*$/.test(line);
}
