/**
 * Answers a question about a project: the model turns it into a query, the workspace looks it up. Takes a
 * project and a question, gives the places that answer it, the best first. Reads files, changes none; what the
 * query does not find is never made up.
 */
import {
  formatSymbols,
  type OperationCall,
  parseDocument,
  printCall,
  questionOperations,
} from '@wick/edits';
import { answerQuestion, type Citation, type Project } from '@wick/workspace';
import { type Candidate, mayBeBetter, ranked } from './candidates.ts';
import { confidenceOf, isConfident, type Signs, signsOf } from './confidence.ts';
import { type DecodingRequest, decode, type ModelContext, promptLimits } from './decode.ts';
import type { EditTimings } from './edit-events.ts';
import { EmptyInstructionError, UntaughtTaskError } from './errors.ts';
import { cuesOf } from './intent/cues.ts';
import { NO_FACTS } from './intent/facts.ts';
import { Roles } from './intent/roles.ts';
import { buildPrompt, type PromptRequest } from './prompt.ts';
import { describeMissingSymbol, QuestionChoices, questionTexts } from './question-choices.ts';
import { Stopwatch } from './stopwatch.ts';

export interface AskRequest extends DecodingRequest {
  readonly project: Project;
  readonly question: string;
  /** Relative to the project's root: what "this file" means. */
  readonly file?: string;
  /** Answer even where the model is unsure of what is asked; by default that is declined. */
  readonly acceptUnsure?: boolean;
}

interface AskResultBase {
  readonly question: string;
  readonly confidence: number;
  /** What speaks for and against the answer; undefined where there is none. */
  readonly signs?: Signs | undefined;
  readonly timings: EditTimings;
}

export type AskResult =
  | (AskResultBase & {
      readonly status: 'answered';
      /** What was looked up. */
      readonly query: OperationCall;
      /** What that means in words: "all calls of a function: checkout". */
      readonly summary: string;
      readonly citations: readonly Citation[];
    })
  /** Not able, and said so. */
  | (AskResultBase & { readonly status: 'declined'; readonly message: string });

/**
 * Answers one question.
 * @throws EmptyInstructionError, TooLargeError, UntaughtTaskError, the engine's errors, the signal's reason once it aborts
 */
export async function ask(model: ModelContext, request: AskRequest): Promise<AskResult> {
  const { engine, vocabulary, operations, intents } = model;
  const { project, question, signal } = request;
  if (question.trim() === '') throw new EmptyInstructionError();
  const stopwatch = new Stopwatch(engine);
  const roles = Roles.of(intents, 'ask', question, { known: [], signs: [] });
  const texts = questionTexts(question, project, roles);
  const choices = new QuestionChoices(vocabulary, texts, operations);
  if (choices.operations.size === 0) throw new UntaughtTaskError('questions about a code base');
  signal?.throwIfAborted();
  const { maxTokens, ...limits } = promptLimits(model);
  const prompt = buildPrompt(vocabulary, questionPrompt(question, request.file), limits);
  const cues = cuesOf(prompt.parts, NO_FACTS);
  const context = {
    vocabulary,
    lineCount: 1,
    shown: prompt.shown,
    choices,
    intents: intents?.classify('ask', cues),
  };
  const decoding = { engine, vocabulary, context, prompt: prompt.tokens, maxTokens, request };
  const candidates: Candidate[] = [];
  do {
    const answers = decode(decoding, stopwatch, 0, candidates);
    let next = await answers.next();
    while (!next.done) next = await answers.next();
    candidates.push(next.value);
  } while (!isMissing(candidates, request) && mayBeBetter(candidates));
  signal?.throwIfAborted();
  const taken = ranked(candidates).find(({ answer }) => answer !== undefined);
  const confidence = taken ? confidenceOf('ask', taken, candidates) : 0;
  const signs = taken && signsOf(taken, candidates);
  const found = settle(request, taken, candidates, confidence);
  return { question, confidence, signs, timings: stopwatch.timings(), ...found };
}

/** Whether a query was wanted, and of a name that is not there: then no other sort of answer is tried. */
function isMissing([first]: readonly Candidate[], { question, project }: AskRequest): boolean {
  return Boolean(first?.impossible) && describeMissingSymbol(question, project) !== undefined;
}

type Found =
  | Pick<AskResult & { status: 'answered' }, 'status' | 'query' | 'summary' | 'citations'>
  | Pick<AskResult & { status: 'declined' }, 'status' | 'message'>;

function settle(
  { project, question, file, acceptUnsure }: AskRequest,
  taken: Candidate | undefined,
  candidates: readonly Candidate[],
  confidence: number,
): Found {
  const isMissed = candidates.some(({ impossible }) => impossible);
  const missing = isMissed ? describeMissingSymbol(question, project) : undefined;
  if (missing !== undefined) return declined(missing);
  const answer = taken?.answer;
  if (answer?.kind === 'delegate' || answer?.kind === 'none') return declined(TOO_MUCH);
  if (answer?.kind !== 'operations') return declined(UNCLEAR);
  if (!acceptUnsure && !isConfident(confidence)) return declined(UNSURE);
  const query = answer.calls[0]!;
  const found = answerQuestion(project, query, file === undefined ? {} : { file });
  if (!found.ok) return declined(found.refusal.message);
  const { citations } = found;
  return { status: 'answered', query, summary: summaryOf(query, file), citations };
}

function declined(message: string): Found {
  return { status: 'declined', message };
}

const TOO_MUCH =
  'This asks for more than a look-up: a bigger model, or a colleague, can answer it.';
const UNCLEAR = 'The question names nothing that this project declares.';
const UNSURE =
  'The model is not sure enough of what is asked. Say it in other words, or name what you mean.';

function summaryOf({ name, args }: OperationCall, file: string | undefined): string {
  const said = args.filter((arg) => arg !== '');
  const of = said.length > 0 ? said.join(', ') : file;
  return `${questionOperations.get(name)?.summary ?? name}: ${of ?? ''}`;
}

/** The query as the edit language writes it. */
export function writtenQuery(query: OperationCall): string {
  return formatSymbols(printCall(query));
}

/** A question's prompt shows no document: what it is about is found by name. */
export function questionPrompt(question: string, file = ''): PromptRequest {
  return {
    task: { name: 'ask', split: (text: string) => [text] },
    path: file,
    document: parseDocument(''),
    instruction: question,
  };
}
