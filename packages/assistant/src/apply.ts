/**
 * Applies a bigger model's abbreviated snippet to a file: merged by alignment (packages/edits/src/merge), checked
 * for syntax. Takes two texts, gives the changed one or says why not. Touches no file, asks no model.
 */
import {
  applyHunks,
  confidenceOf,
  documentText,
  LEAST_CONFIDENCE,
  type MergeWay,
  mergeSnippet,
  parseDocument,
  type TextDocument,
  unifiedDiff,
} from '@wick/edits';
import { newSyntaxErrors, type SyntaxProblem } from '@wick/workspace';

export interface ApplyRequest {
  /** Tells the language; nothing is read from it. */
  readonly path: string;
  readonly text: string;
  readonly snippet: string;
}

interface ApplyResultBase {
  readonly path: string;
  readonly before: string;
  readonly totalMs: number;
}

export type ApplyResult =
  | (ApplyResultBase & {
      readonly status: 'edited';
      readonly after: string;
      /** Unified diff from `before` to `after`. */
      readonly diff: string;
    })
  /** The file is as the snippet says already. */
  | (ApplyResultBase & { readonly status: 'nothing'; readonly message: string })
  | (ApplyResultBase & {
      readonly status: 'declined';
      readonly reason: 'empty' | 'fits-nowhere' | 'fits-twice' | 'breaks-syntax';
      readonly message: string;
    });

/** Ways that are this much less plausible than the best are not tried, in nats. */
const MOST_LOSS = 6;
/** Those that are this much less plausible than the best that parses can hardly be meant, and are not parsed. */
const MOST_DOUBT = 3;
/** So many that parse say how sure the best of them is. */
const MOST_SOUND = 5;
const TWOFOLD = 'The snippet fits in two ways alike: show more of the lines around the change.';

export async function applySnippet({ path, text, snippet }: ApplyRequest): Promise<ApplyResult> {
  const start = performance.now();
  const document = parseDocument(text);
  const { lines } = parseDocument(snippet);
  const merged = mergeSnippet(document, lines);
  const base = () => ({ path, before: text, totalMs: performance.now() - start });
  if (!merged.ok && merged.reason !== 'fits-twice') {
    return { ...base(), status: 'declined', reason: merged.reason, message: merged.message };
  }
  const { sound, error } = await soundWays(path, text, document, merged.ways);
  const best = sound[0]?.after;
  if (best === undefined) {
    const at = error && ` (line ${error.line + 1}: ${error.message.replace(/\.$/, '')})`;
    const message = `The merged file would not parse${at ?? ''}: the snippet is incomplete, or meant for another version.`;
    return { ...base(), status: 'declined', reason: 'breaks-syntax', message };
  }
  if (confidenceOf(sound) < LEAST_CONFIDENCE) {
    const message = merged.ok ? TWOFOLD : merged.message;
    return { ...base(), status: 'declined', reason: 'fits-twice', message };
  }
  if (best === text) {
    return { ...base(), status: 'nothing', message: 'The file is as the snippet says already.' };
  }
  return { ...base(), status: 'edited', after: best, diff: unifiedDiff(path, text, best) };
}

interface SoundWays {
  /** The ways that parse, the best first. */
  readonly sound: readonly { readonly after: string; readonly loss: number }[];
  /** What is wrong with the first one that does not parse. */
  readonly error?: SyntaxProblem;
}

/** Tries the ways to merge, the best first: the syntax tells which of them may be meant. */
async function soundWays(
  path: string,
  text: string,
  document: TextDocument,
  ways: readonly MergeWay[],
): Promise<SoundWays> {
  const sound: { after: string; loss: number }[] = [];
  let first: SyntaxProblem | undefined;
  for (const { hunks, loss } of ways) {
    const most = sound.length === 0 ? MOST_LOSS : sound[0]!.loss + MOST_DOUBT;
    if (loss > most || sound.length === MOST_SOUND) break;
    const after = documentText(applyHunks(document, hunks));
    const { errors } = await newSyntaxErrors(text, after, path);
    first ??= errors[0];
    if (errors.length === 0) sound.push({ after, loss });
  }
  return { sound, ...(first && { error: first }) };
}
