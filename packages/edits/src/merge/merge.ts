/**
 * Merges an abbreviated snippet ("// ... existing code ...") into a document, as bigger models write their edits.
 * Takes the document and the snippet, gives the hunks that do it, or says why none would be sure: each section of
 * the snippet has some places where it may stand (places.ts), each more or less plausible (plausibility.ts), and the
 * most plausible arrangement of all is taken (arrange.ts). Every line that stays is the document's own. Pure.
 */
import { diffSequences } from '../diff.ts';
import type { LineIndex, TextDocument } from '../document.ts';
import type { Hunk } from '../hunk.ts';
import type { SnippetItem } from './align.ts';
import { alignedPlaces } from './aligned.ts';
import { type Arrangement, arrange, type Option } from './arrange.ts';
import { gapCost, gapsOf } from './gaps.ts';
import { comparedLine, stepOf } from './line-match.ts';
import { type Place, placesOf } from './places.ts';
import { evidenceOf, isAnchored, isUnchanged, plausibility } from './plausibility.ts';
import { LineNumbers, type Original, originalOf, type Section, sectionsOf } from './section.ts';
import { commonShift, isWholeFile, readSnippet } from './snippet.ts';
import { isCareful, type Writing, writtenLines } from './writing.ts';

/** A way to merge; the best is not sure where another is about as plausible. */
export interface MergeWay {
  readonly hunks: readonly Hunk[];
  /** How much less plausible it is than the best, in nats. */
  readonly loss: number;
}

export type MergeResult =
  /** `ways`: all that differ, the best first, for who can tell which of them makes sense; `hunks` are the best one's. */
  | { readonly ok: true; readonly hunks: readonly Hunk[]; readonly ways: readonly MergeWay[] }
  | {
      readonly ok: false;
      readonly reason: 'empty' | 'fits-nowhere' | 'fits-twice';
      /** One or two plain sentences. */
      readonly message: string;
      /** See above; none but where it fits twice. */
      readonly ways: readonly MergeWay[];
    };

/** Another way must be this much less plausible, in nats. */
export const MERGE_MARGIN = 0.5;

/** Merges the lines of `snippet` into `document`. */
export function mergeSnippet(document: TextDocument, snippet: readonly string[]): MergeResult {
  return new Merge(document, snippet).result();
}

class Merge {
  readonly #document: TextDocument;
  readonly #items: readonly SnippetItem[];
  readonly #sections: readonly Section[];
  readonly #original: Original;
  readonly #writing: Writing;
  readonly #isWhole: boolean;
  /** Blank lines at the snippet's end; none where its last line is not ended. */
  readonly #blanksAtEnd: number;

  constructor(document: TextDocument, snippet: readonly string[]) {
    this.#document = document;
    this.#blanksAtEnd = snippet.length - 1 - snippet.findLastIndex((line) => line.trim() !== '');
    const step = stepOf([...document.lines, ...snippet]);
    const compared = (line: string) => comparedLine(line, step);
    // Blank lines at the end stay, whatever a snippet has there.
    const filled = document.lines.findLastIndex((line) => line.trim() !== '') + 1;
    const lines = document.lines.slice(0, filled).map(compared);
    const numbers = new LineNumbers();
    this.#original = originalOf(lines, numbers);
    this.#items = readSnippet(snippet, lines, compared);
    const shift = commonShift(this.#items, lines);
    this.#isWhole = isWholeFile(this.#items, lines);
    this.#sections = sectionsOf(this.#items, numbers, shift);
    this.#writing = {
      document,
      original: this.#original,
      shift,
      step,
      isCareful: isCareful(snippet),
    };
  }

  result(): MergeResult {
    if (this.#sections.length === 0) {
      return { ok: false, reason: 'empty', message: 'The snippet has no code.', ways: [] };
    }
    const ways = this.#ways();
    const [best, other] = ways;
    if (best === undefined) return this.#nowhere();
    if (other === undefined || other.loss >= MERGE_MARGIN) {
      return { ok: true, hunks: best.hunks, ways };
    }
    const at = firstDifference(best.hunks, other.hunks);
    const message = `The snippet fits at line ${at.one + 1} as well as at line ${at.other + 1}: show more of the lines around the change.`;
    return { ok: false, reason: 'fits-twice', message, ways };
  }

  #ways(): readonly MergeWay[] {
    const arrangements = this.#arrangements();
    const ways = new Map<string, MergeWay>();
    for (const { options, plausibility } of arrangements) {
      const isApplied = options.every((option) => option.isUnchanged);
      const hunks = isApplied ? [] : this.#hunks(options);
      const key = JSON.stringify(hunks);
      const loss = arrangements[0]!.plausibility - plausibility;
      if (!ways.has(key)) ways.set(key, { hunks, loss });
    }
    return [...ways.values()];
  }

  #arrangements(): readonly Arrangement[] {
    const { lines } = this.#original;
    if (this.#isWhole || !lines.some(({ words }) => words !== '')) {
      const whole = {
        start: this.#firstFilled,
        end: lines.length,
        plausibility: 0,
        isUnchanged: false,
      };
      return [{ options: [whole], plausibility: 0 }];
    }
    const { shift } = this.#writing;
    const aligned = alignedPlaces(this.#original, this.#items, this.#sections, shift);
    const sections = this.#sections.map((section, index) => {
      const options = this.#options(section, aligned[index]);
      return options.length > 0 ? options : this.#atEnd(section);
    });
    const gaps = gapsOf(this.#items, this.#sections, shift);
    const arranged = (options: readonly (readonly Option[])[]) =>
      arrange({
        sections: options,
        gapCost: (index, from, to) => gapCost(this.#original, gaps[index], from, to),
        count: lines.length,
      });
    // What stands there as it is has been applied: to do it again must not change more.
    const applied = arranged(sections.map((all) => all.filter((option) => option.isUnchanged)));
    return applied.length > 0 ? applied.slice(0, 1) : arranged(sections);
  }

  #options(section: Section, aligned: Place | undefined): readonly Option[] {
    return placesOf(this.#original, section, aligned).flatMap((place): Option[] => {
      const evidence = evidenceOf(this.#original, section, place, this.#writing.shift);
      if (!isAnchored(evidence, section, place)) return [];
      const isSame = isUnchanged(this.#original, section, place);
      return [{ ...place, plausibility: plausibility(evidence), isUnchanged: isSame }];
    });
  }

  /** What is wholly new goes where only one place is free: before or after all that is kept. */
  #atEnd(section: Section): readonly Option[] {
    const isFirst = section === this.#sections[0] && section.before !== 'kept';
    const isLast = section === this.#sections.at(-1) && section.after !== 'kept';
    const depth = section.lines[0]!.indent + this.#writing.shift;
    if (depth > 0 || isFirst === isLast) return [];
    const { lines } = this.#original;
    const line = isLast ? lines.length : lines[0]!.words.startsWith('#!') ? 1 : 0;
    return [{ start: line, end: line, plausibility: 0, isUnchanged: false }];
  }

  get #firstFilled(): LineIndex {
    return Math.max(
      0,
      this.#original.lines.findIndex(({ words }) => words !== ''),
    );
  }

  #nowhere(): MergeResult {
    const known = new Set(this.#original.lines.map(({ words }) => words));
    const isKnown = (section: Section) =>
      section.lines.some(({ words, isTrivial }) => !isTrivial && known.has(words));
    const unknown = this.#sections.find((section) => !isKnown(section));
    const line = (unknown ?? this.#sections[0]!).lines[0]!.words;
    const message = this.#sections.some(isKnown)
      ? `Nothing says where \`${line.slice(0, 60)}\` belongs: show some of the lines around it.`
      : 'Nothing of the snippet is in the file: it was written for another one, or for another version.';
    return { ok: false, reason: 'fits-nowhere', message, ways: [] };
  }

  /** The lines behind the last place: a snippet that goes to the end of the document may say how that ends. */
  #endingAfter(line: LineIndex): readonly string[] {
    const rest = this.#document.lines.slice(line);
    const reachesEnd = line === this.#original.lines.length;
    const isSaid = this.#blanksAtEnd > 0 && this.#sections.at(-1)!.after !== 'kept';
    return reachesEnd && isSaid ? ['', ...rest.slice(1, this.#blanksAtEnd)] : rest;
  }

  /** Only what differs, as ascending hunks. */
  #hunks(places: readonly Place[]): readonly Hunk[] {
    const { lines: before } = this.#document;
    const lines: string[] = [];
    let done = 0;
    for (const [index, place] of places.entries()) {
      lines.push(...before.slice(done, place.start));
      const own = writtenLines(this.#writing, this.#sections[index]!, place);
      const isJoined = place.start === place.end && isFilled(lines.at(-1));
      lines.push(...(isJoined ? ['', ...own] : own));
      done = place.end;
    }
    lines.push(...this.#endingAfter(done));
    return diffSequences(before, lines).map((span) => ({
      start: span.beforeStart,
      end: span.beforeEnd,
      lines: lines.slice(span.afterStart, span.afterEnd),
    }));
  }
}

function isFilled(line: string | undefined): boolean {
  return line !== undefined && line.trim() !== '';
}

/** The first lines of two ways where they differ. */
function firstDifference(
  one: readonly Hunk[],
  other: readonly Hunk[],
): { readonly one: LineIndex; readonly other: LineIndex } {
  const index = one.findIndex((hunk, at) => JSON.stringify(hunk) !== JSON.stringify(other[at]));
  const at = Math.max(0, index);
  return { one: one[at]?.start ?? 0, other: other[at]?.start ?? 0 };
}
