/** `wick plan` and `wick eval plans` as processes, with the released model. */
import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { NEEDS_MODEL, temporaryFolder, wick } from './wick.ts';

const PLAN = `# Launch

- [x] Write the announcement
- [ ] Build the login page
- [ ] Test the payment
- [ ] Invite the press
`;
const DONE = PLAN.replace('[ ] Build', '[x] Build');

function plan(): { path: string; folder: string; read: () => string } {
  const folder = temporaryFolder();
  const path = join(folder, 'PLAN.md');
  writeFileSync(path, PLAN);
  return { path, folder, read: () => readFileSync(path, 'utf8') };
}

test('a step is marked as done, and undo takes it back', NEEDS_MODEL, async () => {
  const { path, read } = plan();
  const { code, stdout } = await wick(['plan', path, 'mark step 2 as done', '--yes']);
  assert.equal(code, 0, stdout);
  assert.match(stdout, /^\+- \[x\] Build the login page$/m);
  assert.equal(read(), DONE);
  assert.equal((await wick(['undo', path])).code, 0);
  assert.equal(read(), PLAN);
});

test('- turns stdin into stdout', NEEDS_MODEL, async () => {
  const { code, stdout } = await wick(['plan', '-', 'mark step 2 as done'], { input: PLAN });
  assert.equal(code, 0, stdout);
  assert.equal(stdout, DONE);
});

test('without a terminal it needs --yes or --dry-run', async () => {
  const { path, read } = plan();
  const { code, stderr } = await wick(['plan', path, 'mark step 2 as done']);
  assert.equal(code, 2);
  assert.match(stderr, /add --yes .* or --dry-run/);
  assert.equal(read(), PLAN);
});

test('eval plans counts revisions; a row needs no path', NEEDS_MODEL, async () => {
  const { folder } = plan();
  const rows = join(folder, 'rows.jsonl');
  const row = { id: '1', instruction: 'mark step 2 as done', before: PLAN, after: DONE };
  writeFileSync(rows, `${JSON.stringify(row)}\n`);
  const { code, stdout } = await wick(['eval', 'plans', rows, '--json']);
  assert.equal(code, 0, stdout);
  const report = JSON.parse(stdout);
  assert.deepEqual([report.suite, report.cases, report.exact], ['plans', 1, 1]);
});
