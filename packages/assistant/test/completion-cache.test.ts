/** What the text around and other files say of the next token. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { bucketOf, CompletionCache, LENGTHS, TokenSequence } from '../src/completion-cache.ts';
import { WEIGHTS } from '../src/completion-weights.ts';

const SIZE = 20;

function likeliest(weights: Float64Array): number {
  return weights.indexOf(Math.max(...weights));
}

function weigh(above: number[], below: number[] = [], others: number[][] = []): Float64Array {
  const sequences = others.map((tokens) => new TokenSequence(tokens));
  return new CompletionCache(SIZE, WEIGHTS, above, below, sequences).weigh(above, 0);
}

test('the token that stood behind the same tokens is the likeliest, and more so behind more of them', () => {
  assert.equal(likeliest(weigh([1, 2, 3, 9, 9, 9, 1, 2])), 3);
  assert.equal(likeliest(weigh([1, 2, 3, 7, 2, 4, 7, 2, 5, 1, 2])), 3);
});

test('the nearer of two places says more', () => {
  const weights = weigh([1, 2, 3, 0, 0, 0, 0, 0, 0, 0, 0, 1, 2, 4, 0, 1, 2]);
  assert.ok(weights[4]! > weights[3]!);
});

test('text below the cursor and other files speak, too', () => {
  assert.equal(likeliest(weigh([1, 2], [0, 1, 2, 6])), 6);
  assert.ok(weigh([1, 2], [], [[1, 2, 8]])[8]! > 0);
  // One equal token in another file says nothing.
  assert.equal(weigh([1, 2], [], [[5, 2, 8]])[8], 0);
});

test('what was said since goes on the context', () => {
  const cache = new CompletionCache(SIZE, WEIGHTS, [1, 2, 3, 4, 0, 1], [], []);
  assert.equal(likeliest(cache.weigh([0, 1, 2, 3], 2)), 4);
});

test('numbers of equal tokens fall into their bucket', () => {
  assert.deepEqual([1, 2, 6, 9, 40].map(bucketOf), [0, 1, 4, 5, LENGTHS.length - 1]);
});
