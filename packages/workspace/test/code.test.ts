import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { closeNames, documentSymbols, newSyntaxErrors } from '../src/index.ts';

test('a change that breaks the syntax is told with its line', async () => {
  const check = await newSyntaxErrors('let a = 1;\n', 'let a = 1;\nlet b = ;\n', 'a.ts');
  assert.equal(check.checked, true);
  assert.deepEqual(check.errors, [{ line: 1, message: 'Expression expected.' }]);
});

test('errors that were there before do not count, new ones beside them do', async () => {
  const broken = 'let a = ;\n';
  assert.deepEqual((await newSyntaxErrors(broken, `${broken}let b = 1;\n`, 'a.ts')).errors, []);
  assert.equal((await newSyntaxErrors(broken, `${broken}let b = ;\n`, 'a.ts')).errors.length, 1);
});

test('each sort of file is parsed as what it is', async () => {
  const errors = async (text: string, path: string) =>
    (await newSyntaxErrors('', text, path)).errors.length;
  const jsx = 'const a = <b>text</b>;\n';
  const typed = 'const a = <string>b;\n';
  for (const path of ['a.tsx', 'a.jsx', 'a.js']) assert.equal(await errors(jsx, path), 0, path);
  assert.notEqual(await errors(jsx, 'a.ts'), 0);
  for (const path of ['a.ts', 'a.mts', 'a.cts', 'A.TS'])
    assert.equal(await errors(typed, path), 0, path);
  assert.notEqual(await errors(typed, 'a.tsx'), 0);
  assert.notEqual(await errors('let a: string;\n', 'a.mjs'), 0);
});

test('JSON is checked, with the line of the error', async () => {
  const check = await newSyntaxErrors('{}', '{\n  "a": 1,\n}\n', 'a.json');
  assert.deepEqual([check.checked, check.errors.length, check.errors[0]?.line], [true, 1, 2]);
  assert.deepEqual((await newSyntaxErrors('{}', '\uFEFF{ "a": [] }', 'a.json')).errors, []);
  assert.equal((await newSyntaxErrors('{}', '{ "a": [', 'a.json')).errors.length, 1);
  // With comments it was no JSON before; that is not the edit's fault.
  assert.deepEqual((await newSyntaxErrors('// c\n{}', '// c\n{ }', 'a.json')).errors, []);
});

test('other files pass unchecked', async () => {
  const check = await newSyntaxErrors('a', 'def (', 'a.py');
  assert.deepEqual(check, { checked: false, errors: [] });
});

const source = `import fs, { type Stats as S } from 'node:fs';

export interface Cart<T> {
  items: T[];
  total(): number;
}

/** Sums. */
export const sum = (cart: Cart<number>): number => {
  let result = 0;
  for (const { price = 1.50, tax: [rate] } of cart.items) result += price * -2;
  return result;
};

class Store {
  #cache = new Map();
  get size() {
    return this.#cache.size;
  }
  load(@tag() path: string) {
    return \`load \${path}!\`;
  }
}
`;

test('the declarations of a document: name, lines, sort, scope, whether exported', async () => {
  const { declarations } = await documentSymbols(source, 'a.ts');
  const rows = declarations.map(
    ({ name, line, sort, scope, exported }) =>
      `${line} ${sort} ${scope === undefined ? '' : `${scope}.`}${name}${exported ? ' exported' : ''}`,
  );
  assert.deepEqual(rows, [
    '0 import fs',
    '0 import S',
    '2 interface Cart exported',
    '2 type-parameter Cart.T',
    '3 property Cart.items',
    '4 method Cart.total',
    '8 function sum exported',
    '8 parameter sum.cart',
    '9 variable sum.result',
    '10 constant sum.price',
    '10 constant sum.rate',
    '14 class Store',
    '15 property Store.#cache',
    '16 accessor Store.size',
    '19 method Store.load',
    '19 parameter load.path',
  ]);
  const sum = declarations.find(({ name }) => name === 'sum');
  assert.deepEqual([sum?.startLine, sum?.endLine], [8, 12]);
});

test('the literals of a document: line, text and value', async () => {
  const { literals } = await documentSymbols(source, 'a.ts');
  assert.deepEqual(
    literals.map(({ line, kind, text, value }) => [line, kind, text, value]),
    [
      [0, 'string', "'node:fs'", 'node:fs'],
      [9, 'number', '0', '0'],
      [10, 'number', '1.50', '1.5'],
      [10, 'number', '-2', '-2'],
      [20, 'template', 'load ', 'load '],
      [20, 'template', '!', '!'],
    ],
  );
});

test('the identifiers of a document, each once, in order', async () => {
  const { identifiers } = await documentSymbols(source, 'a.ts');
  assert.deepEqual(identifiers.slice(0, 6), ['fs', 'Stats', 'S', 'Cart', 'T', 'items']);
  assert.ok(identifiers.includes('#cache'));
  assert.ok(!identifiers.includes('node'));
  assert.equal(new Set(identifiers).size, identifiers.length);
  assert.ok(!identifiers.includes(''));
});

test('files that are no code have words and literals, but no declarations', async () => {
  const { literals: numbers, ...others } = await documentSymbols('let a = 1', 'a.md');
  assert.deepEqual(others, { identifiers: ['let'], declarations: [], places: [], openings: [] });
  assert.deepEqual(numbers, [{ line: 0, kind: 'number', text: '1', value: '1' }]);
  const { literals } = await documentSymbols('{ "a": [1, null] }', 'a.json');
  assert.deepEqual(
    literals.map(({ text }) => text),
    ['"a"', '1', 'null'],
  );
});

test('close names are found by spelling, case and inclusion, the best first', () => {
  const names = ['formatDate', 'formatDates', 'format', 'parse', 'x'];
  assert.deepEqual(closeNames('fromatDate', names)[0], 'formatDate');
  assert.deepEqual(closeNames('FORMATDATE', names)[0], 'formatDate');
  assert.ok(closeNames('date', names).includes('formatDate'));
  assert.deepEqual(closeNames('unrelated', names), []);
});

test('importing the workspace does not load the compiler', () => {
  const index = fileURLToPath(new URL('../src/index.ts', import.meta.url));
  const script = `
    import { registerHooks } from 'node:module';
    const seen = [];
    registerHooks({ resolve(s, c, next) { seen.push(s); return next(s, c); } });
    await import(${JSON.stringify(index)});
    console.log(seen.includes('typescript'));
  `;
  const out = execFileSync(process.execPath, ['--input-type=module', '--eval', script]);
  assert.equal(out.toString().trim(), 'false');
});
