/**
 * The blank lines around blocks: how many part one from its neighbours, and what is left of them where it goes. Takes a text
 * and lines of it, gives counts and lines.
 */
import { closes } from './block-ends.ts';
import { codeAbove, codeBelow, codeOf, leftOpen } from './brackets.ts';
import { languageAt } from './languages.ts';
import { bodyOf, depthOf, type Extent, filledFrom, isBlank, type Text } from './lines.ts';

export interface Gaps {
  /** Blank lines directly above and below. */
  readonly above: number;
  readonly below: number;
  /** Whether the block is the first or last of what it is in, so that they part it from no neighbour. */
  readonly isFirst: boolean;
  readonly isLast: boolean;
}

export function gapsAround(text: Text, { first, last }: Extent): Gaps {
  const lines = bodyOf(text);
  const depth = depthOf(lines[first] ?? '');
  const before = filledFrom(lines, first - 1, -1);
  const after = filledFrom(lines, last + 1, 1);
  return {
    above: first - (before ?? -1) - 1,
    below: (after ?? lines.length) - last - 1,
    isFirst:
      before === undefined ||
      depthOf(lines[before]!) < depth ||
      leftOpen(text, before) !== undefined,
    isLast: after === undefined || depthOf(lines[after]!) < depth || closes(text, after),
  };
}

/** How many blank lines part a block from its neighbours, on the side where they are fewer; undefined where it has none. */
export function gapOf(text: Text, { first, last }: Extent): number | undefined {
  let from = first;
  // What speaks of it parts it from nothing.
  while (from > 0 && codeOf(text, from - 1) === '' && !isBlank(text.document.lines[from - 1]))
    from--;
  const { above, below, isFirst, isLast } = gapsAround(text, { first: from, last });
  if (isFirst) return isLast ? undefined : below;
  return isLast ? above : Math.min(above, below);
}

/** The blank lines between two blocks that are put beside each other; single lines stand together where one of them does. */
export function gapBetween(text: Text, one: Extent, other: Extent): number {
  const gaps = [gapOf(text, one), gapOf(text, other)].filter((gap) => gap !== undefined);
  if (gaps.length === 0) return 0;
  return isBlock(one) || isBlock(other) ? Math.max(...gaps) : Math.min(...gaps);
}

/** What is left in the place of lines that are all of a block, in languages where a block holds something. */
export function fillerFor(text: Text, { first, last }: Extent): string[] {
  const { lines } = text.document;
  const { filler } = languageAt(text, first);
  const [above, below] = [codeAbove(text, first - 1), codeBelow(text, last + 1)];
  const opens = above !== undefined && /:$|(?:^|\s)(?:then|do|else)$/.test(codeOf(text, above));
  if (filler === undefined || !opens) return [];
  const depth = depthOf(lines[first]!);
  const isAll = below === undefined || depthOf(lines[below]!) < depth;
  return isAll ? [lines[first]!.slice(0, depth) + filler] : [];
}

export function isBlock({ first, last }: Extent): boolean {
  return last > first;
}

/** The lines that go where a block does: with blank lines around it, so far as its neighbours do not need them. */
export function withGap(text: Text, { first, last }: Extent): Extent {
  const { above, below, isFirst, isLast } = gapsAround(text, { first, last });
  const needed = isFirst ? above : isLast ? below : Math.max(above, below);
  const surplus = above + below - (isFirst && isLast ? Math.min(above, below) : needed);
  const fromBelow = Math.min(below, surplus);
  return { first: first - (surplus - fromBelow), last: last + fromBelow };
}

export function blankLines(count: number): string[] {
  return Array.from({ length: Math.max(count, 0) }, () => '');
}
