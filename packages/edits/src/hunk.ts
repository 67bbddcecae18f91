/**
 * A hunk replaces a run of lines by others: the one kind of change the edit language is made of.
 * Here: its type, what makes a list of hunks valid, and its normal form.
 *
 * A list of hunks always speaks of one document, the one before all of them; they ascend and do not
 * touch (two that touch are one), so that every change has one way to be said.
 */
import type { LineEnding, LineIndex } from './document.ts';

export interface Hunk {
  /** First line that is replaced; start = end inserts before this line. */
  readonly start: LineIndex;
  /** The line after the last one that is replaced. */
  readonly end: LineIndex;
  /** The new lines, without line endings; none deletes. */
  readonly lines: readonly string[];
  /**
   * Ending of each new line, as many as lines. Absent (as in every answer of the model) means: as the
   * replaced line had, or as the neighbouring lines have. Given where hunks are computed from two texts.
   */
  readonly endings?: readonly LineEnding[];
}

export type HunkErrorCode =
  | 'out-of-range' // a line that the document does not have
  | 'reversed' // end before start
  | 'not-ascending' // begins before, or right where, the one before it ends
  | 'empty' // replaces nothing by nothing
  | 'line-break' // a new line's text holds a line break
  | 'endings'; // not one ending for each line

/** Says which hunk of a list is wrong, and why. */
export class HunkError extends Error {
  override readonly name = 'HunkError';
  readonly code: HunkErrorCode;
  /** Position of the offending hunk in its list, from 0. */
  readonly index: number;

  constructor(code: HunkErrorCode, index: number, message: string) {
    super(`hunk ${index + 1}: ${message}`);
    this.code = code;
    this.index = index;
  }
}

/** Checks `hunks` against a document of `lineCount` lines. Throws the first `HunkError`. */
export function validateHunks(hunks: readonly Hunk[], lineCount: number): void {
  let previousEnd = -1;
  for (const [index, hunk] of hunks.entries()) {
    const { start, end } = hunk;
    const range = `[${start}, ${end})`;
    if (!Number.isInteger(start) || !Number.isInteger(end) || start < 0 || end > lineCount) {
      throw new HunkError('out-of-range', index, `${range} is not within lines 0 to ${lineCount}`);
    }
    if (end < start) throw new HunkError('reversed', index, `${range} ends before it starts`);
    if (start <= previousEnd) {
      const reason = `${range} must start after line ${previousEnd}, where the one before it ends`;
      throw new HunkError('not-ascending', index, reason);
    }
    if (start === end && hunk.lines.length === 0) {
      throw new HunkError('empty', index, `${range} replaces nothing by nothing`);
    }
    if (hunk.lines.some((line) => line.includes('\n'))) {
      throw new HunkError(
        'line-break',
        index,
        'a new line holds a line break; give one entry a line',
      );
    }
    if (hunk.endings !== undefined && hunk.endings.length !== hunk.lines.length) {
      throw new HunkError('endings', index, 'there must be one ending for each new line');
    }
    previousEnd = end;
  }
}

/**
 * The normal form of hunks that are in order but may touch or do nothing: touching ones become one,
 * empty ones vanish. Hunks that would delete every line leave one empty line, as every document has one.
 */
export function normalizeHunks(hunks: readonly Hunk[], lineCount: number): Hunk[] {
  const merged: Hunk[] = [];
  for (const hunk of hunks) {
    if (hunk.start === hunk.end && hunk.lines.length === 0) continue;
    const last = merged.at(-1);
    if (last !== undefined && last.end === hunk.start) merged[merged.length - 1] = join(last, hunk);
    else merged.push(hunk);
  }
  const [only] = merged;
  if (merged.length === 1 && only && only.start === 0 && only.end === lineCount) {
    if (only.lines.length === 0) return [{ start: 0, end: lineCount, lines: [''] }];
  }
  return merged;
}

function join(first: Hunk, second: Hunk): Hunk {
  const joined = {
    start: first.start,
    end: second.end,
    lines: [...first.lines, ...second.lines],
  };
  if (first.endings === undefined || second.endings === undefined) return joined;
  return { ...joined, endings: [...first.endings, ...second.endings] };
}
