/**
 * The answers that are decoded for one request, and how probable the model held each. The first is its choice
 * token by token; as several tokens say what sort of answer it is, another sort may be more probable as a
 * whole. Then that is decoded, too. Pure.
 */
import type { Answer, OperationSpec } from '@wick/edits';
import { type AnswerHead, headOf } from './answer-grammar.ts';
import type { RequestFile } from './request-files.ts';

export interface Candidate {
  /** Undefined where it did not come to its end, or to an operation that is possible. */
  readonly answer: Answer | undefined;
  /** The operation that it is, where there is nothing to do it to. */
  readonly impossible?: OperationSpec | undefined;
  /** The file that the answer is about, where one of several. */
  readonly file?: RequestFile;
  /** Whether the file is already as the answer would make it. */
  readonly isDone?: boolean;
  /** Natural logarithm of each token's probability, the end included. */
  readonly logProbabilities: readonly number[];
  /** The same among the tokens that were allowed in each place. */
  readonly choiceLogProbabilities: readonly number[];
  /** Of those, how many tokens say what sort of answer it is: the operation's name, or the first token of another. */
  readonly headTokens: number;
  /** The probability of that beginning among all that are allowed, by the model and by the intents together. */
  readonly headProbability: number;
  /** How probable the intents alone hold this sort of answer, and that it is too much for the model; undefined without them. */
  readonly intents?: { readonly own: number; readonly delegate: number } | undefined;
}

/** Sorts of answers that are decoded at most. */
const MOST_CANDIDATES = 4;

/** With this probability of its beginning, an answer that cannot be carried out is what was meant all the same. */
const SURE_OF_HEAD = 0.6;

/**
 * How much an answer counts that finds its work done, beside one that does something: few people ask for what
 * is so already, and such a request is easily taken for its opposite.
 */
const SHARE_OF_DONE = 0.85;

/** The logarithm of the probability of the arguments among those allowed; 0 where there are none. */
export function choiceLogProbability({ choiceLogProbabilities, headTokens }: Candidate): number {
  return sum(choiceLogProbabilities.slice(headTokens));
}

/** Whether a sort of answer that was not decoded yet may be more probable than all possible ones that were. */
export function mayBeBetter(candidates: readonly Candidate[]): boolean {
  const isUnfinished = ({ answer, impossible }: Candidate) => !answer && !impossible;
  if (candidates.length >= MOST_CANDIDATES || candidates.some(isUnfinished)) return false;
  const possible = candidates.filter(({ impossible }) => !impossible);
  return Math.max(0, ...possible.map(weight)) < headProbabilityLeft(candidates);
}

/** The probability of all beginnings that are none of the candidates'. */
export function headProbabilityLeft(candidates: readonly Candidate[]): number {
  return 1 - sum(candidates.map(({ headProbability }) => headProbability));
}

/** Probability of the answer's beginning, given that the impossible ones are not meant, and those done seldom. */
export function possibleHeadProbability(candidate: Candidate, all: readonly Candidate[]): number {
  const impossible = all.filter((other) => other.impossible && other !== candidate);
  const done = all.map((other) => other.headProbability - weight(other));
  const excluded = sum(impossible.map(({ headProbability }) => headProbability)) + sum(done);
  return weight(candidate) / Math.max(1e-9, 1 - excluded);
}

/** The candidates, the most probable sort first. */
export function ranked(candidates: readonly Candidate[]): Candidate[] {
  return candidates.toSorted((one, other) => weight(other) - weight(one));
}

/** What an answer's beginning counts beside others. */
function weight(candidate: Candidate): number {
  return candidate.headProbability * (candidate.isDone ? SHARE_OF_DONE : 1);
}

export function isSureOfHead(candidate: Candidate): boolean {
  return candidate.headProbability >= SURE_OF_HEAD;
}

/** The sorts of answers that `candidates` are. */
export function headsOf(candidates: readonly Candidate[]): Set<AnswerHead> {
  return new Set(
    candidates.flatMap(({ answer, impossible }) =>
      answer ? [headOf(answer)] : (impossible?.name ?? []),
    ),
  );
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
