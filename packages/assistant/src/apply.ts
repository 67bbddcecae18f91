/**
 * Applies a bigger model's abbreviated snippet to a file: merged by alignment (packages/edits/src/merge), checked
 * for syntax. Takes two texts, gives the changed one or says why not. Touches no file, asks no model.
 */
import {
  applyHunks,
  documentText,
  MERGE_MARGIN,
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

/** Where the best way breaks the syntax, others are tried that are at most this much less plausible, in nats. */
const MOST_LOSS = 6;
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
  const [best, other] = sound;
  if (best === undefined) {
    const at = error && ` (line ${error.line + 1}: ${error.message.replace(/\.$/, '')})`;
    const message = `The merged file would not parse${at ?? ''}: the snippet is incomplete, or meant for another version.`;
    return { ...base(), status: 'declined', reason: 'breaks-syntax', message };
  }
  if (other !== undefined) {
    const message = merged.ok ? TWOFOLD : merged.message;
    return { ...base(), status: 'declined', reason: 'fits-twice', message };
  }
  if (best === text) {
    return { ...base(), status: 'nothing', message: 'The file is as the snippet says already.' };
  }
  return { ...base(), status: 'edited', after: best, diff: unifiedDiff(path, text, best) };
}

interface SoundWays {
  /** The best way to merge that parses, and another that is about as plausible; texts. */
  readonly sound: readonly string[];
  /** What is wrong with the first one that does not parse. */
  readonly error?: SyntaxProblem;
}

/** Tries the ways to merge, the best first: the syntax tells which of them is meant. */
async function soundWays(
  path: string,
  text: string,
  document: TextDocument,
  ways: readonly MergeWay[],
): Promise<SoundWays> {
  const sound: string[] = [];
  let least = 0;
  let first: SyntaxProblem | undefined;
  for (const { hunks, loss } of ways) {
    if (loss > MOST_LOSS || (sound.length > 0 && loss >= least + MERGE_MARGIN)) break;
    const after = documentText(applyHunks(document, hunks));
    const { errors } = await newSyntaxErrors(text, after, path);
    first ??= errors[0];
    if (errors.length > 0) continue;
    if (sound.length === 0) least = loss;
    sound.push(after);
  }
  return { sound, ...(first && { error: first }) };
}
