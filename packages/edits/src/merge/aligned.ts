/** Where an alignment of the whole snippet puts its sections (align.ts). Pure. */
import type { LineIndex } from '../document.ts';
import { align, type SnippetItem } from './align.ts';
import type { Place } from './places.ts';
import type { Original, Section } from './section.ts';

/** For each section its place; undefined where nothing telling of it is in the document. */
export function alignedPlaces(
  original: Original,
  items: readonly SnippetItem[],
  sections: readonly Section[],
  shift: number,
): readonly (Place | undefined)[] {
  const edge: SnippetItem = { kind: 'kept', indent: 0, isImplicit: true };
  const { matches } = align({ items: [edge, ...items, edge], document: original.lines, shift });
  return sections.map((section, index) => {
    const own = matches.slice(section.first + 1, section.last + 1);
    const start = own.find((line) => line >= 0);
    const end = own.findLast((line) => line >= 0);
    const isTold = own.some((line, at) => line >= 0 && !section.lines[at]!.isTrivial);
    if (start === undefined || end === undefined || !isTold) return undefined;
    const isOpen = isLeftOpen(items, section, sections[index + 1]);
    const block = isOpen ? end : blockEnd(original, section, own);
    return { start, end: Math.max(end + 1, block) };
  });
}

/** Whether the placeholder behind a section stands for more of its last block. */
function isLeftOpen(
  items: readonly SnippetItem[],
  { last, lines }: Section,
  next: Section | undefined,
): boolean {
  const placeholder = items.slice(last).find(({ kind }) => kind === 'kept');
  const opener = lines.findLast(({ words }) => words.endsWith(':'));
  if (placeholder?.kind !== 'kept' || next === undefined || opener === undefined) return false;
  return placeholder.indent > opener.indent;
}

/**
 * Where no bracket closes a block, one that a section shows to its end replaces the document's whole block: the end of
 * the last block that it opens.
 */
function blockEnd({ lines }: Original, section: Section, matches: readonly number[]): LineIndex {
  if (lines.some(({ words }) => /^[\])}]/.test(words))) return 0;
  let end = 0;
  for (const [index, { words, indent }] of section.lines.entries()) {
    const opener = matches[index]!;
    const inside = section.lines.slice(index + 1).filter((line) => line.words !== '');
    if (opener < 0 || !words.endsWith(':') || inside.length === 0) continue;
    if (inside.some((line) => line.indent <= indent)) continue;
    const depth = lines[opener]!.indent;
    const isOut = (line: LineIndex) =>
      line > opener && lines[line]!.words !== '' && lines[line]!.indent <= depth;
    const after = lines.findIndex((_, line) => isOut(line));
    const filled = lines
      .slice(0, after < 0 ? lines.length : after)
      .findLastIndex((line) => line.words !== '');
    end = Math.max(end, filled + 1);
  }
  return end;
}
