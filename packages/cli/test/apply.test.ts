/** `wick apply` and `wick eval apply` as processes. */
import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { EXAMPLES, NEEDS_MODEL, temporaryFolder, wick } from './wick.ts';

const CART = readFileSync(join(EXAMPLES, 'cart.ts'), 'utf8');
const SNIPPET = `// ... existing code ...
export function checkout(items: CartItem[], note = ''): string {
  // ... existing code ...
`;
const EXPECTED = CART.replace(
  'checkout(items: CartItem[])',
  "checkout(items: CartItem[], note = '')",
);

function cart(): { path: string; folder: string; read: () => string } {
  const folder = temporaryFolder();
  const path = join(folder, 'cart.ts');
  writeFileSync(path, CART);
  return { path, folder, read: () => readFileSync(path, 'utf8') };
}

test('a snippet from stdin is merged, and undo takes it back', async () => {
  const { path, read } = cart();
  const { code, stdout } = await wick(['apply', path, '--yes'], { input: SNIPPET });
  assert.equal(code, 0, stdout);
  assert.match(stdout, /^\+export function checkout\(items: CartItem\[\], note = ''\)/m);
  assert.match(stdout, /^Applied to .*cart\.ts; wick undo takes it back\.$/m);
  assert.equal(read(), EXPECTED);
  assert.equal((await wick(['undo', path])).code, 0);
  assert.equal(read(), CART);
});

test('a snippet from a file is shown, with --dry-run only', async () => {
  const { path, folder, read } = cart();
  const snippet = join(folder, 'snippet.ts');
  writeFileSync(snippet, SNIPPET);
  const { code, stdout } = await wick(['apply', path, '--snippet', snippet, '--dry-run', '--json']);
  assert.equal(code, 0, stdout);
  const result = JSON.parse(stdout);
  assert.deepEqual([result.status, result.applied, result.after], ['edited', false, EXPECTED]);
  assert.equal(read(), CART);
});

test('what fits nowhere, or would not parse, is refused, and the file left alone', async () => {
  const { path, read } = cart();
  const foreign = await wick(['apply', path, '--yes'], { input: 'const shelf = open(3);\n' });
  assert.equal(foreign.code, 4);
  assert.match(foreign.stdout, /not done\. Nothing of the snippet is in the file/);
  const cut = SNIPPET.replace('string {', 'string {{');
  const broken = await wick(['apply', path, '--yes'], { input: cut });
  assert.equal(broken.code, 4);
  assert.match(broken.stdout, /would not parse/);
  assert.equal(read(), CART);
});

test('what is there already changes nothing', async () => {
  const { path } = cart();
  const { code, stdout } = await wick(['apply', path, '--yes'], { input: CART });
  assert.equal(code, 3);
  assert.match(stdout, /nothing to change/);
});

test('wrong usage is told', async () => {
  const { path } = cart();
  const unasked = await wick(['apply', path], { input: SNIPPET });
  assert.equal(unasked.code, 2);
  assert.match(unasked.stderr, /add --yes .* or --dry-run/);
  const missing = await wick(['apply', `${path}x`, '--yes', '--json'], { input: SNIPPET });
  assert.equal(missing.code, 1);
  assert.equal(JSON.parse(missing.stdout).status, 'failed');
});

test('eval apply counts merges', NEEDS_MODEL, async () => {
  const { folder } = cart();
  const rows = join(folder, 'rows.jsonl');
  const row = { id: '1', path: 'cart.ts', before: CART, snippet: SNIPPET, after: EXPECTED };
  const wrong = { ...row, id: '2', after: CART };
  writeFileSync(rows, `${JSON.stringify(row)}\n${JSON.stringify(wrong)}\n`);
  const { code, stdout } = await wick(['eval', 'apply', rows, '--json']);
  assert.equal(code, 0, stdout);
  const report = JSON.parse(stdout);
  assert.deepEqual([report.suite, report.cases, report.exact], ['apply', 2, 1]);
  assert.equal(report.wrongRate, 0.5);
  assert.ok(report.tokensPerSecond > 1000);
});
