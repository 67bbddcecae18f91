/**
 * The grammar of a completion: lines of text, the first beginning with what was typed last. Ends where the model ends
 * it, or after so many lines.
 */
import type { Grammar, TokenId } from '@wick/engine';
import { LineState, type TextState } from './choices.ts';
import type { Vocabulary } from './vocabulary.ts';

/** Tokens of a completed line at most. */
const LONGEST_LINE = 60;

export class CompletionGrammar implements Grammar {
  readonly #vocabulary: Vocabulary;
  /** Bytes that the answer must still begin with. */
  #typed: Uint8Array;
  #linesLeft: number;
  #line: TextState;

  constructor(vocabulary: Vocabulary, typed: string, mostLines: number) {
    this.#vocabulary = vocabulary;
    this.#typed = new TextEncoder().encode(typed);
    this.#linesLeft = mostLines - 1;
    this.#line = new LineState(vocabulary, LONGEST_LINE);
  }

  /** The tokens that go on as what was typed; any where nothing is left of it. */
  candidates(): readonly TokenId[] | undefined {
    if (this.#typed.length === 0) return undefined;
    const tokens: TokenId[] = [];
    const { size } = this.#vocabulary.tokenizer;
    for (let token = 0; token < size; token++) if (this.allows(token)) tokens.push(token);
    return tokens;
  }

  allows(token: TokenId): boolean {
    const vocabulary = this.#vocabulary;
    const isDue = this.#typed.length > 0;
    if (vocabulary.isText(token)) {
      return this.#line.allows(token) && (!isDue || this.#fits(token));
    }
    if (isDue || !this.#line.complete) return false;
    return token === vocabulary.end || (token === vocabulary.newline && this.#linesLeft > 0);
  }

  advance(token: TokenId): void {
    const vocabulary = this.#vocabulary;
    if (token === vocabulary.newline) {
      this.#linesLeft--;
      this.#line = new LineState(vocabulary, LONGEST_LINE);
    } else if (vocabulary.isText(token)) {
      this.#typed = this.#typed.subarray(vocabulary.tokenizer.tokenText(token).length);
      this.#line = this.#line.after(token);
    }
  }

  /** Whether the token goes on as what was typed, as far as both reach. */
  #fits(token: TokenId): boolean {
    const bytes = this.#vocabulary.tokenizer.tokenText(token);
    const length = Math.min(bytes.length, this.#typed.length);
    for (let i = 0; i < length; i++) if (bytes[i] !== this.#typed[i]) return false;
    return true;
  }
}
