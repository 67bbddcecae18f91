/**
 * Applies a bigger model's abbreviated snippet to a file: merged by alignment (packages/edits/src/merge), checked
 * for syntax. Takes two texts, gives the changed one or says why not. Touches no file, asks no model.
 */
import {
  applyHunks,
  documentText,
  mergeSnippet,
  parseDocument,
  type TextDocument,
  unifiedDiff,
  waysToMerge,
} from '@wick/edits';
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

/** Of places that fit a part of the snippet the second best must fit this much worse. */
const AS_WELL = 0.3;
/** Where the best way breaks the syntax, another is taken that fits at most this much worse. */
const NEARLY_AS_WELL = 1;

export async function applySnippet({ path, text, snippet }: ApplyRequest): Promise<ApplyResult> {
  const start = performance.now();
  const document = parseDocument(text);
  const { lines } = parseDocument(snippet);
  const merged = mergeSnippet(document, lines);
  const base = () => ({ path, before: text, totalMs: performance.now() - start });
  const edited = (after: string): ApplyResult => {
    const diff = unifiedDiff(path, text, after);
    return { ...base(), status: 'edited', after, diff };
  };
  if (!merged.ok) {
    const isTwofold = merged.reason === 'fits-twice';
    const parsing = isTwofold ? await parsingWays(path, text, document, lines, AS_WELL) : [];
    // The syntax tells which of two places is meant, where only one of them parses.
    const [only, other] = parsing;
    if (only !== undefined && other === undefined && only !== text) return edited(only);
    return { ...base(), status: 'declined', reason: merged.reason, message: merged.message };
  }
  const after = documentText(applyHunks(document, merged.hunks));
  if (after === text) {
    return { ...base(), status: 'nothing', message: 'The file is as the snippet says already.' };
  }
  const { errors } = await newSyntaxErrors(text, after, path);
  const [error] = errors;
  if (error === undefined) return edited(after);
  const [parsing] = await parsingWays(path, text, document, lines, NEARLY_AS_WELL);
  if (parsing !== undefined && parsing !== text) return edited(parsing);
  const message = `The merged file would not parse (line ${error.line + 1}: ${error.message.replace(/\.$/, '')}): the snippet is incomplete, or meant for another version.`;
  return { ...base(), status: 'declined', reason: 'breaks-syntax', message };
}

/** The texts that parse, of all ways to merge that fit at most `mostLoss` worse than the best; the best first. */
async function parsingWays(
  path: string,
  text: string,
  document: TextDocument,
  snippet: readonly string[],
  mostLoss: number,
): Promise<readonly string[]> {
  const texts = waysToMerge(document, snippet)
    .filter(({ loss }) => loss <= mostLoss)
    .map(({ hunks }) => documentText(applyHunks(document, hunks)));
  const parsing: string[] = [];
  for (const after of new Set(texts)) {
    const { errors } = await newSyntaxErrors(text, after, path);
    if (errors.length === 0) parsing.push(after);
  }
  return parsing;
}
