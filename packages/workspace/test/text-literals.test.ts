/** The literals of texts that are no TypeScript, and changing them. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { documentSymbols, oppositeOf, runOperation } from '../src/index.ts';

async function literals(text: string, path: string): Promise<string[]> {
  const { literals: found } = await documentSymbols(text, path);
  return found.map(({ line, kind, text: literal }) => `${line} ${kind} ${literal}`);
}

async function changed(path: string, text: string, ...args: (string | number)[]): Promise<string> {
  const result = await runOperation(text, path, { name: 'change-literal', args });
  return result.ok ? result.after : result.refusal.message;
}

test('numbers, texts and booleans of any language', async () => {
  const python = "RETRIES = 3\nx1 = -2.5\nprint('it''s', \"a 1\", True, None)  # don't 7\n";
  assert.deepEqual(await literals(python, 'app.py'), [
    '0 number 3',
    '1 number -2.5',
    "2 string 'it'",
    "2 string 's'",
    '2 string "a 1"',
    '2 boolean True',
    '2 null None',
    '2 number 7',
  ]);
  assert.deepEqual(await literals('v1.2.3 and 1.2.3, 0x1f, a-1, 80%', 'notes.txt'), [
    '0 number 0x1f',
    '0 number 80',
  ]);
});

test('plain values of settings files', async () => {
  const yaml =
    'image: node:18  # old\n- name: web server\nport: 80\non: [push]\n# a: b\nkey: "x"\n';
  assert.deepEqual(await literals(yaml, 'ci.yml'), [
    '0 plain node:18',
    '1 plain web server',
    '2 number 80',
    '3 boolean on',
    '5 string "x"',
  ]);
  assert.deepEqual(await literals('export MODE=test run\n', '.env'), ['0 plain test run']);
});

test('a value is written as the one before it', async () => {
  assert.equal(
    await changed('a.yml', 'image: node:18 # x\n', 0, 'node:18', 'node:20'),
    'image: node:20 # x\n',
  );
  assert.equal(await changed('a.py', "s = 'a'\r\n", 0, "'a'", "'it\\'s'"), "s = 'it\\'s'\r\n");
  assert.equal(await changed('a.py', 'V = False\n', 0, 'False', 'True'), 'V = True\n');
  assert.equal(await changed('a.py', 'n = 3\n', 0, '3', '5'), 'n = 5\n');
  assert.match(await changed('a.py', 'n = 3\n', 0, '4', '5'), /There is no `4` on line 1/);
});

test('booleans have opposites, spelt as they are', () => {
  const all = ['true', 'False', 'YES', 'off', '1'].map(oppositeOf);
  assert.deepEqual(all, ['false', 'True', 'NO', 'on', undefined]);
});
