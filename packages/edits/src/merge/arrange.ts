/**
 * The most plausible ways to lay the sections of a snippet into a document, each at one of its places, in order.
 * The k best paths through the sections' places by dynamic programming (Viterbi, k-best). Pure.
 */
import type { LineIndex } from '../document.ts';
import type { Place } from './places.ts';

/** A place of a section, and how plausible it is. */
export interface Option extends Place {
  readonly plausibility: number;
  /** The lines there are as the section says already. */
  readonly isUnchanged: boolean;
}

/** One option for each section. */
export interface Arrangement {
  readonly options: readonly Option[];
  readonly plausibility: number;
}

/** Paths that are kept to each option, and arrangements that are given. */
const MOST = 12;

export interface ArrangeInput {
  /** For each section its options. */
  readonly sections: readonly (readonly Option[])[];
  /**
   * What it costs that between the section before `index` and that one the lines [from, to) stay; the first section
   * comes after the document's beginning, and the document's end after the last.
   */
  readonly gapCost: (index: number, from: LineIndex, to: LineIndex) => number;
  /** Lines of the document. */
  readonly count: number;
}

interface Path {
  readonly option: Option;
  readonly before: Path | undefined;
  readonly plausibility: number;
}

/** The best first; none where sections cannot stand in their order. */
export function arrange({ sections, gapCost, count }: ArrangeInput): readonly Arrangement[] {
  let paths: readonly Path[] = [];
  for (const [index, options] of sections.entries()) {
    const before = paths;
    const reached = (option: Option, path: Path | undefined): Path => {
      const cost = gapCost(index, path?.option.end ?? 0, option.start);
      const plausibility = (path?.plausibility ?? 0) + option.plausibility - cost;
      return { option, before: path, plausibility };
    };
    paths = options.flatMap((option): readonly Path[] => {
      if (index === 0) return [reached(option, undefined)];
      const earlier = before.filter((path) => path.option.end <= option.start);
      return best(earlier.map((path) => reached(option, path)));
    });
  }
  const whole = paths.map((path) => {
    const cost = gapCost(sections.length, path.option.end, count);
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
