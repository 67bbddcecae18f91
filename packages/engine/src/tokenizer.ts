/**
 * Text to tokens and back: byte-level BPE as Hugging Face's tokenizers defines it, in TypeScript.
 * Takes what tokenizer-file.ts read. `encode` is total (any string) and never gives a special token,
 * whatever the text says; `decode(encode(text))` is `text` (lone surrogates become U+FFFD, as in UTF-8).
 */
import { BytePairEncoder } from './bpe.ts';
import { byteOfCharacter } from './byte-level.ts';
import { ModelFileError, RequestError } from './errors.ts';
import type { JsonObject } from './json.ts';
import { StreamDecoder } from './stream-decoder.ts';
import { readTokenizerDefinition, type TokenizerDefinition } from './tokenizer-file.ts';

/** Index into the vocabulary, from 0. */
export type TokenId = number;

/** Pieces longer than this (in UTF-16 units) are rare; caching them would only hold memory. */
const LONGEST_CACHED_PIECE = 32;
/** The cache starts anew when it holds this many pieces: a few MB at most. */
const CACHE_CAPACITY = 32_768;

export class Tokenizer {
  /** One more than the highest token id. */
  readonly size: number;
  readonly #pattern: RegExp;
  readonly #encoder: BytePairEncoder;
  readonly #specials: ReadonlyMap<string, TokenId>;
  readonly #isSpecial: Uint8Array;
  /** Bytes of all tokens, one after the other; token i is [offsets[i], offsets[i + 1]). */
  readonly #bytes: Uint8Array;
  readonly #offsets: Uint32Array;
  readonly #cache = new Map<string, readonly TokenId[]>();
  readonly #utf8 = new TextEncoder();

  /** `file` is named in errors. Throws ModelFileError for a tokenizer that is malformed or not supported. */
  constructor(file: string, json: JsonObject) {
    const definition = readTokenizerDefinition(file, json);
    this.size = definition.size;
    this.#pattern = definition.pattern;
    this.#specials = definition.specials;
    this.#encoder = new BytePairEncoder(definition.byteTokens, definition.merges, definition.size);
    this.#isSpecial = new Uint8Array(definition.size);
    for (const id of definition.specials.values()) this.#isSpecial[id] = 1;
    ({ bytes: this.#bytes, offsets: this.#offsets } = tokenBytes(file, definition));
  }

  /** Tokens of `text`, never a special one. Lone surrogates are read as U+FFFD. */
  encode(text: string): TokenId[] {
    const tokens: TokenId[] = [];
    for (const piece of this.pieces(text)) this.#encodePiece(piece, tokens);
    return tokens;
  }

  /** The pieces of `text` that no token reaches over: words, punctuation, spaces. Joined they are `text`. */
  pieces(text: string): string[] {
    const pieces: string[] = [];
    const pattern = this.#pattern;
    pattern.lastIndex = 0;
    let end = 0;
    for (let match = pattern.exec(text); match; match = pattern.exec(text)) {
      const piece = match[0];
      // What the pattern skips is a piece of its own; an empty match would never advance.
      if (match.index > end) pieces.push(text.slice(end, match.index));
      if (piece === '') pattern.lastIndex++;
      else pieces.push(piece);
      end = match.index + piece.length;
    }
    if (end < text.length) pieces.push(text.slice(end));
    return pieces;
  }

  /** The special token called `name`, for example `<|end|>` or `<L12>`. Throws RequestError if there is none. */
  special(name: string): TokenId {
    const id = this.#specials.get(name);
    if (id === undefined) throw new RequestError(`The tokenizer has no special token ${name}.`);
    return id;
  }

  isSpecial(token: TokenId): boolean {
    return this.#isSpecial[token] === 1;
  }

  /**
   * The bytes `token` stands for (a view, not to be written to): part of a UTF-8 text that need not be
   * whole characters; for a special token its name. Throws RequestError for an id outside the vocabulary.
   */
  tokenText(token: TokenId): Uint8Array {
    const start = this.#offsets[token];
    const end = this.#offsets[token + 1];
    if (start === undefined || end === undefined) {
      throw new RequestError(`There is no token ${token}; ids go from 0 to ${this.size - 1}.`);
    }
    return this.#bytes.subarray(start, end);
  }

  /** Text of `tokens`; special ones by their names; bytes that are no UTF-8 become U+FFFD. */
  decode(tokens: readonly TokenId[]): string {
    // A byte order mark in the text is text, so it is kept.
    const utf8 = new TextDecoder('utf-8', { ignoreBOM: true });
    return utf8.decode(Buffer.concat(tokens.map((token) => this.tokenText(token))));
  }

  /** A decoder for tokens that arrive one at a time. */
  streamDecoder(): StreamDecoder {
    return new StreamDecoder((token) => this.tokenText(token));
  }

  #encodePiece(piece: string, tokens: TokenId[]): void {
    let encoded = this.#cache.get(piece);
    if (!encoded) {
      encoded = this.#encoder.encode(this.#utf8.encode(piece));
      if (piece.length <= LONGEST_CACHED_PIECE) {
        if (this.#cache.size >= CACHE_CAPACITY) this.#cache.clear();
        this.#cache.set(piece, encoded);
      }
    }
    for (const token of encoded) tokens.push(token);
  }
}

/** Bytes of every token in one array, with the offset of each; ids without a token get no bytes. */
function tokenBytes(
  file: string,
  { tokens, specials, size }: TokenizerDefinition,
): { bytes: Uint8Array; offsets: Uint32Array } {
  const texts = new Array<string>(size).fill('');
  for (const [text, id] of tokens) texts[id] = text;
  const specialBytes = new Map<TokenId, Uint8Array>();
  const utf8 = new TextEncoder();
  for (const [name, id] of specials) specialBytes.set(id, utf8.encode(name));

  const offsets = new Uint32Array(size + 1);
  for (let id = 0; id < size; id++) {
    offsets[id + 1] = offsets[id]! + (specialBytes.get(id)?.length ?? texts[id]!.length);
  }
  const bytes = new Uint8Array(offsets[size]!);
  for (let id = 0; id < size; id++) {
    const special = specialBytes.get(id);
    if (special) {
      bytes.set(special, offsets[id]!);
      continue;
    }
    const text = texts[id]!;
    for (let i = 0; i < text.length; i++) {
      const byte = byteOfCharacter(text, i);
      if (byte < 0) {
        throw new ModelFileError(
          file,
          `token ${id} ("${text}") is not written in the byte-level alphabet`,
          'a byte-level vocabulary',
        );
      }
      bytes[offsets[id]! + i] = byte;
    }
  }
  return { bytes, offsets };
}
