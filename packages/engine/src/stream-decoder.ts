/**
 * Tokens to text while they arrive. A token may end in the middle of a UTF-8 character; its bytes are
 * held back until the rest comes, so that what `push` gives is always whole characters.
 */
import type { TokenId } from './tokenizer.ts';

export class StreamDecoder {
  readonly #tokenText: (token: TokenId) => Uint8Array;
  // A byte order mark in the model's text is text, so it is kept.
  readonly #utf8 = new TextDecoder('utf-8', { ignoreBOM: true });

  constructor(tokenText: (token: TokenId) => Uint8Array) {
    this.#tokenText = tokenText;
  }

  /** The text that `token` completes; may be empty. */
  push(token: TokenId): string {
    return this.#utf8.decode(this.#tokenText(token), { stream: true });
  }

  /** Ends the text: U+FFFD if a character was left incomplete, else empty. The decoder may be used again. */
  end(): string {
    return this.#utf8.decode();
  }
}
