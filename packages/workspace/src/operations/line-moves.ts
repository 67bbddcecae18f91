/** move-before, move-after, swap-lines, duplicate-line and remove-block: whole lines, or the blocks that begin on them. */
import type { LineIndex } from '@wick/edits';
import { OperationRefused } from '../code/refusal.ts';
import type { Source } from '../code/source.ts';
import { type Extent, extentAt } from '../text/extents.ts';
import type { TextEdit } from './result.ts';
import type { Arguments, Transforms } from './transform.ts';

export const lineMoveTransforms: Transforms = {
  'move-before': (source, args) => move(source, args, 'before'),
  'move-after': (source, args) => move(source, args, 'after'),
  'swap-lines': swap,
  'duplicate-line': duplicate,
  'remove-block': removeBlock,
};

/** The whole text with its lines changed, as one edit of those lines that differ. */
function relined(source: Source, lines: readonly string[]): TextEdit[] {
  const old = source.document.lines;
  let head = 0;
  while (head < Math.min(old.length, lines.length) && old[head] === lines[head]) head++;
  let tail = 0;
  while (
    tail < Math.min(old.length, lines.length) - head &&
    old[old.length - 1 - tail] === lines[lines.length - 1 - tail]
  )
    tail++;
  const [first, last] = [head, old.length - tail];
  const middle = lines.slice(head, lines.length - tail);
  if (last < old.length) {
    const text = middle.map((line) => `${line}\n`).join('');
    return [{ start: source.offsets[first]!, end: source.offsets[last]!, text }];
  }
  // The last lines have no line end of their own: the one before them goes along.
  const start = first === 0 ? 0 : source.offsets[first - 1]! + old[first - 1]!.length;
  const text = middle.map((line, at) => (first === 0 && at === 0 ? line : `\n${line}`)).join('');
  return [{ start, end: source.text.length, text }];
}

function linesOf(source: Source, { first, last }: Extent): string[] {
  return source.document.lines.slice(first, last + 1);
}

const indentOf = (text: string): string => /^[ \t]*/.exec(text)![0];

/** The lines, indented as deep as `like` is. */
function reindented(lines: readonly string[], like: string): string[] {
  const [own, wanted] = [indentOf(lines[0]!), indentOf(like)];
  if (own === wanted) return [...lines];
  return lines.map((line) => (line.startsWith(own) ? wanted + line.slice(own.length) : line));
}

/** Of two entries that are parted by commas one may end with none: that stays the last one's. */
function withCommas(lines: readonly string[], ends: boolean): string[] {
  const last = lines.at(-1)!.trimEnd();
  const isEnded = last.endsWith(',');
  if (isEnded === ends || /[;{([]$/.test(last)) return [...lines];
  return [...lines.slice(0, -1), ends ? `${last},` : last.slice(0, -1)];
}

/** Whether an entry ends with a comma. */
function isEnded(lines: readonly string[]): boolean {
  return lines.at(-1)!.trimEnd().endsWith(',');
}

/** Whether a line closes a bracket. */
function closes(text: string | undefined): boolean {
  return text !== undefined && /^\s*[)\]}]/.test(text);
}

function move(source: Source, args: Arguments, side: 'before' | 'after'): TextEdit[] {
  const [from, to] = [extentAt(source, args.line('line')), extentAt(source, args.line('other'))];
  if (from.first <= to.last && to.first <= from.last) {
    const message = `Lines ${from.first + 1} and ${to.first + 1} are parts of one block, which cannot be moved beside itself.`;
    throw new OperationRefused('not-applicable', message, { lines: [from.first, to.first] });
  }
  const all = [...source.document.lines];
  const isThere = side === 'before' ? from.last + 1 === to.first : to.last + 1 === from.first;
  if (isThere) {
    const message = `Line ${from.first + 1} stands right ${side} line ${to.first + 1} already.`;
    throw new OperationRefused('already-done', message, { lines: [from.first] });
  }
  let moved = reindented(linesOf(source, from), all[to.first]!);
  const target = linesOf(source, to);
  const listed = isEnded(moved) !== isEnded(target);
  const wasLast = closes(all[from.last + 1]) && !isEnded(moved);
  const becomesLast = side === 'after' && closes(all[to.last + 1]) && !isEnded(target);
  if (listed && becomesLast) {
    all.splice(to.first, target.length, ...withCommas(target, true));
    moved = withCommas(moved, false);
  } else if (listed && wasLast && isEnded(target)) {
    moved = withCommas(moved, true);
    // What stood before it is the last one now.
    const before = from.first - 1;
    const isTarget = to.first <= before && before <= to.last && side === 'after';
    if (!isTarget) {
      if (before >= 0) all[before] = all[before]!.trimEnd().replace(/,$/, '');
    } else all.splice(to.first, target.length, ...withCommas(target, false));
  }
  const at = side === 'before' ? to.first : to.last + 1;
  const count = from.last - from.first + 1;
  if (at > from.first) {
    all.splice(at, 0, ...moved);
    all.splice(from.first, count);
  } else {
    all.splice(from.first, count);
    all.splice(at, 0, ...moved);
  }
  return relined(source, all);
}

function swap(source: Source, args: Arguments): TextEdit[] {
  const chosen = [args.line('line'), args.line('other')].sort((one, other) => one - other);
  const [one, other] = chosen.map((line) => extentAt(source, line)) as [Extent, Extent];
  if (one.last >= other.first) {
    const message = `Line ${chosen[1]! + 1} is part of what begins on line ${chosen[0]! + 1}.`;
    throw new OperationRefused('not-applicable', message, { lines: chosen });
  }
  const all = [...source.document.lines];
  const [above, below] = [linesOf(source, one), linesOf(source, other)];
  const [endsAbove, endsBelow] = [isEnded(above), isEnded(below)];
  all.splice(other.first, below.length, ...withCommas(reindented(above, below[0]!), endsBelow));
  all.splice(one.first, above.length, ...withCommas(reindented(below, above[0]!), endsAbove));
  return relined(source, all);
}

function duplicate(source: Source, args: Arguments): TextEdit[] {
  const extent = extentAt(source, args.line('line'));
  const copy = linesOf(source, extent);
  const all = [...source.document.lines];
  const isLast = closes(all[extent.last + 1]) && /["'\w\])}]$/.test(copy.at(-1)!.trimEnd());
  const before = all[extent.first - 1]?.trimEnd() ?? '';
  const needsComma = isLast && /,$/.test(before);
  all.splice(extent.first, copy.length, ...(needsComma ? withCommas(copy, true) : copy), ...copy);
  return relined(source, all);
}

/** `} else {`: what begins behind the bracket that closes another block. */
const GOING_ON = /^(\s*\})\s*(?:else|catch|finally)\b/;

/** With one of the blank lines around it, and the comma that would be the last of a list without one at its end. */
function removeBlock(source: Source, args: Arguments): TextEdit[] {
  const line = args.line('line');
  const all = [...source.document.lines];
  const closing = GOING_ON.exec(all[line]!)?.[1];
  const { first, last } = extentAt(source, line);
  if (closing !== undefined) {
    const end = lastOfBranch(source, line);
    all.splice(line, end - line + 1, closing + all[end]!.replace(/^\s*\}/, ''));
    return relined(source, all);
  }
  const removed = all.splice(first, last - first + 1);
  const before = all[first - 1];
  if (
    before?.trimEnd().endsWith(',') &&
    closes(all[first]) &&
    !isEnded(removed)
  ) {
    all[first - 1] = before.trimEnd().slice(0, -1);
  }
  const isBlank = (at: LineIndex) => at < 0 || (all[at]?.trim() ?? '') === '';
  const opensAbove = /[{([:>]$/.test(before?.trimEnd() ?? '{');
  if (isBlank(first - 1) || opensAbove) {
    // A file goes on ending in a line end.
    const isEnd = (at: LineIndex) => at >= all.length - 1;
    while (isBlank(first) && !isEnd(first) && first < all.length) all.splice(first, 1);
    const closed = closes(all[first]) || (isEnd(first) && isBlank(first));
    for (let at = first - 1; closed && at > 0 && isBlank(at); at--) all.splice(at, 1);
  }
  return relined(source, all);
}

/** The line that closes the branch which `line` opens. */
function lastOfBranch(source: Source, line: LineIndex): LineIndex {
  const depth = indentOf(source.document.lines[line]!).length;
  const { lines } = source.document;
  for (let at = line + 1; at < lines.length; at++) {
    if (/^\s*\}/.test(lines[at]!) && indentOf(lines[at]!).length <= depth) return at;
  }
  throw new OperationRefused('not-applicable', `What line ${line + 1} opens is not closed.`, {
    lines: [line],
  });
}
