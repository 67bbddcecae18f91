/**
 * Decodes one answer within its grammar, and tells each token, hunk and operation as soon as it is there. What
 * edits, plans and questions have in common.
 */
import type { Answer } from '@wick/edits';
import type { Sampling, TokenId } from '@wick/engine';
import { type AnswerContext, AnswerDecoder, type AnswerHead, headOf } from './answer-grammar.ts';
import { type Candidate, headProbabilityLeft, headsOf } from './candidates.ts';
import type { NgramTable } from './completion-ngrams.ts';
import type { EditEvent, TokenEngine } from './edit-events.ts';
import type { IntentModel } from './intent/intent-model.ts';
import type { PromptLimits } from './prompt.ts';
import type { Stopwatch } from './stopwatch.ts';
import type { Vocabulary } from './vocabulary.ts';

/** A model that is ready, and what it was made for. */
export interface ModelContext {
  readonly engine: TokenEngine;
  readonly vocabulary: Vocabulary;
  /** Tokens of prompt the model reads well. */
  readonly readingTokens: number;
  /** The operations the model was trained on; undefined: all there are. */
  readonly operations?: ReadonlySet<string> | undefined;
  /** The tasks the model was trained on; undefined: those of its first releases. */
  readonly tasks?: ReadonlySet<string> | undefined;
  /** What says which sort of answer an instruction wants; a model may come without it. */
  readonly intents?: IntentModel | undefined;
  /** Which token follows which at large; a model may come without it. */
  readonly ngrams?: NgramTable | undefined;
}

/** Tokens of an answer at most; one that is longer counts as broken. */
const ANSWER_TOKENS = 512;
/** Warm enough to differ from the first candidate, cool enough to stay near it. */
const CANDIDATE_SAMPLING = { temperature: 0.7, topP: 0.95 };

/** How long a prompt and its answer may be. */
export function promptLimits({
  engine,
  readingTokens,
}: ModelContext): PromptLimits & { readonly maxTokens: number } {
  const maxTokens = Math.min(ANSWER_TOKENS, Math.floor(engine.contextTokens / 4));
  return { readingTokens, promptTokens: engine.contextTokens - maxTokens, maxTokens };
}

/** Of a request, what decoding depends on. */
export interface DecodingRequest {
  /** By default greedy. */
  readonly sampling?: Sampling;
  readonly signal?: AbortSignal;
}

export interface Decoding {
  readonly engine: TokenEngine;
  readonly vocabulary: Vocabulary;
  readonly context: AnswerContext;
  readonly prompt: readonly TokenId[];
  readonly maxTokens: number;
  readonly request: DecodingRequest;
}

/** Decodes one answer of another sort than the `others`, and passes on its tokens, with each hunk or operation as soon as it is complete. */
export async function* decode(
  { engine, vocabulary, context, prompt, maxTokens, request }: Decoding,
  stopwatch: Stopwatch,
  seed: number,
  others: readonly Candidate[],
): AsyncGenerator<EditEvent, Candidate, void> {
  const decoder = new AnswerDecoder({ ...context, without: headsOf(others) });
  const tokens = engine.generate({
    prompt,
    grammar: decoder,
    maxTokens,
    stop: vocabulary.end,
    ...samplingOf(request.sampling, seed),
    ...(request.signal && { signal: request.signal }),
  });
  stopwatch.startCandidate();
  const logProbabilities: number[] = [];
  const choiceLogProbabilities: number[] = [];
  let headTokens = 0;
  let hunks = 0;
  let calls = 0;
  for await (const { token, logProbability, choiceLogProbability } of tokens) {
    stopwatch.token();
    logProbabilities.push(logProbability);
    choiceLogProbabilities.push(choiceLogProbability);
    const isHead = headTokens === logProbabilities.length - 1 && vocabulary.isText(token);
    if (isHead || logProbabilities.length === 1) headTokens++;
    yield { type: 'token', token, text: vocabulary.tokenizer.decode([token]) };
    for (const hunk of decoder.hunks.slice(hunks)) yield { type: 'hunk', hunk };
    for (const call of decoder.calls.slice(calls)) yield { type: 'operation', call };
    hunks = decoder.hunks.length;
    calls = decoder.calls.length;
  }
  stopwatch.endCandidate();
  const { answer, impossible } = decoder;
  const head = choiceLogProbabilities.slice(0, headTokens).reduce((sum, value) => sum + value, 0);
  const headProbability = Math.exp(head) * headProbabilityLeft(others);
  return {
    answer,
    impossible,
    logProbabilities,
    choiceLogProbabilities,
    headTokens,
    headProbability,
    intents: intentsOf(answer, context.intents),
  };
}

/** What the intents alone say of an answer. */
function intentsOf(
  answer: Answer | undefined,
  intents: ReadonlyMap<AnswerHead, number> | undefined,
): Candidate['intents'] {
  if (!answer || !intents) return undefined;
  return { own: intents.get(headOf(answer)) ?? 0, delegate: intents.get('delegate') ?? 0 };
}

/** As asked for (greedy by default); with a seed, drawn. */
function samplingOf(asked: Sampling | undefined, seed: number): { sampling?: Sampling } {
  if (seed === 0) return asked ? { sampling: asked } : {};
  return { sampling: { ...CANDIDATE_SAMPLING, ...asked, seed: (asked?.seed ?? 0) + seed } };
}
