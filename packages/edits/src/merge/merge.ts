/**
 * Merges an abbreviated snippet ("// ... existing code ...") into a document, as bigger models write their edits.
 * Takes the document and the snippet, gives the hunks that do it, or says why none would be sure. What the
 * snippet repeats is only looked up: every line that stays is the document's own. Pure.
 */
import { diffSequences } from '../diff.ts';
import type { LineIndex, TextDocument } from '../document.ts';
import type { Hunk } from '../hunk.ts';
import { type Alignment, align, type SnippetItem } from './align.ts';
import { shortestDeletion } from './deletion.ts';
import { type ComparedLine, comparedLine, stepOf } from './line-match.ts';
import { commonShift, isWholeFile, readSnippet } from './snippet.ts';

export type MergeResult =
  | { readonly ok: true; readonly hunks: readonly Hunk[] }
  | {
      readonly ok: false;
      readonly reason: 'empty' | 'fits-nowhere' | 'fits-twice';
      /** One or two plain sentences. */
      readonly message: string;
    };

/** A snippet's end may be the file's where that costs no more. */
const LITERAL_END = 3;
/** Another place must be worth this much less. */
const MARGIN = 0.3;

/** Lines of the snippet between two placeholders, and the lines [start, end) of the document that they replace. */
interface Segment {
  /** Items [first, last). */
  readonly first: number;
  readonly last: number;
  start: LineIndex;
  end: LineIndex;
  isAnchored: boolean;
}

/** A way to merge that is not the best one, but may be the right one where that leads to nothing sensible. */
export interface OtherMerge {
  readonly hunks: readonly Hunk[];
  /** How much worse it fits; 0 where it fits as well. */
  readonly loss: number;
}

/** Merges the lines of `snippet` into `document`. */
export function mergeSnippet(document: TextDocument, snippet: readonly string[]): MergeResult {
  const merge = new Merge(document, snippet);
  return merge.result();
}

/**
 * The best way to merge, sure or not, and those in which one part of the snippet stands at another place, the better
 * ones first: for who can tell which of them makes sense. None where the snippet fits nowhere.
 */
export function waysToMerge(
  document: TextDocument,
  snippet: readonly string[],
): readonly OtherMerge[] {
  return new Merge(document, snippet).ways();
}

class Merge {
  readonly #document: TextDocument;
  readonly #lines: readonly ComparedLine[];
  readonly #items: readonly SnippetItem[];
  readonly #shift: number;
  readonly #step: number;

  constructor(document: TextDocument, snippet: readonly string[]) {
    this.#document = document;
    this.#step = stepOf([...document.lines, ...snippet]);
    const compared = (line: string) => comparedLine(line, this.#step);
    // Blank lines at the end stay, whatever a snippet has there.
    const filled = document.lines.findLastIndex((line) => line.trim() !== '') + 1;
    this.#lines = document.lines.slice(0, filled).map(compared);
    const items = readSnippet(snippet, this.#lines, compared);
    this.#shift = commonShift(items, this.#lines);
    this.#items = isWholeFile(items, this.#lines) ? items : this.#withEdges(items);
  }

  result(): MergeResult {
    const isCode = (item: SnippetItem) => item.kind === 'line' && item.line.words !== '';
    if (!this.#items.some(isCode)) {
      return { ok: false, reason: 'empty', message: 'The snippet has no code.' };
    }
    const alignment = this.#align();
    const segments = this.#segments(alignment);
    const anchored = segments.filter(({ isAnchored }) => isAnchored);
    const added = segments.filter(({ isAnchored }) => !isAnchored);
    const isEmpty = this.#lines.every(({ words }) => words === '');
    if (!isEmpty && added.some((segment) => !this.#placeAtEnd(segment, segments))) {
      return { ok: false, reason: 'fits-nowhere', message: this.#nowhere(added, anchored) };
    }
    for (const segment of anchored.filter((each) => this.#changes(each, alignment))) {
      const other = this.#otherPlace(segment, alignment);
      if (other !== undefined) {
        const message = `The snippet fits at line ${segment.start + 1} as well as at line ${other + 1}: show more of the lines around the change.`;
        return { ok: false, reason: 'fits-twice', message };
      }
    }
    const deleting = this.#withDeletions(segments, alignment);
    return { ok: true, hunks: this.#hunks(segments, deleting) };
  }

  /** See `waysToMerge`. */
  ways(): readonly OtherMerge[] {
    const best = this.#align();
    const changing = this.#segments(best).filter(
      (segment) => segment.isAnchored && this.#changes(segment, best),
    );
    const others = changing.map((segment) => this.#elsewhere(segment, best));
    return [best, ...others]
      .toSorted((one, other) => other.score - one.score)
      .flatMap((alignment): OtherMerge[] => {
        const segments = this.#segments(alignment);
        const added = segments.filter(({ isAnchored }) => !isAnchored);
        if (added.some((segment) => !this.#placeAtEnd(segment, segments))) return [];
        const deleting = this.#withDeletions(segments, alignment);
        return [{ hunks: this.#hunks(segments, deleting), loss: best.score - alignment.score }];
      });
  }

  /** The best alignment in which none of the segment's lines stands where it does now. */
  #elsewhere({ first, last }: Segment, { matches }: Alignment): Alignment {
    const isOwn = (item: number) => item >= first && item < last;
    const taken = new Set(matches.filter((_, item) => isOwn(item)));
    return this.#align((item, line) => isOwn(item) && taken.has(line));
  }

  #align(isForbidden?: (item: number, line: number) => boolean): Alignment {
    return align({
      items: this.#items,
      document: this.#lines,
      shift: this.#shift,
      ...(isForbidden && { isForbidden }),
    });
  }

  /**
   * With a placeholder before and after it. A snippet that says of one end alone that something stays there begins,
   * or ends, with the file; unless it is too far from that.
   */
  #withEdges(items: readonly SnippetItem[]): readonly SnippetItem[] {
    const edge: SnippetItem = { kind: 'kept', indent: 0, isImplicit: true };
    const open = [edge, ...items, edge];
    const opens = items[0]?.kind === 'kept';
    const closes = items.at(-1)?.kind === 'kept';
    if (opens === closes) return open;
    const closed = opens ? open.slice(0, -1) : open.slice(1);
    const score = (own: readonly SnippetItem[]) =>
      align({ items: own, document: this.#lines, shift: this.#shift }).score;
    return score(closed) >= score(open) - LITERAL_END ? closed : open;
  }

  get #firstFilled(): LineIndex {
    return Math.max(
      0,
      this.#lines.findIndex(({ words }) => words !== ''),
    );
  }

  #segments({ matches }: Alignment): Segment[] {
    const segments: Segment[] = [];
    let before = 0;
    for (let first = 0; first < this.#items.length; first++) {
      if (this.#items[first]!.kind === 'kept') continue;
      let last = first;
      while (this.#items[last]?.kind === 'line') last++;
      const own = matches.slice(first, last).filter((line) => line >= 0);
      const isTold = this.#isTold(first, last, matches);
      const segment = {
        first,
        last,
        // Blank lines before all else stay, too.
        start: first === 0 ? this.#firstFilled : (own[0] ?? before),
        end:
          last === this.#items.length
            ? this.#lines.length
            : own.length > 0
              ? own.at(-1)! + 1
              : before,
        isAnchored: own.length > 0 && isTold,
      };
      segment.end = Math.max(segment.end, this.#blockEnd(segment, matches));
      before = segment.end;
      segments.push(segment);
      first = last;
    }
    return segments;
  }

  /** Whether what matches says where: a telling line, or the bracket that closes what another segment opens. */
  #isTold(first: number, last: number, matches: readonly number[]): boolean {
    for (let index = first; index < last; index++) {
      const item = this.#items[index]!;
      if (matches[index]! < 0 || item.kind !== 'line' || item.line.words === '') continue;
      if (!item.line.isTrivial || index > 0) return true;
    }
    return false;
  }

  /**
   * A block that the snippet shows whole replaces the document's whole block, where no bracket says so: the end of
   * the document's block, of the last one that the segment opens and leaves.
   */
  #blockEnd({ first, last }: Segment, matches: readonly number[]): LineIndex {
    let end = 0;
    if (this.#lines.some(({ words }) => /^[\])}]/.test(words))) return end;
    for (let opener = first; opener < last; opener++) {
      const item = this.#items[opener]!;
      const line = matches[opener]!;
      if (line < 0 || item.kind !== 'line' || item.line.words === '') continue;
      if (!item.line.words.endsWith(':')) continue;
      if (this.#itemIndent(opener + 1) <= item.line.indent) continue;
      const isInside = (index: number) =>
        index < last || this.#itemIndent(index) > item.line.indent;
      // Something of the block is left out: its end is not shown.
      if (this.#items[last]?.kind === 'kept' && last < this.#items.length - 1 && isInside(last))
        continue;
      const left = this.#nextWithin(opener, last, item.line.indent);
      if (left < last) continue;
      const own = this.#lines[line]!;
      let after = line + 1;
      let filled = after;
      while (after < this.#lines.length) {
        const { words, indent } = this.#lines[after]!;
        if (words !== '' && indent <= own.indent) break;
        after++;
        if (words !== '') filled = after;
      }
      end = Math.max(end, filled);
    }
    return end;
  }

  /** The first item after `opener` that is not deeper than `indent`; `last` where all are. */
  #nextWithin(opener: number, last: number, indent: number): number {
    for (let index = opener + 1; index < last; index++) {
      const item = this.#items[index]!;
      if (item.kind === 'line' && item.line.words !== '' && item.line.indent <= indent)
        return index;
    }
    return last;
  }

  #itemIndent(index: number): number {
    const item = this.#items[index];
    if (item === undefined) return 0;
    if (item.kind === 'kept') return item.indent;
    return item.line.words === '' ? this.#itemIndent(index + 1) : item.line.indent;
  }

  /** What is wholly new goes where only one place is free: before or after all that is kept. */
  #placeAtEnd(segment: Segment, segments: readonly Segment[]): boolean {
    const isLast = segment === segments.at(-1) && segment.last >= this.#items.length - 1;
    const isFirst = segment === segments[0] && segment.first <= 1;
    const indent = this.#itemIndent(segment.first) + this.#shift;
    if (indent > 0 || (isFirst && isLast)) return false;
    if (isFirst) {
      segment.start = segment.end = this.#lines[0]?.words.startsWith('#!') ? 1 : 0;
      return true;
    }
    if (!isLast) return false;
    const filled = this.#lines.findLastIndex(({ words }) => words !== '') + 1;
    segment.start = segment.end = filled;
    return true;
  }

  #nowhere(added: readonly Segment[], anchored: readonly Segment[]): string {
    const item = this.#items[added[0]!.first]!;
    const line = item.kind === 'line' ? item.line.words : '';
    return anchored.length === 0
      ? 'Nothing of the snippet is in the file: it was written for another one, or for another version.'
      : `Nothing says where \`${line.slice(0, 60)}\` belongs: show some of the lines around it.`;
  }

  /** The first line of another place that fits a segment as well; undefined where none does. */
  #otherPlace(segment: Segment, alignment: Alignment): LineIndex | undefined {
    const { score, matches } = alignment;
    const isOwn = (item: number) => item >= segment.first && item < segment.last;
    const counts = Map.groupBy(this.#lines, ({ words }) => words);
    const isAlone = this.#items.some((item, index) => {
      const line = matches[index]!;
      if (!isOwn(index) || item.kind !== 'line' || item.line.isTrivial || line < 0) return false;
      return counts.get(this.#lines[line]!.words)?.length === 1;
    });
    // Where the snippet begins, or ends, with the document, the place is said.
    if (isAlone || segment.first === 0 || segment.last === this.#items.length) return undefined;
    const other = this.#elsewhere(segment, alignment);
    if (other.score < score - MARGIN) return undefined;
    return other.matches.find((line, item) => isOwn(item) && line >= 0);
  }

  /** Who shows lines that stay, and nothing else, has deleted what stood between them (deletion.ts). */
  #withDeletions(segments: readonly Segment[], alignment: Alignment): Alignment {
    const matches = [...alignment.matches];
    for (const [index, segment] of segments.entries()) {
      const { first, last } = segment;
      const isShown = (item: SnippetItem) => item.kind === 'line' && item.line.words !== '';
      const shown = this.#items.slice(first, last).filter(isShown).length;
      // One line alone says in which block the next placeholder is.
      if (shown < 2 || !segment.isAnchored || this.#changes(segment, alignment)) continue;
      const deletion = shortestDeletion(this.#lines, segment, {
        from: segments[index - 1]?.end ?? 0,
        to: segments[index + 1]?.start ?? this.#lines.length,
      });
      if (deletion === undefined) continue;
      const { before, shift } = deletion;
      for (let item = first; item < last; item++) {
        const isMoved = shift < 0 ? item < first + before : item >= first + before;
        if (isMoved) matches[item] = matches[item]! + shift;
      }
      segment.start = matches[first]!;
      segment.end = matches[last - 1]! + 1;
    }
    return { ...alignment, matches };
  }

  /** Whether a segment says anything but what is there. */
  #changes({ first, last, start, end }: Segment, { matches }: Alignment): boolean {
    if (end - start !== last - first) return true;
    return this.#items.slice(first, last).some((item, index) => {
      const line = matches[first + index]!;
      return item.kind === 'line' && (line < 0 || !this.#isSame(item.line, this.#lines[line]!));
    });
  }

  #hunks(segments: readonly Segment[], { matches }: Alignment): readonly Hunk[] {
    const hunks = segments.map(({ first, last, start, end }): Hunk => {
      const lines: string[] = [];
      for (let index = first; index < last; index++) {
        const item = this.#items[index]!;
        if (item.kind !== 'line') continue;
        const line = matches[index]!;
        const isSame = line >= 0 && this.#isSame(item.line, this.#lines[line]!);
        lines.push(isSame ? this.#document.lines[line]! : this.#shifted(item.line));
      }
      return { start, end, lines };
    });
    return this.#minimal(this.#spaced(hunks, segments));
  }

  #isSame(line: ComparedLine, other: ComparedLine): boolean {
    if (line.text.trim() !== other.text.trim()) return false;
    return line.words === '' || line.indent + this.#shift === other.indent;
  }

  /** A blank line between what was there and what is added at an end. */
  #spaced(hunks: readonly Hunk[], segments: readonly Segment[]): readonly Hunk[] {
    const isBlank = (line: string | undefined) => line === undefined || line.trim() === '';
    return hunks.map((hunk, index): Hunk => {
      const { start, end, lines } = hunk;
      if (segments[index]!.isAnchored) return hunk;
      const before = start > 0 && !isBlank(this.#document.lines[start - 1]) && !isBlank(lines[0]);
      return { start, end, lines: before ? ['', ...lines] : lines };
    });
  }

  /** Only what differs, as ascending hunks. */
  #minimal(hunks: readonly Hunk[]): readonly Hunk[] {
    const lines: string[] = [];
    let done = 0;
    for (const { start, end, lines: own } of hunks) {
      lines.push(...this.#document.lines.slice(done, start), ...own);
      done = end;
    }
    lines.push(...this.#document.lines.slice(done));
    return diffSequences(this.#document.lines, lines).map((span) => ({
      start: span.beforeStart,
      end: span.beforeEnd,
      lines: lines.slice(span.afterStart, span.afterEnd),
    }));
  }

  /** A new line at the document's depth, in its kind of white space. */
  #shifted({ text, indent, words }: ComparedLine): string {
    if (words === '') return this.#shift === 0 ? text : '';
    const width = Math.max(0, indent + this.#shift);
    const usesTabs = this.#document.lines.some((line) => line.startsWith('\t'));
    const white = usesTabs
      ? '\t'.repeat(Math.floor(width / this.#step)) + ' '.repeat(width % this.#step)
      : ' '.repeat(width);
    const isUnshifted = this.#shift === 0 && /^ *\S/.test(text) === !usesTabs;
    return isUnshifted ? text : white + text.trimStart();
  }
}
