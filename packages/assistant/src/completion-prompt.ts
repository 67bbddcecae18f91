/**
 * The prompt for a completion: the document with the line that is being typed cut at the cursor, then which line it
 * is and what stands behind the cursor (docs/model.md).
 *
 *     <|file|>NAME<|doc|><L0>LINE … <L7>BEFORE AND BEHIND … <Ln><|task|>complete<|instr|><L7>BEHIND<|out|>
 *
 * A token before the cursor may only be the beginning of the one that is meant ("retu" of "return"). So the last piece
 * of what was typed is left out, and the answer must begin with it. Ids are counted over the lines that are shown: of
 * a long document the block around the cursor, the imports and neighbours (locate.ts).
 */
import type { LineIndex } from '@wick/edits';
import type { TokenId } from '@wick/engine';
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
  /** What was typed last, which the answer must begin with. */
  readonly typed: string;
}

/** Tokens that a completion reads at most: it has to come while somebody types. */
const MOST_TOKENS = 1200;

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
  const cut = before.slice(0, before.length - typed.length) + behind;
  const shownLines = lines.map((text, index) => (index === line ? cut : text));
  const encoded = shownLines.map((text) => tokenizer.encode(text));
  const head = [vocabulary.file, ...tokenizer.encode(promptPath(path)), vocabulary.document];
  const task = [vocabulary.task, ...tokenizer.encode('complete'), vocabulary.instruction];
  const rest = tokenizer.encode(behind);
  const frame = head.length + task.length + rest.length + 3;
  const runs = locate({
    lines: shownLines,
    costs: encoded.map((tokens) => tokens.length + 1),
    budget: Math.min(readingTokens, MOST_TOKENS) - frame,
    instruction: '',
    focus: [line],
  });
  const body: TokenId[] = [];
  let id = 0;
  let cursor = 0;
  for (const { start, end } of runs) {
    for (let index = start; index < end && id < LINE_IDS - 1; index++, id++) {
      if (index === line) cursor = id;
      body.push(vocabulary.lineToken(id), ...(encoded[index] as readonly TokenId[]));
    }
    id = Math.min(id + 1, LINE_IDS - 1);
  }
  const anchor = vocabulary.lineToken(Math.max(id - 1, 0));
  const at = vocabulary.lineToken(cursor);
  const tokens = [...head, ...body, anchor, ...task, at, ...rest, vocabulary.out];
  return { tokens, typed };
}

/** The text of the last piece that the tokenizer makes of what was typed; '' where nothing was. */
function lastPiece({ tokenizer }: Vocabulary, before: string): string {
  return before === '' ? '' : (tokenizer.pieces(before).at(-1) ?? '');
}
