/**
 * What stands around a cursor, and other files, as what they say of the tokens that come next: how the text repeats itself
 * (completion-cache.ts), which token follows which at large (completion-ngrams.ts), and what ends the answer.
 */
import type { TokenId } from '@wick/engine';
import { CompletionCache, MOST_BEFORE, TokenSequence } from './completion-cache.ts';
import type { Surroundings } from './completion-grammar.ts';
import type { CompletionSource } from './completion-prompt.ts';
import { GOES_ON, WEIGHTS } from './completion-weights.ts';
import type { ModelContext } from './decode.ts';
import { linesTokens } from './line-tokens.ts';
import type { Vocabulary } from './vocabulary.ts';

export interface OtherFile {
  readonly path: string;
  readonly text: string;
}

/** What is read of other files at most, in characters: the nearest of them. */
export const MOST_CHARACTERS = 400_000;

export function surroundingsOf(
  { vocabulary, ngrams }: Pick<ModelContext, 'vocabulary' | 'ngrams'>,
  source: CompletionSource,
  typed: string,
  others: readonly OtherFile[],
): Surroundings {
  const { above, below, behind } = tokensAround(vocabulary, source, typed);
  const sequences = sequencesOf(vocabulary, others);
  const { size } = vocabulary.tokenizer;
  const cache = new CompletionCache(size, WEIGHTS, above, below, sequences);
  const near = above.slice(-MOST_BEFORE);
  return {
    weigh: (said) => {
      const context = [...near, ...said];
      const weights = cache.weigh(context, said.length);
      ngrams?.add(context, WEIGHTS.ngrams, weights);
      giveToEnd(vocabulary, weights, behind, context);
      return weights;
    },
  };
}

/** The tokens above what the answer goes on with, and those behind the cursor. */
export function tokensAround(
  vocabulary: Vocabulary,
  { lines, line, column }: CompletionSource,
  typed: string,
): { readonly above: TokenId[]; readonly below: TokenId[]; readonly behind: string } {
  const current = lines[line] as string;
  const behind = current.slice(column);
  const whole = current.slice(0, column - typed.length);
  const above = linesTokens(vocabulary, [...lines.slice(0, line), whole]);
  const below = linesTokens(vocabulary, [behind, ...lines.slice(line + 1)]);
  return { above: [vocabulary.newline, ...above], below, behind };
}

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
  const [first] = tokenizer.encode(rest);
  if (first !== undefined) move(first, 1);
}

/** Other files are read once, as long as they stay the same. */
const remembered = new WeakMap<Vocabulary, Map<string, RememberedFile>>();
const MOST_REMEMBERED = 256;

interface RememberedFile {
  readonly text: string;
  readonly sequence: TokenSequence;
}

/** The tokens of other files, as many as are read. */
export function sequencesOf(vocabulary: Vocabulary, others: readonly OtherFile[]): TokenSequence[] {
  let files = remembered.get(vocabulary);
  if (!files) {
    files = new Map();
    remembered.set(vocabulary, files);
  }
  const sequences: TokenSequence[] = [];
  let left = MOST_CHARACTERS;
  for (const { path, text } of others) {
    left -= text.length;
    if (left < 0) break;
    const known = files.get(path);
    const sequence =
      known?.text === text
        ? known.sequence
        : new TokenSequence([vocabulary.newline, ...linesTokens(vocabulary, text.split(/\r?\n/))]);
    files.delete(path);
    files.set(path, { text, sequence });
    sequences.push(sequence);
  }
  for (const path of files.keys()) {
    if (files.size <= MOST_REMEMBERED) break;
    files.delete(path);
  }
  return sequences;
}
