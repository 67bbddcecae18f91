/** What stands around a cursor, as what it says of the tokens that come next (completion-cache.ts). */
import type { TokenId } from '@wick/engine';
import type { OtherFile } from './complete.ts';
import { CompletionCache, MOST_BEFORE, TokenSequence } from './completion-cache.ts';
import type { Surroundings } from './completion-grammar.ts';
import type { NgramTable } from './completion-ngrams.ts';
import type { CompletionSource } from './completion-prompt.ts';
import { WEIGHTS } from './completion-weights.ts';
import { linesTokens } from './line-tokens.ts';
import type { Vocabulary } from './vocabulary.ts';

export function surroundingsOf(
  vocabulary: Vocabulary,
  ngrams: NgramTable | undefined,
  { lines, line, column }: CompletionSource,
  typed: string,
  others: readonly OtherFile[],
): Surroundings {
  const { newline } = vocabulary;
  const current = lines[line] as string;
  const behind = current.slice(column);
  const whole = current.slice(0, column - typed.length);
  const above = [newline, ...linesTokens(vocabulary, [...lines.slice(0, line), whole])];
  const below = linesTokens(vocabulary, [behind, ...lines.slice(line + 1)]);
  const sequences = others.map((file) => sequenceOf(vocabulary, file));
  const { size } = vocabulary.tokenizer;
  const cache = new CompletionCache(size, WEIGHTS, above, below, sequences);
  const near = above.slice(-MOST_BEFORE);
  return {
    model: WEIGHTS.model,
    weigh: (said) => {
      const context = [...near, ...said];
      const weights = cache.weigh(context, said.length);
      ngrams?.add(context, WEIGHTS.ngrams, weights);
      giveToEnd(vocabulary, weights, behind, context);
      return weights;
    },
  };
}

/** Share of the ends of lines after which somebody goes on with the next: where a bracket is open, and elsewhere. */
const GOES_ON = { open: 0.7, closed: 0.2 };
/** Behind the last character of a line that is not finished. */
const OPEN = /[([{>,]\s*$/;
/** Tokens of which the last one may tell that. */
const LAST = 4;

/** What speaks for a token that stands behind the cursor already, or for the end of a line, speaks for the end of the answer. */
function giveToEnd(
  { tokenizer, end, newline }: Vocabulary,
  weights: Float64Array,
  behind: string,
  context: readonly TokenId[],
): void {
  const move = (token: TokenId, share: number) => {
    const moved = weights[token]! * share;
    weights[token]! -= moved;
    weights[end]! += moved;
  };
  const rest = behind.trimEnd();
  if (rest === '') {
    const isOpen = OPEN.test(tokenizer.decode(context.slice(-LAST)));
    move(newline, 1 - (isOpen ? GOES_ON.open : GOES_ON.closed));
    return;
  }
  move(newline, 1);
  const [first = ''] = tokenizer.pieces(rest);
  for (const token of tokenizer.encode(first).slice(0, 1)) move(token, 1);
}
const remembered = new WeakMap<
  Vocabulary,
  Map<string, { text: string; sequence: TokenSequence }>
>();

function sequenceOf(vocabulary: Vocabulary, { path, text }: OtherFile): TokenSequence {
  let files = remembered.get(vocabulary);
  if (!files) remembered.set(vocabulary, (files = new Map()));
  const known = files.get(path);
  if (known?.text === text) return known.sequence;
  const tokens = linesTokens(vocabulary, text.split(/\r?\n/));
  const sequence = new TokenSequence([vocabulary.newline, ...tokens]);
  if (files.size > 200) files.clear();
  files.set(path, { text, sequence });
  return sequence;
}
