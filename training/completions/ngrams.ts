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
import { NGRAM_FILE } from '../../packages/assistant/src/completion-ngrams.ts';
import { lineTokens } from '../../packages/assistant/src/line-tokens.ts';
import { Vocabulary } from '../../packages/assistant/src/vocabulary.ts';
import { readCorpus } from '../corpus/read.ts';
import { safetensors } from '../intent/quantised.ts';
import { ngramTensors } from './count.ts';

async function main(): Promise<void> {
  const { values } = parseArgs({ options: { model: { type: 'string', default: 'model' } } });
  const model = await Model.load(values.model);
  const vocabulary = new Vocabulary(model.tokenizer);
  const tokens = streamOf(vocabulary);
  const { vocabSize } = model.config;
  const tensors = ngramTensors(tokens, vocabSize);
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

await main();
