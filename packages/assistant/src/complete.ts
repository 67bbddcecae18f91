/**
 * Completes what is being typed: the rest of a line, or a few lines, for an editor's ghost text. Takes a text and a
 * cursor, gives what to insert there: as much as the model holds for more likely right than not; else the word of the
 * document that is likely meant (recent-words.ts), or nothing. Touches no file.
 */
import { parseDocument } from '@wick/edits';
import type { TokenId } from '@wick/engine';
import { CompletionGrammar } from './completion-grammar.ts';
import { completionPrompt } from './completion-prompt.ts';
import { surroundingsOf } from './completion-surroundings.ts';
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
  /** How likely all that is shown must be, from 0 to 1; by default a half, of a word of the document a little less. */
  readonly leastConfidence?: number;
  /** Whether a word of the document may be offered where the model is not sure; by default it may. */
  readonly words?: boolean;
  /** Other files of the project, the nearest first: what stands there is likely to be said again. */
  readonly others?: readonly OtherFile[];
  readonly signal?: AbortSignal;
}

export interface OtherFile {
  readonly path: string;
  readonly text: string;
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
/** A completion is shown as far as it is at least so likely (docs/model.md). */
const LEAST_CONFIDENCE = Number(process.env.WICK_LEAST ?? 0.4);
/** Less is quicker typed than read. */
const LEAST_CHARACTERS = 2;

/**
 * Completes at a cursor.
 * @throws RangeError for a cursor outside of the text, UntaughtTaskError, the engine's errors, the signal's reason once it aborts
 */
export async function complete(model: ModelContext, request: CompleteRequest): Promise<Completion> {
  const { engine, vocabulary, readingTokens, tasks } = model;
  const { path, text, line, column, signal, leastConfidence = LEAST_CONFIDENCE } = request;
  if (!tasks?.has('complete')) throw new UntaughtTaskError('completions');
  const { lines, endings } = parseDocument(text);
  checkCursor(lines, line, column);
  const stopwatch = new Stopwatch(engine);
  const source = { path, lines, line, column };
  const prompt = completionPrompt(vocabulary, source, readingTokens);
  const surroundings = surroundingsOf(
    vocabulary,
    model.ngrams,
    source,
    prompt.typed,
    request.others ?? [],
  );
  const grammar = new CompletionGrammar(vocabulary, prompt.typed, MOST_LINES, surroundings);
  stopwatch.startCandidate();
  const decoded: Decoded[] = [];
  let probability = 1;
  for await (const generated of engine.generate({
    prompt: prompt.tokens,
    grammar,
    maxTokens: MOST_TOKENS,
    stop: vocabulary.end,
    ...(signal && { signal }),
  })) {
    stopwatch.token();
    probability *= grammar.probability(generated);
    if (generated.token === vocabulary.end || probability < leastConfidence) break;
    decoded.push({ token: generated.token, probability });
  }
  stopwatch.endCandidate();
  const { insert, confidence } = worthiest(vocabulary, decoded, prompt.typed);
  const timings = stopwatch.timings();
  const lineEnd = endings.find(Boolean) ?? '\n';
  return { insert: insert.replaceAll('\n', lineEnd), confidence, timings };
}

interface Decoded {
  readonly token: TokenId;
  /** Of all tokens up to this one. */
  readonly probability: number;
}

/** The beginning of what was decoded that is expected to save most keys: how likely it is by what it saves. */
function worthiest(
  vocabulary: Vocabulary,
  decoded: readonly Decoded[],
  typed: string,
): Pick<Completion, 'insert' | 'confidence'> {
  let best = { insert: '', confidence: 0 };
  let most = 0;
  for (const [index, { probability }] of decoded.entries()) {
    const insert = textOf(vocabulary, decoded.slice(0, index + 1))
      .slice(typed.length)
      .trimEnd();
    const saved = probability * (insert.replace(/\n\s*/g, '\n').length - 1);
    if (insert.length < LEAST_CHARACTERS || saved <= most) continue;
    [best, most] = [{ insert, confidence: probability }, saved];
  }
  return best;
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
function textOf(vocabulary: Vocabulary, decoded: readonly Decoded[]): string {
  const lines: TokenId[][] = [[]];
  for (const { token } of decoded) {
    if (token === vocabulary.newline) lines.push([]);
    else lines.at(-1)!.push(token);
  }
  return lines
    .map((tokens) => vocabulary.tokenizer.decode(tokens).replace(/\uFFFD+$/, ''))
    .join('\n');
}
