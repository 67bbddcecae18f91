/**
 * What the intent classifier adds to the logits while the model writes the beginning of its answer. Each token counts
 * by the probability of all beginnings that are still possible with it, so that greedy decoding follows the product
 * of the two (a product of experts: Hinton, 2002). Takes the probabilities of the heads, gives a bias for each
 * place within a head. Pure.
 */
import type { TokenId } from '@wick/engine';
import type { AnswerHead } from '../answer-grammar.ts';
import type { Vocabulary } from '../vocabulary.ts';

/** How far the classifier counts beside the language model, which counts 1 (docs/model.md, intents). */
const WEIGHT = 2;
/** No head is less probable than this: the classifier has not read the document. */
const LEAST = 1e-4;
/** Nor is it less probable that nothing is to be done: what is so already only the document tells. */
const LEAST_OF_NONE = 0.1;

export class HeadBias {
  readonly #vocabulary: Vocabulary;
  /** The operations that may be answered: their names in tokens. */
  readonly #names: readonly { readonly tokens: readonly TokenId[]; readonly weight: number }[];
  readonly #weights: ReadonlyMap<TokenId, number>;
  readonly #ofHunks: number;

  /** `heads`: the probability of each; `operations`: the names that are allowed. */
  constructor(
    vocabulary: Vocabulary,
    heads: ReadonlyMap<AnswerHead, number>,
    operations: Iterable<string>,
  ) {
    this.#vocabulary = vocabulary;
    const weightOf = (head: AnswerHead, least = LEAST) =>
      Math.max(least, heads.get(head) ?? 0) ** WEIGHT;
    this.#names = [...operations].map((name) => ({
      tokens: vocabulary.tokenizer.encode(name),
      weight: weightOf(name),
    }));
    this.#weights = new Map([
      [vocabulary.operation, sum(this.#names)],
      [vocabulary.none, weightOf('none', LEAST_OF_NONE)],
      [vocabulary.delegate, weightOf('delegate')],
    ]);
    this.#ofHunks = weightOf('hunks');
  }

  /** For the answer's first token. */
  first(candidates: readonly TokenId[]): readonly number[] {
    return candidates.map((token) => Math.log(this.#weights.get(token) ?? this.#ofHunks));
  }

  /** For the token after `typed`, the beginning of an operation's name; a token that is no text ends the name. */
  name(typed: readonly TokenId[], candidates: readonly TokenId[]): readonly number[] {
    const begun = this.#names.filter(({ tokens }) =>
      typed.every((token, i) => tokens[i] === token),
    );
    const ended = begun.filter(({ tokens }) => tokens.length === typed.length);
    return candidates.map((token) => {
      const left = this.#vocabulary.isText(token)
        ? begun.filter(({ tokens }) => tokens[typed.length] === token)
        : ended;
      return Math.log(sum(left) || LEAST ** WEIGHT);
    });
  }
}

function sum(names: readonly { readonly weight: number }[]): number {
  return names.reduce((total, { weight }) => total + weight, 0);
}
