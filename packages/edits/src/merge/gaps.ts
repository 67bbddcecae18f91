/** What speaks for and against it that a placeholder stands for a run of the document's lines. Pure. */
import type { LineIndex } from '../document.ts';
import type { SnippetItem } from './align.ts';
import type { Original, Section } from './section.ts';

export interface GapEvidence {
  /** The placeholder would stand for no line. */
  readonly empty: number;
  /** It would stand for one line, which could have been shown as easily. */
  readonly single: number;
  /** It is not as deep as the first line that it stands for: authors write it where they leave out. */
  readonly placeholderDepth: number;
  /** It is within a block that the snippet shows the first line of, and would go on behind the block's end. */
  readonly leavesBlock: number;
  /** How far the lines go out of the block that both neighbours are in; the logarithm of one more, in half tabs. */
  readonly crosses: number;
}

/**
 * What it costs, in nats, that a placeholder names what is in the file and not among the lines it would stand for. Not
 * fitted: the placeholders of the rows name nothing.
 */
export const NAMES_OTHERS = 2.5;

/** Lines that stay between two sections. */
export interface Gap {
  /** Depth of the placeholder; undefined where it says nothing. */
  readonly depth: number | undefined;
  /** Depth of the block that it stands in, where the snippet shows the line that opens it. */
  readonly block: number | undefined;
  /** Names of the file that it says it stands for. */
  readonly subjects: readonly string[];
}

/** The gaps before each section, and behind the last; undefined where no placeholder is. */
export function gapsOf(
  original: Original,
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
      subjects: namesOfFile(original, placeholder.subjects ?? []),
    };
  });
}

/** Of the words of a placeholder those that are in the file, as they are or in the singular ("imports"). */
function namesOfFile({ names }: Original, words: readonly string[]): readonly string[] {
  return words.flatMap((word) => {
    const singular = word.replace(/s$/, '');
    if (names.has(word)) return [word];
    return names.has(singular) ? [singular] : [];
  });
}

/** What speaks for and against it that a placeholder stands for the lines [from, to). */
export function gapEvidence(
  { lines, filledBefore, leastIndent }: Original,
  { depth, block }: Gap,
  from: LineIndex,
  to: LineIndex,
): GapEvidence {
  const says = (is: boolean) => (is ? 1 : 0);
  const count = filledBefore[to]! - filledBefore[from]!;
  let first = from;
  while (first < to && lines[first]!.words === '') first++;
  const least = leastIndent(from, to);
  const before = from > 0 ? lines[from - 1]!.indent : 0;
  const behind = to < lines.length ? lines[to]!.indent : 0;
  const isEmpty = count === 0;
  return {
    empty: says(isEmpty),
    single: says(count === 1),
    placeholderDepth: says(!isEmpty && depth !== undefined && lines[first]!.indent !== depth),
    leavesBlock: says(block !== undefined && least <= block),
    crosses: Math.log1p(Math.max(0, Math.min(before, behind) - least) / 2),
  };
}

/** Whether nothing of what a placeholder names is among the lines [from, to). */
export function namesOthers(
  { lines }: Original,
  { subjects }: Gap,
  from: LineIndex,
  to: LineIndex,
): boolean {
  if (subjects.length === 0) return false;
  for (let line = from; line < to; line++) {
    if (subjects.some((name) => lines[line]!.parts.has(name))) return false;
  }
  return true;
}
