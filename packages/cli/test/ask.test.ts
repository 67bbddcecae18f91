/** `wick ask` and `wick eval questions` as processes, with the released model. */
import assert from 'node:assert/strict';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { NEEDS_MODEL, temporaryFolder, wick } from './wick.ts';

/** A project of two files. */
function project(): string {
  const folder = temporaryFolder();
  mkdirSync(join(folder, 'src'));
  writeFileSync(join(folder, 'src/cart.ts'), 'export function checkout() {\n  return 1;\n}\n');
  writeFileSync(
    join(folder, 'src/shop.ts'),
    "import { checkout } from './cart.ts';\n\ncheckout();\n",
  );
  return folder;
}

test('a question is answered with places and their lines', NEEDS_MODEL, async () => {
  const { code, stdout } = await wick(['ask', 'who calls checkout?', '--in', project()]);
  assert.equal(code, 0, stdout);
  assert.match(
    stdout,
    /^all calls of a function: checkout · 1 place\nsrc\/shop\.ts:3 {2}checkout\(\);\n/,
  );
  assert.match(stdout, /tokens\/s\n$/);
});

test('--json prints one object, with lines from 1', NEEDS_MODEL, async () => {
  const asked = ['ask', 'go to the definition of checkout', '--in', project(), '--json'];
  const { code, stdout } = await wick(asked);
  assert.equal(code, 0, stdout);
  const answer = JSON.parse(stdout);
  assert.equal(answer.status, 'answered');
  assert.deepEqual(answer.citations, [
    { path: 'src/cart.ts', line: 1, text: 'export function checkout() {' },
  ]);
});

test('"this file" is the one that --file names', NEEDS_MODEL, async () => {
  const folder = project();
  const file = join(folder, 'src/cart.ts');
  const asked = ['ask', 'what does this file export?', '--in', folder, '--file', file];
  const { code, stdout } = await wick(asked);
  assert.equal(code, 0, stdout);
  assert.match(stdout, /^src\/cart\.ts:1 /m);
});

test('a name that is not there is told', NEEDS_MODEL, async () => {
  const { code, stdout } = await wick(['ask', 'who calls checkOutt?', '--in', project()]);
  assert.equal(code, 4, stdout);
  assert.match(
    stdout,
    /^Not answered\. Nothing here is called `checkOutt`\. Did you mean `checkout`\?/,
  );
});

test('wrong usage is told', async () => {
  const folder = project();
  const none = await wick(['ask', 'who calls checkout?', '--in', join(folder, 'none')]);
  assert.equal(none.code, 2);
  assert.match(none.stderr, /none is no folder/);
  const outside = await wick(['ask', 'outline', '--in', join(folder, 'src'), '--file', folder]);
  assert.equal(outside.code, 2);
  const empty = await wick(['ask', ' ', '--json']);
  assert.equal(empty.code, 2);
  assert.equal(JSON.parse(empty.stdout).status, 'failed');
});

test('eval questions counts answers', NEEDS_MODEL, async () => {
  const folder = project();
  const rows = join(folder, 'rows.jsonl');
  const right = { id: '1', question: 'who calls checkout?', answers: ['src/shop.ts:3'] };
  const wrong = { ...right, id: '2', answers: ['src/cart.ts:1'] };
  writeFileSync(rows, `${JSON.stringify(right)}\n${JSON.stringify(wrong)}\n`);
  const { code, stdout } = await wick(['eval', 'questions', rows, '--root', folder, '--json']);
  assert.equal(code, 0, stdout);
  const report = JSON.parse(stdout);
  assert.deepEqual([report.suite, report.cases, report.exact], ['questions', 2, 1]);
  assert.equal(report.wrongRate, 0.5);
});
