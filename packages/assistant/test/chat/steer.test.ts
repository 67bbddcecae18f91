import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { followingWords, steeredWords } from '../../src/chat/steer.ts';

const RENAME = 'rename total to sum';

describe('steeredWords', () => {
  it('puts another name in the place of the one that was asked for', () => {
    const said = [
      'no, call it subtotal',
      'No. Name it subtotal!',
      'wait, subtotal instead',
      'actually use subtotal',
      'to `subtotal`, please',
      'I meant subtotal',
      'not sum but subtotal',
      'subtotal, not sum',
      'subtotal instead of sum',
    ];
    for (const words of said) {
      assert.equal(
        steeredWords(RENAME, words).replaceAll('`', ''),
        'rename total to subtotal',
        words,
      );
    }
  });

  it('leaves the rest of the request as it is', () => {
    assert.equal(
      steeredWords('rename `total` to `sum` in src/cart.ts', 'no, call it subtotal'),
      'rename `total` to `subtotal` in src/cart.ts',
    );
    assert.equal(
      steeredWords('extract lines 3-5 into a function called parse', 'call it readAll'),
      'extract lines 3-5 into a function called readAll',
    );
  });

  it('changes what is renamed where that was meant', () => {
    assert.equal(steeredWords(RENAME, 'no, price instead of total'), 'rename price to sum');
  });

  it('adds what is wanted besides, and where', () => {
    assert.equal(
      steeredWords(RENAME, 'and also make load async'),
      'rename total to sum and make load async',
    );
    assert.equal(
      steeredWords(`${RENAME}.`, 'make load async, too'),
      'rename total to sum and make load async',
    );
    assert.equal(steeredWords(RENAME, 'only in src/a.ts'), 'rename total to sum only in src/a.ts');
  });

  it('takes a request of its own for what is wanted now', () => {
    for (const words of ['make load async', 'no, make load async', 'stop. make load async']) {
      assert.equal(steeredWords(RENAME, words), 'make load async');
    }
    assert.equal(steeredWords(RENAME, 'no semicolons anywhere'), 'no semicolons anywhere');
    assert.equal(steeredWords('make load async', 'call it subtotal'), 'call it subtotal');
    assert.equal(steeredWords(RENAME, 'make it async'), 'make it async');
    assert.equal(steeredWords('', 'make it async'), 'make it async');
  });

  it('goes on with the request where nothing else is said', () => {
    assert.equal(steeredWords(RENAME, 'no wait'), RENAME);
  });
});

describe('followingWords', () => {
  it('puts right the name that was given', () => {
    assert.equal(followingWords(RENAME, 'no, call it subtotal'), 'rename sum to subtotal');
  });

  it('leaves all else alone', () => {
    for (const words of ['make it async', 'subtotal', 'rename a to b', 'call sum twice']) {
      assert.equal(followingWords(RENAME, words), words);
    }
    assert.equal(followingWords('make load async', 'call it subtotal'), 'call it subtotal');
  });
});
