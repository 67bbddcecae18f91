/** What a placeholder says of the lines that it stands for. Pure. */
import type { LineIndex } from '../document.ts';
import type { SnippetItem } from './align.ts';
import type { Original, Section } from './section.ts';

/** A placeholder that would stand for no line. */
const EMPTY = 4;
/** One that is not as deep as the first line that it stands for: authors write it where they leave out. */
const OTHER_DEPTH = 1.5;
/** One within a block that would go on behind the block's end, although what follows it is within a block, too. */
const LEAVES_BLOCK = 0.7;

/** Lines that stay between two sections. */
export interface Gap {
  /** Depth of the placeholder; undefined where it says nothing. */
  readonly depth: number | undefined;
  /** Depth of the block that it stands in, where the snippet shows the line that opens it. */
  readonly block: number | undefined;
}

/** The gaps before each section, and behind the last. */
export function gapsOf(
  items: readonly SnippetItem[],
  sections: readonly Section[],
  shift: number,
): readonly (Gap | undefined)[] {
  // Who writes all placeholders at the left says nothing by that.
  const isIndented = items.some((item) => item.kind === 'kept' && item.indent > 0);
  return [...sections, undefined].map((section, index) => {
    const before = sections[index - 1];
    const between = items.slice(before?.last ?? 0, section?.first ?? items.length);
    const placeholder = between.find(({ kind }) => kind === 'kept');
    if (placeholder?.kind !== 'kept') return undefined;
    const opener = before?.lines.at(-1);
    const isInside = (indent: number | undefined) =>
      opener !== undefined && indent !== undefined && indent > opener.indent;
    const isBlock = isInside(placeholder.indent) && isInside(section?.lines[0]?.indent);
    return {
      depth: isIndented ? placeholder.indent + shift : undefined,
      block: isBlock ? opener!.indent + shift : undefined,
    };
  });
}

/** What it costs that a placeholder stands for the lines [from, to); nothing where there is none. */
export function gapCost(
  { lines }: Original,
  gap: Gap | undefined,
  from: LineIndex,
  to: LineIndex,
): number {
  if (gap === undefined) return 0;
  const { depth, block } = gap;
  let first = from;
  while (first < to && lines[first]!.words === '') first++;
  if (first >= to) return EMPTY;
  const isOther = depth !== undefined && lines[first]!.indent !== depth;
  const other = isOther ? OTHER_DEPTH : 0;
  if (block === undefined) return other;
  for (let line = first; line < to; line++) {
    const { words, indent } = lines[line]!;
    if (words !== '' && indent <= block) return other + LEAVES_BLOCK;
  }
  return other;
}
