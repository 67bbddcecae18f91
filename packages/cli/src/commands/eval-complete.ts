/**
 * `wick eval complete`: completes at every cursor of a file of cases, types every case with it, and counts. With --root the
 * other files of each case's project are at hand, as they are in an editor: for completions, and for its words.
 */
import { join } from 'node:path';
import {
  type Assistant,
  type Completion,
  nearFiles,
  newSyntaxErrors,
  type OtherFile,
} from '@wick/assistant';
import {
  type CaseOutcome,
  type Judgement,
  percentiles,
  type TypingReport,
} from '../evaluation/report.ts';
import { type CompletionRow, parseCompletionRows } from '../evaluation/rows.ts';
import { type EvalOptions, runSuite } from '../evaluation/suite.ts';
import { keysAlone, keysFor, suggestWords } from '../evaluation/typing.ts';

export interface CompleteEvalOptions extends EvalOptions {
  /** The folder below which the cases' paths lie. */
  readonly root?: string;
}

interface CompletionOutcome extends CaseOutcome {
  readonly row: CompletionRow;
  readonly completion: Completion;
  /** Keys to type what is wanted: without suggestions, with these, with the document's words by name, with the nearest of them. */
  readonly keys: {
    readonly alone: number;
    readonly completed: number;
    readonly words: number;
    readonly nearestWords: number;
    /** With the words of the document and of the other files, by name. */
    readonly projectWords: number;
  };
  /** How long each suggestion took, in milliseconds. */
  readonly suggestionMs: readonly number[];
}

/** Runs the command; gives the exit code. */
export function runCompleteEval(file: string, options: CompleteEvalOptions): Promise<number> {
  const suite = 'complete';
  const { root } = options;
  const othersOf = ({ path, prefix, suffix }: CompletionRow) =>
    root === undefined ? [] : nearFiles(join(root, path), prefix + suffix);
  const run = { suite, parse: parseCompletionRows, written, typing } as const;
  const runCase = (assistant: Assistant, row: CompletionRow, signal: AbortSignal) =>
    typeCase(assistant, row, othersOf(row), signal);
  return runSuite({ ...run, runCase }, file, options);
}

async function typeCase(
  assistant: Assistant,
  row: CompletionRow,
  others: readonly OtherFile[],
  signal: AbortSignal,
): Promise<CompletionOutcome> {
  const { prefix, suffix, middle, path } = row;
  const suggestionMs: number[] = [];
  const at = async (typed: string) => {
    const start = performance.now();
    const completion = await completeAfter(assistant, row, typed, others, signal);
    suggestionMs.push(performance.now() - start);
    return completion;
  };
  const completion = await at('');
  const words = others.map(({ text }) => text).join('\n');
  const keys = {
    alone: keysAlone(middle),
    completed: await keysFor(middle, async (typed) => (await at(typed)).insert),
    words: await keysFor(middle, suggestWords(prefix, suffix, 'alphabetical')),
    nearestWords: await keysFor(middle, suggestWords(prefix, suffix, 'nearest')),
    projectWords: await keysFor(middle, suggestWords(prefix, suffix, 'alphabetical', words)),
  };
  const completed = prefix + completion.insert + suffix;
  const { errors } = await newSyntaxErrors(prefix + suffix, completed, path);
  return {
    row,
    completion,
    keys,
    suggestionMs,
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
  others: readonly OtherFile[],
  signal: AbortSignal,
): Promise<Completion> {
  const lines = (prefix + typed).split('\n');
  const text = prefix + typed + suffix;
  const column = lines.at(-1)!.length - (lines.length === 1 && text.startsWith('\uFEFF') ? 1 : 0);
  return assistant.complete({ path, text, line: lines.length - 1, column, others, signal });
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
    projectWordsSavedPer100: saved(sum((keys) => keys.projectWords)),
    suggestionMs: percentiles(outcomes.flatMap(({ suggestionMs }) => suggestionMs)),
  };
}

/** What was wanted, what was suggested first, how many keys it took. */
function written({ row, completion, judgement, keys }: CompletionOutcome): object {
  const { id, kind, middle } = row;
  const { insert, confidence, timings } = completion;
  return { id, kind, judgement, middle, insert, confidence, keys, ...timings };
}
