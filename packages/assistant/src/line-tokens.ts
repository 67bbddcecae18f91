/**
 * Tokens of lines, remembered: from one key to the next nearly all lines of a document are the same. Takes lines, gives
 * what the tokenizer makes of each.
 */
import type { TokenId } from '@wick/engine';
import type { Vocabulary } from './vocabulary.ts';

/** Lines that are remembered at most: those of some long files. */
const CAPACITY = 20_000;

const remembered = new WeakMap<Vocabulary, Map<string, readonly TokenId[]>>();

/** The tokens of a line, which holds no line break. */
export function lineTokens(vocabulary: Vocabulary, line: string): readonly TokenId[] {
  let lines = remembered.get(vocabulary);
  if (!lines) {
    lines = new Map();
    remembered.set(vocabulary, lines);
  }
  const known = lines.get(line);
  if (known) return known;
  const tokens = vocabulary.tokenizer.encode(line);
  if (lines.size >= CAPACITY) lines.clear();
  lines.set(line, tokens);
  return tokens;
}

/** The tokens of lines, with the newline token between two. */
export function linesTokens(vocabulary: Vocabulary, lines: readonly string[]): TokenId[] {
  const tokens: TokenId[] = [];
  for (const [index, line] of lines.entries()) {
    if (index > 0) tokens.push(vocabulary.newline);
    for (const token of lineTokens(vocabulary, line)) tokens.push(token);
  }
  return tokens;
}
