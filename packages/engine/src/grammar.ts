/**
 * What a caller may say about the answer's form: which tokens can come next. The engine knows nothing
 * of the language behind it; it only never takes a token that the grammar does not allow.
 */
import type { TokenId } from './tokenizer.ts';

export interface Grammar {
  /** Whether `token` may come next. The stop token is asked about like any other. */
  allows(token: TokenId): boolean;
  /**
   * All tokens that may come next, where they are few and known; each listed once. `undefined` means
   * "many: ask `allows`".
   */
  candidates?(): readonly TokenId[] | undefined;
  /**
   * What is added to the logit of each of `candidates`, in their order, before one is chosen: what the caller knows
   * of the answer besides (the logarithm of its probability). `undefined`: nothing.
   */
  bias?(candidates: readonly TokenId[]): readonly number[] | undefined;
  /** Told each token that was taken, in order, the stop token included. */
  advance(token: TokenId): void;
}
