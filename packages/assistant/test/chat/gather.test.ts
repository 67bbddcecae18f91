import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { after, describe, it } from 'node:test';
import { gatheredFiles, gatherScript, readText, searchFor } from '../../src/chat/agent/gather.ts';

const FILES = {
  'src/cart.ts': 'export function cartTotal() {\n  return 1;\n}\n',
  'src/use.ts': "import { cartTotal } from './cart.ts';\ncartTotal();\n",
  'src/no-end.ts': 'let other = cartTotal',
  'docs/it is.md': 'nothing\r\nhere\r\n',
  'node_modules/x/index.js': 'cartTotal',
};

const root = mkdtempSync(join(tmpdir(), 'wick-gather-'));
after(() => rmSync(root, { recursive: true, force: true }));
for (const [path, text] of Object.entries(FILES)) {
  mkdirSync(dirname(join(root, path)), { recursive: true });
  writeFileSync(join(root, path), text);
}

function gather(words: string, mostBytes?: number, beside = false): Record<string, string> {
  const script = gatherScript({ ...searchFor(words), beside }, mostBytes);
  assert.ok(script !== undefined);
  const output = execFileSync('sh', ['-c', script], { cwd: root, encoding: 'utf8' });
  const files = gatheredFiles(`Exit code: 0\nWall time: 0 seconds\nOutput:\n${output}`) ?? [];
  return Object.fromEntries(files.map(({ path, text }) => [path, text]));
}

describe('gathering', { skip: process.platform === 'win32' }, () => {
  it('prints the file that is named, byte for byte', () => {
    assert.deepEqual(gather('rename a to b in cart.ts'), { 'src/cart.ts': FILES['src/cart.ts'] });
  });

  it('prints the files that have what is named, and none of other people', () => {
    const { 'docs/it is.md': _, 'node_modules/x/index.js': __, ...rest } = FILES;
    assert.deepEqual(gather('rename `cartTotal` to sum'), rest);
  });

  it('prints what speaks of a file, too, where that is wanted', () => {
    const { 'src/use.ts': use, 'src/cart.ts': cart } = gather(
      'who imports cart.ts',
      undefined,
      true,
    );
    assert.deepEqual([use, cart], [FILES['src/use.ts'], FILES['src/cart.ts']]);
  });

  it('prints as many whole files as a client hands on', () => {
    assert.deepEqual(Object.keys(gather('rename cartTotal to sum', 75)), [
      'src/use.ts',
      'src/no-end.ts',
    ]);
  });

  it('quotes what the shell would read', () => {
    assert.deepEqual(gather("rename it's in $(touch /tmp/x).ts and cart.ts"), {
      'src/cart.ts': FILES['src/cart.ts'],
    });
  });

  it('is undone by no output that was cut', () => {
    assert.equal(gatheredFiles('\n==> wick:a.ts <==\nlet a'), undefined);
    assert.deepEqual(gatheredFiles('\n==> wick: <==\n'), []);
  });

  it('has nothing to look for where nothing is named', () => {
    assert.equal(gatherScript(searchFor('make it so')), undefined);
  });
});

describe('readText', () => {
  it('takes line numbers and tags off, as clients write them', () => {
    const text = 'let a;\n\n  let b;\n';
    const cases = [
      '<file>\n00001| let a;\n00002| \n00003|   let b;\n\n(End of file - total 3 lines)\n</file>',
      '<path>/a.ts</path>\n<type>file</type>\n<content>\n1: let a;\n2: \n3:   let b;\n\n(End of file - total 3 lines)\n</content>',
      '     1\tlet a;\n     2\t\n     3\t  let b;\n',
      text,
    ];
    for (const output of cases) assert.equal(readText(output), text);
  });
});
