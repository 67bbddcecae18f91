/**
 * Builds the model's prompt: the document first, the request last (docs/model.md).
 *
 *     <|file|>NAME<|doc|><L0>LINE<L1>LINE … <Ln><|task|>edit<|instr|>INSTRUCTION<|out|>
 *
 * The id before a line is its number from 0 (line-ids.ts: or counted, in a long document); the last id stands after
 * the last shown line. Of a document longer than the model reads well only a part is shown (locate.ts), with a gap in
 * the ids for what is left out. A line number in the instruction becomes that line's id token. `edit` is the task's
 * name. Of several files (request-files.ts) each begins with its own <|file|>NAME<|doc|>, and the ids go on, with one
 * left out between two.
 */
import type { LineIndex, TextDocument } from '@wick/edits';
import type { TokenId } from '@wick/engine';
import type { LineRun } from './blocks.ts';
import { EmptyInstructionError, TooLargeError } from './errors.ts';
import { LineIds } from './line-ids.ts';
import type { InstructionPart } from './line-references.ts';
import { locate } from './locate.ts';
import type { Task } from './tasks.ts';
import { LINE_IDS, type Vocabulary } from './vocabulary.ts';

export interface PromptRequest {
  readonly task: Pick<Task, 'split'> & { readonly name: string };
  readonly path: string;
  /** Of several files the line on which each begins, with its path; the line before is none of theirs. */
  readonly heads?: ReadonlyMap<LineIndex, string>;
  readonly document: TextDocument;
  readonly instruction: string;
  /** What the user has selected, both lines included. */
  readonly selection?: { readonly start: LineIndex; readonly end: LineIndex };
  /** Lines that are shown in any case, beside those that the instruction points at. */
  readonly focus?: readonly LineIndex[];
}

export interface PromptLimits {
  /** Tokens of prompt the model reads well; longer documents are shown in part. */
  readonly readingTokens: number;
  /** Tokens of prompt that fit at all. */
  readonly promptTokens: number;
}

export interface Prompt {
  readonly tokens: readonly TokenId[];
  /** The lines the model sees, as ascending runs. */
  readonly shown: readonly LineRun[];
  /** The instruction as the prompt holds it: its text, and the lines it points at or that are selected, from 1. */
  readonly parts: readonly InstructionPart[];
}

/** Longer documents are refused: to look through them would take too long. */
const MOST_LINES = 50_000;
/** What each shown line counts at least in a document whose ids are counted, so that there are enough of them. */
const LEAST_COST = 2;
/** Share of the context that an instruction may take. */
const INSTRUCTION_SHARE = 0.25;

/**
 * The prompt for an edit.
 * @throws EmptyInstructionError; TooLargeError where document or instruction does not fit
 */
export function buildPrompt(
  vocabulary: Vocabulary,
  request: PromptRequest,
  limits: PromptLimits,
): Prompt {
  const { path, document } = request;
  const count = document.lines.length;
  if (count > MOST_LINES) throw new TooLargeError('document', 'lines', count, MOST_LINES, path);
  const parts = instructionParts(request);
  const tail = requestTokens(vocabulary, request, parts, limits);
  const pointed = tail.filter((part) => typeof part === 'object').map(({ line }) => line);
  const encodedLines = document.lines.map((line) => vocabulary.tokenizer.encode(line));
  const isCounted = count >= LINE_IDS;
  const costs = encodedLines.map((tokens) =>
    Math.max(tokens.length + 1, isCounted ? LEAST_COST : 0),
  );
  const heads = [...(request.heads ?? [[0, path] as const])].map(([start, name]) => ({
    start,
    tokens: [
      vocabulary.file,
      ...vocabulary.tokenizer.encode(promptPath(name)),
      vocabulary.document,
    ],
  }));
  const frame = heads.reduce((sum, { tokens }) => sum + tokens.length, 0) + tail.length + 1;
  const located = locate({
    lines: document.lines,
    costs,
    budget: limits.readingTokens - frame,
    instruction: request.instruction,
    focus: [...new Set([...pointed, ...(request.focus ?? [])])],
  });
  const shown = heads.slice(1).reduce((runs, { start }) => without(start - 1, runs), located);
  const ids = new LineIds(vocabulary, shown, count);
  const body = heads.flatMap(({ start, tokens: head }, index) => {
    const next = heads[index + 1]?.start ?? count;
    const lines = shown
      .flatMap((run) => range(run))
      .filter((line) => start <= line && line < next)
      .flatMap((line) => [ids.tokenOf(line)!, ...encodedLines[line]!]);
    // A file of which nothing is shown is not spoken of, but for the only one.
    return lines.length > 0 || heads.length === 1 ? [...head, ...lines] : [];
  });
  const anchor = ids.tokenOf(shown.at(-1)?.end ?? 0)!;
  // What an instruction points at is shown.
  const asked = tail.map((part) => (typeof part === 'object' ? ids.tokenOf(part.line)! : part));
  const tokens = [...body, anchor, ...asked];
  // A line by itself can be too long.
  if (shown.length === 0 || tokens.length > limits.promptTokens) {
    const size = costs.reduce((sum, cost) => sum + cost, 0);
    throw new TooLargeError('document', 'tokens', size, limits.promptTokens - frame, path);
  }
  return { tokens, shown, parts };
}

function range({ start, end }: LineRun): LineIndex[] {
  return Array.from({ length: end - start }, (_, offset) => start + offset);
}

/** The runs, with `line` in none of them. */
function without(line: LineIndex, runs: readonly LineRun[]): LineRun[] {
  return runs.flatMap(({ start, end }) => {
    if (line < start || line >= end) return [{ start, end }];
    const parts = [
      { start, end: line },
      { start: line + 1, end },
    ];
    return parts.filter((part) => part.start < part.end);
  });
}

/** The instruction, with the lines it points at and those that are selected; counting lines from 1. */
export function instructionParts({
  task,
  document,
  instruction,
  selection,
}: PromptRequest): InstructionPart[] {
  const text = instruction.trim().replace(/\s*[\n\r]\s*/g, ' ');
  if (text === '') throw new EmptyInstructionError();
  const lineCount = document.lines.length;
  const parts = task.split(text, document).map((part): InstructionPart => {
    if (typeof part === 'string') return part;
    return part.line >= 1 && part.line <= lineCount ? part : String(part.line);
  });
  if (!selection || parts.some((part) => typeof part === 'object')) return parts;
  const within = (line: LineIndex) => Math.min(Math.max(line, 0), lineCount - 1) + 1;
  const first = within(selection.start);
  const last = within(selection.end);
  if (first === last) return [...parts, ' on line ', { line: first }];
  return [...parts, ' on lines ', { line: first }, ' to ', { line: last }];
}

/** The request's own tokens, with the lines it points at. */
function requestTokens(
  vocabulary: Vocabulary,
  { task }: PromptRequest,
  parts: readonly InstructionPart[],
  limits: PromptLimits,
): (TokenId | { readonly line: LineIndex })[] {
  const tokens = parts.flatMap((part): (TokenId | { readonly line: LineIndex })[] =>
    typeof part === 'string' ? [...vocabulary.tokenizer.encode(part)] : [{ line: part.line - 1 }],
  );
  const limit = Math.floor(limits.promptTokens * INSTRUCTION_SHARE);
  if (tokens.length > limit) {
    throw new TooLargeError('instruction', 'tokens', tokens.length, limit, 'The instruction');
  }
  return [
    vocabulary.task,
    ...vocabulary.tokenizer.encode(task.name),
    vocabulary.instruction,
    ...tokens,
    vocabulary.out,
  ];
}

/** The file's name: where it lies says nothing of what is wished, and an answer shall not depend on it. */
export function promptPath(path: string): string {
  return path.split(/[\\/]+/).findLast((part) => !['', '.', '..'].includes(part)) ?? '';
}
