/**
 * Merges an abbreviated snippet ("// ... existing code ...") into a document, as bigger models write their edits.
 * Takes the document and the snippet, gives the hunks that do it, or says why none would be sure: each section of
 * the snippet has some places where it may stand (places.ts), each more or less plausible (plausibility.ts); of the most
 * plausible arrangements of all (arrange.ts) the merges are compared as wholes (whole.ts). Every line that stays is the
 * document's own. Pure.
 */
import { diffSequences } from '../diff.ts';
import type { LineIndex, TextDocument } from '../document.ts';
import type { Hunk } from '../hunk.ts';
import type { SnippetItem } from './align.ts';
import { alignedPlaces } from './aligned.ts';
import { type Arrangement, arrange, type Option } from './arrange.ts';
import { type Gap, gapEvidence, gapsOf, NAMES_OTHERS, namesOthers } from './gaps.ts';
import { comparedLine, stepOf } from './line-match.ts';
import { type Place, placesOf } from './places.ts';
import { isUnchanged, standingAt } from './plausibility.ts';
import { LineNumbers, type Original, originalOf, type Section, sectionsOf } from './section.ts';
import { commonShift, isWholeFile, readSnippet } from './snippet.ts';
import { type MergeEvidence, weighed } from './weights.ts';
import { wholeEvidence } from './whole.ts';
import { isCareful, type Writing, writtenLines } from './writing.ts';

/** A way to merge. */
export interface MergeWay {
  readonly hunks: readonly Hunk[];
  /** How much less plausible it is than the best, in nats. */
  readonly loss: number;
}

/** A way to merge, and what speaks for and against it, summed over its sections and gaps. */
export interface Candidate {
  readonly hunks: readonly Hunk[];
  /** In nats. */
  readonly plausibility: number;
  readonly evidence: Partial<MergeEvidence>;
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

/** The best way is taken where it is at least this likely to be the one that is meant, 0 to 1. */
export const LEAST_CONFIDENCE = 0.6;

/** Arrangements of which the merges are compared. */
const MOST_ARRANGEMENTS = 32;

/** Merges the lines of `snippet` into `document`. */
export function mergeSnippet(document: TextDocument, snippet: readonly string[]): MergeResult {
  return new Merge(document, snippet).result();
}

/** All ways to merge that are weighed, the most plausible first. */
export function mergeCandidates(
  document: TextDocument,
  snippet: readonly string[],
): readonly Candidate[] {
  return new Merge(document, snippet).candidates();
}

/** How likely the first of some ways is to be the one that is meant, 0 to 1. */
export function confidenceOf(ways: readonly Pick<MergeWay, 'loss'>[]): number {
  const [best] = ways;
  if (best === undefined) return 0;
  return 1 / ways.reduce((sum, { loss }) => sum + Math.exp(best.loss - loss), 0);
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
    if (other === undefined || confidenceOf(ways) >= LEAST_CONFIDENCE) {
      return { ok: true, hunks: best.hunks, ways };
    }
    const at = firstDifference(best.hunks, other.hunks);
    const message = `The snippet fits at line ${at.one + 1} as well as at line ${at.other + 1}: show more of the lines around the change.`;
    return { ok: false, reason: 'fits-twice', message, ways };
  }

  #ways(): readonly MergeWay[] {
    const all = this.candidates();
    const most = all[0]?.plausibility ?? 0;
    return all.map(({ hunks, plausibility }) => ({ hunks, loss: most - plausibility }));
  }

  candidates(): readonly Candidate[] {
    const found = new Map<string, Candidate>();
    const gaps = gapsOf(this.#original, this.#items, this.#sections, this.#writing.shift);
    for (const arrangement of this.#arrangements(gaps)) {
      const { options } = arrangement;
      const runs = options.flatMap((option) => option.runs);
      const whole = wholeEvidence(this.#original, runs);
      const plausibility = arrangement.plausibility + weighed(whole);
      const hunks = options.every((option) => option.isUnchanged) ? [] : this.#hunks(options);
      const key = JSON.stringify(hunks);
      if ((found.get(key)?.plausibility ?? -Infinity) >= plausibility) continue;
      const evidence = summed([
        ...options.map((option) => option.evidence),
        ...gaps.map((gap, index) => gap && this.#evidenceOfGap(gap, options, index)),
        whole,
      ]);
      found.set(key, { hunks, plausibility, evidence });
    }
    return [...found.values()].toSorted((one, other) => other.plausibility - one.plausibility);
  }

  #evidenceOfGap(gap: Gap, options: readonly Option[], index: number) {
    const from = options[index - 1]?.end ?? 0;
    return gapEvidence(this.#original, gap, from, options[index]?.start ?? this.#count);
  }

  #gapPlausibility(gap: Gap | undefined, from: LineIndex, to: LineIndex): number {
    if (gap === undefined) return 0;
    const others = namesOthers(this.#original, gap, from, to) ? NAMES_OTHERS : 0;
    return weighed(gapEvidence(this.#original, gap, from, to)) - others;
  }

  #arrangements(gaps: readonly (Gap | undefined)[]): readonly Arrangement[] {
    const { lines } = this.#original;
    if (this.#isWhole || !lines.some(({ words }) => words !== '')) {
      const options = [optionAt({ start: this.#firstFilled, end: this.#count })];
      return [{ options, plausibility: 0 }];
    }
    const { shift } = this.#writing;
    const aligned = alignedPlaces(this.#original, this.#items, this.#sections, shift);
    const sections = this.#sections.map((section, index) => {
      const options = this.#options(section, aligned[index]);
      return options.length > 0 ? options : this.#atEnd(section);
    });
    const arranged = (options: readonly (readonly Option[])[]) =>
      arrange({
        sections: options,
        gap: (index, from, to) => this.#gapPlausibility(gaps[index], from, to),
        count: this.#count,
        most: MOST_ARRANGEMENTS,
      });
    // What stands there as it is has been applied: to do it again must not change more.
    const applied = arranged(sections.map((all) => all.filter(isApplied)));
    return applied.length > 0 ? applied.slice(0, 1) : arranged(sections);
  }

  #options(section: Section, aligned: Place | undefined): readonly Option[] {
    return placesOf(this.#original, section, aligned).flatMap((place): Option[] => {
      const standing = standingAt(this.#original, section, place, this.#writing.shift);
      if (!standing.isAnchored) return [];
      const { evidence, runs } = standing;
      const isSame = isUnchanged(this.#original, section, place);
      return [{ ...place, plausibility: weighed(evidence), isUnchanged: isSame, evidence, runs }];
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
    const runs = [{ removed: [], added: section.lines, from: line, at: 0 }];
    return [{ ...optionAt({ start: line, end: line }), runs }];
  }

  /** Lines of the document, without blank ones at its end. */
  get #count(): number {
    return this.#original.lines.length;
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
    const reachesEnd = line === this.#count;
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

/** A place beside which there is no other. */
function optionAt(place: Place): Option {
  return { ...place, plausibility: 0, isUnchanged: false, evidence: undefined, runs: [] };
}

/** Whether a place is as the section says, the end of the file, too, where it says that there is one. */
function isApplied({ isUnchanged, evidence }: Option): boolean {
  return isUnchanged && evidence?.deniedBefore === 0 && evidence.deniedAfter === 0;
}

function summed(all: readonly (Partial<MergeEvidence> | undefined)[]): Partial<MergeEvidence> {
  const sums: Partial<Record<keyof MergeEvidence, number>> = {};
  for (const evidence of all) {
    for (const [name, value] of Object.entries(evidence ?? {})) {
      const key = name as keyof MergeEvidence;
      sums[key] = (sums[key] ?? 0) + value;
    }
  }
  return sums;
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
