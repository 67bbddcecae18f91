/** Somebody who types with suggestions. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { keysAlone, keysFor, suggestWords } from '../src/evaluation/typing.ts';

test('a right suggestion is taken with one key, a wrong one passed over', async () => {
  const suggest = (typed: string) => ({ re: 'turn total;', r: 'eturn 1;' })[typed] ?? '';
  assert.equal(await keysFor('return total;', suggest), 3);
  assert.equal(await keysFor('return', () => 'x'), 6);
  assert.equal(await keysFor('ab', () => 'b'), 2);
  assert.equal(await keysFor('', () => 'anything'), 0);
});

test('a line break and its indentation are one key', () => {
  assert.equal(keysAlone('a\n    b'), 3);
  assert.equal(keysAlone('a\r\n\tb'), 3);
  assert.equal(keysAlone('👍'), 1);
});

test('words of the document are suggested once they are begun, the nearest above first', async () => {
  const suggest = suggestWords(
    'const subtotal = 1; const subtract = 2; s',
    ' // substance',
    'nearest',
  );
  assert.equal(await suggest(''), 'ubtract');
  assert.equal(await suggest('ubto'), 'tal');
  assert.equal(await suggest('ubs'), 'tance');
  assert.equal(await suggest('ubtotal '), '');
  assert.equal(await suggest('ubtotal + q'), '');
});

test('an editor without settings suggests them by name', async () => {
  const suggest = suggestWords(
    'const subtract = 2; const Submit = 1; s',
    ' // substance',
    'alphabetical',
  );
  assert.equal(await suggest(''), 'ubstance');
  assert.equal(await suggest('ubt'), 'ract');
  assert.equal(await suggest('x'), '');
});

test('words of other open documents are suggested, too', async () => {
  const suggest = suggestWords('const total = 1; s', '', 'alphabetical', 'sorted(); submit();');
  assert.equal(await suggest(''), 'orted');
  assert.equal(await suggest('u'), 'bmit');
});
