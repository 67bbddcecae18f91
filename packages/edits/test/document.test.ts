import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import {
  bodyText,
  documentText,
  dominantEnding,
  lineAtOffset,
  lineOffsets,
  parseDocument,
} from '../src/index.ts';
import { text } from './arbitraries.ts';

test('a document prints exactly the text it was parsed from', () => {
  fc.assert(fc.property(text, (content) => documentText(parseDocument(content)) === content));
});

test('any string at all survives parsing and printing', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (content) => {
      assert.equal(documentText(parseDocument(content)), content);
    }),
  );
});

test('a final newline makes an empty last line', () => {
  assert.deepEqual(parseDocument('a\nb\n').lines, ['a', 'b', '']);
  assert.deepEqual(parseDocument('a\nb').lines, ['a', 'b']);
  assert.deepEqual(parseDocument('').lines, ['']);
});

test('only \\n and \\r\\n end lines', () => {
  const { lines, endings } = parseDocument('a\rb\r\nc\u2028d\ne');
  assert.deepEqual(lines, ['a\rb', 'c\u2028d', 'e']);
  assert.deepEqual(endings, ['\r\n', '\n', '']);
});

test('the byte order mark belongs to no line', () => {
  const document = parseDocument('\uFEFFa\n');
  assert.equal(document.bom, '\uFEFF');
  assert.deepEqual(document.lines, ['a', '']);
  assert.equal(bodyText(document), 'a\n');
});

test('the dominant ending is the more frequent one, \\n on a tie', () => {
  assert.equal(dominantEnding(parseDocument('a\r\nb\r\nc\nd')), '\r\n');
  assert.equal(dominantEnding(parseDocument('a\r\nb\n')), '\n');
  assert.equal(dominantEnding(parseDocument('')), '\n');
});

test('each offset is found on the line that holds it', () => {
  fc.assert(
    fc.property(text, (content) => {
      const document = parseDocument(content);
      const offsets = lineOffsets(document);
      let offset = 0;
      for (const [line, lineText] of document.lines.entries()) {
        const length = lineText.length + document.endings[line]!.length;
        for (let i = 0; i < length; i++) assert.equal(lineAtOffset(offsets, offset + i), line);
        offset += length;
      }
      assert.equal(lineAtOffset(offsets, offset), document.lines.length - 1);
    }),
  );
});
