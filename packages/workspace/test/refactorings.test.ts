/** Refactorings of the compiler: in one text, and in the files of a project. */
import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, relative } from 'node:path';
import { after, test } from 'node:test';
import { type RefusalReason, runOperation, TypeScriptProject } from '../src/index.ts';
import { changes, lines, refuses } from './operations.ts';

const LOAD = lines(
  'export function load(path: string, options: { retry: boolean; limit?: number }) {',
  '  const base = path.trim();',
  "  const full = base + '.json';",
  '  if (options.retry) return 1;',
  '  return full.length;',
  '}',
  '',
);

changes(
  'takes what the lines read, and gives back what is read after them',
  ['extract-function', 1, 2, 'fullPath'],
  LOAD,
  lines(
    'export function load(path: string, options: { retry: boolean; limit?: number }) {',
    '  const full = fullPath(path);',
    '  if (options.retry) return 1;',
    '  return full.length;',
    '}',
    '',
    'function fullPath(path: string) {',
    '  const base = path.trim();',
    "  const full = base + '.json';",
    '  return full;',
    '}',
    '',
  ),
);
refuses(
  'lines that may leave the function',
  ['extract-function', 2, 3, 'next'],
  LOAD,
  'not-applicable',
  /The TypeScript compiler refuses: .*return/,
);
refuses(
  'a name that is taken',
  ['extract-function', 1, 2, 'load'],
  LOAD,
  'not-applicable',
  /`load` is already declared on line 1/,
);
refuses(
  'an empty line',
  ['extract-function', 6, 6, 'rest'],
  LOAD,
  'not-found',
  /nothing on line 7/,
);

changes(
  'an alias in front of the declaration',
  ['extract-type', 'options', 'LoadOptions'],
  LOAD,
  LOAD.replace('{ retry: boolean; limit?: number }', 'LoadOptions').replace(
    'export',
    lines('type LoadOptions = {', '  retry: boolean;', '  limit?: number;', '};', '', 'export'),
  ),
);
refuses(
  'a type with a name',
  ['extract-type', 'cart', 'Other'],
  'let cart: Cart;\n',
  'already-done',
  /has a name already: Cart/,
);
refuses('no type', ['extract-type', 'a', 'A'], 'let a = 1;\n', 'not-found', /no type written/);

changes(
  'the keyword, where nobody imports it',
  ['to-default-export', 'f'],
  'export function f() {}\nexport const b = 1;\n',
  'export default function f() {}\nexport const b = 1;\n',
);
refuses(
  'a second default export',
  ['to-default-export', 'f'],
  'export function f() {}\nexport default 1;\n',
  'not-applicable',
  /default export/,
);
refuses(
  'not exported',
  ['to-default-export', 'f'],
  'function f() {}\n',
  'not-applicable',
  /not exported/,
);
changes(
  'a class',
  ['to-named-export', 'Cart'],
  'export default class Cart {}\n',
  'export class Cart {}\n',
);
refuses(
  'named already',
  ['to-named-export', 'a'],
  'export const a = 1;\n',
  'already-done',
  /named export already/,
);

changes(
  'and in the calls',
  ['parameters-to-object', 'add'],
  'function add(one: number, other: number) {\n  return one + other;\n}\nadd(1, 2);\n',
  lines(
    'function add({ one, other }: { one: number; other: number; }) {',
    '  return one + other;',
    '}',
    'add({ one: 1, other: 2 });',
    '',
  ),
);
refuses(
  'none',
  ['parameters-to-object', 'f'],
  'function f() {}\n',
  'not-applicable',
  /no parameters/,
);

changes(
  'with the arguments of the calls',
  ['swap-parameters', 'add', 'one', 'other'],
  'function add(one: number, other = 2) {}\nadd(1, f(3));\n',
  'function add(other = 2, one: number) {}\nadd(f(3), 1);\n',
);
changes(
  'of a method, over lines',
  ['swap-parameters', 'put', 'c', 'a'],
  'class A {\n  put(\n    a: { x: 1;\n y: 2 },\n    b: 1,\n    c: 3,\n  ) {}\n}\nnew A().put(x, y, z);\n',
  'class A {\n  put(\n    c: 3,\n    b: 1,\n    a: { x: 1;\n y: 2 },\n  ) {}\n}\nnew A().put(z, y, x);\n',
);
refuses(
  'a function that is passed on',
  ['swap-parameters', 'add', 'a', 'b'],
  'function add(a, b) {}\nlist.map(add);\n',
  'not-applicable',
  /passed on \(line 2\)/,
  'a.js',
);
refuses(
  'a call without one of them',
  ['swap-parameters', 'add', 'a', 'b'],
  'function add(a, b) {}\nadd(1);\n',
  'not-applicable',
  /without both arguments \(line 2\)/,
  'a.js',
);
refuses(
  'no such parameter',
  ['swap-parameters', 'add', 'a', 'c'],
  'function add(a, b) {}\n',
  'not-found',
  /no parameter `c`; it has a, b/,
);

changes(
  'around a private property',
  ['add-accessors', 'total', 'Cart'],
  'class Cart {\n  private total = 0;\n  get() {\n    return this.total;\n  }\n}\n',
  lines(
    'class Cart {',
    '  private _total = 0;',
    '  public get total() {',
    '    return this._total;',
    '  }',
    '  public set total(value) {',
    '    this._total = value;',
    '  }',
    '  get() {',
    '    return this.total;',
    '  }',
    '}',
    '',
  ),
);
refuses(
  'an interface',
  ['add-accessors', 'a', 'A'],
  'interface A { a: 1 }\n',
  'not-applicable',
  /no property of a class/,
);

changes(
  'of a function, by the libraries of the language',
  ['infer-return-type', 'sizes'],
  'function sizes(texts: string[]) {\n  return new Map(texts.map((text) => [text, text.length]));\n}\n',
  'function sizes(texts: string[]): Map<string, number> {\n  return new Map(texts.map((text) => [text, text.length]));\n}\n',
);
changes(
  'of an arrow function',
  ['infer-return-type', 'twice'],
  'const twice = (a: number) => 2 * a;\n',
  'const twice = (a: number): number => 2 * a;\n',
);
refuses(
  'what is not known',
  ['infer-return-type', 'f'],
  "import { g } from './g';\nfunction f() {\n  return g();\n}\n",
  'not-applicable',
  /not known here/,
);
refuses(
  'one that is there',
  ['infer-return-type', 'f'],
  'function f(): 1 { return 1; }\n',
  'already-done',
  /already: 1/,
);

changes(
  'with try for catch',
  ['then-to-await', 'load'],
  lines(
    'async function get(url: string) {',
    '  return url;',
    '}',
    'function load(url: string): Promise<string> {',
    "  return get(url).then((text) => text.trim()).catch(() => '');",
    '}',
    '',
  ),
  lines(
    'async function get(url: string) {',
    '  return url;',
    '}',
    'async function load(url: string): Promise<string> {',
    '  try {',
    '    const text = await get(url);',
    '    return text.trim();',
    '  } catch {',
    "    return '';",
    '  }',
    '}',
    '',
  ),
);
refuses(
  'no chain',
  ['then-to-await', 'f'],
  'function f() {}\n',
  'already-done',
  /no promise chain/,
);

changes(
  'a forgotten await',
  ['fix-errors', 4],
  lines(
    'async function get() {',
    '  return 1;',
    '}',
    'async function twice() {',
    '  return 2 * get();',
    '}',
    '',
  ),
  lines(
    'async function get() {',
    '  return 1;',
    '}',
    'async function twice() {',
    '  return 2 * await get();',
    '}',
    '',
  ),
);
refuses(
  'a line without errors',
  ['fix-errors', 0],
  'const a = 1;\n',
  'already-done',
  /nothing against line 1/,
);
refuses(
  'what the compiler cannot mend',
  ['fix-errors', 0],
  "const a: number = 'one';\n",
  'not-applicable',
  /knows no fix for line 1: Type 'string' is not assignable to type 'number'/,
);

/** A project on the disk; gone after the tests. */
function project(files: Readonly<Record<string, string>>): string {
  const root = mkdtempSync(join(tmpdir(), 'wick-refactorings-'));
  after(() => rmSync(root, { recursive: true, force: true }));
  const compilerOptions = {
    strict: true,
    noEmit: true,
    module: 'nodenext',
    types: [],
    allowImportingTsExtensions: true,
  };
  const all = { 'tsconfig.json': JSON.stringify({ compilerOptions, include: ['src'] }), ...files };
  for (const [path, text] of Object.entries(all)) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), text);
  }
  return root;
}

const SHOP = {
  'src/cart.ts': lines(
    "import { read } from './read.ts';",
    '',
    'export class Cart {',
    '  rows = read();',
    '}',
    '',
    'export function total(price: number, count: number) {',
    '  return price * count;',
    '}',
    '',
  ),
  'src/read.ts': "export function read() {\n  return ['a'];\n}\n\nexport const LIMIT = 3;\n",
  'src/shop.ts': lines(
    "import { Cart, total } from './cart.ts';",
    '',
    'export const cart = new Cart();',
    'export const sum = total(2, LIMIT);',
    '',
  ),
};

/** Every file that the operation changes, by its path in the project; or the reason of a refusal. */
async function outcome(
  path: string,
  name: string,
  ...args: (string | number)[]
): Promise<Record<string, string> | RefusalReason> {
  const root = project(SHOP);
  const opened = await TypeScriptProject.open(join(root, path));
  const text = readFileSync(join(root, path), 'utf8');
  const result = await runOperation(text, path, { name, args }, opened?.tools);
  if (!result.ok) return result.refusal.reason;
  const others = (result.others ?? []).map((change) => {
    assert.equal(change.isNew ?? false, !Object.hasOwn(SHOP, relative(root, change.path)));
    return [relative(root, change.path), change.after];
  });
  return {
    ...Object.fromEntries(others),
    ...(result.after === text ? {} : { [path]: result.after }),
  };
}

test('move-to-file: to a new file, with its imports, and those of others', async () => {
  const moved = await outcome('src/cart.ts', 'move-to-file', 'Cart', 'model/basket.ts');
  assert.deepEqual(moved, {
    'src/cart.ts': SHOP['src/cart.ts'].split('\n').slice(6).join('\n'),
    'model/basket.ts':
      "import { read } from '../src/read.ts';\n\nexport class Cart {\n  rows = read();\n}\n",
    'src/shop.ts': SHOP['src/shop.ts'].replace(
      "import { Cart, total } from './cart.ts';",
      "import { total } from './cart.ts';\nimport { Cart } from '../model/basket.ts';",
    ),
  });
});

test('move-to-file: to a file that is there; to one that is called after the symbol', async () => {
  const moved = await outcome('src/cart.ts', 'move-to-file', 'total', './read.ts');
  assert.ok(typeof moved === 'object');
  assert.match(moved['src/read.ts'] ?? '', /LIMIT = 3;\nexport function total\(/);
  assert.match(moved['src/shop.ts'] ?? '', /import \{ total \} from '.\/read.ts';/);
  assert.ok(
    Object.hasOwn(Object(await outcome('src/cart.ts', 'move-to-file', 'total')), 'src/total.ts'),
  );
});

test('move-to-file: not out of the project, nor beside a file that differs in capitals', async () => {
  assert.equal(
    await outcome('src/cart.ts', 'move-to-file', 'Cart', '../../cart.ts'),
    'not-applicable',
  );
  assert.equal(await outcome('src/cart.ts', 'move-to-file', 'Cart'), 'not-applicable');
  assert.equal(await outcome('src/cart.ts', 'move-to-file', 'Cart', 'cart.ts'), 'already-done');
  assert.equal(await outcome('src/cart.ts', 'move-to-file', 'Basket'), 'not-found');
});

test('to-default-export: the imports of other files follow', async () => {
  const changed = await outcome('src/cart.ts', 'to-default-export', 'Cart');
  assert.ok(typeof changed === 'object');
  assert.match(changed['src/shop.ts'] ?? '', /^import Cart, \{ total \} from '.\/cart.ts';/);
});

test('swap-parameters: the calls of other files follow', async () => {
  const changed = await outcome('src/cart.ts', 'swap-parameters', 'total', 'price', 'count');
  assert.ok(typeof changed === 'object');
  assert.match(changed['src/cart.ts'] ?? '', /total\(count: number, price: number\)/);
  assert.match(changed['src/shop.ts'] ?? '', /total\(LIMIT, 2\)/);
});

test('add-missing-imports and fix-errors: what the project exports', async () => {
  const imported = {
    'src/shop.ts': SHOP['src/shop.ts'].replace('\n\n', "\nimport { LIMIT } from './read.ts';\n\n"),
  };
  assert.deepEqual(await outcome('src/shop.ts', 'add-missing-imports'), imported);
  assert.deepEqual(await outcome('src/shop.ts', 'fix-errors', 3), imported);
  assert.equal(await outcome('src/cart.ts', 'add-missing-imports'), 'already-done');
});
