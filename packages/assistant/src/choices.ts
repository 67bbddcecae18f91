/**
 * Sets of texts as token sequences, for constrained decoding: which tokens may come next, and whether the
 * text may end here. A set of known texts is a trie over the tokenizer's own spelling of each, so that the
 * model cannot leave the spelling it was trained on; a set described by a rule is asked about each text.
 */
import type { TokenId } from '@wick/engine';
import type { Vocabulary } from './vocabulary.ts';

/** A place within the texts of a set. Immutable: `after` gives another place. */
export interface TextState {
  /** The tokens that may come next, where they are few and known; undefined: ask `allows`. */
  readonly next: readonly TokenId[] | undefined;
  /** Whether the text may end here. */
  readonly complete: boolean;
  allows(token: TokenId): boolean;
  /** The place after `token`, which must be allowed. */
  after(token: TokenId): TextState;
}

/** A node of a trie of texts. */
export class ChoiceTrie implements TextState {
  readonly #children = new Map<TokenId, ChoiceTrie>();
  #complete = false;

  /** The trie of `texts`; '' is ignored, as an empty text is no choice. */
  static of(vocabulary: Vocabulary, texts: Iterable<string>): ChoiceTrie {
    const root = new ChoiceTrie();
    for (const text of texts) {
      let node = root;
      for (const token of vocabulary.tokenizer.encode(text)) {
        let child = node.#children.get(token);
        if (child === undefined) {
          child = new ChoiceTrie();
          node.#children.set(token, child);
        }
        node = child;
      }
      node.#complete = node !== root;
    }
    return root;
  }

  get next(): readonly TokenId[] {
    return [...this.#children.keys()];
  }

  get complete(): boolean {
    return this.#complete;
  }

  allows(token: TokenId): boolean {
    return this.#children.has(token);
  }

  after(token: TokenId): ChoiceTrie {
    const child = this.#children.get(token);
    if (child === undefined) throw new Error(`token ${token} is no choice here`);
    return child;
  }
}

/** A set of texts given by a rule. */
export interface TextRule {
  /** Whether some text of the set begins with `text`. */
  begins(text: string): boolean;
  /** Whether `text` is in the set. */
  accepts(text: string): boolean;
}

/** A place within the texts of a rule. */
export class RuleState implements TextState {
  readonly next = undefined;
  readonly complete: boolean;
  readonly #vocabulary: Vocabulary;
  readonly #rule: TextRule;
  readonly #tokens: readonly TokenId[];

  constructor(vocabulary: Vocabulary, rule: TextRule, tokens: readonly TokenId[] = []) {
    this.#vocabulary = vocabulary;
    this.#rule = rule;
    this.#tokens = tokens;
    const text = vocabulary.text(tokens);
    this.complete = text !== undefined && text !== '' && rule.accepts(text);
  }

  allows(token: TokenId): boolean {
    if (!this.#vocabulary.isText(token)) return false;
    const text = this.#vocabulary.text([...this.#tokens, token]);
    return text !== undefined && this.#rule.begins(text);
  }

  after(token: TokenId): RuleState {
    return new RuleState(this.#vocabulary, this.#rule, [...this.#tokens, token]);
  }
}

/** The text of one new line: anything without a line break, of at most so many tokens. */
export class LineState implements TextState {
  readonly next = undefined;
  readonly #vocabulary: Vocabulary;
  readonly #left: number;
  /** The bytes of a character that is not complete yet. */
  readonly #cut: readonly TokenId[];

  constructor(vocabulary: Vocabulary, left: number, cut: readonly TokenId[] = []) {
    this.#vocabulary = vocabulary;
    this.#left = left;
    this.#cut = cut;
  }

  get complete(): boolean {
    return this.#cut.length === 0;
  }

  allows(token: TokenId): boolean {
    const vocabulary = this.#vocabulary;
    if (!vocabulary.isText(token) || vocabulary.breaksLine(token)) return false;
    if (this.#left <= 0 && this.complete) return false;
    if (this.complete && !vocabulary.isPartial(token)) return true;
    return vocabulary.beginsText([...this.#cut, token]);
  }

  after(token: TokenId): LineState {
    const tokens = [...this.#cut, token];
    const whole = this.#vocabulary.text(tokens) !== undefined;
    return new LineState(this.#vocabulary, this.#left - 1, whole ? [] : tokens);
  }
}
