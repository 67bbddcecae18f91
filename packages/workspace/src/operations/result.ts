/** What running an operation gives: the changed text, or a refusal. */
import type { Hunk } from '@wick/edits';
import type { Refusal } from '../code/refusal.ts';
import type { FileChange } from '../project/language-tools.ts';

/** Replace the characters [start, end) of the document's text without its byte order mark. */
export interface TextEdit {
  readonly start: number;
  readonly end: number;
  /** New text; each "\n" in it becomes the line ending that the place has. */
  readonly text: string;
}

export type OperationResult =
  | {
      readonly ok: true;
      /** The whole new text, byte order mark included. */
      readonly after: string;
      /** The same change as hunks on the document before. */
      readonly hunks: readonly Hunk[];
      /** Other files that change along. */
      readonly others?: readonly FileChange[];
    }
  | { readonly ok: false; readonly refusal: Refusal };
