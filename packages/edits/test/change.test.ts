import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import {
  applyHunks,
  composeHunks,
  diffDocuments,
  diffSequences,
  documentText,
  invertHunks,
  normalizeHunks,
  parseDocument,
  shiftAnchor,
  shiftLine,
  validateHunks,
} from '../src/index.ts';
import { document, edited, hunksFor } from './arbitraries.ts';

const runs = { numRuns: 400 };

/** A document, hunks for it, and hunks for what they make of it. */
const editedTwice = edited.chain(({ before, hunks }) => {
  const middle = applyHunks(before, hunks);
  return hunksFor(middle.lines.length).map((second) => ({ before, first: hunks, middle, second }));
});

test('inverted hunks take the change back to the last byte', () => {
  fc.assert(
    fc.property(edited, ({ before, hunks }) => {
      const inverse = invertHunks(before, hunks);
      const after = applyHunks(before, hunks);
      assert.deepEqual(applyHunks(after, inverse), before);
    }),
    runs,
  );
});

test('composed hunks do at once what the two do one after the other', () => {
  fc.assert(
    fc.property(editedTwice, ({ before, first, middle, second }) => {
      const both = composeHunks(before, first, second);
      validateHunks(both, before.lines.length);
      const expected = documentText(applyHunks(middle, second));
      assert.equal(documentText(applyHunks(before, both)), expected);
    }),
    runs,
  );
});

test('a change composed with its inverse leaves the text as it was', () => {
  fc.assert(
    fc.property(edited, ({ before, hunks }) => {
      const nothing = composeHunks(before, hunks, invertHunks(before, hunks));
      assert.deepEqual(applyHunks(before, nothing), before);
    }),
    runs,
  );
});

test('applying the difference of two documents gives the second', () => {
  fc.assert(
    fc.property(document, document, (before, other) => {
      const after = { ...other, bom: before.bom };
      const hunks = diffDocuments(before, after);
      validateHunks(hunks, before.lines.length);
      assert.equal(documentText(applyHunks(before, hunks)), documentText(after));
    }),
    runs,
  );
});

test('the difference of a document with itself is nothing', () => {
  fc.assert(fc.property(document, (same) => diffDocuments(same, same).length === 0));
});

test('the difference finds small changes in documents that share most lines', () => {
  fc.assert(
    fc.property(edited, ({ before, hunks }) => {
      const after = applyHunks(before, hunks);
      const found = diffDocuments(before, after).filter(({ endings }) => endings === undefined);
      const size = (list: typeof hunks) =>
        list.reduce((sum, { start, end, lines }) => sum + end - start + lines.length, 0);
      assert.ok(size(found) <= size(normalizeHunks(hunks, before.lines.length)));
    }),
    runs,
  );
});

test('the difference is minimal: as long as the longest common subsequence allows', () => {
  const item = fc.constantFrom('a', 'b', 'c');
  fc.assert(
    fc.property(fc.array(item, { maxLength: 14 }), fc.array(item, { maxLength: 14 }), (a, b) => {
      const changed = diffSequences(a, b).reduce(
        (sum, s) => sum + s.beforeEnd - s.beforeStart + s.afterEnd - s.afterStart,
        0,
      );
      assert.equal(changed, a.length + b.length - 2 * longestCommon(a, b));
    }),
    { numRuns: 1000 },
  );
});

/** Length of the longest common subsequence, by the textbook table. */
function longestCommon(a: readonly string[], b: readonly string[]): number {
  let row = new Array<number>(b.length + 1).fill(0);
  for (const item of a) {
    const next = [0];
    for (const [j, other] of b.entries()) {
      next.push(item === other ? row[j]! + 1 : Math.max(row[j + 1]!, next[j]!));
    }
    row = next;
  }
  return row[b.length]!;
}

test('runs of a difference ascend, do not touch, and enclose equal items', () => {
  const item = fc.constantFrom('a', 'b');
  fc.assert(
    fc.property(fc.array(item, { maxLength: 14 }), fc.array(item, { maxLength: 14 }), (a, b) => {
      let i = 0;
      let j = 0;
      for (const [index, span] of diffSequences(a, b).entries()) {
        assert.ok(index === 0 || span.beforeStart > i);
        assert.deepEqual(a.slice(i, span.beforeStart), b.slice(j, span.afterStart));
        i = span.beforeEnd;
        j = span.afterEnd;
      }
      assert.deepEqual(a.slice(i), b.slice(j));
    }),
    { numRuns: 1000 },
  );
});

test('an inserted function is one run that begins with its own first line', () => {
  const before = ['function a() {', '}', '', 'function c() {', '}'];
  const after = ['function a() {', '}', '', 'function b() {', '}', '', 'function c() {', '}'];
  assert.deepEqual(diffSequences(before, after), [
    { beforeStart: 3, beforeEnd: 3, afterStart: 3, afterEnd: 6 },
  ]);
});

test('two files of four thousand different lines are one change, found without much memory', () => {
  const before = Array.from({ length: 4_000 }, (_, i) => `a${i}`);
  const after = Array.from({ length: 4_000 }, (_, i) => `b${i}`);
  assert.equal(diffSequences(before, after).length, 1);
});

test('a change of line endings only is a change of those lines', () => {
  const before = parseDocument('a\nb\nc\n');
  const after = parseDocument('a\nb\r\nc\n');
  assert.deepEqual(diffDocuments(before, after), [
    { start: 1, end: 2, lines: ['b'], endings: ['\r\n'] },
  ]);
});

test('adding or removing the final newline is adding or removing the empty last line', () => {
  const without = parseDocument('a\nb');
  const having = parseDocument('a\nb\n');
  assert.deepEqual(diffDocuments(without, having), [{ start: 2, end: 2, lines: [''] }]);
  assert.deepEqual(diffDocuments(having, without), [{ start: 2, end: 3, lines: [] }]);
});

test('a line follows the changes around it and vanishes with its hunk', () => {
  const hunks = [
    { start: 1, end: 1, lines: ['x', 'y'] },
    { start: 3, end: 5, lines: ['z'] },
  ];
  const moved = [0, 1, 2, 3, 4, 5, 6].map((line) => shiftLine(hunks, line));
  assert.deepEqual(moved, [0, 3, 4, undefined, undefined, 6, 7]);
});

test('following a line through two changes is following it through both composed', () => {
  fc.assert(
    fc.property(editedTwice, ({ before, first, second }) => {
      const both = composeHunks(before, first, second);
      for (let line = 0; line < before.lines.length; line++) {
        const middle = shiftLine(first, line);
        const composed = shiftLine(both, line);
        // The composition may say less (it may name more lines as replaced), but never something else.
        if (composed === undefined) continue;
        assert.equal(composed, middle === undefined ? undefined : shiftLine(second, middle));
      }
    }),
    runs,
  );
});

test('a line goes back to where it was through the inverse', () => {
  fc.assert(
    fc.property(edited, ({ before, hunks }) => {
      const inverse = invertHunks(before, hunks);
      for (let line = 0; line < before.lines.length; line++) {
        const there = shiftLine(hunks, line);
        const back = there === undefined ? undefined : shiftLine(inverse, there);
        if (back !== undefined) assert.equal(back, line);
      }
    }),
    runs,
  );
});

test('a place between lines goes to the side it is told where its lines are replaced', () => {
  const hunks = [
    { start: 1, end: 1, lines: ['x', 'y'] },
    { start: 3, end: 5, lines: ['z'] },
  ];
  assert.deepEqual(
    [0, 1, 2, 3, 4, 5].map((line) => shiftAnchor(hunks, line, 'start')),
    [0, 1, 4, 5, 5, 6],
  );
  assert.deepEqual(
    [0, 1, 2, 3, 4, 5].map((line) => shiftAnchor(hunks, line, 'end')),
    [0, 3, 4, 5, 6, 6],
  );
});
