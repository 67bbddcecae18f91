/**
 * Aligns an abbreviated snippet with a document: which of its lines stand for which lines of the document, and
 * where placeholders keep what is there. The best alignment by dynamic programming (Gotoh 1982: gaps cost more to
 * open than to go on), in O(snippet × document). Pure.
 */
import { type ComparedLine, likeness } from './line-match.ts';

/** A line of the snippet, or a placeholder for lines that stay. */
export type SnippetItem =
  | { readonly kind: 'line'; readonly line: ComparedLine }
  | {
      readonly kind: 'kept';
      readonly indent: number;
      /** Words of it that may say what it stands for. */
      readonly subjects?: readonly string[];
      /** The snippet does not say it: it only may begin, or end, within the document. */
      readonly isImplicit?: true;
    };

/** For each item the line of the document that it stands for; -1 for a placeholder and for what is new. */
export interface Alignment {
  readonly score: number;
  readonly matches: readonly number[];
}

// What a choice is worth. The scale is arbitrary: a telling line that is the same counts one to two.
const EXACT = 1;
const EXACT_LENGTH = 30;
const SAME_INDENT = 0.3;
const TRIVIAL = 0.12;
const BLANK = 0.05;
const CHANGED = 1.2;
const CHANGED_FROM = 0.2;
const MUCH_ALIKE = 0.75;
/** Two matches in a row, as neighbours stay neighbours. */
const CONTIGUOUS = 0.1;
/** The line that closes a block, where the line that opens it fits, too. */
const CLOSING = 0.9;
/** Lines that are new between two that match. */
const OPEN_INSERTION = 1.4;
/** Taking the first or the last line before a placeholder for new although the document has it: it is there to say where. */
const EDGE = 1.5;
/** Deleting lines between two that match. */
const OPEN_DELETION = 1.4;
const DELETION = 0.04;
/** A whole declaration is seldom deleted by leaving it out. */
const DECLARATION = 0.2;
/** Beginning, or ending, with the document where no placeholder is. */
const WHOLE_END = 0.5;
/** Taking for new what stands in the document once, letter for letter. */
const REPEATED = 0.8;

export interface AlignmentInput {
  readonly items: readonly SnippetItem[];
  readonly document: readonly ComparedLine[];
  /** How much farther to the right the document has the snippet's lines. */
  readonly shift: number;
}

/** Where a path comes from. */
const FROM_MATCH = 0;
const FROM_OTHER = 1;
const FROM_DELETION = 2;

export function align({ items, document, shift }: AlignmentInput): Alignment {
  const [rows, columns] = [items.length + 1, document.length + 1];
  const counts = countOf(document);
  const scores = matchScores(items, document, shift, counts);
  // Best scores of paths that end at (item, line) with a match, otherwise, and within a deletion.
  const size = rows * columns;
  const match = new Float64Array(size).fill(-Infinity);
  const other = new Float64Array(size).fill(-Infinity);
  const deletion = new Float64Array(size).fill(-Infinity);
  const matchFrom = new Uint8Array(size);
  const otherFrom = new Uint8Array(size);
  /** Of a placeholder, how many lines it keeps. */
  const kept = new Int32Array(size);
  const deletionFrom = new Uint8Array(size);
  other[0] = 0;
  /** Whether the item before a row is a placeholder, or there is none. */
  const isKept = [true, ...items.map(({ kind }) => kind === 'kept')];
  for (let row = 0; row < rows; row++) {
    const item = items[row - 1];
    let bestKept = -Infinity;
    let bestKeptAt = 0;
    for (let column = 0; column < columns; column++) {
      const at = row * columns + column;
      const above = at - columns;
      if (row > 0 && item?.kind === 'kept') {
        const from = Math.max(match[above]!, other[above]!, deletion[above]!);
        if (from > bestKept) {
          bestKept = from;
          bestKeptAt = column;
        }
        other[at] = bestKept;
        kept[at] = column - bestKeptAt;
        // Without a placeholder the snippet would rather begin and end with the document.
        const isEnd = column === (row === 1 ? 0 : columns - 1);
        if (item.isImplicit && isEnd && from + WHOLE_END >= bestKept) {
          other[at] = from + WHOLE_END;
          kept[at] = 0;
        }
        otherFrom[at] = best(match, other, deletion, at - columns - kept[at]!);
        continue;
      }
      if (row > 0 && item?.kind === 'line') {
        const isRepeated = !item.line.isTrivial && counts.get(item.line.words) === 1;
        const isEdge = isKept[row - 1] || isKept[row + 1] || row === rows - 1;
        const isKnown = item.line.words !== '' && counts.has(item.line.words);
        const cost = (isRepeated ? REPEATED : 0) + (isEdge && isKnown ? EDGE : 0);
        const opened = Math.max(match[above]!, deletion[above]!) - OPEN_INSERTION;
        const continued = other[above]! - (isKept[row - 1] ? OPEN_INSERTION : 0);
        otherFrom[at] =
          continued >= opened
            ? FROM_OTHER
            : match[above]! >= deletion[above]!
              ? FROM_MATCH
              : FROM_DELETION;
        other[at] = Math.max(opened, continued) - cost;
        if (column > 0) {
          const diagonal = above - 1;
          const score = scores[(row - 1) * document.length + column - 1]!;
          if (score > 0) {
            const next = match[diagonal]! + CONTIGUOUS;
            const rest = Math.max(other[diagonal]!, deletion[diagonal]!);
            match[at] = score + Math.max(next, rest);
            matchFrom[at] =
              next >= rest
                ? FROM_MATCH
                : other[diagonal]! >= deletion[diagonal]!
                  ? FROM_OTHER
                  : FROM_DELETION;
          }
        }
      }
      if (column > 0) {
        const left = at - 1;
        const { words, declares } = document[column - 1]!;
        const cost = words === '' ? 0 : declares === undefined ? DELETION : DECLARATION;
        const opened = Math.max(match[left]!, other[left]!) - OPEN_DELETION - cost;
        const continued = deletion[left]! - cost;
        deletion[at] = Math.max(opened, continued);
        deletionFrom[at] =
          continued >= opened
            ? FROM_DELETION
            : match[left]! >= other[left]!
              ? FROM_MATCH
              : FROM_OTHER;
      }
    }
  }
  return trace();

  /** The best path, read backwards. */
  function trace(): Alignment {
    const matches = items.map(() => -1);
    let at = size - 1;
    const score = Math.max(match[at]!, other[at]!, deletion[at]!);
    let state = best(match, other, deletion, at);
    while (at > 0) {
      const row = Math.floor(at / columns);
      if (state === FROM_MATCH) {
        matches[row - 1] = (at % columns) - 1;
        state = matchFrom[at]!;
        at -= columns + 1;
      } else if (state === FROM_DELETION) {
        state = deletionFrom[at]!;
        at -= 1;
      } else {
        if (row === 0) break;
        state = otherFrom[at]!;
        at -= columns + kept[at]!;
      }
    }
    return { score, matches };
  }
}

function best(
  match: Float64Array,
  other: Float64Array,
  deletion: Float64Array,
  at: number,
): number {
  if (match[at]! >= other[at]! && match[at]! >= deletion[at]!) return FROM_MATCH;
  return other[at]! >= deletion[at]! ? FROM_OTHER : FROM_DELETION;
}

/** What it is worth that an item stands for a line, (items × document); 0 where it cannot. */
function matchScores(
  items: readonly SnippetItem[],
  document: readonly ComparedLine[],
  shift: number,
  counts: ReadonlyMap<string, number>,
): Float64Array {
  const count = document.length;
  const scores = new Float64Array(items.length * count);
  for (const [row, item] of items.entries()) {
    if (item.kind !== 'line') continue;
    for (let column = 0; column < count; column++) {
      scores[row * count + column] = matchScore(item.line, document[column]!, shift, counts);
    }
  }
  const openers = blockOpeners(
    items.map((item) => (item.kind === 'line' ? item.line : { words: '#', indent: item.indent })),
  );
  const documentOpeners = blockOpeners(document);
  for (const [closer, opener] of openers) {
    if (!isNewBlock(items, opener, closer, document, counts)) continue;
    scores.fill(0, opener * count, (closer + 1) * count);
  }
  for (const [row, opener] of openers) {
    for (const [column, documentOpener] of documentOpeners) {
      if (opener < 0) continue;
      const fits = scores[opener * count + documentOpener]!;
      if (fits > TRIVIAL) scores[row * count + column]! += CLOSING * Math.min(1, fits);
    }
  }
  return scores;
}

/** Of the lines of a renamed block, at least this share stand in the document once. */
const RENAMED = 0.75;

/** Whether the block that an item opens declares what the document has not: then its lines are all new, however alike. */
function isNewBlock(
  items: readonly SnippetItem[],
  opener: number,
  closer: number,
  document: readonly ComparedLine[],
  counts: ReadonlyMap<string, number>,
): boolean {
  const first = items[opener]!;
  if (first.kind !== 'line' || first.line.declares === undefined) return false;
  const { declares } = first.line;
  if (document.some((line) => line.declares === declares)) return false;
  const block = items.slice(opener + 1, closer);
  if (block.some(({ kind }) => kind === 'kept')) return false;
  const telling = block.flatMap((item) =>
    item.kind === 'line' && !item.line.isTrivial ? [item.line.words] : [],
  );
  const alone = telling.filter((words) => counts.get(words) === 1).length;
  return alone < RENAMED * telling.length || telling.length === 0;
}

/** How often each line stands in the document, and each key, as `key x`. */
function countOf(document: readonly ComparedLine[]): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  const count = (name: string) => counts.set(name, (counts.get(name) ?? 0) + 1);
  for (const { words, key } of document) {
    count(words);
    if (key !== undefined) count(`key ${key}`);
  }
  return counts;
}

function matchScore(
  line: ComparedLine,
  other: ComparedLine,
  shift: number,
  counts: ReadonlyMap<string, number>,
): number {
  const like = likeness(line, other);
  if (like === 0) return 0;
  if (line.words === '') return BLANK;
  const isThere = line.indent + shift === other.indent;
  if (line.isTrivial) return isThere ? TRIVIAL : 0;
  // One of many `name: …` is a changed form of another only if it is much like it.
  const isOneOfMany = line.declares === undefined && (counts.get(`key ${line.key}`) ?? 0) > 1;
  if (isOneOfMany && like < MUCH_ALIKE) return 0;
  if (like < 1) return CHANGED * (like - CHANGED_FROM) + (isThere ? SAME_INDENT : 0);
  const worth = EXACT + Math.min(1, line.words.length / EXACT_LENGTH);
  // What stands in many places says little of which is meant.
  return (worth + (isThere ? SAME_INDENT : 0)) / (counts.get(other.words) ?? 1);
}

/** For each line that closes a block by a bracket, the line that opens it: the last one before it with its indentation. */
function blockOpeners(
  lines: readonly Pick<ComparedLine, 'words' | 'indent'>[],
): ReadonlyMap<number, number> {
  const openers = new Map<number, number>();
  const open: number[] = [];
  for (const [index, { words, indent }] of lines.entries()) {
    if (words === '') continue;
    while (open.length > 0 && lines[open.at(-1)!]!.indent > indent) open.pop();
    const last = open.at(-1);
    const isSame = last !== undefined && lines[last]!.indent === indent;
    if (isSame && /^[\])}]/.test(words)) openers.set(index, last);
    if (isSame) open.pop();
    open.push(index);
  }
  return openers;
}
