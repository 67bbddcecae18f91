import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import {
  applyHunks,
  documentText,
  type Hunk,
  HunkError,
  normalizeHunks,
  parseDocument,
  shiftLine,
  validateHunks,
} from '../src/index.ts';
import { edited } from './arbitraries.ts';

const apply = (text: string, ...hunks: Hunk[]) =>
  documentText(applyHunks(parseDocument(text), hunks));

test('a hunk replaces its lines, inserts before a line, deletes', () => {
  assert.equal(apply('a\nb\nc\n', { start: 1, end: 2, lines: ['x', 'y'] }), 'a\nx\ny\nc\n');
  assert.equal(apply('a\nb\n', { start: 1, end: 1, lines: ['x'] }), 'a\nx\nb\n');
  assert.equal(apply('a\nb\nc\n', { start: 0, end: 2, lines: [] }), 'c\n');
});

test('several hunks all speak of the lines before any of them', () => {
  const hunks = [
    { start: 0, end: 0, lines: ['0', '1'] },
    { start: 1, end: 2, lines: [] },
    { start: 3, end: 4, lines: ['z'] },
  ];
  assert.equal(apply('a\nb\nc\nd\n', ...hunks), '0\n1\na\nc\nz\n');
});

test('a replaced last line without newline stays without', () => {
  assert.equal(apply('a\nb', { start: 1, end: 2, lines: ['x'] }), 'a\nx');
  assert.equal(apply('a\nb', { start: 1, end: 2, lines: ['x', 'y'] }), 'a\nx\ny');
  assert.equal(apply('a\nb', { start: 1, end: 2, lines: [] }), 'a');
});

test('lines may be added after the last one, with or without its newline', () => {
  assert.equal(apply('a\n', { start: 1, end: 1, lines: ['b'] }), 'a\nb\n');
  assert.equal(apply('a', { start: 1, end: 1, lines: ['b'] }), 'a\nb');
  assert.equal(apply('a', { start: 1, end: 1, lines: ['b', ''] }), 'a\nb\n');
  assert.equal(apply('a\r\nb', { start: 2, end: 2, lines: ['c'] }), 'a\r\nb\r\nc');
  assert.equal(apply('', { start: 0, end: 1, lines: ['a', ''] }), 'a\n');
});

test('new lines get the ending of the line they replace, else of their neighbour', () => {
  assert.equal(apply('a\r\nb\nc\r\n', { start: 1, end: 2, lines: ['x'] }), 'a\r\nx\nc\r\n');
  assert.equal(apply('a\r\nb\nc\n', { start: 1, end: 1, lines: ['x'] }), 'a\r\nx\r\nb\nc\n');
  assert.equal(apply('a\r\nb\r\n', { start: 0, end: 0, lines: ['x'] }), 'x\r\na\r\nb\r\n');
  assert.equal(apply('a\r\nb', { start: 1, end: 2, lines: ['x', 'y'] }), 'a\r\nx\r\ny');
});

test('a byte order mark stays first, whatever happens to the first line', () => {
  assert.equal(apply('\uFEFFa\nb', { start: 0, end: 1, lines: ['x'] }), '\uFEFFx\nb');
  assert.equal(apply('\uFEFFa\nb', { start: 0, end: 1, lines: [] }), '\uFEFFb');
  assert.equal(apply('\uFEFFa', { start: 0, end: 0, lines: ['x'] }), '\uFEFFx\na');
});

test('deleting every line leaves an empty text', () => {
  assert.equal(apply('a\nb\n', { start: 0, end: 3, lines: [] }), '');
});

test('a line that ends in a lone carriage return keeps it', () => {
  const after = apply('a\r', { start: 1, end: 1, lines: ['b'] });
  assert.equal(after, 'a\r\r\nb');
  assert.deepEqual(parseDocument(after).lines, ['a\r', 'b']);
});

test('very long lines are nothing special', () => {
  const long = 'x'.repeat(5_000_000);
  assert.equal(apply(`${long}\nb\n`, { start: 1, end: 2, lines: ['c'] }), `${long}\nc\n`);
});

test('lines outside the hunks keep every byte, ending included', () => {
  fc.assert(
    fc.property(edited, ({ before, hunks }) => {
      const after = applyHunks(before, hunks);
      for (const [line, text] of before.lines.entries()) {
        const moved = shiftLine(hunks, line);
        if (moved === undefined) continue;
        assert.equal(after.lines[moved], text);
        const wasLast = line === before.lines.length - 1;
        const isLast = moved === after.lines.length - 1;
        if (!wasLast && !isLast) assert.equal(after.endings[moved], before.endings[line]);
      }
    }),
  );
});

test('an applied document is what its text parses to', () => {
  fc.assert(
    fc.property(edited, ({ before, hunks }) => {
      const after = applyHunks(before, hunks);
      assert.deepEqual(parseDocument(documentText(after)), after);
    }),
  );
});

const problems: [string, Hunk[], string][] = [
  ['a line the document does not have', [{ start: 2, end: 4, lines: [] }], 'out-of-range'],
  ['a negative line', [{ start: -1, end: 0, lines: ['x'] }], 'out-of-range'],
  ['a fraction of a line', [{ start: 0.5, end: 1, lines: ['x'] }], 'out-of-range'],
  ['an end before the start', [{ start: 2, end: 1, lines: [] }], 'reversed'],
  ['nothing for nothing', [{ start: 1, end: 1, lines: [] }], 'empty'],
  ['a line break in a line', [{ start: 1, end: 1, lines: ['a\nb'] }], 'line-break'],
  ['too few endings', [{ start: 1, end: 1, lines: ['a'], endings: [] }], 'endings'],
  [
    'hunks that overlap',
    [
      { start: 0, end: 2, lines: [] },
      { start: 1, end: 2, lines: [] },
    ],
    'not-ascending',
  ],
  [
    'hunks that touch',
    [
      { start: 0, end: 1, lines: ['x'] },
      { start: 1, end: 2, lines: [] },
    ],
    'not-ascending',
  ],
];

for (const [what, hunks, code] of problems) {
  test(`${what} is refused, naming the hunk`, () => {
    assert.throws(
      () => validateHunks(hunks, 3),
      (error) => {
        assert.ok(error instanceof HunkError);
        assert.equal(error.code, code);
        assert.equal(error.index, hunks.length - 1);
        assert.match(error.message, new RegExp(`^hunk ${hunks.length}: `));
        return true;
      },
    );
    assert.throws(() => applyHunks(parseDocument('a\nb\nc'), hunks), HunkError);
  });
}

test('touching hunks normalise to one, empty ones vanish', () => {
  const hunks = [
    { start: 0, end: 1, lines: ['x'] },
    { start: 1, end: 1, lines: [] },
    { start: 1, end: 2, lines: ['y'] },
    { start: 3, end: 3, lines: ['z'] },
  ];
  assert.deepEqual(normalizeHunks(hunks, 5), [
    { start: 0, end: 2, lines: ['x', 'y'] },
    { start: 3, end: 3, lines: ['z'] },
  ]);
});
