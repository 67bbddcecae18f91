/**
 * The assistant's loop for an edit: prompt, decode within the grammar; where another sort of answer may be
 * more probable, decode that too; apply in memory, verify, take the most probable that holds. Takes a text
 * and an instruction, streams what happens, and ends with one result. Touches no file.
 */
import { type Answer, formatSymbols, parseDocument, printAnswer, unifiedDiff } from '@wick/edits';
import type { Sampling, TokenId } from '@wick/engine';
import { type AnswerContext, AnswerDecoder, type AnswerHead } from './answer-grammar.ts';
import { type Candidate, headsOf, isSureOfHead, mayBeBetter, ranked } from './candidates.ts';
import { confidenceOf, isConfident } from './confidence.ts';
import type { EditEvent, EditRequest, EditResult, TokenEngine } from './edit-events.ts';
import { buildPrompt } from './prompt.ts';
import { Stopwatch } from './stopwatch.ts';
import { type Task, tasks } from './tasks.ts';
import { type Verdict, verify } from './verify.ts';
import type { Vocabulary } from './vocabulary.ts';

export interface EditContext {
  readonly engine: TokenEngine;
  readonly vocabulary: Vocabulary;
  /** Tokens of prompt the model reads well. */
  readonly readingTokens: number;
  /** The operations the model was trained on; undefined: all there are. */
  readonly operations?: ReadonlySet<string> | undefined;
}

/** Tokens of an answer at most; one that is longer counts as broken. */
const ANSWER_TOKENS = 512;
/** Answers that are drawn at random, where all others break the syntax. */
const MORE_DRAWS = 3;
/** Warm enough to differ from the first candidate, cool enough to stay near it. */
const CANDIDATE_SAMPLING = { temperature: 0.7, topP: 0.95 };

/**
 * Streams an edit; the last event is the result.
 * @throws EmptyInstructionError, TooLargeError, the engine's errors, the signal's reason once it aborts
 */
export async function* edit(
  { engine, vocabulary, readingTokens, operations }: EditContext,
  request: EditRequest,
): AsyncGenerator<EditEvent, void, void> {
  const { text, signal } = request;
  const stopwatch = new Stopwatch(engine);
  const document = parseDocument(text);
  const maxTokens = Math.min(ANSWER_TOKENS, Math.floor(engine.contextTokens / 4));
  const limits = { readingTokens, promptTokens: engine.contextTokens - maxTokens };
  const task = tasks[request.task ?? 'edit'];
  const prompt = buildPrompt(vocabulary, { ...request, document, task }, limits);
  const source = { ...request, document, trained: operations, shown: prompt.shown };
  const { choices, absence } = await task.choices(vocabulary, source);
  signal?.throwIfAborted();
  const context = { vocabulary, lineCount: document.lines.length, shown: prompt.shown, choices };

  const decoding = { engine, vocabulary, context, prompt: prompt.tokens, maxTokens, request };
  // A name that is surely missing is told, rather than another sort of answer tried.
  const isAbsent = ([first]: readonly Candidate[]) =>
    first?.impossible && absence !== undefined && isSureOfHead(first);
  const candidates: Candidate[] = [];
  const course: Course = { candidates, absence, stopwatch };
  const verdicts = new Map<Candidate, Verdict>();
  do {
    if (candidates.length > 0) yield { type: 'retry', candidate: candidates.length };
    const decoded = yield* decode(decoding, stopwatch, 0, headsOf(candidates));
    const verdict = await judge(request, task, absence, decoded);
    const isDone = verdict.kind === 'nothing' && decoded.answer?.kind === 'operations';
    const candidate = { ...decoded, isDone };
    verdicts.set(candidate, verdict);
    candidates.push(candidate);
  } while (!request.sampling && !isAbsent(candidates) && mayBeBetter(candidates));

  let refused: Settled | undefined;
  let problem = '';
  for (const candidate of ranked(candidates)) {
    const verdict = verdicts.get(candidate)!;
    const settled = { verdict, candidate };
    signal?.throwIfAborted();
    if (verdict.kind === 'broken') problem = verdict.message;
    else if (!isRefusal(verdict) || (isSureOfHead(candidate) && !candidate.impossible)) {
      yield resultOf(request, settled, course);
      return;
    } else refused ??= settled;
  }
  if (refused) {
    yield resultOf(request, refused, course);
    return;
  }
  for (let seed = 1; seed <= MORE_DRAWS; seed++) {
    yield { type: 'retry', candidate: candidates.length };
    const candidate = yield* decode(decoding, stopwatch, seed, new Set());
    candidates.push(candidate);
    const verdict = await judge(request, task, absence, candidate);
    signal?.throwIfAborted();
    if (verdict.kind !== 'broken') {
      yield resultOf(request, { verdict, candidate }, course);
      return;
    }
    problem = verdict.message;
  }
  const message = `No answer kept the file's syntax whole (${problem}), so it was left alone.`;
  const verdict = { kind: 'declined', reason: 'no-valid-answer', message } as const;
  yield resultOf(request, { verdict, candidate: undefined }, course);
}

interface Decoding {
  readonly engine: TokenEngine;
  readonly vocabulary: Vocabulary;
  readonly context: AnswerContext;
  readonly prompt: readonly TokenId[];
  readonly maxTokens: number;
  readonly request: EditRequest;
}

/** Decodes one answer, and passes on its tokens, with each hunk or operation as soon as it is complete. */
async function* decode(
  { engine, vocabulary, context, prompt, maxTokens, request }: Decoding,
  stopwatch: Stopwatch,
  seed: number,
  without: ReadonlySet<AnswerHead>,
): AsyncGenerator<EditEvent, Candidate, void> {
  const decoder = new AnswerDecoder({ ...context, without });
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
  return { answer, impossible, logProbabilities, choiceLogProbabilities, headTokens };
}

/** What came before a result. */
interface Course {
  readonly candidates: readonly Candidate[];
  /** Which name is not in the file, where one seems to be missing. */
  readonly absence: string | undefined;
  readonly stopwatch: Stopwatch;
}

/** What became of a request: a verdict, and the candidate it is about. */
interface Settled {
  readonly verdict: Verdict;
  readonly candidate: Candidate | undefined;
}

/** What becomes of the text by a candidate. */
async function judge(
  { text, path }: EditRequest,
  task: Task,
  absence: string | undefined,
  candidate: Candidate,
): Promise<Verdict> {
  const { answer, impossible } = candidate;
  if (answer) return verify(text, path, answer, task.run);
  if (!impossible) return UNFINISHED;
  if (absence === undefined && !isSureOfHead(candidate)) return UNSURE;
  const general = `This reads as a wish to ${impossible.summary}, but nothing in the file fits what it speaks of.`;
  return notFound(absence ?? general);
}

function notFound(message: string): Verdict {
  return { kind: 'declined', reason: 'not-found', message };
}

const UNFINISHED: Verdict = { kind: 'broken', message: 'it did not come to an end' };

/** Whether an operation refused; that the model hands the request on is an answer. */
function isRefusal(verdict: Verdict): boolean {
  return verdict.kind === 'declined' && verdict.reason !== 'delegated';
}

/** As asked for (greedy by default); with a seed, drawn. */
function samplingOf(asked: Sampling | undefined, seed: number): { sampling?: Sampling } {
  if (seed === 0) return asked ? { sampling: asked } : {};
  return { sampling: { ...CANDIDATE_SAMPLING, ...asked, seed: (asked?.seed ?? 0) + seed } };
}

/** The last event. An edit that the model is not sure of is declined, unless it is asked for all the same. */
function resultOf(
  request: EditRequest,
  { verdict: found, candidate }: Settled,
  { candidates, absence, stopwatch }: Course,
): { type: 'result'; result: EditResult } {
  const { path, text } = request;
  const confidence = candidate ? confidenceOf(candidate, candidates) : 0;
  const isUnsure = found.kind === 'edited' && !request.acceptUnsure && !isConfident(confidence);
  const isMissed = absence !== undefined && candidates.some(({ impossible }) => impossible);
  const unsure = isMissed ? notFound(absence) : UNSURE;
  const verdict: Verdict = isUnsure ? unsure : found;
  const common = {
    path,
    before: text,
    answer: written(candidate?.answer),
    timings: stopwatch.timings(),
    confidence,
    answers: candidates.map(({ answer, impossible, isDone: _, ...probabilities }) => ({
      answer: impossible ? `<|op|>${impossible.name}` : written(answer),
      ...probabilities,
    })),
  };
  switch (verdict.kind) {
    case 'edited': {
      const { after } = verdict;
      const diff = unifiedDiff(path, text, after);
      return { type: 'result', result: { ...common, status: 'edited', after, diff } };
    }
    case 'nothing': {
      const { message } = verdict;
      return { type: 'result', result: { ...common, status: 'nothing', message } };
    }
    case 'declined': {
      const { reason, message } = verdict;
      return { type: 'result', result: { ...common, status: 'declined', reason, message } };
    }
    case 'broken':
      throw new Error(`a broken answer cannot be a result: ${verdict.message}`);
  }
}

const UNSURE: Verdict = {
  kind: 'declined',
  reason: 'unsure',
  message:
    'The model is not sure enough of what to change. Say it in other words, or name what you mean.',
};

function written(answer: Answer | undefined): string {
  return answer ? formatSymbols(printAnswer(answer)) : '';
}
