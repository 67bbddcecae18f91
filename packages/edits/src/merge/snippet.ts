/** Reads an abbreviated snippet: its lines and placeholders, how far it was moved, whether it is the whole file. Pure. */
import type { SnippetItem } from './align.ts';
import { placeholderOf, subjectsOf } from './ellipsis.ts';
import type { ComparedLine } from './line-match.ts';

/** Of a snippet without placeholders, at least this share of the document's telling lines: then it is the whole file. */
const WHOLE_FILE = 0.6;

/** The items of a snippet, without blank lines and a code fence around it, and without what it says is removed. */
export function readSnippet(
  snippet: readonly string[],
  document: readonly ComparedLine[],
  compared: (line: string) => ComparedLine,
): readonly SnippetItem[] {
  const known = new Set(document.map(({ words }) => words));
  return trimmed(snippet).flatMap((text): SnippetItem[] => {
    const line = compared(text);
    // A comment of the document itself is no placeholder.
    const placeholder = known.has(line.words) ? undefined : placeholderOf(text);
    if (placeholder === 'removed') return [];
    if (placeholder === undefined) return [{ kind: 'line', line }];
    return [{ kind: 'kept', indent: line.indent, subjects: subjectsOf(text) }];
  });
}

function trimmed(snippet: readonly string[]): readonly string[] {
  const isFence = (line: string | undefined) => line !== undefined && /^\s*```/.test(line);
  let lines = withoutBlankEnds(snippet);
  if (lines.length > 1 && isFence(lines[0]) && isFence(lines.at(-1))) {
    lines = withoutBlankEnds(lines.slice(1, -1));
  }
  return lines;
}

function withoutBlankEnds(lines: readonly string[]): readonly string[] {
  const first = lines.findIndex((line) => line.trim() !== '');
  return first < 0 ? [] : lines.slice(first, lines.findLastIndex((line) => line.trim() !== '') + 1);
}

/** Whether a snippet without placeholders repeats most of the document. */
export function isWholeFile(
  items: readonly SnippetItem[],
  document: readonly ComparedLine[],
): boolean {
  if (items.some(({ kind }) => kind === 'kept')) return false;
  const said = new Set(items.map((item) => (item.kind === 'line' ? item.line.words : '')));
  const telling = document.filter(({ isTrivial }) => !isTrivial);
  const repeated = telling.filter(({ words }) => said.has(words)).length;
  return telling.length > 0 && repeated >= WHOLE_FILE * telling.length;
}

/** Of a snippet that was moved as a whole, at least this share of the telling lines are the document's. */
const MOVED = 0.5;

/**
 * How much farther to the right the document has the snippet's lines: a snippet may be moved to the left edge as a
 * whole. Where some telling lines stand as they did, or few are the document's, they were moved on purpose.
 */
export function commonShift(
  items: readonly SnippetItem[],
  document: readonly ComparedLine[],
): number {
  const depths = Map.groupBy(document, ({ words }) => words);
  const counts = new Map<number, number>();
  let leftmost = Infinity;
  let telling = 0;
  for (const item of items) {
    if (item.kind !== 'line' || item.line.words === '') continue;
    const { words, indent, isTrivial } = item.line;
    leftmost = Math.min(leftmost, indent);
    if (isTrivial) continue;
    telling++;
    const same = depths.get(words) ?? [];
    for (const shift of new Set(same.map((line) => line.indent - indent))) {
      counts.set(shift, (counts.get(shift) ?? 0) + 1);
    }
  }
  const [most] = [...counts].toSorted(([, one], [, other]) => other - one);
  const [shift, count] = most ?? [0, 0];
  const isMoved = leftmost === 0 && shift > 0 && !counts.has(0) && count >= MOVED * telling;
  return isMoved ? shift : 0;
}
