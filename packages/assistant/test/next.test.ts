/** The next edit, with an engine that says what each test wrote. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type NextEdit, type NextRequest, suggestNext } from '../src/next.ts';
import { ScriptedEngine } from './scripted-engine.ts';
import { tinyVocabulary } from './tiny-tokenizer.ts';

const vocabulary = tinyVocabulary();
const RENAMED = { before: 'const total = 1;', after: 'const sum = 1;' };
const TEXT = 'use(total);\nconst sum = 1;\nprint(sum);\nprint(total + 1);\n';

function next(more: Partial<NextRequest>, scripts: string[] = []): Promise<NextEdit> {
  const engine = new ScriptedEngine(vocabulary, scripts);
  const model = { engine, vocabulary, readingTokens: 1024, tasks: new Set(['complete']) };
  const request = { path: 'a.ts', text: TEXT, edits: [RENAMED], line: 1 };
  return suggestNext(model, { ...request, ...more });
}

test('what a renamed declaration leaves is renamed next, below the cursor first', async () => {
  const below = await next({});
  assert.ok(below.status === 'edited');
  assert.deepEqual([below.line, below.why], [3, 'renamed']);
  assert.match(below.after, /^print\(sum \+ 1\);$/m);
  const above = await next({ text: below.after, edits: [RENAMED] });
  assert.ok(above.status === 'edited' && above.line === 0);
  const done = await next({ text: above.after });
  assert.equal(done.status, 'nothing');
});

test('another thing of the old name is left alone, and what was no declaration', async () => {
  const declared = `${TEXT}function total() {}\n`;
  assert.equal((await next({ text: declared })).status, 'nothing');
  const used = { before: 'print(total);', after: 'print(sum);' };
  assert.equal((await next({ edits: [used] })).status, 'nothing');
});

test('a line that is being typed is gone on with', async () => {
  const text = 'const total = 1;\nprint(to\n';
  const request = { text, edits: [], line: 1, column: 8 };
  const typed = await next(request, ['total);<|end|>']);
  assert.ok(typed.status === 'edited');
  assert.deepEqual([typed.after, typed.why], ['const total = 1;\nprint(total);\n', 'typed']);
  assert.equal(
    (
      await next(
        request,
        ['<|end|>'].map(() => 'total));<|end|>'),
      )
    ).status,
    'nothing',
  );
});
