/** What the edit loop takes and gives: the request, the events of its stream, the result. */
import type { Hunk, LineIndex, OperationCall } from '@wick/edits';
import type {
  GeneratedToken,
  GenerateRequest,
  RequestStats,
  Sampling,
  TokenId,
} from '@wick/engine';
import type { Signs } from './confidence.ts';
import type { RequestFile } from './request-files.ts';
import type { TaskName } from './tasks.ts';
import type { DeclineReason } from './verify.ts';

/** What the loop needs of an engine. */
export interface TokenEngine {
  readonly contextTokens: number;
  readonly stats: RequestStats | undefined;
  generate(request: GenerateRequest): AsyncGenerator<GeneratedToken, void, void>;
}

/** The file with its project: an edit that adds type errors to it is declined, and a rename goes on in its other files. */
export interface EditRequest extends RequestFile {
  /** Further files, one of which may be meant instead; the result tells which is by its path. */
  readonly others?: readonly RequestFile[];
  readonly instruction: string;
  /** What is asked for: an edit of code (by default), or a plan revised. */
  readonly task?: TaskName;
  /** Lines the instruction is about, both included. */
  readonly selection?: { readonly start: LineIndex; readonly end: LineIndex };
  /** Give an edit even where the model is unsure of it; by default that is declined. */
  readonly acceptUnsure?: boolean;
  /** By default greedy. */
  readonly sampling?: Sampling;
  readonly signal?: AbortSignal;
}

export type EditEvent =
  | { readonly type: 'token'; readonly token: TokenId; readonly text: string }
  | { readonly type: 'hunk'; readonly hunk: Hunk }
  | { readonly type: 'operation'; readonly call: OperationCall }
  /** The project is read, for its types and its other files: that may take seconds. */
  | { readonly type: 'check' }
  /** Another answer is decoded, and may be taken instead of those before. `candidate` counts from 0. */
  | { readonly type: 'retry'; readonly candidate: number }
  | { readonly type: 'result'; readonly result: EditResult };

export interface EditTimings {
  /** From the request to its first token. */
  readonly firstTokenMs: number;
  /** From the request to the verified result. */
  readonly totalMs: number;
  /** Of this, what the project took: its types, and its other files. */
  readonly checkMs: number;
  /** Tokens generated, those of discarded candidates included. */
  readonly tokens: number;
  /** Decoding only: tokens after each candidate's first, by the time the engine spent on them. */
  readonly tokensPerSecond: number;
  readonly promptTokens: number;
  /** Of those, how many were still in the KV cache. */
  readonly cachedTokens: number;
  /** Answers decoded: 1 where the model was sure which sort of answer is wanted. */
  readonly candidates: number;
}

interface ResultBase {
  readonly path: string;
  readonly before: string;
  /** The answer in the edit language; '' where there was no valid one. */
  readonly answer: string;
  readonly timings: EditTimings;
  /** How sure the model was of this answer, from 0 to 1 (confidence.ts). */
  readonly confidence: number;
  /** What speaks for and against it; undefined where there is no one answer. */
  readonly signs?: Signs | undefined;
  /** All answers that were decoded, in that order. */
  readonly answers: readonly CandidateAnswer[];
}

export interface CandidateAnswer {
  /** In the edit language; '' where it was broken. */
  readonly answer: string;
  /** Natural logarithm of each token's probability, the end included. */
  readonly logProbabilities: readonly number[];
  /** The same among the tokens that document and instruction allowed in each place. */
  readonly choiceLogProbabilities: readonly number[];
  /** How many of these tokens say what sort of answer it is. */
  readonly headTokens: number;
  /** The probability of that sort, by the model and the intent classifier together. */
  readonly headProbability: number;
}

/** Another file that an edit changes. */
export interface ChangedFile {
  readonly path: string;
  readonly before: string;
  readonly after: string;
  readonly diff: string;
  /** Whether there is no such file yet. */
  readonly isNew?: true;
}

export type EditResult =
  | (ResultBase & {
      readonly status: 'edited';
      readonly after: string;
      /** Unified diff from `before` to `after`. */
      readonly diff: string;
      /** Other files of the project that change along. */
      readonly others: readonly ChangedFile[];
    })
  /** The file is already as asked, or nothing was asked of it. */
  | (ResultBase & { readonly status: 'nothing'; readonly message: string })
  /** Not able, and said so. */
  | (ResultBase & {
      readonly status: 'declined';
      readonly reason: DeclineReason;
      readonly message: string;
    });
