/**
 * move-before, move-after, swap-lines, duplicate-line and remove-block: whole lines, or the blocks that begin on them with the
 * comments that describe them. They are parted from their neighbours by blank lines and commas as these are.
 */
import type { LineIndex } from '@wick/edits';
import { OperationRefused } from '../code/refusal.ts';
import type { Source } from '../code/source.ts';
import { closes } from '../text/block-ends.ts';
import { bracketsOf, codeAbove, isContinued, isOpening } from '../text/brackets.ts';
import { describedAt } from '../text/extents.ts';
import {
  blankLines,
  fillerFor,
  gapBetween,
  gapOf,
  gapsAround,
  isBlock,
  withGap,
} from '../text/gaps.ts';
import { languageOf } from '../text/languages.ts';
import { bodyOf, depthOf, type Extent, filledFrom, isBlank } from '../text/lines.ts';
import { gapNeeded } from '../text/sections.ts';
import {
  endsWith,
  isLastAt,
  partingAt,
  type Separator,
  signed,
  withSign,
} from '../text/separators.ts';
import { relined, requireWhole } from './edits.ts';
import type { TextEdit } from './result.ts';
import type { Arguments, Transforms } from './transform.ts';

export const lineMoveTransforms: Transforms = {
  'move-before': (source, args) => move(source, args, 'before'),
  'move-after': (source, args) => move(source, args, 'after'),
  'swap-lines': swap,
  'duplicate-line': duplicate,
  'remove-block': removeBlock,
};

/** The lines, indented as deep as `like` is. */
function reindented(lines: readonly string[], like: string): string[] {
  const [own, wanted] = [indentOf(lines[0]!), indentOf(like)];
  if (own === wanted) return [...lines];
  return lines.map((line) => (line.startsWith(own) ? wanted + line.slice(own.length) : line));
}

function indentOf(line: string): string {
  return line.slice(0, depthOf(line));
}

/** The block that begins on a line, with the comments that describe it. */
function blockAt(source: Source, line: LineIndex): Extent {
  if (isBlank(source.document.lines[line])) {
    throw new OperationRefused('not-applicable', `Line ${line + 1} is blank.`, { lines: [line] });
  }
  const block = describedAt(source, line);
  requireWhole(source, block);
  return block;
}

/** What parts the entries that a block is one of. */
function partingOf(source: Source, { first }: Extent): Separator {
  return partingAt(source, first, depthOf(source.document.lines[first]!));
}

/** Takes the comma from the entry that is the last one without `gone`, where that had none. */
function endList(source: Source, gone: Extent, lines: string[]): void {
  const above = codeAbove(source, gone.first - 1);
  const wasLast = partingOf(source, gone) === ',' && isLastAt(source, gone.last + 1);
  if (!wasLast || above === undefined) return;
  lines[above] = withSign(source, above, ',', endsWith(source, gone.last, ','));
}

type Side = 'before' | 'after';

/** What a block is moved to: the line, or, where that opens what the block is in, the first line within. */
function targetOf(
  source: Source,
  line: LineIndex,
  from: Extent,
  side: Side,
): { readonly line: LineIndex; readonly side: Side } {
  const whole = blockAt(source, line);
  const isWithin = whole.first <= from.last && from.first <= whole.last;
  if (isWithin && line >= from.first) {
    const message = `Line ${line + 1} is part of what would be moved, which cannot stand beside itself.`;
    throw new OperationRefused('not-applicable', message, { lines: [from.first, line] });
  }
  if (!isWithin || side === 'before') return { line, side };
  const around = bracketsOf(source).find(
    (bracket) =>
      isOpening(bracket) &&
      bracket.line >= line &&
      bracket.line < from.first &&
      (bracket.partner?.line ?? -1) > from.last,
  );
  const first = filledFrom(bodyOf(source), (around?.line ?? line) + 1, 1)!;
  return { line: first, side: 'before' };
}

/** What goes on with something else, or closes it, stays with it: `} else {`; and code does not come into a text. */
function requireMovable(source: Source, line: LineIndex, other: LineIndex): void {
  const isCode = !isContinued(source, line);
  if (closes(source, line) === closes(source, other) && isCode !== isContinued(source, other))
    return;
  const bound = closes(source, line) || !isCode ? line : other;
  const message = `Line ${bound + 1} goes on with what begins above it, and cannot be parted from that.`;
  throw new OperationRefused('not-applicable', message, { lines: [bound] });
}

function move(source: Source, args: Arguments, said: Side): TextEdit[] {
  const from = blockAt(source, args.line('line'));
  requireMovable(source, args.line('line'), args.line('other'));
  const { line, side } = targetOf(source, args.line('other'), from, said);
  const beside = describedAt(source, line);
  const at = side === 'before' ? beside.first : beside.last + 1;
  const all = [...bodyOf(source)];
  const between = at <= from.first ? all.slice(at, from.first) : all.slice(from.last + 1, at);
  const isUp = at <= from.first;
  const isThere = at === from.first || isUp === (side === 'after');
  if (isThere && between.every(isBlank)) {
    const [own, other] = [args.line('line'), args.line('other')];
    const message = `Line ${own + 1} stands right ${said} line ${other + 1} already.`;
    throw new OperationRefused('already-done', message, { lines: [own] });
  }
  const sign = partingAt(source, at, depthOf(all[line]!));
  const becomesLast = side === 'after' && isLastAt(source, at);
  const ends = becomesLast ? endsWith(source, beside.last, sign) : true;
  const moved = reindented(signed(source, from, sign, ends), all[line]!);
  const gone = withGap(source, from);
  const added = withSpace(source, from, moved, beside, side);
  endList(source, from, all);
  if (becomesLast && sign) all[beside.last] = withSign(source, beside.last, sign, true);
  if (at > gone.first) all.splice(at, 0, ...added);
  all.splice(gone.first, gone.last - gone.first + 1, ...fillerFor(source, from));
  if (at <= gone.first) all.splice(at, 0, ...added);
  return relined(source, all);
}

/** A block that comes to stand beside another, with the blank lines between them and its other neighbour. */
function withSpace(
  source: Source,
  from: Extent,
  moved: readonly string[],
  beside: Extent,
  side: Side,
): string[] {
  const lines = bodyOf(source);
  const { above, below, isFirst, isLast } = gapsAround(source, beside);
  const gap = gapBetween(source, from, beside);
  const isParted = isBlock(from) && !(side === 'before' ? isFirst : isLast);
  const far = (isParted ? gap : 0) - (side === 'before' ? above : below);
  if (side === 'before') {
    const needed = gapNeeded(source, moved.at(-1)!, lines[beside.first]!);
    return [...blankLines(far), ...moved, ...blankLines(Math.max(gap, needed))];
  }
  const needed = gapNeeded(source, lines[beside.last]!, moved[0]!);
  return [...blankLines(Math.max(gap, needed)), ...moved, ...blankLines(far)];
}

function swap(source: Source, args: Arguments): TextEdit[] {
  const chosen = [args.line('line'), args.line('other')].sort((one, other) => one - other);
  requireMovable(source, chosen[0]!, chosen[1]!);
  const [one, other] = chosen.map((line) => blockAt(source, line)) as [Extent, Extent];
  if (one.last >= other.first) {
    const message = `Line ${chosen[1]! + 1} is part of what begins on line ${chosen[0]! + 1}.`;
    throw new OperationRefused('not-applicable', message, { lines: chosen });
  }
  const all = [...bodyOf(source)];
  const inPlaceOf = (moved: Extent, place: Extent) => {
    const sign = partingOf(source, place);
    const lines = signed(source, moved, sign, endsWith(source, place.last, sign));
    return reindented(lines, all[place.first]!);
  };
  const [above, below] = [inPlaceOf(other, one), inPlaceOf(one, other)];
  all.splice(other.first, other.last - other.first + 1, ...below);
  all.splice(one.first, one.last - one.first + 1, ...above);
  return relined(source, all);
}

function duplicate(source: Source, args: Arguments): TextEdit[] {
  const extent = blockAt(source, args.line('line'));
  const copy = signed(source, extent, partingOf(source, extent), true);
  const isParted = isBlock(extent) || languageOf(source.path).blocks === 'headings';
  const gap = isParted ? (gapOf(source, extent) ?? 0) : 0;
  return relined(source, bodyOf(source).toSpliced(extent.first, 0, ...copy, ...blankLines(gap)));
}

function removeBlock(source: Source, args: Arguments): TextEdit[] {
  const line = args.line('line');
  const all = [...bodyOf(source)];
  if (isBlank(all[line]) && line < all.length) return relined(source, all.toSpliced(line, 1));
  const extent = blockAt(source, line);
  endList(source, extent, all);
  const { first, last } = withGap(source, extent);
  all.splice(first, last - first + 1, ...fillerFor(source, extent));
  return relined(source, all);
}
