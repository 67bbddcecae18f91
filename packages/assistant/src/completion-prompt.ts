/**
 * The prompt for a completion: the document without what was typed last, then which line that belongs to and what stands
 * behind the cursor (docs/model.md), then what was typed last, as the beginning of the answer.
 *
 *     <|file|>NAME<|doc|><L0>LINE … <L7>BEHIND … <Ln><|task|>complete<|instr|><L7>BEHIND<|out|>LINE<|nl|>BEFORE
 *
 * What was typed last are up to three lines and the one of the cursor: the model goes on far better from what it reads last
 * than from what stands in the document above, and while somebody types only the prompt's end changes.
 *
 * A token before the cursor may only be the beginning of the one that is meant ("retu" of "return"). So the last piece
 * of what was typed is left out, and the answer must go on with it. Ids are counted over the lines that are shown: of
 * a long document the block around the cursor, the imports and neighbours (locate.ts).
 */
import type { LineIndex } from '@wick/edits';
import type { TokenId } from '@wick/engine';
import { linesTokens, lineTokens } from './line-tokens.ts';
import { locate } from './locate.ts';
import { promptPath } from './prompt.ts';
import { LINE_IDS, type Vocabulary } from './vocabulary.ts';

export interface CompletionSource {
  readonly path: string;
  readonly lines: readonly string[];
  /** The line that is being typed, and how many UTF-16 units of it stand before the cursor. */
  readonly line: LineIndex;
  readonly column: number;
}

export interface CompletionPrompt {
  readonly tokens: readonly TokenId[];
  /** The piece that was typed last, which the answer must go on with. */
  readonly typed: string;
}

/** Tokens that a completion reads at most: it has to come while somebody types. */
const MOST_TOKENS = 1200;
/** The lines that the answer begins with change only once in so many. */
const LINES_AT_ONCE = 3;
/** Tokens that it begins with at most. */
const MOST_WRITTEN = 300;

export function completionPrompt(
  vocabulary: Vocabulary,
  { path, lines, line, column }: CompletionSource,
  readingTokens: number,
): CompletionPrompt {
  const { tokenizer } = vocabulary;
  const current = lines[line] as string;
  const before = current.slice(0, column);
  const behind = current.slice(column);
  const typed = lastPiece(vocabulary, before);
  const { first, written } = writtenLast(vocabulary, lines, line, before, typed);
  const indentation = indentationOf(first === line ? before : (lines[first] as string));
  const shownLines = [...lines.slice(0, first), indentation + behind, ...lines.slice(line + 1)];
  const encoded = shownLines.map((text) => lineTokens(vocabulary, text));
  const head = [vocabulary.file, ...tokenizer.encode(promptPath(path)), vocabulary.document];
  const task = [vocabulary.task, ...tokenizer.encode('complete'), vocabulary.instruction];
  const rest = tokenizer.encode(behind);
  const frame = head.length + task.length + rest.length + written.length + 3;
  const runs = locate({
    lines: shownLines,
    costs: encoded.map((tokens) => tokens.length + 1),
    budget: Math.min(readingTokens, MOST_TOKENS) - frame,
    instruction: '',
    focus: [first],
  });
  const body: TokenId[] = [];
  let id = 0;
  let cursor = 0;
  for (const { start, end } of runs) {
    for (let index = start; index < end && id < LINE_IDS - 1; index++, id++) {
      if (index === first) cursor = id;
      body.push(vocabulary.lineToken(id), ...(encoded[index] as readonly TokenId[]));
    }
    id = Math.min(id + 1, LINE_IDS - 1);
  }
  const anchor = vocabulary.lineToken(Math.max(id - 1, 0));
  const at = vocabulary.lineToken(cursor);
  const tokens = [...head, ...body, anchor, ...task, at, ...rest, vocabulary.out, ...written];
  return { tokens, typed };
}

/** From which line on the answer begins with what is there, and its tokens, without the indentation of the first. */
function writtenLast(
  vocabulary: Vocabulary,
  lines: readonly string[],
  line: LineIndex,
  before: string,
  typed: string,
): { readonly first: LineIndex; readonly written: readonly TokenId[] } {
  const whole = before.slice(0, before.length - typed.length);
  const from = Math.max(0, Math.floor((line - 1) / LINES_AT_ONCE) * LINES_AT_ONCE);
  for (let first = from; ; first++) {
    const texts = [...lines.slice(first, line), whole];
    texts[0] = (texts[0] as string).trimStart();
    const written = linesTokens(vocabulary, texts);
    if (written.length <= MOST_WRITTEN || first === line) return { first, written };
  }
}

/** The text of the last piece that the tokenizer makes of what was typed; '' where nothing was. */
function lastPiece({ tokenizer }: Vocabulary, before: string): string {
  return before === '' ? '' : (tokenizer.pieces(before).at(-1) ?? '');
}

function indentationOf(line: string): string {
  return line.slice(0, line.length - line.trimStart().length);
}
