/** Line numbers in instructions. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { splitLineReferences } from '../src/line-references.ts';

/** The parts in short: a line number in brackets. */
function split(instruction: string): string {
  return splitLineReferences(instruction)
    .map((part) => (typeof part === 'string' ? part : `[${part.line}]`))
    .join('');
}

test('the usual ways to name a line are found', () => {
  assert.equal(split('delete line 12'), 'delete line [12]');
  assert.equal(split('Line 12: make it 3'), 'Line [12]: make it 3');
  assert.equal(split('see L7'), 'see L[7]');
  assert.equal(split('cart.ts#L7'), 'cart.ts#L[7]');
  assert.equal(split('on ln 3 and l. 5'), 'on ln [3] and l. [5]');
  assert.equal(split('line no. 4, line #5'), 'line no. [4], line #[5]');
});

test('ranges and lists go on', () => {
  assert.equal(split('lines 3-7'), 'lines [3]-[7]');
  assert.equal(split('lines 3 to 7'), 'lines [3] to [7]');
  assert.equal(split('from line 3 through line 7'), 'from line [3] through line [7]');
  assert.equal(split('lines 3, 5 and 9 too'), 'lines [3], [5] and [9] too');
  assert.equal(split('L3-L7'), 'L[3]-L[7]');
});

test('other numbers stay text', () => {
  for (const text of [
    'set the timeout to 12',
    'the deadline 12',
    'call html5',
    'line 1.5 thick',
    'make it 80 lines',
    'rename `line 12` to x',
    'say "see line 3" instead',
    'use 90% on line',
  ]) {
    assert.equal(split(text), text);
  }
});

test('the pieces give the instruction back', () => {
  const word = fc.constantFrom('line', 'lines', 'L', 'to', '-', ',', ' ', '"', '`', '12', '3', 'x');
  fc.assert(
    fc.property(fc.array(word, { maxLength: 12 }), (words) => {
      const text = words.join('');
      const joined = splitLineReferences(text)
        .map((part) => (typeof part === 'string' ? part : String(part.line)))
        .join('');
      // A number is given as a value, so leading zeros may go; there are none in these words.
      assert.equal(joined, text);
    }),
  );
});
