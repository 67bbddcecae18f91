/**
 * Counts which token follows which in the corpus, for completions (packages/assistant/src/completion-ngrams.ts).
 *
 *     node scripts/node24.mjs training/completions/ngrams.ts [--model model]
 *
 * In:  the training packages' sources, and the model's tokenizer.
 * Out: ngrams.safetensors in the model's folder, and its entry in checksums.json. To be run again after an export, which
 *      writes checksums.json anew; without the entry completions do without. Takes half a minute.
 *
 * Kept are the n-grams of up to four tokens that occur often enough; each has its share of what follows on its beginning,
 * less a discount (absolute discounting: Ney, Essen and Kneser 1994), as a logarithm in a byte.
 */
import { createHash } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { Model, type TokenId } from '@wick/engine';
import {
  NGRAM_FILE,
  NGRAM_ORDERS,
  toByte,
} from '../../packages/assistant/src/completion-ngrams.ts';
import { lineTokens } from '../../packages/assistant/src/line-tokens.ts';
import { Vocabulary } from '../../packages/assistant/src/vocabulary.ts';
import { readCorpus } from '../corpus/read.ts';
import { safetensors, type Tensor } from '../intent/quantised.ts';

/** Of n-grams of two, three and four tokens: how often one must occur. Less often means more of longer ones, so the file stays small. */
const LEAST_COUNTS = [5, 10, 10] as const;
const DISCOUNT = 0.75;
/** A key holds four tokens, exactly in a double. */
const TOKEN_RANGE = 2 ** 13;

async function main(): Promise<void> {
  const { values } = parseArgs({ options: { model: { type: 'string', default: 'model' } } });
  const model = await Model.load(values.model);
  const vocabulary = new Vocabulary(model.tokenizer);
  const tokens = streamOf(vocabulary);
  const { vocabSize } = model.config;
  const tensors = tensorsOf(tokens, vocabSize);
  const bytes = safetensors(tensors, { vocabulary: String(vocabSize) });
  writeFileSync(join(values.model, NGRAM_FILE), bytes);
  const checksumsFile = join(values.model, 'checksums.json');
  const checksums = JSON.parse(readFileSync(checksumsFile, 'utf8')) as Record<string, string>;
  checksums[NGRAM_FILE] = createHash('sha256').update(bytes).digest('hex');
  writeFileSync(checksumsFile, `${JSON.stringify(checksums, undefined, 2)}\n`);
  console.error(`${tokens.length} tokens read, ${bytes.length} bytes written`);
}

/** The tokens of all files, each line behind a newline token. */
function streamOf(vocabulary: Vocabulary): Uint16Array {
  const tokens: TokenId[] = [];
  for (const { text } of readCorpus('train')) {
    for (const line of text.split('\n')) {
      tokens.push(vocabulary.newline);
      for (const token of lineTokens(vocabulary, line)) tokens.push(token);
    }
    tokens.push(vocabulary.newline, vocabulary.end);
  }
  return Uint16Array.from(tokens);
}

interface Counted {
  /** Ascending. */
  readonly keys: Float64Array;
  readonly counts: Uint32Array;
}

function tensorsOf(tokens: Uint16Array, vocabSize: number): Tensor[] {
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

await main();
