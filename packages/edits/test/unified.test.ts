import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { unifiedDiff } from '../src/index.ts';
import { text } from './arbitraries.ts';

test('a change is shown with three lines of context and its ranges', () => {
  const before = '1\n2\n3\n4\n5\n6\n7\n8\n9\n';
  const expected = [
    '--- a/n.txt',
    '+++ b/n.txt',
    '@@ -2,7 +2,8 @@',
    ' 2',
    ' 3',
    ' 4',
    '-5',
    '+five',
    '+and a half',
    ' 6',
    ' 7',
    ' 8',
    '',
  ].join('\n');
  assert.equal(unifiedDiff('n.txt', before, before.replace('5\n', 'five\nand a half\n')), expected);
});

test('changes up to six lines apart share a group, farther ones do not', () => {
  const lines = Array.from({ length: 20 }, (_, i) => `${i}`);
  const change = (...changed: number[]) =>
    `${lines.map((line, i) => (changed.includes(i) ? `${line}!` : line)).join('\n')}\n`;
  const groups = (...changed: number[]) =>
    unifiedDiff('f', change(), change(...changed)).match(/^@@/gm)?.length;
  assert.equal(groups(3, 10), 1);
  assert.equal(groups(3, 11), 2);
});

test('a missing final newline is said', () => {
  assert.equal(
    unifiedDiff('f', 'a\nb', 'a\nc\n', { labels: ['old', 'new'] }),
    '--- old\n+++ new\n@@ -1,2 +1,2 @@\n a\n-b\n\\ No newline at end of file\n+c\n',
  );
});

test('empty files have the ranges that patch expects', () => {
  assert.match(unifiedDiff('f', '', 'a\n'), /^@@ -0,0 \+1 @@$/m);
  assert.match(unifiedDiff('f', 'a\nb\n', ''), /^@@ -1,2 \+0,0 @@$/m);
});

test('equal texts have no difference to show', () => {
  assert.equal(unifiedDiff('f', 'a\n', 'a\n'), '');
});

test('the diff alone turns the old text into the new one, and back', () => {
  fc.assert(
    fc.property(text, text, fc.integer({ min: 0, max: 4 }), (before, after, context) => {
      const diff = unifiedDiff('f', before, after, { context });
      assert.equal(applyUnified(before, diff), after);
      assert.equal(applyUnified(after, reversed(diff)), before);
    }),
    { numRuns: 500 },
  );
});

/** Applies a unified diff by the letter of the format: every context and removed line must match. */
function applyUnified(before: string, diff: string): string {
  const source = before.match(/[^\n]*\n|[^\n]+$/g) ?? [];
  const out: string[] = [];
  let next = 0;
  const body = diff.match(/[^\n]*\n/g)?.slice(2) ?? [];
  for (const [index, raw] of body.entries()) {
    if (raw.startsWith('\\')) continue;
    const header = /^@@ -(\d+)(?:,(\d+))? \+(\d+)(?:,(\d+))? @@\n$/.exec(raw);
    if (header) {
      const [, start, length = '1'] = header;
      const first = length === '0' ? Number(start) : Number(start) - 1;
      while (next < first) out.push(source[next++]!);
      continue;
    }
    const line = body[index + 1]?.startsWith('\\') ? raw.slice(1, -1) : raw.slice(1);
    if (raw[0] !== '+') assert.equal(source[next++], line);
    if (raw[0] !== '-') out.push(line);
  }
  return out.join('') + source.slice(next).join('');
}

/** The diff of the opposite direction. */
function reversed(diff: string): string {
  return diff.replace(/^@@ -(\S+) \+(\S+) @@$|^[-+](?!(?:-- |\+\+ ))/gm, (match, old, fresh) => {
    if (old !== undefined) return `@@ -${fresh} +${old} @@`;
    return match === '-' ? '+' : '-';
  });
}
