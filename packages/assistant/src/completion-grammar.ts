/**
 * The grammar of a completion: lines of text that go on as what was typed last, up to a number of lines. It also tells what
 * the text around says (completion-cache.ts): the probability of a token is
 *
 *     (w(token) + p(token)) / (Σ w + Σ p)
 *
 * with the weights w of what speaks for each, p the model's probability, and sums over the tokens that may come
 * next: linear interpolation, in which the text counts the more, the more of it speaks.
 */
import type { GeneratedToken, Grammar, TokenId } from '@wick/engine';
import { LineState, type TextState } from './choices.ts';
import type { Vocabulary } from './vocabulary.ts';

/** Tokens of a completed line at most. */
const LONGEST_LINE = 60;
/**
 * Which of two tokens is taken, the model's best or the text's, is decided before the model's probabilities are known: as
 * if it gave the latter so little. Most that is likely enough to be shown is what the text speaks for.
 */
const USUAL_PROBABILITY = 0.00005;
/** More would leave less of the model's own probabilities than floats hold. */
const MOST_BIAS = 12;

export interface Surroundings {
  /** What speaks for each token (vocabulary,) behind those that were said. */
  weigh(said: readonly TokenId[]): Float64Array;
}

/** A token that was taken, and its probability by the model. */
export interface Taken {
  readonly token: TokenId;
  readonly own: number;
}

/** A step of decoding: what may come next, and what speaks for it. */
interface Step {
  readonly candidates: readonly TokenId[];
  readonly weights: Float64Array;
  /** Of those that may come next. */
  readonly total: number;
  /** The one that the text speaks for most, and what is added to its logit; undefined where it speaks for none. */
  readonly best: { readonly token: TokenId; readonly bias: number } | undefined;
}

export class CompletionGrammar implements Grammar {
  readonly #vocabulary: Vocabulary;
  readonly #surroundings: Surroundings;
  /** What the answer must not begin with. */
  readonly #without: Taken | undefined;
  readonly #said: TokenId[] = [];
  /** Bytes that the answer must still go on with. */
  #typed: Uint8Array;
  #linesLeft: number;
  #line: TextState;
  #step: Step | undefined;
  /** The step before the last token. */
  #taken: Step | undefined;

  constructor(
    vocabulary: Vocabulary,
    typed: string,
    mostLines: number,
    surroundings: Surroundings,
    without?: Taken,
  ) {
    this.#vocabulary = vocabulary;
    this.#surroundings = surroundings;
    this.#without = without;
    this.#typed = new TextEncoder().encode(typed);
    this.#linesLeft = mostLines - 1;
    this.#line = new LineState(vocabulary, LONGEST_LINE);
  }

  candidates(): readonly TokenId[] {
    this.#step ??= this.#next();
    return this.#step.candidates;
  }

  bias(candidates: readonly TokenId[]): readonly number[] | undefined {
    this.#step ??= this.#next();
    const { best } = this.#step;
    return best && candidates.map((token) => (token === best.token ? best.bias : 0));
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
    this.#taken = this.#step;
    this.#step = undefined;
    this.#said.push(token);
    if (token === vocabulary.newline) {
      this.#linesLeft--;
      this.#line = new LineState(vocabulary, LONGEST_LINE);
    } else if (vocabulary.isText(token)) {
      this.#typed = this.#typed.subarray(vocabulary.tokenizer.tokenText(token).length);
      this.#line = this.#line.after(token);
    }
  }

  /** The probability of the token that was taken last, among those that might have been. */
  probability({ token, logProbability, choiceLogProbability }: GeneratedToken): number {
    if (!this.#taken) throw new Error('no token was taken yet');
    const { weights, total, best } = this.#taken;
    const own = Math.exp(logProbability);
    const isBest = token === best?.token;
    // What the tokens that may come next have together by the model, with and then without what was added to the best.
    const raised = Math.exp(logProbability + (isBest ? best.bias : 0) - choiceLogProbability);
    const all = isBest ? raised - own * (Math.exp(best.bias) - 1) : raised;
    const left = this.#said.length === 1 ? (this.#without?.own ?? 0) : 0;
    const possible = Math.min(1, Math.max(own, all) + left);
    return (weights[token]! + own) / (total + possible);
  }

  #next(): Step {
    const allowed = this.#allowed();
    const without = this.#said.length === 0 ? this.#without?.token : undefined;
    const weights = this.#surroundings.weigh(this.#said);
    let total = 0;
    let token: TokenId | undefined;
    let most = 0;
    for (const each of allowed) {
      const weight = weights[each]!;
      total += weight;
      if (weight > most && each !== without) [token, most] = [each, weight];
    }
    const bias = Math.log1p(most / USUAL_PROBABILITY);
    const best = token === undefined ? undefined : { token, bias: Math.min(MOST_BIAS, bias) };
    const others = without === undefined ? allowed : allowed.filter((each) => each !== without);
    // Where there is no other, it is the same once more.
    const candidates = others.length > 0 ? others : allowed;
    return { candidates, weights, total, best };
  }

  #allowed(): readonly TokenId[] {
    const { size } = this.#vocabulary.tokenizer;
    const tokens: TokenId[] = [];
    for (let token = 0; token < size; token++) if (this.allows(token)) tokens.push(token);
    return tokens;
  }

  /** Whether the token goes on as what was typed, as far as both reach. */
  #fits(token: TokenId): boolean {
    const bytes = this.#vocabulary.tokenizer.tokenText(token);
    const length = Math.min(bytes.length, this.#typed.length);
    for (let i = 0; i < length; i++) if (bytes[i] !== this.#typed[i]) return false;
    return true;
  }
}
