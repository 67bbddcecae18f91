/** `wick eval complete`: completes at every cursor of a file of cases, types every case with it, and counts. */
import { type Assistant, type Completion, newSyntaxErrors } from '@wick/assistant';
import type { CaseOutcome, Judgement, TypingReport } from '../evaluation/report.ts';
import { type CompletionRow, parseCompletionRows } from '../evaluation/rows.ts';
import { type EvalOptions, runSuite } from '../evaluation/suite.ts';
import { keysAlone, keysFor, suggestWords } from '../evaluation/typing.ts';

interface CompletionOutcome extends CaseOutcome {
  readonly row: CompletionRow;
  readonly completion: Completion;
  /** Keys to type what is wanted: without suggestions, with these, with the document's words by name, with the nearest of them. */
  readonly keys: {
    readonly alone: number;
    readonly completed: number;
    readonly words: number;
    readonly nearestWords: number;
  };
}

/** Runs the command; gives the exit code. */
export function runCompleteEval(file: string, options: EvalOptions): Promise<number> {
  const suite = 'complete';
  return runSuite({ suite, parse: parseCompletionRows, runCase, written, typing }, file, options);
}

async function runCase(
  assistant: Assistant,
  row: CompletionRow,
  signal: AbortSignal,
): Promise<CompletionOutcome> {
  const { prefix, suffix, middle, path } = row;
  const at = (typed: string) => completeAfter(assistant, row, typed, signal);
  const completion = await at('');
  const keys = {
    alone: keysAlone(middle),
    completed: await keysFor(middle, async (typed) => (await at(typed)).insert),
    words: await keysFor(middle, suggestWords(prefix, suffix, 'alphabetical')),
    nearestWords: await keysFor(middle, suggestWords(prefix, suffix, 'nearest')),
  };
  const completed = prefix + completion.insert + suffix;
  const { errors } = await newSyntaxErrors(prefix + suffix, completed, path);
  return {
    row,
    completion,
    keys,
    kind: row.kind,
    judgement: judge(middle.trimEnd(), completion.insert),
    parses: errors.length === 0,
    timings: completion.timings,
  };
}

/** What is suggested once `typed` of the case is there. */
function completeAfter(
  assistant: Assistant,
  { path, prefix, suffix }: CompletionRow,
  typed: string,
  signal: AbortSignal,
): Promise<Completion> {
  const lines = (prefix + typed).split('\n');
  const text = prefix + typed + suffix;
  const column = lines.at(-1)!.length - (lines.length === 1 && text.startsWith('\uFEFF') ? 1 : 0);
  return assistant.complete({ path, text, line: lines.length - 1, column, signal });
}

/** A right beginning is not wrong, and not all. */
function judge(middle: string, insert: string): Judgement {
  if (insert === middle) return 'exact';
  return middle.startsWith(insert) ? 'declined' : 'wrong';
}

/** Keys saved for each 100 that it takes without suggestions. */
function typing(outcomes: readonly CompletionOutcome[]): TypingReport {
  const sum = (of: (keys: CompletionOutcome['keys']) => number) =>
    outcomes.reduce((total, { keys }) => total + of(keys), 0);
  const alone = sum((keys) => keys.alone);
  const saved = (keys: number) => (alone === 0 ? 0 : (100 * (alone - keys)) / alone);
  return {
    keys: alone,
    savedPer100: saved(sum((keys) => keys.completed)),
    wordsSavedPer100: saved(sum((keys) => keys.words)),
    nearestWordsSavedPer100: saved(sum((keys) => keys.nearestWords)),
  };
}

/** What was wanted, what was suggested first, how many keys it took. */
function written({ row, completion, judgement, keys }: CompletionOutcome): object {
  const { id, kind, middle } = row;
  const { insert, confidence, timings } = completion;
  return { id, kind, judgement, middle, insert, confidence, keys, ...timings };
}
