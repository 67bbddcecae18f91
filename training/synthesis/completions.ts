/**
 * Completions: what stood right of a cursor, as documents whose lines end where somebody might be typing.
 *
 * In: the lines of a document. Out: the lines with up to eight cuts, far enough from each other that each looks as if
 * it were the only one, and a case for each: its instruction is the cut line and what is left of it behind the cursor,
 * its answer the text between, one or a few lines.
 *
 * A line is cut between two of the tokenizer's pieces: the assistant takes the piece before the cursor back, and asks
 * for text that begins with it.
 */
import type { Random } from './random.ts';

/** What a completion's request holds. */
export interface Completion {
  readonly kind: 'complete-rest' | 'complete-inside' | 'complete-lines' | 'complete-nothing';
  /** Index of the cut line in `lines`. */
  readonly line: number;
  /** What is left of the line behind the cursor. */
  readonly behind: string;
  /** The lines of the answer; the first goes on where the cut line ends. */
  readonly middle: readonly string[];
}

export interface CutLines {
  readonly lines: readonly string[];
  readonly completions: readonly Completion[];
}

const MOST_CUTS = 8;
/** Lines from one cut to the next. */
const DISTANCE = 4;
const MOST_LINES = 4;
/** As in training/tokenizer.py. */
const PIECES =
  /\p{Lu}?\p{Ll}+|\p{Lu}+(?!\p{Ll})|[\p{L}\p{M}]|\p{N}|[_$]| ?[^\s\p{L}\p{M}\p{N}_$]+ ?|\s+/gu;

/** Cuts lines; undefined where none is worth it. */
export function cutLines(given: readonly string[], random: Random): CutLines | undefined {
  const lines: string[] = [];
  const completions: Completion[] = [];
  let last = -DISTANCE;
  for (let at = 0; at < given.length; at++) {
    const text = given[at] as string;
    const isFar = at - last >= DISTANCE && completions.length < MOST_CUTS;
    const completion =
      isFar && /[\p{L}\p{N}]/u.test(text) && random.chance(0.4)
        ? cutAt(given, at, lines.length, random)
        : undefined;
    if (!completion) {
      lines.push(text);
      continue;
    }
    const { middle, behind } = completion;
    const first = middle[0] as string;
    lines.push(text.slice(0, text.length - behind.length - first.length) + behind);
    completions.push(completion);
    at += middle.length - 1;
    last = at;
  }
  return completions.length > 0 ? { lines, completions } : undefined;
}

/** Cuts the line at `at` of `given`, which is line `line` of what is made of it. */
export function cutAt(
  given: readonly string[],
  at: number,
  line: number,
  random: Random,
): Completion {
  const text = given[at] as string;
  const starts = [...text.matchAll(PIECES)].map(({ index }) => index);
  // Somebody who types has typed the indentation, or a first word, or more.
  const places = starts.filter((start) => start > 0 && text.slice(0, start).trim().length > 0);
  const start = random.chance(0.12)
    ? text.length - text.trimStart().length
    : (random.maybe(places) ?? text.length);
  const rest = text.slice(start);
  if (random.chance(0.08)) return { kind: 'complete-nothing', line, behind: '', middle: [''] };
  const inner = random.chance(0.3) ? closing(rest, random) : undefined;
  if (inner !== undefined) {
    return {
      kind: 'complete-inside',
      line,
      behind: rest.slice(inner),
      middle: [rest.slice(0, inner)],
    };
  }
  const below = random.chance(0.5) ? blockBelow(given, at) : [];
  return below.length > 0
    ? { kind: 'complete-lines', line, behind: '', middle: [rest, ...below] }
    : { kind: 'complete-rest', line, behind: '', middle: [rest] };
}

/** A place in the rest of a line before a closing bracket or quote, which an editor has put in already. */
function closing(rest: string, random: Random): number | undefined {
  const places = [...rest.matchAll(/[)\]}'"`]/g)].map(({ index }) => index);
  return random.maybe(places.filter((index) => index > 0));
}

/** The lines that belong to line `at` below it, with the line that closes them; none where they are many. */
function blockBelow(given: readonly string[], at: number): string[] {
  const indent = indentOf(given[at] as string);
  const below: string[] = [];
  for (const line of given.slice(at + 1, at + 1 + MOST_LINES)) {
    const isInside = line.trim() !== '' && indentOf(line) > indent;
    const isEnd = indentOf(line) === indent && /^\s*[)\]}]/.test(line) && below.length > 0;
    if (!isInside && !isEnd) return [];
    below.push(line);
    if (isEnd) return below;
  }
  return [];
}

function indentOf(line: string): number {
  return line.length - line.trimStart().length;
}
