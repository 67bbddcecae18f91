/**
 * Applies a bigger model's abbreviated snippet to a file: merged by alignment (packages/edits/src/merge), checked
 * for syntax. Takes two texts, gives the changed one or says why not. Touches no file, asks no model.
 */
import { applyHunks, documentText, mergeSnippet, parseDocument, unifiedDiff } from '@wick/edits';
import { newSyntaxErrors } from '@wick/workspace';

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

export async function applySnippet({ path, text, snippet }: ApplyRequest): Promise<ApplyResult> {
  const start = performance.now();
  const document = parseDocument(text);
  const merged = mergeSnippet(document, parseDocument(snippet).lines);
  const base = () => ({ path, before: text, totalMs: performance.now() - start });
  if (!merged.ok) {
    return { ...base(), status: 'declined', reason: merged.reason, message: merged.message };
  }
  const after = documentText(applyHunks(document, merged.hunks));
  if (after === text) {
    return { ...base(), status: 'nothing', message: 'The file is as the snippet says already.' };
  }
  const { errors } = await newSyntaxErrors(text, after, path);
  const [error] = errors;
  if (error) {
    const message = `The merged file would not parse (line ${error.line + 1}: ${error.message.replace(/\.$/, '')}): the snippet is incomplete, or meant for another version.`;
    return { ...base(), status: 'declined', reason: 'breaks-syntax', message };
  }
  const diff = unifiedDiff(path, text, after);
  return { ...base(), status: 'edited', after, diff };
}
