/**
 * Numbered lists of Markdown: where items come, go or move, the others count on. Takes the lines before and after, gives the
 * lines after with their numbers put right.
 */
import type { LineIndex } from '@wick/edits';
import { depthOf, isBlank } from './lines.ts';

const ITEM = /^(\s*)(\d+)([.)]\s)/;

/** Lists that counted on before count on again. Those of a depth stay as they are where lists of it come or go. */
export function renumbered(before: readonly string[], after: readonly string[]): readonly string[] {
  const lines = [...after];
  const old = listsOf(before);
  for (const [depth, lists] of listsOf(after)) {
    if (old.get(depth)?.length !== lists.length) continue;
    for (const [index, list] of lists.entries()) {
      const were = old.get(depth)![index]!;
      const first = numberOf(before[were[0]!]!);
      const didCount = were.every((at, item) => numberOf(before[at]!) === first + item);
      for (const [item, at] of didCount ? list.entries() : []) {
        lines[at] = lines[at]!.replace(
          ITEM,
          (_, indent, __, sign) => indent + (first + item) + sign,
        );
      }
    }
  }
  return lines;
}

function numberOf(line: string): number {
  return Number(ITEM.exec(line)![2]);
}

/** The lines of the items of each numbered list, by its depth. */
function listsOf(lines: readonly string[]): Map<number, LineIndex[][]> {
  const lists = new Map<number, LineIndex[][]>();
  /** Depths at which the last list may go on. */
  const open = new Set<number>();
  let isFenced = false;
  for (const [at, line] of lines.entries()) {
    if (/^\s*(?:```|~~~)/.test(line)) isFenced = !isFenced;
    if (isFenced || isBlank(line)) continue;
    const depth = depthOf(line);
    const isItem = ITEM.test(line);
    for (const each of open) if (each > depth || (each === depth && !isItem)) open.delete(each);
    if (!isItem) continue;
    const known = lists.get(depth) ?? [];
    if (open.has(depth)) known.at(-1)!.push(at);
    else known.push([at]);
    lists.set(depth, known);
    open.add(depth);
  }
  return lists;
}
