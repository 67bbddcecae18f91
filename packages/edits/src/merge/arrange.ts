/**
 * The most plausible ways to lay the sections of a snippet into a document, each at one of its places, in order.
 * The k best paths through the sections' places by dynamic programming (Viterbi, k-best). Pure.
 */
import type { LineIndex } from '../document.ts';
import type { Place } from './places.ts';
import type { Evidence } from './plausibility.ts';
import type { Run } from './runs.ts';

/** A place of a section, and how plausible it is. */
export interface Option extends Place {
  readonly plausibility: number;
  /** The lines there are as the section says already. */
  readonly isUnchanged: boolean;
  /** What speaks for and against it; none where no other place is free. */
  readonly evidence: Evidence | undefined;
  /** What it changes. */
  readonly runs: readonly Run[];
}

/** One option for each section. */
export interface Arrangement {
  readonly options: readonly Option[];
  readonly plausibility: number;
}

export interface ArrangeInput {
  /** For each section its options. */
  readonly sections: readonly (readonly Option[])[];
  /**
   * How plausible it is that between the section before `index` and that one the lines [from, to) stay; the first
   * section comes after the document's beginning, and the document's end after the last.
   */
  readonly gap: (index: number, from: LineIndex, to: LineIndex) => number;
  /** Lines of the document. */
  readonly count: number;
  /** Paths that are kept to each option, and arrangements that are given. */
  readonly most: number;
}

interface Path {
  readonly option: Option;
  readonly before: Path | undefined;
  readonly plausibility: number;
}

/** The best first; none where sections cannot stand in their order. */
export function arrange({ sections, gap, count, most }: ArrangeInput): readonly Arrangement[] {
  let reached: readonly (readonly Path[])[] = [];
  for (const [index, options] of sections.entries()) {
    const before = reached;
    reached = options.flatMap((option): (readonly Path[])[] => {
      const from = (path: Path | undefined, between: number): Path => ({
        option,
        before: path,
        plausibility: (path?.plausibility ?? 0) + option.plausibility + between,
      });
      if (index === 0) return [[from(undefined, gap(0, 0, option.start))]];
      const paths = before.flatMap((earlier) => {
        const { end } = earlier[0]!.option;
        if (end > option.start) return [];
        const between = gap(index, end, option.start);
        return earlier.map((path) => from(path, between));
      });
      return paths.length === 0 ? [] : [best(paths, most)];
    });
  }
  const whole = reached.flatMap((paths) => {
    const between = gap(sections.length, paths[0]!.option.end, count);
    return paths.map((path) => ({ ...path, plausibility: path.plausibility + between }));
  });
  return best(whole, most).map((path) => ({
    options: optionsOf(path),
    plausibility: path.plausibility,
  }));
}

function best<T extends { readonly plausibility: number }>(
  all: readonly T[],
  most: number,
): readonly T[] {
  return all.toSorted((one, other) => other.plausibility - one.plausibility).slice(0, most);
}

function optionsOf(last: Path): readonly Option[] {
  const options: Option[] = [];
  for (let path: Path | undefined = last; path !== undefined; path = path.before) {
    options.unshift(path.option);
  }
  return options;
}
