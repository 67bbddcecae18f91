/** The check of import directions. */
import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { test } from 'node:test';
import { checkImports } from '../check-imports.ts';

/** The problems of a tree of files, as "file: imported". */
function check(files: Readonly<Record<string, string>>): string[] {
  const root = mkdtempSync(join(tmpdir(), 'wick-imports-'));
  try {
    for (const [path, content] of Object.entries(files)) {
      mkdirSync(dirname(join(root, path)), { recursive: true });
      writeFileSync(join(root, path), content);
    }
    return checkImports(root).map(({ file, imported }) => `${file}: ${imported}`);
  } finally {
    rmSync(root, { recursive: true, force: true });
  }
}

test('this repository keeps to the directions', () => {
  assert.deepEqual(checkImports(join(import.meta.dirname, '../..')), []);
});

test('imports against the direction are found, in every form', () => {
  assert.deepEqual(
    check({
      'packages/kernels/src/a.ts': "import { Engine } from '@wick/engine';",
      'packages/edits/src/a.ts': "export * from '@wick/workspace';",
      'packages/cli/src/a.ts': "const e = await import('@wick/engine');",
      'packages/cli/src/b.ts': "import type { Hunk } from '@wick/edits';",
      'packages/assistant/src/a.ts': "import { Engine } from '@wick/engine';",
    }),
    [
      'packages/cli/src/a.ts: @wick/engine',
      'packages/cli/src/b.ts: @wick/edits',
      'packages/edits/src/a.ts: @wick/workspace',
      'packages/kernels/src/a.ts: @wick/engine',
    ],
  );
});

test('a package is entered by its front door only', () => {
  assert.deepEqual(
    check({
      'packages/engine/src/a.ts': "import '../../kernels/src/index.ts';",
      'packages/engine/src/b.ts': "import '@wick/kernels/src/load.ts';",
      'packages/engine/src/c.ts': "import '@wick/engine';",
      'packages/engine/src/d.ts': "import './a.ts'; import '../test/x.ts';",
    }),
    [
      'packages/engine/src/a.ts: ../../kernels/src/index.ts',
      'packages/engine/src/b.ts: @wick/kernels/src/load.ts',
      'packages/engine/src/c.ts: @wick/engine',
    ],
  );
});

test('what comes from npm is declared', () => {
  assert.deepEqual(
    check({
      'packages/cli/package.json': '{"dependencies":{"commander":"1","@types/x":"1"}}',
      'packages/cli/src/a.ts':
        "import 'commander'; import '@types/x/y'; import 'node:fs'; import 'fs';",
      'packages/cli/src/b.ts': "import 'left-pad';",
      'packages/cli/test/b.test.ts': "import 'fast-check';",
    }),
    ['packages/cli/src/b.ts: left-pad'],
  );
});
