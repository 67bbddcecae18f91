/**
 * The assistant's loop for an edit: prompt, decode within the grammar, apply in memory, verify; if the
 * result is broken, decode another candidate. Takes a text and an instruction, streams what happens, and
 * ends with one result. Touches no file.
 */
import { type Answer, formatSymbols, parseDocument, printAnswer, unifiedDiff } from '@wick/edits';
import type { GeneratedToken, Sampling, TokenId } from '@wick/engine';
import { documentSymbols } from '@wick/workspace';
import { AnswerDecoder } from './answer-grammar.ts';
import { ArgumentChoices } from './argument-choices.ts';
import type { EditEvent, EditRequest, EditResult, TokenEngine } from './edit-events.ts';
import { buildPrompt } from './prompt.ts';
import { Stopwatch } from './stopwatch.ts';
import { type Verdict, verify } from './verify.ts';
import type { Vocabulary } from './vocabulary.ts';

export interface EditContext {
  readonly engine: TokenEngine;
  readonly vocabulary: Vocabulary;
  /** Tokens of prompt the model reads well. */
  readonly readingTokens: number;
}

/** Tokens of an answer at most; one that is longer counts as broken. */
const ANSWER_TOKENS = 512;
/** Candidates after the first, where that one is broken. */
const MORE_CANDIDATES = 3;
/** Warm enough to differ from the first candidate, cool enough to stay near it. */
const CANDIDATE_SAMPLING = { temperature: 0.7, topP: 0.95 };

/**
 * Streams an edit; the last event is the result.
 * @throws EmptyInstructionError, TooLargeError, the engine's errors, the signal's reason once it aborts
 */
export async function* edit(
  { engine, vocabulary, readingTokens }: EditContext,
  request: EditRequest,
): AsyncGenerator<EditEvent, void, void> {
  const { path, text, instruction, signal } = request;
  const stopwatch = new Stopwatch(engine);
  const document = parseDocument(text);
  const maxTokens = Math.min(ANSWER_TOKENS, Math.floor(engine.contextTokens / 4));
  const limits = { readingTokens, promptTokens: engine.contextTokens - maxTokens };
  const prompt = buildPrompt(vocabulary, { ...request, document }, limits);
  const symbols = await documentSymbols(text, path);
  signal?.throwIfAborted();
  const choices = new ArgumentChoices(vocabulary, {
    path,
    document,
    symbols,
    instruction,
    shown: prompt.shown,
  });
  const context = { vocabulary, lineCount: document.lines.length, shown: prompt.shown, choices };

  let problem = '';
  for (let candidate = 0; candidate <= MORE_CANDIDATES; candidate++) {
    if (candidate > 0) yield { type: 'retry', candidate };
    const decoder = new AnswerDecoder(context);
    const tokens = engine.generate({
      prompt: prompt.tokens,
      grammar: decoder,
      maxTokens,
      stop: vocabulary.end,
      ...samplingOf(request.sampling, candidate),
      ...(signal && { signal }),
    });
    yield* decode(tokens, decoder, vocabulary, stopwatch);
    const { answer } = decoder;
    const checked = answer ? await verify(text, path, answer) : UNFINISHED;
    const verdict = settled(request, checked, stopwatch);
    signal?.throwIfAborted();
    if (verdict.kind !== 'broken') {
      yield { type: 'result', result: resultOf(request, verdict, answer, stopwatch) };
      return;
    }
    problem = verdict.message;
  }
  const message = `No answer kept the file's syntax whole (${problem}), so it was left alone.`;
  const verdict = { kind: 'declined', reason: 'no-valid-answer', message } as const;
  yield { type: 'result', result: resultOf(request, verdict, undefined, stopwatch) };
}

/**
 * Below this mean logarithm of its tokens' probabilities an edit is more likely wrong than worth showing
 * (docs/model.md has the curve it is chosen from).
 */
const LEAST_LOG_PROBABILITY = -0.2;

/** The verdict, unless it is an edit that the model is too unsure of. */
function settled(request: EditRequest, verdict: Verdict, stopwatch: Stopwatch): Verdict {
  const sure = stopwatch.meanLogProbability >= LEAST_LOG_PROBABILITY;
  if (verdict.kind !== 'edited' || sure || request.acceptUnsure) return verdict;
  const message =
    'The model is not sure enough of what to change. Say it in other words, or name what you mean.';
  return { kind: 'declined', reason: 'unsure', message };
}

const UNFINISHED: Verdict = { kind: 'broken', message: 'it did not come to an end' };

/** Passes the tokens on, with each hunk or operation as soon as it is complete. */
async function* decode(
  tokens: AsyncIterable<GeneratedToken>,
  decoder: AnswerDecoder,
  vocabulary: Vocabulary,
  stopwatch: Stopwatch,
): AsyncGenerator<EditEvent, void, void> {
  stopwatch.startCandidate();
  let hunks = 0;
  let calls = 0;
  for await (const { token, logProbability } of tokens) {
    stopwatch.token(logProbability);
    yield { type: 'token', token, text: textOf(vocabulary, token) };
    for (const hunk of decoder.hunks.slice(hunks)) yield { type: 'hunk', hunk };
    for (const call of decoder.calls.slice(calls)) yield { type: 'operation', call };
    hunks = decoder.hunks.length;
    calls = decoder.calls.length;
  }
  stopwatch.endCandidate();
}

function textOf(vocabulary: Vocabulary, token: TokenId): string {
  return vocabulary.tokenizer.decode([token]);
}

/** The first candidate as asked for (greedy by default), further ones drawn with fixed seeds. */
function samplingOf(asked: Sampling | undefined, candidate: number): { sampling?: Sampling } {
  if (candidate === 0) return asked ? { sampling: asked } : {};
  return { sampling: { ...CANDIDATE_SAMPLING, ...asked, seed: (asked?.seed ?? 0) + candidate } };
}

function resultOf(
  { path, text }: EditRequest,
  verdict: Exclude<Verdict, { kind: 'broken' }>,
  answer: Answer | undefined,
  stopwatch: Stopwatch,
): EditResult {
  const common = {
    path,
    before: text,
    answer: answer ? formatSymbols(printAnswer(answer)) : '',
    timings: stopwatch.timings(),
    meanLogProbability: stopwatch.meanLogProbability,
  };
  switch (verdict.kind) {
    case 'edited': {
      const { after } = verdict;
      return { ...common, status: 'edited', after, diff: unifiedDiff(path, text, after) };
    }
    case 'nothing':
      return { ...common, status: 'nothing', message: verdict.message };
    case 'declined': {
      const { reason, message } = verdict;
      return { ...common, status: 'declined', reason, message };
    }
  }
}
