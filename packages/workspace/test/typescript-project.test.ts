/** What a change of one file means to its TypeScript project. */
import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { after, describe, it } from 'node:test';
import { TypeScriptProject } from '../src/index.ts';

const CART = 'export function total(prices: number[]): number {\n  return prices.length;\n}\n';
const SHOP =
  "import { total } from './cart.ts';\nexport const label: string = total([]).toFixed(2);\n";
const CONFIG = {
  compilerOptions: { strict: true, noEmit: true, allowImportingTsExtensions: true, types: [] },
  include: ['src'],
};

function project(files: Readonly<Record<string, string>>): string {
  const root = mkdtempSync(join(tmpdir(), 'wick-types-'));
  after(() => rmSync(root, { recursive: true, force: true }));
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), text);
  }
  return root;
}

const whole = { 'tsconfig.json': JSON.stringify(CONFIG), 'src/cart.ts': CART, 'src/shop.ts': SHOP };

async function problemsOf(root: string, text: string): Promise<string[]> {
  const check = await TypeScriptProject.open(join(root, 'src/cart.ts'));
  assert.ok(check);
  return check.newProblems(text).map(({ path, line, message }) => `${path}:${line + 1} ${message}`);
}

describe('TypeScriptProject', () => {
  it('finds none where a change keeps the types', async () => {
    assert.deepEqual(await problemsOf(project(whole), CART.replace('prices.length', '0')), []);
  });

  it('finds an error in the changed file, and in one that imports it', async () => {
    const root = project(whole);
    const wrong = await problemsOf(root, CART.replace('prices.length', "'none'"));
    assert.deepEqual(wrong, ["src/cart.ts:2 Type 'string' is not assignable to type 'number'."]);
    const [first, ...more] = await problemsOf(
      root,
      CART.replace('): number', '): string').replace('prices.length', "''"),
    );
    assert.match(
      first ?? '',
      /^src\/shop\.ts:2 Property 'toFixed' does not exist on type 'string'/,
    );
    assert.deepEqual(more, []);
  });

  it('does not count what was wrong before', async () => {
    const broken = { ...whole, 'src/cart.ts': `${CART}const wrong: number = 'a';\n` };
    const root = project(broken);
    assert.deepEqual(await problemsOf(root, `// one line more\n${broken['src/cart.ts']}`), []);
  });

  it('is not there for a file that no tsconfig.json takes in', async () => {
    const root = project({ ...whole, 'tools/a.ts': 'export {};\n', 'notes.md': '# a\n' });
    assert.equal(await TypeScriptProject.open(join(root, 'tools/a.ts')), undefined);
    assert.equal(await TypeScriptProject.open(join(root, 'notes.md')), undefined);
    assert.equal(await TypeScriptProject.open(join(root, 'none.ts')), undefined);
  });

  it('follows references, and lives with a broken tsconfig.json', async () => {
    const root = project({
      'tsconfig.json': JSON.stringify({ files: [], references: [{ path: './packages/a' }] }),
      'packages/a/tsconfig.base.json': '{ "compilerOptions": ',
      'packages/a/tsconfig.json': JSON.stringify({ ...CONFIG, extends: './tsconfig.base.json' }),
      'packages/a/src/cart.ts': CART,
    });
    const check = await TypeScriptProject.open(join(root, 'packages/a/src/cart.ts'));
    assert.equal(check?.newProblems(CART.replace('prices.length', "'none'")).length, 1);
    const hopeless = project({ ...whole, 'tsconfig.json': '{ "include": [' });
    const open = await TypeScriptProject.open(join(hopeless, 'src/cart.ts'));
    assert.deepEqual(open?.newProblems(CART), open && []);
  });
});

describe('isVisibleElsewhere', () => {
  it('tells exports and members from what only the file sees', async () => {
    const text = `${CART}const rate = 2;\nexport { rate };\nfunction local(own: number) {\n  return own;\n}\ninterface Box { size: number }\n`;
    const root = project({ ...whole, 'src/cart.ts': text });
    const check = await TypeScriptProject.open(join(root, 'src/cart.ts'));
    const visible = ['total', 'rate', 'size', 'prices', 'local', 'own', 'Box'].filter((name) =>
      check?.isVisibleElsewhere(name),
    );
    assert.deepEqual(visible, ['total', 'rate', 'size']);
  });
});

describe('renameElsewhere', () => {
  const renamed = async (symbol: string, line?: number) => {
    const root = project(whole);
    const check = await TypeScriptProject.open(join(root, 'src/cart.ts'));
    return { root, changes: check?.renameElsewhere(symbol, 'sum', line) ?? [], check };
  };

  it('changes the files that import the name, and then the types hold', async () => {
    const { changes, check } = await renamed('total');
    assert.deepEqual(
      changes.map(({ path, before, after }) => [path.split('/').at(-1), before, after]),
      [['shop.ts', SHOP, SHOP.replaceAll('total', 'sum')]],
    );
    const after = CART.replace('total', 'sum');
    assert.deepEqual(check?.newProblems(after, changes), []);
    assert.equal(check?.newProblems(after).length, 1, 'without them they do not');
  });

  it('changes none for a name of the file alone, or one that is not there', async () => {
    assert.deepEqual((await renamed('prices')).changes, []);
    assert.deepEqual((await renamed('absent')).changes, []);
    assert.deepEqual((await renamed('total', 1)).changes, [], 'it is not declared on that line');
  });
});
