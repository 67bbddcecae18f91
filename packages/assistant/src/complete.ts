/**
 * Completes what is being typed: the rest of a word or of a line, or a few lines, for an editor's ghost text. Takes a text
 * and a cursor, and the project's other files where they are at hand; gives what to insert there, or nothing where
 * nothing is likely enough. The model and the text around are asked together (completion-grammar.ts); of what they say as much
 * is shown as saves most keys (completion-worth.ts). Touches no file.
 */
import { parseDocument } from '@wick/edits';
import type { TokenId } from '@wick/engine';
import { CompletionGrammar, type Surroundings, type Taken } from './completion-grammar.ts';
import { completionPrompt } from './completion-prompt.ts';
import { type OtherFile, surroundingsOf } from './completion-surroundings.ts';
import { NO_PART, type Part, worthiestPart } from './completion-worth.ts';
import type { ModelContext } from './decode.ts';
import type { EditTimings } from './edit-events.ts';
import { UntaughtTaskError } from './errors.ts';
import { Stopwatch } from './stopwatch.ts';
import type { Vocabulary } from './vocabulary.ts';

export interface CompleteRequest {
  /** Tells the language; nothing is read from it. */
  readonly path: string;
  readonly text: string;
  /** From 0. */
  readonly line: number;
  /** UTF-16 units of the line before the cursor. */
  readonly column: number;
  /** How likely all that is shown must be, from 0 to 1. */
  readonly leastConfidence?: number;
  /** Other files of the project, the nearest first: what stands there is often said again. */
  readonly others?: readonly OtherFile[];
  readonly signal?: AbortSignal;
}

export interface Completion {
  /** What to put at the cursor; '' where nothing is likely enough. Its lines end as the file's do. */
  readonly insert: string;
  /** How likely all of `insert` is, from 0 to 1. */
  readonly confidence: number;
  readonly timings: EditTimings;
}

/** Lines of a completion at most. */
const MOST_LINES = 5;
const MOST_TOKENS = 64;
/** A completion is shown where it is at least so likely (docs/model.md). */
const LEAST_CONFIDENCE = 0.25;

/**
 * Completes at a cursor.
 * @throws RangeError for a cursor outside of the text, UntaughtTaskError, the engine's errors, the signal's reason once it aborts
 */
export async function complete(model: ModelContext, request: CompleteRequest): Promise<Completion> {
  const { engine, vocabulary, readingTokens, tasks } = model;
  const { path, text, line, column, signal } = request;
  if (!tasks?.has('complete')) throw new UntaughtTaskError('completions');
  const { lines, endings } = parseDocument(text);
  checkCursor(lines, line, column);
  const { leastConfidence: least = LEAST_CONFIDENCE } = request;
  const stopwatch = new Stopwatch(engine);
  const source = { path, lines, line, column };
  const { tokens, typed } = completionPrompt(vocabulary, source, readingTokens);
  const around = surroundingsOf(model, source, typed, request.others ?? []);
  const decoding = { model, prompt: tokens, typed, around, least, signal };
  let best = await decode(decoding, stopwatch);
  // What is not likely enough to rule out that another beginning is shown.
  if (best.first && best.firstProbability < 1 - least) {
    const other = await decode(decoding, stopwatch, best.first);
    if (other.saved > best.saved) best = other;
  }
  const timings = stopwatch.timings();
  const insert = best.text.replaceAll('\n', endings.find(Boolean) ?? '\n');
  return { insert, confidence: best.probability, timings };
}

interface Decoding {
  readonly model: ModelContext;
  readonly prompt: readonly TokenId[];
  readonly typed: string;
  readonly around: Surroundings;
  /** Decoding ends where all that was said is less likely. */
  readonly least: number;
  readonly signal: AbortSignal | undefined;
}

interface Decoded extends Part {
  readonly first: Taken | undefined;
  readonly firstProbability: number;
}

/** Says the likeliest text, token by token, with another first token than `without`, and gives what of it is worth most. */
async function decode(
  { model: { engine, vocabulary }, prompt, typed, around, least, signal }: Decoding,
  stopwatch: Stopwatch,
  without?: Taken,
): Promise<Decoded> {
  const grammar = new CompletionGrammar(vocabulary, typed, MOST_LINES, around, without);
  const said: TokenId[] = [];
  const parts: Omit<Part, 'saved'>[] = [];
  let first: Taken | undefined;
  let firstProbability = 0;
  let probability = 1;
  stopwatch.startCandidate();
  for await (const generated of engine.generate({
    prompt,
    grammar,
    maxTokens: MOST_TOKENS,
    stop: vocabulary.end,
    ...(signal && { signal }),
  })) {
    stopwatch.token();
    const { token, logProbability } = generated;
    probability *= grammar.probability(generated);
    if (!first) {
      first = { token, own: Math.exp(logProbability) };
      firstProbability = probability;
    }
    if (token === vocabulary.end || probability < least) break;
    said.push(token);
    const text = textOf(vocabulary, said).slice(typed.length).trimEnd();
    parts.push({ text, probability });
  }
  stopwatch.endCandidate();
  const part = parts.length === 0 ? NO_PART : worthiestPart(parts);
  return { ...part, first, firstProbability };
}

function checkCursor(lines: readonly string[], line: number, column: number): void {
  const current = lines[line];
  if (current === undefined) {
    throw new RangeError(`there is no line ${line + 1}; the last is ${lines.length}`);
  }
  if (!(column >= 0 && column <= current.length)) {
    throw new RangeError(
      `line ${line + 1} has no column ${column + 1}; the last is ${current.length + 1}`,
    );
  }
}

/** The text, as far as its last character is whole. */
function textOf(vocabulary: Vocabulary, said: readonly TokenId[]): string {
  const lines: TokenId[][] = [[]];
  for (const token of said) {
    if (token === vocabulary.newline) lines.push([]);
    else lines.at(-1)!.push(token);
  }
  return lines
    .map((tokens) => vocabulary.tokenizer.decode(tokens).replace(/\uFFFD+$/, ''))
    .join('\n');
}
