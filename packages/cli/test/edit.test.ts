/** `wick edit`, `undo`, `eval` and `info` as processes, with the released model. */
import assert from 'node:assert/strict';
import { once } from 'node:events';
import {
  chmodSync,
  copyFileSync,
  cpSync,
  readFileSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { EXAMPLES, MODEL, NEEDS_MODEL, start, temporaryFolder, wick } from './wick.ts';

const CART = readFileSync(join(EXAMPLES, 'cart.ts'), 'utf8');
const INSTRUCTION = 'make checkout async';
const EXPECTED = CART.replace(
  'export function checkout(items: CartItem[]): string {',
  'export async function checkout(items: CartItem[]): Promise<string> {',
);

/** A copy of examples/cart.ts in a folder of its own. */
function cart(text = CART): { path: string; read: () => string; folder: string } {
  const folder = temporaryFolder();
  const path = join(folder, 'cart.ts');
  writeFileSync(path, text);
  return { path, folder, read: () => readFileSync(path, 'utf8') };
}

/** The same in a TypeScript project, with a file that imports `checkout` and has this line. */
function shop(line: string): { path: string; read: () => string; readShop: () => string } {
  const { path, read, folder } = cart();
  const config = { compilerOptions: { strict: true, types: [] }, files: ['shop.ts', 'cart.ts'] };
  writeFileSync(join(folder, 'tsconfig.json'), JSON.stringify(config));
  const other = join(folder, 'shop.ts');
  writeFileSync(other, `import { checkout } from './cart';\n${line}\n`);
  return { path, read, readShop: () => readFileSync(other, 'utf8') };
}

test("the README's example does what it says", NEEDS_MODEL, async () => {
  const { path, read } = cart();
  const { code, stdout } = await wick(['edit', path, 'rename total to subtotal', '--yes']);
  assert.equal(code, 0, stdout);
  assert.equal(
    read(),
    CART.replace(/\btotal\b/g, (word, at) => (isCode(at) ? 'subtotal' : word)),
  );
});

/** Whether the place in examples/cart.ts is not within a comment. */
function isCode(at: number): boolean {
  const lineStart = CART.lastIndexOf('\n', at) + 1;
  return !CART.slice(lineStart).startsWith('/**');
}

test('--dry-run shows the diff and the timings, and touches nothing', NEEDS_MODEL, async () => {
  const { path, read } = cart();
  const { code, stdout, stderr } = await wick(['edit', path, INSTRUCTION, '--dry-run']);
  assert.equal(code, 0, stderr);
  assert.match(stdout, /^--- a\/.*cart\.ts\n\+\+\+ b\/.*cart\.ts\n@@ /);
  assert.match(stdout, /^\+export async function checkout/m);
  assert.match(
    stdout,
    /^first token .+ m?s · total .+ m?s · \d+ tokens · [\d,]+ tokens\/s\nNot applied \(dry run\)\.\n$/m,
  );
  assert.ok(!stdout.includes('\x1b'), 'no colour where there is no terminal');
  assert.equal(read(), CART);
});

test('--yes applies, undo takes it back, twice is nothing to change', NEEDS_MODEL, async () => {
  const { path, read, folder } = cart();
  const applied = await wick(['edit', path, 'make', 'checkout', 'async', '--yes']);
  assert.equal(applied.code, 0, applied.stderr);
  assert.match(applied.stdout, /Applied to .*cart\.ts; wick undo takes it back\.\n$/);
  assert.equal(read(), EXPECTED);
  const again = await wick(['edit', path, INSTRUCTION, '--yes']);
  assert.equal(again.code, 3, again.stdout);
  assert.match(again.stdout, /nothing to change/);
  const undone = await wick(['undo'], { cwd: folder });
  assert.equal(undone.code, 0, undone.stderr);
  assert.match(undone.stdout, /Undone: "make checkout async" in .*cart\.ts\.\n$/);
  assert.equal(read(), CART);
});

test('--json prints exactly one object', NEEDS_MODEL, async () => {
  const { path, read } = cart();
  const { code, stdout } = await wick(['edit', path, INSTRUCTION, '--yes', '--json']);
  assert.equal(code, 0);
  const result = JSON.parse(stdout);
  assert.deepEqual(
    [result.status, result.applied, result.after, result.path, result.instruction],
    ['edited', true, EXPECTED, path, INSTRUCTION],
  );
  for (const key of ['firstTokenMs', 'totalMs', 'tokens', 'tokensPerSecond', 'promptTokens']) {
    assert.ok(result[key] > 0, key);
  }
  assert.match(result.diff, /^--- a\//);
  assert.equal(read(), EXPECTED);
});

test('- turns stdin into stdout; the rest goes to stderr', NEEDS_MODEL, async () => {
  const text = CART.replaceAll('\n', '\r\n');
  const run = await wick(['edit', '-', INSTRUCTION, '--path', 'cart.ts'], { input: text });
  assert.equal(run.code, 0, run.stderr);
  assert.equal(run.stdout, EXPECTED.replaceAll('\n', '\r\n'));
  assert.match(run.stderr, /\+export async function checkout/);
});

test('where nothing is changed, - passes the text through', NEEDS_MODEL, async () => {
  const run = await wick(['edit', '-', INSTRUCTION, '--path', 'cart.ts'], { input: EXPECTED });
  assert.equal(run.code, 3, run.stderr);
  assert.equal(run.stdout, EXPECTED);
});

test('the number of threads changes nothing but the speed', NEEDS_MODEL, async () => {
  const { path } = cart();
  const runs = ['1', '2', '64'].map(async (threads) => {
    const args = ['edit', path, INSTRUCTION, '--dry-run', '--json'];
    const { code, stdout } = await wick(args, { env: { WICK_THREADS: threads } });
    assert.equal(code, 0);
    const { answer, confidence } = JSON.parse(stdout);
    return { answer, confidence };
  });
  const [one, two, many] = await Promise.all(runs);
  assert.deepEqual(two, one);
  assert.deepEqual(many, one);
});

test('colours can be forced and forbidden', NEEDS_MODEL, async () => {
  const { path } = cart();
  const args = ['edit', path, INSTRUCTION, '--dry-run'];
  const forced = await wick(args, { env: { FORCE_COLOR: '1' } });
  assert.ok(forced.stdout.includes('\x1b[32m+export async function checkout'));
  const both = await wick(args, { env: { FORCE_COLOR: '1', NO_COLOR: '1' } });
  assert.ok(!both.stdout.includes('\x1b'));
});

test('a read-only file is shown the edit, but not written', NEEDS_MODEL, async () => {
  const { path, read } = cart();
  chmodSync(path, 0o444);
  const { code, stderr } = await wick(['edit', path, INSTRUCTION, '--yes']);
  assert.equal(code, 1);
  assert.match(stderr, /cart\.ts is read-only; nothing was written/);
  assert.equal(read(), CART);
});

test('a file over the context limit tells its size and what fits', NEEDS_MODEL, async () => {
  const wide = `const a = [${"'some text that is long', 12345, ".repeat(900)}];\n`;
  const { path, read } = cart(wide);
  const { code, stderr } = await wick(['edit', path, INSTRUCTION, '--yes']);
  assert.equal(code, 1);
  assert.match(stderr, /^wick: .*cart\.ts has [\d,]+ tokens and at most [\d,]+ fit/);
  assert.equal(read(), wide);
});

test('a long file is narrowed to what the instruction speaks of', NEEDS_MODEL, async () => {
  const { path, read } = cart(`${'// a line that nobody speaks of\n'.repeat(3000)}${CART}`);
  const { code, stdout } = await wick(['edit', path, 'rename total to subtotal', '--yes']);
  assert.equal(code, 0, stdout);
  assert.match(read(), /^ {2}let subtotal = 0;$/m);
});

test('a damaged model is refused by the name of the file', NEEDS_MODEL, async () => {
  const { path, read, folder } = cart();
  const model = join(folder, 'model');
  cpSync(MODEL, model, { recursive: true });
  truncateSync(join(model, 'model.safetensors'), 100_000);
  const truncated = await wick(['edit', path, INSTRUCTION, '--yes', '--model', model]);
  assert.equal(truncated.code, 1);
  assert.match(
    truncated.stderr,
    /^wick: .*model\.safetensors: was altered or is incomplete[^\n]*\n$/,
  );
  copyFileSync(join(MODEL, 'model.safetensors'), join(model, 'model.safetensors'));
  writeFileSync(join(model, 'config.json'), '{}');
  const altered = await wick(['edit', path, INSTRUCTION, '--yes', '--model', model]);
  assert.match(altered.stderr, /config\.json: was altered/);
  assert.equal(read(), CART);
});

test('Ctrl-C while decoding ends at once with 130', NEEDS_MODEL, async () => {
  const { folder } = cart();
  const rows = join(folder, 'rows.jsonl');
  const row = { instruction: INSTRUCTION, path: 'cart.ts', before: CART, after: EXPECTED };
  const lines = Array.from({ length: 2000 }, (_, id) => JSON.stringify({ id: `${id}`, ...row }));
  writeFileSync(rows, lines.join('\n'));
  const child = start(['eval', 'edits', rows]);
  await once(child.stderr!, 'data');
  const sent = performance.now();
  child.kill('SIGINT');
  const [code] = await once(child, 'exit');
  assert.equal(code, 130);
  // 100 ms on a quiet machine; tests share theirs with other tests.
  assert.ok(performance.now() - sent < 1000, 'ended in time');
});

test('Ctrl-C leaves the file as it was, or wholly changed', NEEDS_MODEL, async () => {
  for (const delay of [50, 300, 600, 900]) {
    const { path, read } = cart();
    const child = start(['edit', path, INSTRUCTION, '--yes']);
    child.stdin?.end();
    const exit = once(child, 'exit');
    await Promise.race([exit, new Promise((resolve) => setTimeout(resolve, delay))]);
    child.kill('SIGINT');
    const [code] = await exit;
    assert.ok([CART, EXPECTED].includes(read()), read());
    if (code === 0) assert.equal(read(), EXPECTED);
  }
});

test('eval prints one object, and one row for each case where asked', NEEDS_MODEL, async () => {
  const { folder } = cart();
  const rows = join(folder, 'rows.jsonl');
  const row = { kind: 'make-async', instruction: INSTRUCTION, path: 'cart.ts', before: CART };
  const wrong = { ...row, id: 'w', kind: 'other', after: `${EXPECTED}\n` };
  const right = { ...row, id: 'r', after: EXPECTED };
  const more = { ...row, id: 'x', after: EXPECTED };
  writeFileSync(rows, [right, wrong, more].map((r) => JSON.stringify(r)).join('\n'));
  const out = join(folder, 'out.jsonl');
  const args = ['eval', 'edits', rows, '--json', '--limit', '2', '--out', out];
  const { code, stdout, stderr } = await wick(args);
  assert.equal(code, 0, stderr);
  const report = JSON.parse(stdout);
  assert.deepEqual(
    [report.suite, report.cases, report.exact, report.wrongRate, report.parseRate],
    ['edits', 2, 1, 0.5, 1],
  );
  assert.deepEqual(report.byKind['make-async'].exactRate, 1);
  const cases = readFileSync(out, 'utf8')
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line));
  assert.deepEqual(
    cases.map(({ id, judgement, produced }) => [id, judgement, produced === EXPECTED]),
    [
      ['r', 'exact', true],
      ['w', 'wrong', true],
    ],
  );
  assert.match(stderr, /2\/2 cases, 50\.0% exact\n$/);
});

test('info tells the model, the kernel, the memory and the bandwidth', NEEDS_MODEL, async () => {
  const { code, stdout } = await wick(['info', '--json', '--threads', '1']);
  assert.equal(code, 0);
  const info = JSON.parse(stdout);
  assert.equal(info.threads, 1);
  assert.ok(info.model.bytes > 1e6 && info.contextTokens >= 1024);
  assert.ok(info.memory.kvCacheBytes > 0 && info.readBandwidth.gigabytesPerSecond > 0);
  const deepest = info.memory.kvCacheDepths.at(-1)!;
  assert.ok(deepest.tokens === 131_072 && deepest.bytes <= 64e6);
  assert.ok(info.kernelReason.includes(info.kernel));
});

test(
  'in a TypeScript project an edit that adds type errors needs --force',
  NEEDS_MODEL,
  async () => {
    const { path, read } = shop('export const receipt: string = checkout([]);');
    const declined = await wick(['edit', path, INSTRUCTION, '--yes']);
    assert.equal(declined.code, 4, declined.stdout);
    assert.match(declined.stdout, /type error at shop\.ts:2: .*Promise<string>.* --force shows it/);
    assert.match(declined.stdout, / · types /);
    assert.equal(read(), CART);
    const forced = await wick(['edit', path, INSTRUCTION, '--yes', '--force']);
    assert.equal(forced.code, 0, forced.stdout);
    assert.equal(read(), EXPECTED);
  },
);

test(
  'in a TypeScript project a rename goes on in other files, and undo takes it back',
  NEEDS_MODEL,
  async () => {
    const { path, read, readShop } = shop('export const receipt = checkout([]);');
    const before = readShop();
    const { code, stdout } = await wick(['edit', path, 'rename checkout to payNow', '--yes']);
    assert.equal(code, 0, stdout);
    assert.match(stdout, /^Applied to .*cart\.ts and 1 other file; wick undo takes it back\.$/m);
    assert.equal(readShop(), before.replaceAll('checkout', 'payNow'));
    assert.match(read(), /function payNow\(/);
    const undone = await wick(['undo', path]);
    assert.match(undone.stdout, /Undone: .* and 1 other file\.$/m);
    assert.equal(read(), CART);
    assert.equal(readShop(), before);
  },
);
