/** The training of the intent classifier. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { SafetensorsFile } from '@wick/engine';
import { bucketOf, IntentModel } from '../../packages/assistant/src/intent/intent-model.ts';
import { type Example, scores, trainClassifier } from '../intent/classifier.ts';
import { keptRows, quantised, safetensors } from '../intent/quantised.ts';
import { Random } from '../synthesis/random.ts';

const BUCKETS = 256;
const SHAPE = { buckets: BUCKETS, heads: 3 };
const OPTIONS = { epochs: 4, rate: 0.05, dropout: 0.2, smoothing: 0.02 };
const NOISE = ['please', 'the', 'now', 'file'];

/** Head h is told by the word `w<h>` among noise. */
function examples(count: number, random: Random): Example[] {
  return Array.from({ length: count }, () => {
    const head = random.below(3);
    const words = [`w${head}`, random.pick(NOISE), random.pick(NOISE)];
    return { head, buckets: Uint32Array.from(words, (word) => bucketOf(word, BUCKETS)) };
  });
}

test('the classifier learns which cue tells which head, and its file still knows, in int8 and with the weightiest buckets alone', () => {
  const random = new Random(3);
  const losses: number[] = [];
  const weights = trainClassifier(examples(600, random), SHAPE, OPTIONS, random, (_, loss) =>
    losses.push(loss),
  );
  assert.ok(losses[3]! < 0.7 * losses[0]!, String(losses));
  const { kept, rows, weights: own } = keptRows(weights, 5);
  const { weights: small, scales } = quantised(own, 3);
  assert.ok(rows <= 5, String(rows));
  const file = safetensors(
    [
      { name: 'edit.kept', dtype: 'I8', shape: [BUCKETS / 8], data: kept },
      { name: 'edit.weights', dtype: 'I8', shape: [rows, 3], data: small },
      { name: 'edit.scales', dtype: 'F32', shape: [3], data: scales },
      { name: 'edit.bias', dtype: 'F32', shape: [3], data: weights.bias },
    ],
    { edit: JSON.stringify({ buckets: BUCKETS, rows, heads: ['a', 'b', 'c'] }) },
  );
  const model = new IntentModel(new SafetensorsFile('intent.safetensors', file));
  for (const [head, name] of ['a', 'b', 'c'].entries()) {
    const cues = [`w${head}`, 'please'];
    const buckets = Uint32Array.from(cues, (cue) => bucketOf(cue, BUCKETS));
    const all = scores(weights, buckets);
    assert.equal(all.indexOf(Math.max(...all)), head);
    assert.ok(model.classify('edit', new Set(cues))!.get(name)! > 0.8);
  }
});
