/** How words that are begun go on by the document's own. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { endingOf } from '../src/recent-words.ts';

test('a begun word goes on as the nearest one does', () => {
  assert.equal(endingOf('countItems(); countLines(); count', '').rest, 'Lines');
  assert.equal(endingOf('count', '(countPages)').rest, 'Pages');
  assert.deepEqual(endingOf('nothing like th', ''), { rest: '', share: 0 });
});

test('what stood behind the same tokens goes before what is near', () => {
  const text = 'cart.total = 1; order.tax = 2; toggle(); cart.to';
  assert.equal(endingOf(text, '').rest, 'tal');
});

test('a word that is not begun is told only where the tokens before are clear', () => {
  const text = 'await store.load(key);\nawait store.load(id);\nawait store.';
  const { rest, share } = endingOf(text, '');
  assert.equal(rest, 'load');
  assert.ok(share >= 0.5);
  assert.equal(endingOf('a = b; c = ', '').rest, '');
  assert.deepEqual(endingOf('', 'x'), { rest: '', share: 0 });
});
