/**
 * Turns an answer into a changed text, in memory, and judges it: an edit that adds syntax errors is never
 * taken for done, and an operation that refuses says why. Takes the text and the answer, gives a verdict.
 */
import { type Answer, applyHunks, documentText, parseDocument } from '@wick/edits';
import {
  type FileChange,
  type LanguageTools,
  newSyntaxErrors,
  type RefusalReason,
} from '@wick/workspace';
import type { Task } from './tasks.ts';

export type DeclineReason =
  | Exclude<RefusalReason, 'already-done'> // an operation said so
  | 'delegated' // the model holds it for too much
  | 'type-errors' // it would add some to the project
  | 'no-valid-answer' // no candidate kept the file's syntax whole
  | 'unsure'; // the model's answer was too unlikely to itself

export type Verdict =
  | {
      readonly kind: 'edited';
      readonly after: string;
      /** What else changes. */
      readonly others?: readonly FileChange[];
    }
  | { readonly kind: 'nothing'; readonly message: string }
  | { readonly kind: 'declined'; readonly reason: DeclineReason; readonly message: string }
  /** Another candidate may do better. */
  | { readonly kind: 'broken'; readonly message: string };

const NOTHING = 'There is nothing to change.';
const DELEGATED =
  'This is more than this model does reliably, so it left the file alone. Ask for one smaller change.';

/** What `answer` makes of `text`, a file at `path`; its operations are done by `run`, with the `tools` of its project. */
export async function verify(
  text: string,
  path: string,
  answer: Answer,
  run: Task['run'],
  tools?: LanguageTools,
): Promise<Verdict> {
  switch (answer.kind) {
    case 'none':
      return { kind: 'nothing', message: NOTHING };
    case 'delegate':
      return { kind: 'declined', reason: 'delegated', message: DELEGATED };
    case 'operations': {
      const result = await run(text, path, answer.calls, tools);
      if (result.ok) {
        const verdict = await checked(text, path, result.after);
        return verdict.kind === 'edited' && result.others
          ? { ...verdict, others: result.others }
          : verdict;
      }
      const { reason, message } = result.refusal;
      if (reason === 'already-done') return { kind: 'nothing', message };
      return { kind: 'declined', reason, message };
    }
    case 'hunks':
      return checked(text, path, documentText(applyHunks(parseDocument(text), answer.hunks)));
  }
}

/** An edit, unless it has syntax errors that `before` has not. */
async function checked(before: string, path: string, after: string): Promise<Verdict> {
  if (after === before) return { kind: 'nothing', message: NOTHING };
  const [error] = (await newSyntaxErrors(before, after, path)).errors;
  if (error === undefined) return { kind: 'edited', after };
  return { kind: 'broken', message: `line ${error.line + 1}: ${error.message}` };
}
