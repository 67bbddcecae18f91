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

export interface Gap {
  /** Depth of the placeholder; undefined where there is none. */
  readonly depth: number | undefined;
  /** Depth of the block that it stands in, where the snippet shows the line that opens it. */
  readonly block: number | undefined;
}

/** The gaps before each section, and behind the last. */
export function gapsOf(
  items: readonly SnippetItem[],
  sections: readonly Section[],
  shift: number,
): readonly Gap[] {
  return [...sections, undefined].map((section, index) => {
    const before = sections[index - 1];
    const between = items.slice(before?.last ?? 0, section?.first ?? items.length);
    const placeholder = between.find(({ kind }) => kind === 'kept');
    if (placeholder?.kind !== 'kept') return { depth: undefined, block: undefined };
    const opener = before?.lines.at(-1);
    const isInside = (indent: number | undefined) =>
      opener !== undefined && indent !== undefined && indent > opener.indent;
    const isBlock = isInside(placeholder.indent) && isInside(section?.lines[0]!.indent);
    return {
      depth: placeholder.indent + shift,
      block: isBlock ? opener!.indent + shift : undefined,
    };
  });
}

/** What it costs that a placeholder stands for the lines [from, to). */
export function gapCost(
  { lines }: Original,
  { depth, block }: Gap,
  from: LineIndex,
  to: LineIndex,
): number {
  if (depth === undefined) return 0;
  let first = from;
  while (first < to && lines[first]!.words === '') first++;
  if (first >= to) return EMPTY;
  const other = lines[first]!.indent === depth ? 0 : OTHER_DEPTH;
  if (block === undefined) return other;
  for (let line = first; line < to; line++) {
    const { words, indent } = lines[line]!;
    if (words !== '' && indent <= block) return other + LEAVES_BLOCK;
  }
  return other;
}
