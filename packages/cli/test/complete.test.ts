/** `wick complete`, run as a process. */
import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { EXAMPLES, NEEDS_MODEL, temporaryFolder, wick } from './wick.ts';

const CART = join(EXAMPLES, 'cart.ts');

test('a place that is none is told', async () => {
  const { code, stderr } = await wick(['complete', CART]);
  assert.equal(code, 2);
  assert.match(stderr, /is no FILE:LINE:COLUMN; say, for example, src\/cart\.ts:12:8/);
});

test('a cursor outside of the text is told', NEEDS_MODEL, async () => {
  const { code, stderr } = await wick(['complete', `${CART}:9999:1`]);
  assert.equal(code, 2);
  assert.match(stderr, /cart\.ts: there is no line 9999; the last is \d+\./);
});

test('what is suggested is likely enough, and nothing is changed', NEEDS_MODEL, async () => {
  const before = readFileSync(CART, 'utf8');
  for (let line = 1; line <= 5; line++) {
    const { code, stdout } = await wick(['complete', `${CART}:${line}:1`, '--json']);
    const { insert, confidence } = JSON.parse(stdout);
    assert.equal(code, insert === '' ? 3 : 0, stdout);
    assert.ok(insert === '' ? confidence === 0 : confidence >= 0.4);
  }
  assert.equal(readFileSync(CART, 'utf8'), before);
});

test('eval complete counts suggestions and the keys they save', NEEDS_MODEL, async () => {
  const text = readFileSync(CART, 'utf8');
  const at = text.indexOf('\n') - 4;
  const row = {
    id: '1',
    path: 'cart.ts',
    prefix: text.slice(0, at),
    middle: text.slice(at, at + 4),
    suffix: text.slice(at + 4),
  };
  const rows = join(temporaryFolder(), 'rows.jsonl');
  writeFileSync(rows, JSON.stringify(row));
  const { code, stdout } = await wick(['eval', 'complete', rows, '--json']);
  assert.equal(code, 0, stdout);
  const { suite, cases, typing } = JSON.parse(stdout);
  assert.deepEqual([suite, cases, typing.keys], ['complete', 1, 4]);
  assert.ok(typing.savedPer100 >= 0 && typing.savedPer100 < 100);
});
