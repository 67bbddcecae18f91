/**
 * A refusal: why an operation was not done, in a plain sentence. An operation never guesses.
 */
import type { LineIndex } from '@wick/edits';

export type RefusalReason =
  | 'not-found' // no such symbol, literal or owner
  | 'already-done' // the file is already as asked
  | 'ambiguous' // several fit; `lines` says where
  | 'not-applicable'; // it is there, but this cannot be done to it

export interface Refusal {
  readonly reason: RefusalReason;
  /** One or two plain sentences: what is the matter, and what to do where that helps. Lines counted from 1. */
  readonly message: string;
  /** not-found: names or literals of the file that are close to what was asked for, best first. */
  readonly suggestions: readonly string[];
  /** Lines the message is about (0-based): the candidates where ambiguous, the conflict elsewhere. */
  readonly lines: readonly LineIndex[];
}

/** Thrown inside an operation to refuse; `runOperation` turns it into a result. */
export class OperationRefused extends Error {
  override readonly name = 'OperationRefused';
  readonly refusal: Refusal;

  constructor(
    reason: RefusalReason,
    message: string,
    details: { suggestions?: readonly string[]; lines?: readonly LineIndex[] } = {},
  ) {
    super(message);
    const { suggestions = [], lines = [] } = details;
    this.refusal = { reason, message, suggestions, lines };
  }
}
