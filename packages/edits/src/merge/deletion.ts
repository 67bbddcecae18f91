/**
 * Deletions that a snippet says by showing two lines as neighbours that stand in several places: "}" before a function
 * may be the end of the one that was there, or of the one before that. Pure.
 */
import type { LineIndex } from '../document.ts';
import type { ComparedLine } from './line-match.ts';

/** Lines that are deleted so at most. */
const LONGEST_DELETION = 80;

export interface Deletion {
  /** How many of the shown lines stand before what is deleted. */
  readonly before: number;
  /** Below 0: the lines before it stand so much earlier; above 0: those behind it so much later. */
  readonly shift: number;
}

/**
 * The shortest deletion of whole blocks that lets the lines [start, end) of the document be shown just as well:
 * either the first of them stand a little before as well, or the last a little later. Nothing outside of `limits`
 * is touched. Undefined where there is none.
 */
export function shortestDeletion(
  lines: readonly ComparedLine[],
  { start, end }: { readonly start: LineIndex; readonly end: LineIndex },
  limits: { readonly from: LineIndex; readonly to: LineIndex },
): Deletion | undefined {
  const isSame = (one: LineIndex, other: LineIndex) =>
    lines[one]!.words === lines[other]!.words && lines[one]!.indent === lines[other]!.indent;
  const repeats = (from: LineIndex, to: LineIndex, shift: number) => {
    for (let line = from; line < to; line++) if (!isSame(line, line + shift)) return false;
    return true;
  };
  for (let length = 1; length <= LONGEST_DELETION; length++) {
    for (let middle = start + 1; middle < end; middle++) {
      const isEarlier =
        start - length >= limits.from &&
        repeats(start, middle, -length) &&
        isBlock(lines.slice(middle - length, middle));
      if (isEarlier) return { before: middle - start, shift: -length };
      const isLater =
        end + length <= limits.to &&
        repeats(middle, end, length) &&
        isBlock(lines.slice(middle, middle + length));
      if (isLater) return { before: middle - start, shift: length };
    }
  }
  return undefined;
}

/** Whether the lines open and close the same brackets, and say something. */
function isBlock(lines: readonly ComparedLine[]): boolean {
  let depth = 0;
  for (const { words } of lines) {
    for (const character of words) {
      if ('([{'.includes(character)) depth++;
      if (')]}'.includes(character) && --depth < 0) return false;
    }
  }
  return depth === 0 && lines.some(({ isTrivial }) => !isTrivial);
}
