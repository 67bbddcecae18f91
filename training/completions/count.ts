/**
 * Counts n-grams of tokens, and lays those that occur often enough out as packages/assistant/src/completion-ngrams.ts reads
 * them. Pure.
 */
import { NGRAM_ORDERS, toByte } from '../../packages/assistant/src/completion-ngrams.ts';
import type { Tensor } from '../intent/quantised.ts';

/** Of n-grams of two, three and four tokens: how often one must occur. Less often means more of longer ones, so the file stays small. */
const LEAST_COUNTS = [5, 10, 10] as const;
const DISCOUNT = 0.75;
/** A key holds four tokens, exactly in a double. */
const TOKEN_RANGE = 2 ** 13;

interface Counted {
  /** Ascending. */
  readonly keys: Float64Array;
  readonly counts: Uint32Array;
}

/** The table of a text of tokens, each below `vocabSize`. */
export function ngramTensors(tokens: Uint16Array, vocabSize: number): Tensor[] {
  const single = new Uint32Array(vocabSize);
  for (const token of tokens) single[token]!++;
  const unigrams = Uint8Array.from(single, (count) => toByte(count / tokens.length));
  const tensors: Tensor[] = [
    { name: 'unigrams', dtype: 'I8', shape: [vocabSize], data: signed(unigrams) },
  ];
  // Of the order before.
  let kept: Counted = { keys: Float64Array.from(single.keys()), counts: single };
  for (let order = 2; order <= NGRAM_ORDERS; order++) {
    const own = keep(countGrams(tokens, order), LEAST_COUNTS[order - 2]!);
    const children = new Uint16Array(kept.keys.length);
    const shares = new Uint8Array(own.keys.length);
    let parent = 0;
    own.keys.forEach((key, row) => {
      const beginning = Math.floor(key / TOKEN_RANGE);
      while (kept.keys[parent]! < beginning) parent++;
      children[parent]!++;
      shares[row] = toByte((own.counts[row]! - DISCOUNT) / kept.counts[parent]!);
    });
    const last = Uint16Array.from(own.keys, (key) => key % TOKEN_RANGE);
    tensors.push(
      {
        name: `children.${order - 1}`,
        dtype: 'I8',
        shape: [children.length, 2],
        data: signed(children),
      },
      { name: `tokens.${order}`, dtype: 'I8', shape: [last.length, 2], data: signed(last) },
      { name: `shares.${order}`, dtype: 'I8', shape: [shares.length], data: signed(shares) },
    );
    kept = own;
  }
  return tensors;
}

function countGrams(tokens: Uint16Array, order: number): Counted {
  const grams = new Float64Array(tokens.length - order + 1);
  for (let at = 0; at < grams.length; at++) {
    let key = 0;
    for (let i = 0; i < order; i++) key = key * TOKEN_RANGE + tokens[at + i]!;
    grams[at] = key;
  }
  grams.sort();
  const keys: number[] = [];
  const counts: number[] = [];
  for (const key of grams) {
    if (keys.at(-1) === key) counts[counts.length - 1]!++;
    else {
      keys.push(key);
      counts.push(1);
    }
  }
  return { keys: Float64Array.from(keys), counts: Uint32Array.from(counts) };
}

function keep({ keys, counts }: Counted, least: number): Counted {
  const isKept = (_: number, i: number) => counts[i]! >= least;
  return { keys: keys.filter(isKept), counts: counts.filter((count) => count >= least) };
}

/** The bytes, little-endian. */
function signed(values: Uint8Array | Uint16Array): Int8Array {
  return new Int8Array(values.buffer, values.byteOffset, values.byteLength);
}
