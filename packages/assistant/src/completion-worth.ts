/**
 * How much of a completion to show: what saves most keys. Takes the beginnings of what was decoded with their
 * probabilities, gives the one to show; pure.
 *
 * Somebody who types takes a suggestion over with one key where all of it is right; then the next is shown. So a
 * longer one saves a key over two that follow each other, and is wrong more often, which loses what would have been right of
 * it. The best way to divide the text into suggestions is found from its end to its beginning (dynamic programming).
 */

export interface Part {
  readonly text: string;
  /** Of all of it. */
  readonly probability: number;
  /** Keys that are expected to be saved by it and what follows. */
  readonly saved: number;
}

export const NO_PART: Part = { text: '', probability: 0, saved: 0 };

/** Less is quicker typed than read. */
const LEAST_CHARACTERS = 2;

/** Of beginnings, each of which goes on where the one before ends, the one to be shown. */
export function worthiestPart(beginnings: readonly Omit<Part, 'saved'>[]): Part {
  const keys = [0, ...beginnings.map(({ text }) => keysOf(text))];
  const likely = [1, ...beginnings.map(({ probability }) => probability)];
  const saved = keys.map(() => 0);
  let shown = 0;
  for (let from = beginnings.length - 1; from >= 0; from--) {
    shown = 0;
    for (let to = from + 1; to <= beginnings.length; to++) {
      const length = keys[to]! - keys[from]!;
      if (length < LEAST_CHARACTERS) continue;
      const worth = (likely[to]! / likely[from]!) * (length - 1 + saved[to]!);
      if (worth > saved[from]!) [saved[from], shown] = [worth, to];
    }
  }
  const part = beginnings[shown - 1];
  return part ? { ...part, saved: saved[0]! } : NO_PART;
}

/** Keys that it takes to type a text: one for each character; a line break and the indentation below it are one. */
function keysOf(text: string): number {
  return text.replace(/\n[ \t]*/g, '\n').length;
}
