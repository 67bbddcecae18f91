import assert from 'node:assert/strict';
import { test } from 'node:test';
import { applyHunks, documentText, operations, parseDocument } from '@wick/edits';
import { runOperation, runOperations } from '../src/index.ts';
import { transforms } from '../src/operations/run.ts';

test('every operation of the edit language is implemented, and no other', () => {
  assert.deepEqual(Object.keys(transforms).sort(), [...operations.keys()].sort());
});

test('several operations are one change, and lines speak of the text before all of them', async () => {
  const before = 'function f() { return 1; }\nconst a = 1;\nconst b = 2;\n';
  const calls = [
    { name: 'wrap-try', args: ['f'] },
    { name: 'change-literal', args: [1, '1', '10'] },
    { name: 'change-literal', args: [2, '2', '20'] },
    { name: 'export', args: ['b'] },
  ];
  const result = await runOperations(before, 'a.ts', calls);
  assert.ok(result.ok);
  assert.match(result.after, /const a = 10;\nexport const b = 20;\n$/);
  const applied = applyHunks(parseDocument(before), result.hunks);
  assert.equal(documentText(applied), result.after);
});

test('a line argument follows a line that an earlier operation changed', async () => {
  const calls = [
    { name: 'rename', args: ['a', 'first'] },
    { name: 'change-literal', args: [1, '2', '3'] },
    { name: 'change-literal', args: [0, '1', '4'] },
  ];
  const result = await runOperations('let a = 1;\nlet b = a + 2;\n', 'a.ts', calls);
  assert.ok(result.ok);
  assert.equal(result.after, 'let first = 4;\nlet b = first + 3;\n');
});

test('what is already done among several is passed over', async () => {
  const calls = [
    { name: 'export', args: ['a'] },
    { name: 'export', args: ['b'] },
  ];
  const result = await runOperations('export const a = 1;\nconst b = 2;\n', 'a.ts', calls);
  assert.ok(result.ok);
  assert.equal(result.after, 'export const a = 1;\nexport const b = 2;\n');
});

test('several that are all done already are refused as such', async () => {
  const calls = [
    { name: 'export', args: ['a'] },
    { name: 'make-const', args: ['a'] },
  ];
  const result = await runOperations('export const a = 1;\n', 'a.ts', calls);
  assert.ok(!result.ok);
  assert.equal(result.refusal.reason, 'already-done');
});

test('one refusal refuses all', async () => {
  const calls = [
    { name: 'export', args: ['a'] },
    { name: 'export', args: ['missing'] },
  ];
  const result = await runOperations('const a = 1;\n', 'a.ts', calls);
  assert.ok(!result.ok);
  assert.equal(result.refusal.reason, 'not-found');
});

test('an unknown operation, missing, surplus and mistyped arguments are refused in words', async () => {
  const refusal = async (name: string, ...args: (string | number)[]) => {
    const result = await runOperation('let a = 1;\n', 'a.ts', { name, args });
    assert.ok(!result.ok);
    assert.equal(result.refusal.reason, 'not-applicable');
    return result.refusal.message;
  };
  assert.match(await refusal('refactor', 'a'), /no operation named refactor/);
  assert.match(await refusal('toString'), /no operation named toString/);
  assert.match(await refusal('rename', 'a'), /needs its name/);
  assert.match(await refusal('export', 'a', 'b'), /takes 1 arguments, not 2/);
  assert.match(await refusal('export', 1), /takes text as symbol/);
  assert.match(await refusal('change-literal', '1', '1', '2'), /takes a line as line/);
});

test('only files that the compiler reads can be operated on', async () => {
  const call = { name: 'export', args: ['a'] };
  for (const path of ['notes.md', 'main.py', 'data.json', 'Makefile']) {
    const result = await runOperation('a', path, call);
    assert.ok(!result.ok);
    assert.match(result.refusal.message, new RegExp(`${path} is neither`));
  }
});

test('a file with a syntax error elsewhere can still be operated on', async () => {
  const before = 'const a = 1;\nfunction ( {\n';
  const result = await runOperation(before, 'a.ts', { name: 'export', args: ['a'] });
  assert.ok(result.ok);
  assert.equal(result.after, `export ${before}`);
});

test('a very long line is operated on like any other', async () => {
  const long = `const text = '${'x'.repeat(300_000)}'; const limit = 1;`;
  const call = { name: 'change-literal', args: [0, '1', '2'] };
  const result = await runOperation(`${long}\n`, 'a.ts', call);
  assert.ok(result.ok);
  assert.equal(result.after, `${long.replace('= 1;', '= 2;')}\n`);
});

test('lines are the document’s own where the compiler would count others', async () => {
  const before = "const a = 'x\u2028y';\rconst b = 1;\nconst c = 2;\n";
  const result = await runOperation(before, 'a.ts', {
    name: 'change-literal',
    args: [1, '2', '3'],
  });
  assert.ok(result.ok);
  assert.equal(result.after, before.replace('c = 2', 'c = 3'));
});
