/**
 * The assistant's loop for an edit: prompt, decode within the grammar; where another sort of answer may be
 * more probable, decode that too; apply in memory, verify, take the most probable that holds. Takes a text
 * and an instruction, streams what happens, and ends with one result. Touches no file.
 */
import { type Answer, formatSymbols, parseDocument, printAnswer, unifiedDiff } from '@wick/edits';
import { type Candidate, isSureOfHead, mayBeBetter, ranked } from './candidates.ts';
import { confidenceOf, isConfident } from './confidence.ts';
import { decode, type ModelContext, promptLimits } from './decode.ts';
import type { EditEvent, EditRequest, EditResult } from './edit-events.ts';
import { UntaughtTaskError } from './errors.ts';
import { cuesOf } from './intent/cues.ts';
import { meantBy } from './opposites.ts';
import { buildPrompt } from './prompt.ts';
import { Stopwatch } from './stopwatch.ts';
import { type Task, tasks } from './tasks.ts';
import { type Verdict, verify } from './verify.ts';

/** Answers that are drawn at random, where all others break the syntax. */
const MORE_DRAWS = 3;

/**
 * Streams an edit; the last event is the result.
 * @throws EmptyInstructionError, TooLargeError, UntaughtTaskError, the engine's errors, the signal's reason once it aborts
 */
export async function* edit(
  modelContext: ModelContext,
  request: EditRequest,
): AsyncGenerator<EditEvent, void, void> {
  const { text, signal } = request;
  const { engine, vocabulary, operations, intents } = modelContext;
  const stopwatch = new Stopwatch(engine);
  const document = parseDocument(text);
  const { maxTokens, ...limits } = promptLimits(modelContext);
  const task = tasks[request.task ?? 'edit'];
  const prompt = buildPrompt(vocabulary, { ...request, document, task }, limits);
  const source = { ...request, document, trained: operations, shown: prompt.shown };
  const { choices, absence, facts } = await task.choices(vocabulary, source);
  if (choices.operations.size === 0) throw new UntaughtTaskError(task.title);
  signal?.throwIfAborted();
  const context = {
    vocabulary,
    lineCount: document.lines.length,
    shown: prompt.shown,
    choices,
    intents: intents?.classify(task.name, cuesOf(prompt.parts, facts)),
  };
  const decoding = { engine, vocabulary, context, prompt: prompt.tokens, maxTokens, request };
  // A name that is surely missing is told, rather than another sort of answer tried.
  const isAbsent = ([first]: readonly Candidate[]) =>
    first?.impossible && absence !== undefined && isSureOfHead(first);
  const candidates: Candidate[] = [];
  const course: Course = { candidates, absence, stopwatch };
  const verdicts = new Map<Candidate, Verdict>();
  do {
    if (candidates.length > 0) yield { type: 'retry', candidate: candidates.length };
    const spoken = yield* decode(decoding, stopwatch, 0, candidates);
    const answer = spoken.answer && meantBy(request.instruction, spoken.answer);
    const decoded = { ...spoken, answer };
    if (request.project) yield { type: 'check' };
    const verdict = await judge(request, task, course, decoded);
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
    const candidate = yield* decode(decoding, stopwatch, seed, []);
    candidates.push(candidate);
    const verdict = await judge(request, task, course, candidate);
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
  { text, path, project }: EditRequest,
  task: Task,
  { absence, stopwatch }: Course,
  candidate: Candidate,
): Promise<Verdict> {
  const { answer, impossible } = candidate;
  if (answer) {
    const limits = task.limits(path);
    if (limits !== undefined && (answer.kind === 'none' || answer.kind === 'delegate')) {
      return { kind: 'declined', reason: 'delegated', message: limits };
    }
    const verdict = await verify(text, path, answer, task.run);
    if (verdict.kind !== 'edited' || !project) return verdict;
    const start = performance.now();
    const { others, problem } = project.consequences(answer, verdict.after);
    stopwatch.checked(start);
    if (problem === undefined) return { ...verdict, others };
    return { kind: 'declined', reason: 'type-errors', message: problem };
  }
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

/** The last event. An edit that the model is not sure of is declined, unless it is asked for all the same. */
function resultOf(
  request: EditRequest,
  { verdict: found, candidate }: Settled,
  { candidates, absence, stopwatch }: Course,
): { type: 'result'; result: EditResult } {
  const { path, text } = request;
  const confidence = candidate ? confidenceOf(candidate, candidates) : 0;
  const isUnsure =
    found.kind === 'edited' &&
    !request.acceptUnsure &&
    !isConfident(confidence, request.task ?? 'edit');
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
      const others = (verdict.others ?? []).map((change) => ({
        ...change,
        diff: unifiedDiff(change.path, change.before, change.after),
      }));
      return { type: 'result', result: { ...common, status: 'edited', after, diff, others } };
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
