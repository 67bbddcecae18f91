import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { isQuestion, withoutPlace, withoutTestWish } from '../../src/chat/request-kind.ts';

describe('isQuestion', () => {
  it('tells questions from wishes', () => {
    const questions = [
      'who calls checkout?',
      'Where is CartStore defined',
      'what does cart.ts export',
      'can you show me all callers of checkout',
      'list all uses of total',
      'find the tests of checkout',
    ];
    const wishes = [
      'rename total to subtotal',
      'can you rename total to subtotal?',
      'make checkout async',
      'how about renaming total to sum?',
      'show the error message in red',
      'find a better name for x',
      'list should be exported',
    ];
    for (const words of questions) assert.ok(isQuestion(words), words);
    for (const words of wishes) assert.ok(!isQuestion(words), words);
  });
});

describe('withoutPlace', () => {
  it('takes the file away that is known, and no path that is an argument', () => {
    const cases: [string, string][] = [
      ['rename total to subtotal in src/cart.ts', 'rename total to subtotal'],
      ['in cart.ts, rename total to subtotal', 'rename total to subtotal'],
      ['rename total in the file src/cart.ts to subtotal', 'rename total to subtotal'],
      ['rename total to subtotal in `src/cart.ts`', 'rename total to subtotal'],
      ['src/cart.ts: make it async', 'make it async'],
      ['move checkout to src/cart.ts', 'move checkout to src/cart.ts'],
      ['import x from "./other.ts"', 'import x from "./other.ts"'],
      ['rename total in cart.tsx to a', 'rename total in cart.tsx to a'],
    ];
    for (const [words, left] of cases) assert.equal(withoutPlace(words, 'src/cart.ts'), left);
  });
});

describe('withoutTestWish', () => {
  it('takes the wish to run the tests apart', () => {
    const cases: [string, string, boolean][] = [
      ['make checkout async and run the tests', 'make checkout async', true],
      ['make checkout async, then run all tests.', 'make checkout async', true],
      ['run the tests', '', true],
      ['rename runTests to run', 'rename runTests to run', false],
    ];
    for (const [given, words, tests] of cases) {
      assert.deepEqual(withoutTestWish(given), { words, tests });
    }
  });
});
