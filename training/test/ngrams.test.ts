/** Which token follows which at large, read from a table that is written as the release's. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { SafetensorsFile } from '@wick/engine';
import { NgramTable } from '../../packages/assistant/src/completion-ngrams.ts';
import { ngramTensors } from '../completions/count.ts';
import { safetensors } from '../intent/quantised.ts';

const SIZE = 10;
// 1 2 3 again and again, now and then 1 2 4.
const TEXT = Uint16Array.from(
  Array.from({ length: 400 }, (_, i) => (i % 4 === 3 ? [1, 2, 4, 5] : [1, 2, 3, 5])).flat(),
);

function likely(context: number[]): Float64Array {
  const file = new SafetensorsFile('ngrams', safetensors(ngramTensors(TEXT, SIZE), {}));
  const sums = new Float64Array(SIZE);
  new NgramTable(file, SIZE).add(context, 1, sums);
  return sums;
}

test('a token is as likely as it follows in the text', () => {
  const behind = likely([5, 1, 2]);
  assert.ok(Math.abs(behind[3]! - 0.75) < 0.05, `${behind[3]}`);
  assert.ok(Math.abs(behind[4]! - 0.25) < 0.05, `${behind[4]}`);
});

test('what never stood in the text is as likely as its end says', () => {
  assert.ok(likely([9, 9, 1])[2]! > 0.9);
  assert.ok(Math.abs(likely([9])[1]! - 0.25) < 0.02);
});

test('probabilities add up to about 1', () => {
  for (const context of [[], [1], [5, 1], [5, 1, 2], [3, 3, 3]]) {
    const sum = likely(context).reduce((total, each) => total + each, 0);
    assert.ok(Math.abs(sum - 1) < 0.05, `${context}: ${sum}`);
  }
});
