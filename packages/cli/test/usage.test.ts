/** What `wick` says to wrong usage and unusable files: one clear line, the exit code, and nothing touched. */
import assert from 'node:assert/strict';
import { chmodSync, mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { type RunOptions, temporaryFolder, wick } from './wick.ts';

const folder = temporaryFolder();

function file(name: string, content: string | Uint8Array): string {
  const path = join(folder, name);
  writeFileSync(path, content);
  return path;
}

/** Expects exit code and a single line on stderr that matches. */
async function fails(
  args: readonly string[],
  code: number,
  message: RegExp,
  options?: RunOptions,
): Promise<void> {
  const run = await wick(args, options);
  assert.equal(run.code, code, run.stderr);
  assert.match(run.stderr, message);
  assert.equal(run.stdout, '');
  assert.match(run.stderr, /^wick: [^\n]+\n(?:\(wick --help shows how\)\n)?$/);
}

test('help and version are there, for every command, with examples and exit codes', async () => {
  const { code, stdout } = await wick(['--version']);
  assert.deepEqual([code, /^wick \d+\.\d+\.\d+\n$/.test(stdout)], [0, true]);
  for (const command of [[], ['edit'], ['undo'], ['eval', 'edits'], ['info']]) {
    const help = await wick([...command, '--help']);
    assert.equal(help.code, 0);
    assert.match(help.stdout, /Usage: wick/);
    assert.match(help.stdout, /Examples:\n {2}wick /);
    assert.match(help.stdout, /Exit codes: 0 done, 1 failed, 2 wrong usage, 3 nothing/);
  }
});

test('wrong usage ends with 2', async () => {
  const path = file('a.ts', 'let a = 1;\n');
  await fails(['edit'], 2, /missing required argument 'words'/);
  await fails(['edit', path], 2, /the instruction is empty/);
  await fails(['edit', path, 'x', '--fast'], 2, /unknown option '--fast'/);
  await fails(['polish'], 2, /unknown command 'polish'/);
  await fails(['edit', path, '  ', '--yes'], 2, /the instruction is empty; say what to change/);
  await fails(['edit', path, 'x', '--yes', '--dry-run'], 2, /exclude each other/);
  await fails(['edit', path, 'x', '--path', 'b.ts', '--yes'], 2, /use it with -/);
  await fails(['edit', path, 'x', '--yes', '--threads', '0'], 2, /threads/);
  const env = { WICK_THREADS: 'many' };
  await fails(['edit', path, 'x', '--yes'], 2, /WICK_THREADS is "many"/, { env });
  assert.equal(readFileSync(path, 'utf8'), 'let a = 1;\n');
});

test('without a terminal it does not ask: --yes or --dry-run is wanted', async () => {
  const path = file('b.ts', 'let a = 1;\n');
  await fails(['edit', path, 'x'], 2, /no terminal to ask on: add --yes .*b\.ts, or --dry-run/);
});

test('an unusable file ends with 1, its name, and what to do', async () => {
  await fails(['edit', join(folder, 'no.ts'), 'x', '--yes'], 1, /no\.ts does not exist; check/);
  mkdirSync(join(folder, 'sub'));
  await fails(
    ['edit', join(folder, 'sub'), 'x', '--yes'],
    4,
    /no file in .*sub has what the instr/,
  );
  const binary = file('b.bin', Uint8Array.of(1, 0, 2));
  await fails(['edit', binary, 'x', '--yes'], 1, /b\.bin is a binary file/);
  const latin = file('latin.ts', Uint8Array.of(0x61, 0xe9, 0x62));
  await fails(['edit', latin, 'x', '--yes'], 1, /latin\.ts is not valid UTF-8.*Save it as UTF-8/);
  await fails(['edit', '-', 'x'], 1, /stdin\.ts \(from stdin\) is not valid UTF-8/, {
    input: Uint8Array.of(0x61, 0xe9, 0x62),
  });
});

test('a file without read permission is named', {
  skip: process.getuid?.() === 0 && 'root reads all',
}, async () => {
  const path = file('secret.ts', 'let a;\n');
  chmodSync(path, 0o000);
  await fails(['edit', path, 'x', '--yes'], 1, /secret\.ts cannot be read: no permission/);
});

test('a missing model, or one that is no model, is named', async () => {
  const path = file('c.ts', 'let a = 1;\n');
  const model = join(folder, 'nowhere');
  await fails(['edit', path, 'x', '--yes', '--model', model], 1, /nowhere: there is no such model/);
  await fails(['edit', path, 'x', '--yes'], 1, /nowhere/, { env: { WICK_MODEL: model } });
  mkdirSync(join(folder, 'empty'));
  await fails(
    ['info', '--model', join(folder, 'empty')],
    1,
    /checksums\.json: the file is missing/,
  );
});

test('a failure with --json is an object too', async () => {
  const { code, stdout } = await wick(['edit', join(folder, 'no.ts'), 'x', '--yes', '--json']);
  assert.equal(code, 1);
  const result = JSON.parse(stdout);
  assert.equal(result.status, 'failed');
  assert.match(result.message, /no\.ts does not exist/);
});

test('with nothing to undo it says so and ends with 3', async () => {
  const path = file('d.ts', 'let a = 1;\n');
  await fails(['undo', path], 3, /There is no edit of .*d\.ts to undo/);
});

test('a wrong evaluation file ends with 2 and names the line', async () => {
  const rows = file('rows.jsonl', '{"id":"a"}\n');
  await fails(['eval', 'edits', rows], 2, /rows\.jsonl, line 1: "instruction" must be a text/);
  assert.ok(statSync(rows).size > 0);
});

test('where several files may be meant, they are named and none is changed', async () => {
  const project = join(folder, 'project');
  mkdirSync(project);
  const text = 'export function load() {}\n';
  for (const name of ['a', 'b', 'c', 'd', 'e']) writeFileSync(join(project, `${name}.ts`), text);
  const { code, stderr } = await wick(['edit', project, 'make load async', '--yes']);
  assert.equal(code, 4);
  assert.match(
    stderr,
    /several files in .*project may be meant; name one:\n.*a\.ts \(load\)\n.*b\.ts/,
  );
  assert.equal(readFileSync(join(project, 'a.ts'), 'utf8'), text);
  const none = await wick(['edit', 'rename nowhereToBeFound to x', '--yes'], { cwd: project });
  assert.equal(none.code, 4);
  assert.match(none.stderr, /no file here has what the instruction speaks of/);
});
