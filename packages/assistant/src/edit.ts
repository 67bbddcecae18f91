/**
 * The assistant's loop for an edit: prompt, decode within the grammar; where another sort of answer may be
 * more probable, decode that too; apply in memory, verify, take the most probable that holds. Takes a text
 * and an instruction, streams what happens, and ends with one result. Touches no file.
 */
import {
  type Answer,
  formatSymbols,
  type OperationCall,
  parseDocument,
  printAnswer,
  unifiedDiff,
} from '@wick/edits';
import { documentSymbols, isCode } from '@wick/workspace';
import { type Candidate, isSureOfHead, mayBeBetter, ranked } from './candidates.ts';
import { confidenceOf, isConfident } from './confidence.ts';
import { decode, type ModelContext, promptLimits } from './decode.ts';
import type { EditEvent, EditRequest, EditResult } from './edit-events.ts';
import type { EditProject } from './edit-project.ts';
import { UntaughtTaskError } from './errors.ts';
import { cuesOf } from './intent/cues.ts';
import { codeFacts } from './intent/facts.ts';
import { splitLineReferences } from './line-references.ts';
import { meantBy } from './opposites.ts';
import { buildPrompt } from './prompt.ts';
import { Stopwatch } from './stopwatch.ts';
import { type Task, tasks } from './tasks.ts';
import { type Verdict, verify } from './verify.ts';
import { splitWishes, withSubject } from './wishes.ts';

/** Answers that are drawn at random, where all others break the syntax. */
const MORE_DRAWS = 3;

/**
 * Streams an edit; the last event is the result. An instruction that surely asks for two things is answered as two, and
 * both are done or none.
 * @throws EmptyInstructionError, TooLargeError, UntaughtTaskError, the engine's errors, the signal's reason once it aborts
 */
export async function* edit(
  modelContext: ModelContext,
  request: EditRequest,
): AsyncGenerator<EditEvent, void, void> {
  const stopwatch = new Stopwatch(modelContext.engine);
  const wishes = await wishesIn(modelContext, request);
  const outcomes: Outcome[] = [];
  for (const wish of wishes) {
    const instruction = withSubject(wish, outcomes.at(-1)?.candidate?.answer);
    outcomes.push(yield* settle(modelContext, { ...request, instruction }, stopwatch));
  }
  const [only] = outcomes;
  const outcome = only && outcomes.length === 1 ? only : await together(request, wishes, outcomes);
  yield resultOf(request, outcome, stopwatch);
}

/** The instruction's wishes, each with its own words. */
async function wishesIn(
  { intents }: ModelContext,
  { instruction, text, path, task = 'edit' }: EditRequest,
): Promise<readonly string[]> {
  if (task !== 'edit' || !intents || !isCode(path)) return [instruction];
  const facts = codeFacts(parseDocument(text).lines, await documentSymbols(text, path));
  return splitWishes(instruction, (words) => {
    const heads = intents.classify(task, cuesOf(splitLineReferences(words), facts)) ?? new Map();
    const [likeliest] = [...heads].toSorted(([, one], [, other]) => other - one);
    return { head: likeliest?.[0] ?? 'none', probability: likeliest?.[1] ?? 0 };
  });
}

/** Answers one wish, and settles on what becomes of it. */
async function* settle(
  modelContext: ModelContext,
  request: EditRequest,
  stopwatch: Stopwatch,
): AsyncGenerator<EditEvent, Outcome, void> {
  const { text, signal } = request;
  const { engine, vocabulary, operations, intents } = modelContext;
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
  // Where what is wanted is sure and cannot be done, that is told, rather than another sort of answer tried.
  const isOutOfReach = ([first]: readonly Candidate[]) =>
    first?.impossible !== undefined && isSureOfHead(first);
  const candidates: Candidate[] = [];
  const course: Course = { candidates, absence };
  const verdicts = new Map<Candidate, Verdict>();
  do {
    if (candidates.length > 0) yield { type: 'retry', candidate: candidates.length };
    const spoken = yield* decode(decoding, stopwatch, 0, candidates);
    const answer = spoken.answer && meantBy(request.instruction, spoken.answer);
    const decoded = { ...spoken, answer };
    if (request.project?.checksTypes) yield { type: 'check' };
    const verdict = await judge(request, task, course, stopwatch, decoded);
    const isDone = verdict.kind === 'nothing' && decoded.answer?.kind === 'operations';
    const candidate = { ...decoded, isDone };
    verdicts.set(candidate, verdict);
    candidates.push(candidate);
  } while (!request.sampling && !isOutOfReach(candidates) && mayBeBetter(candidates));

  let refused: Outcome | undefined;
  let problem = '';
  for (const candidate of ranked(candidates)) {
    const verdict = verdicts.get(candidate)!;
    const outcome = { ...course, verdict, candidate };
    signal?.throwIfAborted();
    if (verdict.kind === 'broken') problem = verdict.message;
    else if (!isRefusal(verdict) || (isSureOfHead(candidate) && !candidate.impossible)) {
      return outcome;
    } else refused ??= outcome;
  }
  if (refused) return refused;
  for (let seed = 1; seed <= MORE_DRAWS; seed++) {
    yield { type: 'retry', candidate: candidates.length };
    const candidate = yield* decode(decoding, stopwatch, seed, []);
    candidates.push(candidate);
    const verdict = await judge(request, task, course, stopwatch, candidate);
    signal?.throwIfAborted();
    if (verdict.kind !== 'broken') return { ...course, verdict, candidate };
    problem = verdict.message;
  }
  const message = `No answer kept the file's syntax whole (${problem}), so it was left alone.`;
  const verdict = { kind: 'declined', reason: 'no-valid-answer', message } as const;
  return { ...course, verdict, candidate: undefined };
}

/** What came before a result. */
interface Course {
  readonly candidates: readonly Candidate[];
  /** Which name is not in the file, where one seems to be missing. */
  readonly absence: string | undefined;
}

/** What became of a wish: a verdict, and the candidate it is about. */
interface Outcome extends Course {
  readonly verdict: Verdict;
  readonly candidate: Candidate | undefined;
  /** How sure all is, where that is not the candidate's own confidence. */
  readonly confidence?: number;
}

/** What becomes of several wishes: each is done, or is so already; else none is. */
async function together(
  { text, path, task = 'edit', acceptUnsure, project }: EditRequest,
  wishes: readonly string[],
  outcomes: readonly Outcome[],
): Promise<Outcome> {
  const candidates = outcomes.flatMap((outcome) => outcome.candidates);
  const all = { candidates, absence: undefined, candidate: undefined };
  for (const [i, outcome] of outcomes.entries()) {
    const { verdict } = withoutUnsure(outcome, acceptUnsure);
    if (verdict.kind !== 'declined' && verdict.kind !== 'broken') continue;
    const reason = verdict.kind === 'declined' ? verdict.reason : 'no-valid-answer';
    const message = `This asks for two things, and one of them is left undone ("${wishes[i]}"), so both are: ${verdict.message}`;
    return { ...all, verdict: { kind: 'declined', reason, message }, confidence: 0 };
  }
  const edits = outcomes.filter(({ verdict }) => verdict.kind === 'edited');
  if (edits.length < 2) return edits[0] ?? outcomes[0]!;
  const allCalls = edits.flatMap(({ candidate }) =>
    candidate?.answer?.kind === 'operations' ? candidate.answer.calls : [],
  );
  // Both were found in the text as it is, where a name is still the old one.
  const isRename = ({ name }: OperationCall) => name === 'rename';
  const calls = [...allCalls.filter((call) => !isRename(call)), ...allCalls.filter(isRename)];
  const answer: Answer = { kind: 'operations', calls };
  const found = await verify(text, path, answer, tasks[task].run, project?.tools);
  const verdict = found.kind === 'edited' && project ? inProject(project, answer, found) : found;
  const confidence = Math.min(...edits.map(confidenceIn));
  const candidate = { ...edits[0]!.candidate!, answer };
  const isWhole = verdict.kind === 'edited' || verdict.kind === 'declined';
  return { ...all, candidate, confidence, verdict: isWhole ? verdict : AT_ODDS };
}

const AT_ODDS: Verdict = {
  kind: 'declined',
  reason: 'not-applicable',
  message: 'This asks for two things that do not go together. Ask for one after the other.',
};

/** What becomes of the text by a candidate. */
async function judge(
  { text, path, project }: EditRequest,
  task: Task,
  { absence }: Course,
  stopwatch: Stopwatch,
  candidate: Candidate,
): Promise<Verdict> {
  const { answer, impossible } = candidate;
  if (answer) {
    const limits = task.limits(path);
    if (limits !== undefined && (answer.kind === 'none' || answer.kind === 'delegate')) {
      return { kind: 'declined', reason: 'delegated', message: limits };
    }
    const verdict = await verify(text, path, answer, task.run, project?.tools);
    if (verdict.kind !== 'edited' || !project) return verdict;
    const start = performance.now();
    const checked = inProject(project, answer, verdict);
    if (project.checksTypes) stopwatch.checked(start);
    return checked;
  }
  if (!impossible) return UNFINISHED;
  if (absence === undefined && !isSureOfHead(candidate)) return UNSURE;
  const general = `This reads as a wish to ${impossible.summary}, but nothing in the file fits what it speaks of.`;
  return notFound(absence ?? general);
}

/** An edit with what it changes in the project's other files, unless it breaks their types. */
function inProject(
  project: EditProject,
  answer: Answer,
  edited: Verdict & { kind: 'edited' },
): Verdict {
  const { others, problem } = project.consequences(answer, edited.after, edited.others);
  if (problem === undefined) return { ...edited, others };
  return { kind: 'declined', reason: 'type-errors', message: problem };
}

function notFound(message: string): Verdict {
  return { kind: 'declined', reason: 'not-found', message };
}

const UNFINISHED: Verdict = { kind: 'broken', message: 'it did not come to an end' };

/** Whether an operation refused; that the model hands the request on is an answer. */
function isRefusal(verdict: Verdict): boolean {
  return verdict.kind === 'declined' && verdict.reason !== 'delegated';
}

/** The last event. */
function resultOf(
  { path, text, acceptUnsure }: EditRequest,
  outcome: Outcome,
  stopwatch: Stopwatch,
): { type: 'result'; result: EditResult } {
  const { candidate, candidates } = outcome;
  const { verdict } = withoutUnsure(outcome, acceptUnsure);
  const common = {
    path,
    before: text,
    answer: written(candidate?.answer),
    timings: stopwatch.timings(),
    confidence: confidenceIn(outcome),
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

/** The outcome; an edit that the model is not sure of is declined, unless it is asked for all the same. */
function withoutUnsure(outcome: Outcome, acceptUnsure: boolean | undefined): Outcome {
  const { verdict, candidates, absence } = outcome;
  if (verdict.kind !== 'edited' || acceptUnsure || isConfident(confidenceIn(outcome))) {
    return outcome;
  }
  const isMissed = absence !== undefined && candidates.some(({ impossible }) => impossible);
  return { ...outcome, verdict: isMissed ? notFound(absence) : UNSURE };
}

function confidenceIn({ candidate, candidates, confidence }: Outcome): number {
  return confidence ?? (candidate ? confidenceOf(candidate, candidates) : 0);
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
