/** Which other files a completion reads. */
import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, relative } from 'node:path';
import { test } from 'node:test';
import { nearFiles } from '../src/completion-files.ts';

test('what is imported comes first, then neighbours, then the sources around; nothing that is built', () => {
  const root = mkdtempSync(join(tmpdir(), 'wick-near-'));
  try {
    const files = {
      'package.json': '{}',
      'dist/cart.js': 'var a;',
      'src/cart.ts': '',
      'src/money.ts': 'export const cents = 100;',
      'src/types.d.ts': 'declare const x: 1;',
      'src/pay/card.ts': "import { cents } from '../money.ts';",
      'src/pay/bank.ts': 'export const bank = 1;',
      'src/pay/notes.md': '# Notes',
      'node_modules/a/index.js': 'b;',
    };
    for (const [path, text] of Object.entries(files)) {
      mkdirSync(dirname(join(root, path)), { recursive: true });
      writeFileSync(join(root, path), text);
    }
    const card = join(root, 'src/pay/card.ts');
    const found = nearFiles(card, files['src/pay/card.ts']);
    const paths = found.map(({ path }) => relative(root, path).replaceAll('\\', '/'));
    assert.deepEqual(paths, ['src/money.ts', 'src/pay/bank.ts', 'src/cart.ts']);
    assert.equal(found[0]!.text, files['src/money.ts']);
  } finally {
    rmSync(root, { recursive: true });
  }
});

test('a text that lies on no disk has no other files', () => {
  assert.deepEqual(nearFiles(join(tmpdir(), 'no-such-folder-of-wick', 'src', 'a.ts'), ''), []);
});
