/**
 * Blank lines in documents of headings and paragraphs, and in tables of settings: a new line is parted from its neighbours
 * where they would run together, or where headings of the file stand apart. Takes a text, a place and a line, gives lines.
 */
import type { LineIndex } from '@wick/edits';
import { headingLevel } from './block-ends.ts';
import { fences, languageOf } from './languages.ts';
import { isBlank, type Text } from './lines.ts';

/** What a line of a document is part of. */
type Sort = 'heading' | 'item' | 'row' | 'quote' | 'fence' | 'text';

function sortOf(line: string): Sort {
  if (headingLevel(line) > 0) return 'heading';
  if (/^\s*(?:```|~~~)/.test(line)) return 'fence';
  if (/^\s*\|/.test(line)) return 'row';
  if (/^\s*>/.test(line)) return 'quote';
  // What is indented goes on with an item.
  return /^\s*(?:[-*+]|\d+[.)])\s|^\s{2,}\S/.test(line) ? 'item' : 'text';
}

/**
 * `added` with the blank lines that part it from lines `at - 1` and `at`. A paragraph is one of its own where it `isOwn`, else
 * it goes on with the one beside it.
 */
export function spaced(text: Text, at: LineIndex, added: string, isOwn: boolean): string[] {
  const { lines } = text.document;
  const { blocks } = languageOf(text.path);
  // The fence that ends a block of code has code above it.
  const isCode = fences(lines)[at - 1] !== undefined || fences(lines)[at] !== undefined;
  const isDocument = blocks === 'headings' && !isCode;
  if (!isDocument && blocks !== 'tables') return [added];
  const parts = isDocument ? isParted : isTableParted;
  const [above, below] = [lines[at - 1] ?? '', lines[at] ?? ''];
  // What takes the place of a line beside another stands as that did.
  const isTogether =
    !isOwn && !isBlank(above) && !isBlank(below) && !parts(lines, above, below, false);
  const partsFrom = (one: string, other: string, displaced: string) => {
    const isAlike = isTogether && sortOf(added) === sortOf(displaced);
    return !isBlank(one) && !isBlank(other) && !isAlike && parts(lines, one, other, isOwn);
  };
  const before = partsFrom(above, added, below);
  const after = partsFrom(added, below, above);
  return [...(before ? [''] : []), added, ...(after ? [''] : [])];
}

/** The blank lines that two lines of a document cannot do without between them. */
export function gapNeeded(
  { path, document: { lines } }: Text,
  above: string,
  below: string,
): number {
  return languageOf(path).blocks === 'headings' && isParted(lines, above, below, true) ? 1 : 0;
}

type Lines = readonly string[];

/** Whether a blank line belongs between two lines of a document. */
function isParted(lines: Lines, above: string, below: string, isOwn: boolean): boolean {
  const [one, other] = [sortOf(above), sortOf(below)];
  const isApart = (step: 1 | -1) => standApart(lines, (line) => headingLevel(line) > 0, step);
  if (one === 'heading') return isApart(1);
  if (other === 'heading') return isApart(-1);
  return one !== other || (isOwn && one === 'text');
}

/** Whether a blank line belongs between two lines of settings: before the head of a table. */
function isTableParted(lines: Lines, _: string, below: string): boolean {
  const isHead = (line: string) => /^\s*\[[^\]]+\]/.test(line);
  return isHead(below) && standApart(lines, isHead, -1);
}

/** Whether blank lines stand before all heads of the file, or behind them. */
function standApart(lines: Lines, isHead: (line: string) => boolean, step: 1 | -1): boolean {
  const codes = fences(lines);
  return lines.every(
    (line, at) => !isHead(line) || isBlank(lines[at + step]) || codes[at] !== undefined,
  );
}
