/**
 * What the merge of a snippet has to choose, and what is right: the ways to merge it that come into question, with what
 * speaks for and against them. Takes a row of `wick eval apply`, gives a choice, by the very functions that the merge uses
 * (packages/edits/src/merge/merge.ts). Pure.
 */
import { applyHunks, documentText, parseDocument } from '@wick/edits';
import { placeholderOf } from '../../packages/edits/src/merge/ellipsis.ts';
import { mergeCandidates } from '../../packages/edits/src/merge/merge.ts';
import { type MergeEvidence, WEIGHTS } from '../../packages/edits/src/merge/weights.ts';
import type { Choice } from '../logit.ts';

/** A file before and after a change, and the snippet that says it. */
export interface SnippetTexts {
  readonly before: string;
  readonly snippet: string;
  readonly after: string;
}

/** What is weighed. */
export const FEATURES = Object.keys(WEIGHTS) as readonly (keyof MergeEvidence)[];

/** The ways to merge a snippet, the likelier ones first. Their features are the evidence, in the order of `FEATURES`. */
export function choiceOf({ before, snippet, after }: SnippetTexts): Choice {
  const document = parseDocument(before);
  const candidates = mergeCandidates(document, parseDocument(snippet).lines);
  return candidates.map(({ hunks, evidence }) => ({
    features: FEATURES.map((name) => evidence[name] ?? 0),
    isRight: documentText(applyHunks(document, hunks)) === after,
  }));
}

/** Of so many rows one is learnt from as it would be applied again, and one with its placeholders moved. */
const VARIED = 4;

/** What else a row teaches: that what has been applied changes nothing, and that not all indent placeholders alike. */
export function variantsOf(row: SnippetTexts, index: number): readonly SnippetTexts[] {
  if (index % VARIED === 0) return [{ ...row, before: row.after }];
  if (index % VARIED !== 2) return [];
  const isLeft = index % (2 * VARIED) === 2;
  return [{ ...row, snippet: withPlaceholders(row.snippet, isLeft) }];
}

/** The placeholders at the left edge, or as deep as the line before them. */
function withPlaceholders(snippet: string, isLeft: boolean): string {
  let depth = '';
  const lines = snippet.split('\n').map((line) => {
    if (placeholderOf(line) === 'kept') return (isLeft ? '' : depth) + line.trim();
    if (line.trim() !== '') depth = /^\s*/.exec(line)![0];
    return line;
  });
  return lines.join('\n');
}
