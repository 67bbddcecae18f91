/**
 * What the assistant must know about a tokenizer: the ids of the prompt's and the answer's special tokens,
 * of the line ids, and which text tokens may stand inside a line. Built once for each model.
 */
import type { TokenId, Tokenizer } from '@wick/engine';

/** Line ids go from `<L0>` to `<L999>`; a document's end anchor takes one. */
export const LINE_IDS = 1000;

/** What a text token's bytes are, as far as a line of text is concerned. */
const PLAIN = 0;
const LINE_BREAK = 1;
const NOT_ASCII = 2;

export class Vocabulary {
  readonly tokenizer: Tokenizer;
  readonly file: TokenId;
  readonly document: TokenId;
  readonly task: TokenId;
  readonly instruction: TokenId;
  readonly out: TokenId;
  readonly end: TokenId;
  readonly newline: TokenId;
  readonly operation: TokenId;
  readonly argument: TokenId;
  readonly none: TokenId;
  readonly delegate: TokenId;
  readonly #lineTokens: readonly TokenId[];
  readonly #lineIds: ReadonlyMap<TokenId, number>;
  /** For each token one of the classes above. */
  readonly #classes: Uint8Array;

  /** @throws RequestError where the tokenizer lacks one of the special tokens */
  constructor(tokenizer: Tokenizer) {
    this.tokenizer = tokenizer;
    this.file = tokenizer.special('<|file|>');
    this.document = tokenizer.special('<|doc|>');
    this.task = tokenizer.special('<|task|>');
    this.instruction = tokenizer.special('<|instr|>');
    this.out = tokenizer.special('<|out|>');
    this.end = tokenizer.special('<|end|>');
    this.newline = tokenizer.special('<|nl|>');
    this.operation = tokenizer.special('<|op|>');
    this.argument = tokenizer.special('<|arg|>');
    this.none = tokenizer.special('<|none|>');
    this.delegate = tokenizer.special('<|delegate|>');
    this.#lineTokens = Array.from({ length: LINE_IDS }, (_, id) => tokenizer.special(`<L${id}>`));
    this.#lineIds = new Map(this.#lineTokens.map((token, id) => [token, id]));
    this.#classes = Uint8Array.from({ length: tokenizer.size }, (_, token) =>
      tokenizer.isSpecial(token) ? PLAIN : classOf(tokenizer.tokenText(token)),
    );
  }

  /** The token of line id `id`, which must be from 0 to 999. */
  lineToken(id: number): TokenId {
    const token = this.#lineTokens[id];
    if (token === undefined) throw new RangeError(`there is no line id ${id}`);
    return token;
  }

  /** The line id that `token` is; undefined for every other token. */
  lineId(token: TokenId): number | undefined {
    return this.#lineIds.get(token);
  }

  /** Whether the token is text, not a special token. */
  isText(token: TokenId): boolean {
    return !this.tokenizer.isSpecial(token);
  }

  /** Whether a text token's text holds a line break. */
  breaksLine(token: TokenId): boolean {
    return this.#classes[token] === LINE_BREAK;
  }

  /** Whether a text token may be part of a longer character. */
  isPartial(token: TokenId): boolean {
    return this.#classes[token] === NOT_ASCII;
  }

  /** The text of `tokens` if it is whole UTF-8; undefined if it is not, or not yet. */
  text(tokens: readonly TokenId[]): string | undefined {
    if (!tokens.some((token) => this.isPartial(token))) return this.tokenizer.decode(tokens);
    return decodeUtf8(this.#bytes(tokens), false);
  }

  /** Whether some UTF-8 text begins with the bytes of `tokens`. */
  beginsText(tokens: readonly TokenId[]): boolean {
    return decodeUtf8(this.#bytes(tokens), true) !== undefined;
  }

  #bytes(tokens: readonly TokenId[]): Uint8Array {
    return Buffer.concat(tokens.map((token) => this.tokenizer.tokenText(token)));
  }
}

function classOf(bytes: Uint8Array): number {
  if (bytes.includes(0x0a) || bytes.includes(0x0d)) return LINE_BREAK;
  return bytes.some((byte) => byte >= 0x80) ? NOT_ASCII : PLAIN;
}

function decodeUtf8(bytes: Uint8Array, mayBeCut: boolean): string | undefined {
  try {
    const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
    return decoder.decode(bytes, { stream: mayBeCut });
  } catch (error) {
    if (error instanceof TypeError) return undefined;
    throw error;
  }
}
