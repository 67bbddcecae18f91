/** Where recent changes could be made again. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type RecentEdit, repetitionsOf } from '../src/index.ts';

/** `line: new text (times, alike)` of each place. */
function places(lines: readonly string[], ...edits: RecentEdit[]): string[] {
  return repetitionsOf(lines, edits).map(
    ({ hunk, times, alike }) => `${hunk.start}: ${hunk.lines.join('|')} (${times}, ${alike})`,
  );
}

test('what was replaced is replaced in the other lines that have it', () => {
  const lines = ['const sum = 1;', 'use(total);', 'summary(total, total + 1);', 'other();'];
  const edit = { before: 'const total = 1;', after: 'const sum = 1;' };
  assert.deepEqual(places(lines, edit), [
    '1: use(sum); (1, 0)',
    '2: summary(sum, sum + 1); (1, 0)',
  ]);
});

test('names, numbers and strings are replaced whole', () => {
  const edit = { before: 'a = 1;', after: 'a = 2;' };
  assert.deepEqual(places(['x = 10;', "x = '1';", 'x1 = y;'], edit), []);
});

test('the neighbours that are the same are counted, and how often it was done', () => {
  const edits = ['a', 'b'].map((name) => ({ before: `${name}.old(1);`, after: `${name}.new(1);` }));
  assert.deepEqual(places(['c.old(2);', 'old;'], ...edits), [
    '0: c.new(2); (2, 2)',
    '1: new; (2, 0)',
  ]);
});

test('what was only put in needs both neighbours, and is not put in twice', () => {
  const edit = { before: 'f(a, b);', after: 'f(a, b, c);' };
  assert.deepEqual(places(['f(a, b);', 'f(a, b, c);', 'g(b);'], edit), [
    '0: f(a, b, c); (1, 2)',
    '2: g(b, c); (1, 2)',
  ]);
});

test('lines that came or went are no change within lines', () => {
  assert.deepEqual(places(['a;', 'b;'], { before: 'a;', after: 'a;\nb;' }), []);
  assert.deepEqual(places([], { before: '', after: '' }), []);
});
