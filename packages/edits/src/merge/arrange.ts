/**
 * The most plausible ways to lay the sections of a snippet into a document, each at one of its places, in order.
 * The k best paths through the sections' places by dynamic programming (Viterbi, k-best). Pure.
 */
import type { LineIndex } from '../document.ts';
import type { Place } from './places.ts';

/** A place of a section, and how plausible it is. */
export interface Option extends Place {
  readonly plausibility: number;
}

/** One option for each section. */
export interface Arrangement {
  readonly options: readonly Option[];
  readonly plausibility: number;
}

/** What a placeholder costs that would stand for no line. */
const EMPTY_PLACEHOLDER = 4;
/** Paths that are kept to each option, and arrangements that are given. */
const MOST = 12;

export interface ArrangeInput {
  /** For each section its options. */
  readonly sections: readonly (readonly Option[])[];
  /** Whether lines are filled, of the whole document. */
  readonly isFilled: readonly boolean[];
  /** A placeholder stands before the first section, and after the last. */
  readonly keepsBefore: boolean;
  readonly keepsAfter: boolean;
}

interface Path {
  readonly option: Option;
  readonly before: Path | undefined;
  readonly plausibility: number;
}

/** The best first; none where sections cannot stand in their order. */
export function arrange(input: ArrangeInput): readonly Arrangement[] {
  const { sections, isFilled, keepsBefore, keepsAfter } = input;
  const filledBefore = [0];
  for (const filled of isFilled) filledBefore.push(filledBefore.at(-1)! + (filled ? 1 : 0));
  const gap = (from: LineIndex, to: LineIndex) =>
    filledBefore[from] === filledBefore[to] ? EMPTY_PLACEHOLDER : 0;
  let paths: readonly Path[] = [];
  for (const [index, options] of sections.entries()) {
    const before = paths;
    paths = options.flatMap((option): readonly Path[] => {
      const { plausibility, start } = option;
      if (index === 0) {
        const cost = keepsBefore ? gap(0, start) : 0;
        return [{ option, before: undefined, plausibility: plausibility - cost }];
      }
      const reaching = before.flatMap((path): Path[] => {
        const { end } = path.option;
        if (end > start) return [];
        const sum = path.plausibility + plausibility - gap(end, start);
        return [{ option, before: path, plausibility: sum }];
      });
      return best(reaching);
    });
  }
  const whole = paths.map((path) => {
    const cost = keepsAfter ? gap(path.option.end, isFilled.length) : 0;
    return { ...path, plausibility: path.plausibility - cost };
  });
  return best(whole).map((path) => ({ options: optionsOf(path), plausibility: path.plausibility }));
}

function best<T extends { readonly plausibility: number }>(all: readonly T[]): readonly T[] {
  return all.toSorted((one, other) => other.plausibility - one.plausibility).slice(0, MOST);
}

function optionsOf(last: Path): readonly Option[] {
  const options: Option[] = [];
  for (let path: Path | undefined = last; path !== undefined; path = path.before) {
    options.unshift(path.option);
  }
  return options;
}
