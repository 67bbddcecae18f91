/** Completions, with an engine that says what each test wrote. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type Completion, complete } from '../src/complete.ts';
import { completionPrompt } from '../src/completion-prompt.ts';
import { UntaughtTaskError } from '../src/errors.ts';
import { ScriptedEngine } from './scripted-engine.ts';
import { tinyVocabulary } from './tiny-tokenizer.ts';

const vocabulary = tinyVocabulary();
const TEXT = 'const total = 1;\r\nfunction f() {\r\n  return to;\r\n}\r\n';

async function completionOf(
  script: string,
  {
    line = 2,
    column = 11,
    sureness = [1],
    ...least
  }: {
    line?: number;
    column?: number;
    sureness?: number[];
    leastConfidence?: number;
    words?: boolean;
  } = {},
): Promise<Completion> {
  const engine = new ScriptedEngine(vocabulary, [script]);
  let token = 0;
  engine.logProbability = () => Math.log(sureness[Math.min(token++, sureness.length - 1)]!);
  const tasks = new Set(['complete']);
  const model = { engine, vocabulary, readingTokens: 1024, tasks };
  return complete(model, { path: 'src/a.ts', text: TEXT, line, column, ...least });
}

test('the line is cut before the last piece, which the answer begins with', () => {
  const lines = TEXT.split('\r\n');
  const { tokens, typed } = completionPrompt(
    vocabulary,
    { path: 'src/a.ts', lines, line: 2, column: 11 },
    1024,
  );
  assert.equal(typed, 'to');
  assert.equal(
    vocabulary.tokenizer.decode(tokens),
    '<|file|>a.ts<|doc|><L0>const total = 1;<L1>function f() {<L2>  return ;<L3>}<L4><L5><|task|>complete<|instr|><L2>;<|out|>',
  );
});

test('of a long text the neighbourhood of the cursor is shown, with ids of its own', () => {
  const lines = Array.from({ length: 5000 }, (_, index) => `a${index};`);
  const { tokens } = completionPrompt(
    vocabulary,
    { path: 'a.ts', lines, line: 4000, column: 2 },
    300,
  );
  const shown = vocabulary.tokenizer.decode(tokens);
  assert.ok(tokens.length <= 300);
  const cursor = /<\|instr\|>(<L\d+>)/.exec(shown)?.[1];
  assert.ok(shown.includes(`${cursor}a000;<L`), shown);
});

test('what is typed already is not inserted again', async () => {
  const { insert } = await completionOf('total<|end|>');
  assert.equal(insert, 'tal');
});

test('lines end as those of the file do', async () => {
  const below = await completionOf(';<|nl|>  // done<|end|>', { column: 12 });
  assert.equal(below.insert, '\r\n  // done');
});

test('as much is shown as is likely, and less than two characters never', async () => {
  const [all, part, none] = [[1], [0.9, 0.2], [0.3]];
  assert.equal((await completionOf('total + 1<|end|>', { sureness: all })).insert, 'tal + 1');
  const { insert, confidence } = await completionOf('total + 1<|end|>', { sureness: part });
  assert.deepEqual([insert, confidence], ['tal', 0.9]);
  const unsure = await completionOf('total + 1<|end|>', { sureness: none, leastConfidence: 0.95 });
  assert.equal(unsure.insert, '');
});

test('words of the document are offered only to those who want them', async () => {
  const { insert } = await completionOf('total + 1<|end|>', { sureness: [0.3], words: false });
  assert.equal(insert, '');
});

test('where the model is not sure a word of the document goes on as typed', async () => {
  const { insert, confidence } = await completionOf('total + 1<|end|>', { sureness: [0.3] });
  assert.equal(insert, 'tal');
  assert.ok(confidence > 0.4 && confidence < 1);
});

test('a cursor outside of the text is told, and an older model', async () => {
  await assert.rejects(completionOf('<|end|>', { line: 9 }), /there is no line 10; the last is 5/);
  await assert.rejects(completionOf('<|end|>', { column: 99 }), /line 3 has no column 100/);
  const engine = new ScriptedEngine(vocabulary, []);
  const model = { engine, vocabulary, readingTokens: 1024 };
  const request = { path: 'a.ts', text: '', line: 0, column: 0 };
  await assert.rejects(complete(model, request), UntaughtTaskError);
});
