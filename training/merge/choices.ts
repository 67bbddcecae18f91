/**
 * What the merge of a snippet has to choose, and what is right: for each section the places where it may stand, with
 * what speaks for and against them. Takes a row of `wick eval apply`, gives choices, by the very functions that the merge
 * uses (packages/edits/src/merge/merge.ts). Pure.
 */
import { parseDocument, type TextDocument } from '@wick/edits';
import { alignedPlaces } from '../../packages/edits/src/merge/aligned.ts';
import { comparedLine, stepOf } from '../../packages/edits/src/merge/line-match.ts';
import { type Place, placesOf } from '../../packages/edits/src/merge/places.ts';
import {
  type Evidence,
  evidenceOf,
  isAnchored,
  WEIGHTS,
} from '../../packages/edits/src/merge/plausibility.ts';
import {
  LineNumbers,
  type Original,
  originalOf,
  type Section,
  sectionsOf,
} from '../../packages/edits/src/merge/section.ts';
import { commonShift, readSnippet } from '../../packages/edits/src/merge/snippet.ts';
import type { Alternative } from '../logit.ts';
import { comesToSame, rightPlaces } from './truths.ts';

/** A file before and after a change, and the snippet that says it. */
export interface SnippetTexts {
  readonly before: string;
  readonly snippet: string;
  readonly after: string;
}

/** A place of a section. Its features are the evidence, in the order of `FEATURES`. */
export interface PlaceAlternative extends Alternative {
  readonly place: Place;
}

/** What is weighed. */
export const FEATURES: readonly string[] = Object.keys(WEIGHTS);

/** A snippet as it is compared with a document. */
interface Comparison {
  readonly original: Original;
  readonly sections: readonly Section[];
  /** For each section its place by alignment. */
  readonly aligned: readonly (Place | undefined)[];
  /** How much farther to the right the document has the snippet's lines. */
  readonly shift: number;
}

/**
 * For each section of the snippet the places that the merge weighs; of these only such as leave the other sections
 * theirs. Undefined where the snippet does not show the whole change.
 */
export function choicesOf({
  before,
  snippet,
  after,
}: SnippetTexts): readonly (readonly PlaceAlternative[])[] | undefined {
  const document = parseDocument(before);
  const comparison = compare(document, parseDocument(snippet).lines);
  const { original, sections } = comparison;
  const right = rightPlaces({ before: document, after: parseDocument(after) }, sections);
  return right?.map((own, index) => {
    const from = right[index - 1]?.end ?? 0;
    const to = right[index + 1]?.start ?? original.lines.length;
    return alternativesOf(comparison, index, own).filter(
      ({ place }) => place.start >= from && place.end <= to,
    );
  });
}

function compare(document: TextDocument, snippet: readonly string[]): Comparison {
  const step = stepOf([...document.lines, ...snippet]);
  const compared = (line: string) => comparedLine(line, step);
  const filled = document.lines.findLastIndex((line) => line.trim() !== '') + 1;
  const lines = document.lines.slice(0, filled).map(compared);
  const numbers = new LineNumbers();
  const original = originalOf(lines, numbers);
  const items = readSnippet(snippet, lines, compared);
  const shift = commonShift(items, lines);
  const sections = sectionsOf(items, numbers, shift);
  return { original, sections, aligned: alignedPlaces(original, items, sections, shift), shift };
}

function alternativesOf(
  { original, sections, aligned, shift }: Comparison,
  index: number,
  right: Place,
): readonly PlaceAlternative[] {
  const section = sections[index]!;
  return placesOf(original, section, aligned[index]).flatMap(
    ({ start, end }): PlaceAlternative[] => {
      const place = { start, end };
      const evidence = evidenceOf(original, section, place, shift);
      if (!isAnchored(evidence, section, place)) return [];
      const isRight = comesToSame(original, section, place, right);
      return [{ place, features: featuresOf(evidence), isRight }];
    },
  );
}

function featuresOf(evidence: Evidence): readonly number[] {
  const values: Readonly<Record<string, number>> = { ...evidence };
  return FEATURES.map((name) => values[name]!);
}
