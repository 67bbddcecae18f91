/**
 * The assistant's loop for an edit: prompt, decode within the grammar; where another sort of answer may be
 * more probable, decode that too; apply in memory, verify, take the most probable that holds. Takes a text
 * and an instruction, streams what happens, and ends with one result. Touches no file.
 */
import {
  type Answer,
  formatSymbols,
  type LineIndex,
  type OperationCall,
  printAnswer,
  type TextDocument,
  unifiedDiff,
} from '@wick/edits';
import { isCode } from '@wick/workspace';
import type { AnswerChoices, AnswerHead } from './answer-grammar.ts';
import type { LineRun } from './blocks.ts';
import { type Candidate, isSureOfHead, mayBeBetter, ranked } from './candidates.ts';
import { confidenceOf, isConfident, type Signs, signsOf } from './confidence.ts';
import { decode, type ModelContext, promptLimits } from './decode.ts';
import type { EditEvent, EditRequest, EditResult } from './edit-events.ts';
import type { EditProject } from './edit-project.ts';
import { UntaughtTaskError } from './errors.ts';
import { cuesOf } from './intent/cues.ts';
import { codeFacts } from './intent/facts.ts';
import { splitLineReferences } from './line-references.ts';
import { meantBy } from './opposites.ts';
import { buildPrompt, instructionParts } from './prompt.ts';
import { type PlacedAnswer, RequestFiles } from './request-files.ts';
import { Stopwatch } from './stopwatch.ts';
import { type Task, type TaskName, tasks } from './tasks.ts';
import { reachOf } from './text-reach.ts';
import { type Verdict, verify } from './verify.ts';
import { splitWishes, TWO, WISHES, withSubject } from './wishes.ts';

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
  let files = filesOf(request);
  const wishes = await wishesIn(modelContext, request, files);
  const outcomes: Outcome[] = [];
  let narrowed = request;
  for (const wish of wishes) {
    const instruction = withSubject(wish, outcomes.at(-1)?.candidate?.answer);
    const outcome = yield* settle(modelContext, { ...narrowed, instruction }, files, stopwatch);
    outcomes.push(outcome);
    // What is wanted besides is wanted in the same file.
    const file = outcome.candidate?.file;
    if (!file) continue;
    narrowed = { ...narrowed, ...file, others: [] };
    files = filesOf(narrowed);
  }
  const [only] = outcomes;
  const outcome = only && outcomes.length === 1 ? only : await together(narrowed, wishes, outcomes);
  yield resultOf(narrowed, outcome, stopwatch);
}

function filesOf({ path, text, project, others = [] }: EditRequest): RequestFiles {
  return new RequestFiles([{ path, text, project }, ...others]);
}

/** The instruction's wishes, each with its own words. */
async function wishesIn(
  { intents }: ModelContext,
  { instruction, path, task = 'edit' }: EditRequest,
  files: RequestFiles,
): Promise<readonly string[]> {
  if (task !== 'edit' || !intents || !isCode(path)) return [instruction];
  const facts = codeFacts(files.document.lines, await files.symbols());
  const cues = (words: string) => cuesOf(splitLineReferences(words), facts);
  const ofTwo = intents.classify(WISHES, cues(instruction))?.get(TWO) ?? 1;
  return splitWishes(instruction, ofTwo, (words) => {
    const [head, probability] = likeliestOf(intents.classify(task, cues(words))) ?? ['none', 0];
    return { head, probability };
  });
}

/** Answers one wish, and settles on what becomes of it. */
async function* settle(
  modelContext: ModelContext,
  request: EditRequest,
  files: RequestFiles,
  stopwatch: Stopwatch,
): AsyncGenerator<EditEvent, Outcome, void> {
  const { signal } = request;
  const { engine, vocabulary, operations, intents } = modelContext;
  const { document, heads } = files;
  if (files.areSeveral && splitLineReferences(request.instruction).length > 1) {
    return {
      task: 'edit',
      candidates: [],
      absence: undefined,
      verdict: WHOSE_LINE,
      candidate: undefined,
    };
  }
  const { maxTokens, ...limits } = promptLimits(modelContext);
  const task = tasks[request.task ?? 'edit'];
  const inDocument = { ...request, document, heads, task };
  const source = {
    path: request.path,
    instruction: request.instruction,
    document,
    symbols: () => files.symbols(),
    trained: operations,
    intents,
  };
  const { choices: all, among, absence, facts } = await task.choices(vocabulary, source);
  const wanted = intents?.classify(task.name, cuesOf(instructionParts(inDocument), facts));
  const meant = wanted && passedOn(wanted, all, task.instead);
  const focus = meantLines(all, meant);
  const prompt = buildPrompt(vocabulary, { ...inDocument, focus }, limits);
  const choices = isWhole(prompt.shown, document) ? all : among(prompt.shown);
  if (choices.operations.size === 0) throw new UntaughtTaskError(task.title);
  signal?.throwIfAborted();
  const context = {
    vocabulary,
    lineCount: document.lines.length,
    shown: prompt.shown,
    choices,
    intents: meant,
  };
  const decoding = { engine, vocabulary, context, prompt: prompt.tokens, maxTokens, request };
  // Where what is wanted is sure and cannot be done, that is told, rather than another sort of answer tried.
  const isOutOfReach = ([first]: readonly Candidate[]) =>
    first?.impossible !== undefined && isSureOfHead(first);
  const candidates: Candidate[] = [];
  const course: Course = { task: task.name, candidates, absence };
  const inFiles = { files, instruction: request.instruction, task, absence, stopwatch };
  const verdicts = new Map<Candidate, Verdict>();
  do {
    if (candidates.length > 0) yield { type: 'retry', candidate: candidates.length };
    const decoded = yield* decode(decoding, stopwatch, 0, candidates);
    const { candidate, verdict } = yield* judge(inFiles, decoded);
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
    const decoded = yield* decode(decoding, stopwatch, seed, []);
    const { candidate, verdict } = yield* judge(inFiles, decoded);
    candidates.push(candidate);
    signal?.throwIfAborted();
    if (verdict.kind !== 'broken') return { ...course, verdict, candidate };
    problem = verdict.message;
  }
  const message = `No answer kept the file's syntax whole (${problem}), so it was left alone.`;
  const verdict = { kind: 'declined', reason: 'no-valid-answer', message } as const;
  return { ...course, verdict, candidate: undefined };
}

/** The intents, of which those that nothing fits leave their probability to what may be meant instead. */
function passedOn(
  intents: Intents,
  choices: AnswerChoices,
  instead: ReadonlyMap<string, string>,
): Intents {
  const isPossible = (name: string) => {
    const spec = choices.operations.get(name);
    return spec !== undefined && choices.isPossible(spec);
  };
  const passed = new Map(intents);
  for (const [name, other] of instead) {
    const probability = passed.get(name) ?? 0;
    if (probability === 0 || isPossible(name) || !isPossible(other)) continue;
    passed.set(name, 0);
    passed.set(other, (passed.get(other) ?? 0) + probability);
  }
  return passed;
}

/** So few lines are surely worth showing. */
const MOST_MEANT = 3;

/** The lines that an answer of the likeliest sort may begin with, where the words leave few: the model is to see them. */
function meantLines(choices: AnswerChoices, wanted: Intents | undefined): readonly LineIndex[] {
  const likeliest = likeliestOf(wanted);
  const spec = likeliest && choices.operations.get(likeliest[0]);
  if (spec?.parameters[0]?.type !== 'line' || !choices.isPossible(spec)) return [];
  const lines = choices.lines(spec.name, []);
  return lines.size <= MOST_MEANT ? [...lines] : [];
}

type Intents = ReadonlyMap<AnswerHead, number>;

/** The likeliest sort of answer and its probability; undefined where there is none. */
function likeliestOf(intents: Intents = new Map()): readonly [AnswerHead, number] | undefined {
  return [...intents].toSorted(([, one], [, other]) => other - one)[0];
}

/** Whether `shown` are all lines of the document. */
function isWhole(shown: readonly LineRun[], { lines }: TextDocument): boolean {
  return shown.length === 1 && shown[0]!.end - shown[0]!.start === lines.length;
}

/** What came before a result. */
interface Course {
  readonly task: TaskName;
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
  const all = { task, candidates, absence: undefined, candidate: undefined };
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

/** What candidates are judged by. */
interface Bench {
  readonly files: RequestFiles;
  readonly instruction: string;
  readonly task: Task;
  readonly absence: string | undefined;
  readonly stopwatch: Stopwatch;
}

/** A candidate as it is meant, in the file it is about, and what becomes of that by it. */
async function* judge(
  bench: Bench,
  decoded: Candidate,
): AsyncGenerator<EditEvent, { candidate: Candidate; verdict: Verdict }, void> {
  const { files, instruction, absence } = bench;
  if (!decoded.answer) return { candidate: decoded, verdict: unanswered(decoded, absence) };
  const meant = meantBy(instruction, decoded.answer);
  const { document, first } = files;
  const answer = reachOf(meant, { instruction, path: first.path, lines: document.lines });
  const placed = await files.place(answer, instruction);
  if (!('file' in placed)) {
    return { candidate: { ...decoded, answer }, verdict: severalMeant(placed) };
  }
  if (placed.file.project?.checksTypes) yield { type: 'check' };
  const verdict = await becoming(placed, bench);
  const isDone = verdict.kind === 'nothing' && answer.kind === 'operations';
  return { candidate: { ...decoded, ...placed, isDone }, verdict };
}

/** What becomes of a file by an answer about it. */
async function becoming(
  { file: { path, text, project }, answer }: PlacedAnswer,
  { task, stopwatch }: Bench,
): Promise<Verdict> {
  const limits = task.limits(path);
  if (limits !== undefined && answer.kind === 'delegate') {
    return { kind: 'declined', reason: 'delegated', message: limits };
  }
  const verdict = await verify(text, path, answer, task.run, project?.tools);
  if (verdict.kind !== 'edited' || !project) return verdict;
  const start = performance.now();
  const checked = inProject(project, answer, verdict);
  if (project.checksTypes) stopwatch.checked(start);
  return checked;
}

/** What to say where there is no answer. */
function unanswered(decoded: Candidate, absence: string | undefined): Verdict {
  const { impossible } = decoded;
  if (!impossible) return UNFINISHED;
  if (absence === undefined && !isSureOfHead(decoded)) return UNSURE;
  const general = `This reads as a wish to ${impossible.summary}, but nothing in the file fits what it speaks of.`;
  return notFound(absence ?? general);
}

function severalMeant(paths: readonly string[]): Verdict {
  const message = `Several files may be meant: ${paths.join(', ')}. Name the one.`;
  return { kind: 'declined', reason: 'ambiguous', message };
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

const WHOSE_LINE: Verdict = {
  kind: 'declined',
  reason: 'ambiguous',
  message:
    'Several files may be meant, and a line number alone does not tell which. Name the file.',
};

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
    signs: signsIn(outcome),
    answers: candidates.map(({ answer, impossible, isDone: _, file: _file, ...probabilities }) => ({
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
  const isShown = acceptUnsure || isConfident(confidenceIn(outcome));
  if (verdict.kind !== 'edited' || isShown) return outcome;
  const isMissed = absence !== undefined && candidates.some(({ impossible }) => impossible);
  return { ...outcome, verdict: isMissed ? notFound(absence) : UNSURE };
}

function confidenceIn({ task, candidate, candidates, confidence }: Outcome): number {
  return confidence ?? (candidate ? confidenceOf(task, candidate, candidates) : 0);
}

/** What the confidence is made of; undefined where it is not one candidate's. */
function signsIn({ candidate, candidates, confidence }: Outcome): Signs | undefined {
  return candidate && confidence === undefined ? signsOf(candidate, candidates) : undefined;
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
