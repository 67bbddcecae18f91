/**
 * Which token follows which in TypeScript at large: n-grams of up to four tokens, counted in the training packages by
 * training/completions/ngrams.ts (decision 25). Takes the tokens before, gives a probability for each token of the vocabulary: that of
 * the longest beginning that was counted, and what its discount left over shared out as the next shorter one has it.
 *
 * In: ngrams.safetensors of a model's folder, a trie by orders. `unigrams` I8 [vocabulary]; for n = 2 to 4 `tokens.n` I8
 * [rows, 2], the last token of each n-gram in 16 bits, ascending behind the same beginning, and `shares.n` I8 [rows]; for
 * n = 1 to 3 `children.n` I8 [rows, 2], how many n-grams of the next order begin with each, in 16 bits. Shares and
 * unigrams are logarithms (`toByte`).
 */
import type { SafetensorsFile, TokenId } from '@wick/engine';

export const NGRAM_FILE = 'ngrams.safetensors';
/** Tokens of the longest n-grams. */
export const NGRAM_ORDERS = 4;

/** Steps of a byte for each factor e. */
const STEPS = 16;
/** What is left to shorter beginnings at least. */
const LEAST_ESCAPE = 0.01;

/** A probability as a byte: 0 is 1, each step less is a factor of e ** (1 / 16). */
export function toByte(probability: number): number {
  return Math.max(0, Math.min(255, Math.round(-Math.log(probability) * STEPS)));
}

const PROBABILITIES = Float64Array.from({ length: 256 }, (_, byte) => Math.exp(-byte / STEPS));

/** The n-grams of one order from 2 on. */
interface Order {
  readonly tokens: Uint16Array;
  readonly shares: Uint8Array;
  /** Where those that begin with row r of the order before stand: [starts[r], starts[r + 1]). */
  readonly starts: Uint32Array;
}

export class NgramTable {
  readonly #unigrams: Float64Array;
  readonly #orders: readonly Order[];

  /** @throws TensorError for a file of another shape */
  constructor(file: SafetensorsFile, vocabSize: number) {
    const bytes = (name: string, shape: readonly number[]) => {
      const { buffer, byteOffset, length } = file.int8(name, shape);
      return new Uint8Array(buffer, byteOffset, length);
    };
    const pairs = (name: string, rows: number) => {
      const both = bytes(name, [rows, 2]);
      return Uint16Array.from({ length: rows }, (_, i) => both[2 * i]! + 256 * both[2 * i + 1]!);
    };
    const unigrams = bytes('unigrams', [vocabSize]);
    this.#unigrams = Float64Array.from(unigrams, (byte) => PROBABILITIES[byte]!);
    const orders: Order[] = [];
    let rows = vocabSize;
    for (let order = 2; order <= NGRAM_ORDERS; order++) {
      const starts = new Uint32Array(rows + 1);
      pairs(`children.${order - 1}`, rows).forEach((count, row) => {
        starts[row + 1] = starts[row]! + count;
      });
      rows = starts[rows]!;
      orders.push({
        tokens: pairs(`tokens.${order}`, rows),
        shares: bytes(`shares.${order}`, [rows]),
        starts,
      });
    }
    this.#orders = orders;
  }

  /** Adds to `sums` (vocabulary) the probability of each token behind `context`, times `weight`. */
  add(context: readonly TokenId[], weight: number, sums: Float64Array): void {
    const likely = this.#unigrams.slice();
    for (let order = 2; order <= NGRAM_ORDERS && order - 1 <= context.length; order++) {
      const range = this.#behind(context.slice(context.length - order + 1));
      if (!range) break;
      const { tokens, shares } = this.#orders[order - 2]!;
      let left = 1;
      for (let row = range.start; row < range.end; row++) left -= PROBABILITIES[shares[row]!]!;
      left = Math.max(LEAST_ESCAPE, left);
      for (let token = 0; token < likely.length; token++) likely[token]! *= left;
      for (let row = range.start; row < range.end; row++) {
        likely[tokens[row]!]! += PROBABILITIES[shares[row]!]!;
      }
    }
    for (let token = 0; token < likely.length; token++) sums[token]! += weight * likely[token]!;
  }

  /** The rows that begin with `beginning`; undefined where none does. */
  #behind(beginning: readonly TokenId[]): { start: number; end: number } | undefined {
    let row = beginning[0]!;
    for (let i = 0; ; i++) {
      const { tokens, starts } = this.#orders[i]!;
      const [start, end] = [starts[row]!, starts[row + 1]!];
      if (start === end) return undefined;
      if (i === beginning.length - 1) return { start, end };
      row = placeOf(tokens, beginning[i + 1]!, start, end);
      if (row < 0) return undefined;
    }
  }
}

/** Where `token` stands in [start, end), which is ascending; -1 where it does not. */
function placeOf(tokens: Uint16Array, token: TokenId, start: number, end: number): number {
  let [low, high] = [start, end];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (tokens[middle]! < token) low = middle + 1;
    else high = middle;
  }
  return low < end && tokens[low] === token ? low : -1;
}
