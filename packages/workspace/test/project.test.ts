/** Projects: which files they have, and what their code answers. */
import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { answerQuestion, listProjectFiles, Project } from '../src/index.ts';

const FILES = {
  'src/cart.ts': `import { Price } from './price.ts';

/** Things to be paid. */
export class Cart {
  readonly #prices: Price[] = [];

  add(price: Price): void {
    this.#prices.push(price);
  }

  total(): number {
    return this.#prices.reduce((sum, price) => sum + price.amount(), 0);
  }
}

export function emptyCart(): Cart {
  return new Cart();
}
`,
  'src/price.ts': `export interface Price {
  amount(): number;
}

export class FixedPrice implements Price {
  amount() {
    return 1;
  }
}

/** Reads a date in the form of a form; not for {@link FixedPrice}. */
export function parseDate(text: string): Date {
  return new Date(text);
}
`,
  'src/shop.ts': `import { emptyCart } from './cart.ts';
import { FixedPrice, parseDate } from './price.ts';

export function checkout(day: string): number {
  const cart = emptyCart();
  cart.add(new FixedPrice());
  parseDate(day);
  console.log('Thank you!');
  return cart.total();
}
`,
  'test/cart.test.ts': `import { emptyCart } from '../src/cart.ts';

emptyCart().total();
`,
  'docs/guide.md': '# Guide\n\nSays: Thank you!\n\n## Prices\n',
  'dist/cart.js': 'function emptyCart() {}\n',
  'node_modules/dep/index.js': 'function emptyCart() {}\n',
  '.hidden/secret.ts': 'function emptyCart() {}\n',
  '.gitignore': 'dist/\n*.log\n!keep.log\n',
  'a.log': '',
  'keep.log': '',
  'src/.gitignore': '/private.ts\n',
  'src/private.ts': '',
};

let root = '';
before(() => {
  root = mkdtempSync(join(tmpdir(), 'wick-project-'));
  for (const [path, text] of Object.entries(FILES)) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), text);
  }
  symlinkSync(root, join(root, 'src/loop'));
});
after(() => rmSync(root, { recursive: true, force: true }));

describe('the files of a project', () => {
  it('are those that git would take, without links', async () => {
    const { files, skipped } = await listProjectFiles(root);
    assert.deepEqual(files, [
      '.gitignore',
      'docs/guide.md',
      'keep.log',
      'src/.gitignore',
      'src/cart.ts',
      'src/price.ts',
      'src/shop.ts',
      'test/cart.test.ts',
    ]);
    assert.deepEqual(skipped, [{ path: 'src/loop', reason: 'link' }]);
  });

  it('are no more than there is room for, and that is said', async () => {
    const { files, skipped } = await listProjectFiles(root, 3);
    assert.equal(files.length, 3);
    assert.equal(skipped.at(-1)?.reason, 'too-many-files');
    const nowhere = await listProjectFiles(join(root, 'nowhere'));
    assert.deepEqual(nowhere.skipped, [{ path: '.', reason: 'unreadable' }]);
  });
});

describe('questions', () => {
  async function ask(name: string, args: readonly string[] = [], file?: string): Promise<string[]> {
    const project = await Project.open(root);
    const answer = answerQuestion(project, { name, args }, file === undefined ? {} : { file });
    assert.ok(answer.ok, answer.ok ? '' : answer.refusal.message);
    return answer.citations.map(({ path, line }) => `${path}:${line + 1}`);
  }

  async function refusal(name: string, args: readonly string[] = []): Promise<string> {
    const answer = answerQuestion(await Project.open(root), { name, args });
    assert.ok(!answer.ok);
    return answer.refusal.message;
  }

  it('find where a name is declared, the exported first', async () => {
    assert.deepEqual(await ask('definition', ['emptyCart']), ['src/cart.ts:16']);
    assert.deepEqual(await ask('signature', ['parseDate']), ['src/price.ts:12']);
    assert.deepEqual(await ask('definition', ['amount']), ['src/price.ts:2', 'src/price.ts:6']);
    assert.match(await refusal('definition', ['emptyCrat']), /Did you mean `emptyCart`/);
  });

  it('find uses, calls and tests', async () => {
    assert.deepEqual(await ask('references', ['emptyCart']), [
      'src/shop.ts:1',
      'src/shop.ts:5',
      'test/cart.test.ts:1',
      'test/cart.test.ts:3',
    ]);
    assert.deepEqual(await ask('callers', ['emptyCart']), ['src/shop.ts:5', 'test/cart.test.ts:3']);
    assert.deepEqual(await ask('callers', ['amount']), ['src/cart.ts:12']);
    assert.deepEqual(await ask('callers', ['FixedPrice']), ['src/shop.ts:6']);
    assert.deepEqual(await ask('tests', ['total']), ['test/cart.test.ts:3']);
  });

  it('find what implements, imports and exports', async () => {
    assert.deepEqual(await ask('implementations', ['Price']), ['src/price.ts:5']);
    assert.deepEqual(await ask('importers', ['emptyCart']), [
      'src/shop.ts:1',
      'test/cart.test.ts:1',
    ]);
    assert.deepEqual(await ask('dependents', ['cart.ts']), [
      'src/shop.ts:1',
      'test/cart.test.ts:1',
    ]);
    assert.deepEqual(await ask('dependents', [], 'src/price.ts'), [
      'src/cart.ts:1',
      'src/shop.ts:2',
    ]);
    assert.deepEqual(await ask('imports', ['shop']), ['src/shop.ts:1', 'src/shop.ts:2']);
    assert.deepEqual(await ask('exports', ['src/cart.ts']), ['src/cart.ts:4', 'src/cart.ts:16']);
    assert.match(await refusal('exports', ['crat.ts']), /no file crat\.ts/);
    assert.match(await refusal('exports'), /Which file/);
    assert.match(await refusal('exports', ['docs/guide.md']), /no TypeScript or JavaScript/);
  });

  it('outline files, find texts and what is described', async () => {
    assert.deepEqual(await ask('outline', ['cart.ts']), [
      'src/cart.ts:4',
      'src/cart.ts:7',
      'src/cart.ts:11',
      'src/cart.ts:16',
    ]);
    assert.deepEqual(await ask('outline', ['guide.md']), ['docs/guide.md:1', 'docs/guide.md:5']);
    assert.deepEqual(await ask('text', ['Thank you!']), ['docs/guide.md:3', 'src/shop.ts:8']);
    assert.deepEqual(await ask('text', ['THANK YOU']), ['docs/guide.md:3', 'src/shop.ts:8']);
    assert.deepEqual((await ask('find', ['parsing dates']))[0], 'src/price.ts:12');
    assert.deepEqual(await ask('text', ['nowhere to be found']), []);
  });
});
