/** Which file of a project an instruction is about. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { clearMatch, findFiles } from '../src/find-file.ts';
import { temporaryProject } from './temporary-project.ts';

const project = await temporaryProject({
  'src/cart.ts':
    'export class Cart {\n  total() {\n    return 1;\n  }\n}\nexport const limit = 3;\n',
  'src/shop.ts': "import { Cart } from './cart.ts';\nexport function checkOut(limit: number) {}\n",
  'src/dates.ts': 'export function formatLongDate() {}\nfunction load() {}\n',
  'src/lib/dates.ts': 'export function load() {}\n',
  'test/cart.test.ts': 'const limit = 4;\nfunction total() {}\n',
});

async function found(instruction: string): Promise<string | undefined> {
  return clearMatch(findFiles(project, instruction))?.path;
}

test('a path that is said is meant', async () => {
  assert.equal(await found('in src/shop.ts rename total to sum'), 'src/shop.ts');
  assert.equal(await found('export load in lib/dates.ts'), 'src/lib/dates.ts');
  assert.equal(await found('tidy dates.ts'), undefined, 'two files are called so');
});

test('a name is meant where it is declared, rather where it is exported', async () => {
  assert.equal(await found('rename Cart to Basket'), 'src/cart.ts');
  assert.equal(await found('make checkOut async'), 'src/shop.ts');
  assert.equal(await found('limit should be 5'), 'src/cart.ts');
  assert.equal(await found('rename total to sum'), 'src/cart.ts', 'tests count less');
  assert.equal(await found('make load async'), undefined, 'two files declare it alike');
});

test('words describe a name where none is said', async () => {
  assert.equal(await found('the function to format a long date should be async'), 'src/dates.ts');
  assert.equal(await found('thanks, looks good'), undefined);
});
