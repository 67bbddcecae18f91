/** Several files in one request: read as one document, answered for one of them. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Answer } from '@wick/edits';
import { edit } from '../src/edit.ts';
import type { EditRequest, EditResult } from '../src/edit-events.ts';
import { buildPrompt } from '../src/prompt.ts';
import { RequestFiles } from '../src/request-files.ts';
import { tasks } from '../src/tasks.ts';
import { ScriptedEngine } from './scripted-engine.ts';
import { tinyVocabulary } from './tiny-tokenizer.ts';

const vocabulary = tinyVocabulary();

const CONFIG = {
  path: 'src/config.ts',
  text: 'export function load(retries: number) {\r\n  return retries * 2;\r\n}',
};
const START = {
  path: 'src/start.ts',
  text: 'interface Options {\n  retries: number;\n}\nconst limit = 3;\n',
};
const files = new RequestFiles([CONFIG, START]);

function calls(name: string, ...args: (string | number)[]): Answer {
  return { kind: 'operations', calls: [{ name, args }] };
}

test('the files are one document with an empty line between two', async () => {
  const { lines, endings } = files.document;
  assert.deepEqual(lines.slice(2, 5), ['}', '', 'interface Options {']);
  assert.equal(lines.length, endings.length);
  assert.deepEqual(
    [...files.heads],
    [
      [0, CONFIG.path],
      [4, START.path],
    ],
  );
  const { declarations, literals } = await files.symbols();
  assert.equal(declarations.find(({ name }) => name === 'Options')?.line, 4);
  assert.equal(declarations.find(({ name }) => name === 'limit')?.endLine, 7);
  assert.ok(literals.some(({ text, line }) => text === '3' && line === 7));
  const one = new RequestFiles([START]);
  assert.deepEqual(one.document.lines, START.text.split('\n'));
});

test('an answer is about the file that has its lines, or declares what it names', async () => {
  const placed = (answer: Answer, instruction = '') => files.place(answer, instruction);
  assert.deepEqual(await placed(calls('change-literal', 7, '3', '4')), {
    file: START,
    answer: calls('change-literal', 3, '3', '4'),
  });
  const hunk = { kind: 'hunks', hunks: [{ start: 8, end: 9, lines: [] }] } as const;
  const { file, answer } = (await placed(hunk)) as { file: object; answer: Answer };
  assert.equal(file, START);
  assert.ok(answer.kind === 'hunks' && answer.hunks[0]?.start === 4);
  assert.deepEqual(await placed(calls('make-async', 'load')), {
    file: CONFIG,
    answer: calls('make-async', 'load'),
  });
  assert.deepEqual(await placed(calls('set-optional', 'retries', 'Options')), {
    file: START,
    answer: calls('set-optional', 'retries', 'Options'),
  });
  const both = [CONFIG.path, START.path];
  assert.deepEqual(await placed(calls('rename', 'retries', 'tries'), 'rename retries'), both);
  assert.deepEqual(await placed(calls('organize-imports')), both);
  assert.deepEqual(
    await placed(calls('rename', 'retries', 'tries'), 'rename the retries field to tries'),
    { file: START, answer: calls('rename', 'retries', 'tries') },
  );
});

test('the prompt names each file before its lines, and shows none between', () => {
  const request = {
    path: CONFIG.path,
    document: files.document,
    heads: files.heads,
    instruction: 'x',
    task: tasks.edit,
  };
  const { tokens, shown } = buildPrompt(vocabulary, request, {
    readingTokens: 2000,
    promptTokens: 4000,
  });
  assert.deepEqual(shown, [
    { start: 0, end: 3 },
    { start: 4, end: 9 },
  ]);
  const heads = tokens.flatMap((token, at) => (token === vocabulary.file ? [at] : []));
  assert.equal(heads.length, 2);
  const second = tokens.slice(heads[1], tokens.indexOf(vocabulary.lineToken(4)!));
  assert.deepEqual(second, [
    vocabulary.file,
    ...vocabulary.tokenizer.encode('start.ts'),
    vocabulary.document,
  ]);
  assert.ok(!tokens.includes(vocabulary.lineToken(3)!));
});

async function answered(script: string, request: Partial<EditRequest>): Promise<EditResult> {
  const engine = new ScriptedEngine(vocabulary, [script]);
  engine.logProbability = () => -0.001;
  const context = { engine, vocabulary, readingTokens: 2000 };
  const whole = { ...CONFIG, others: [START], instruction: '', ...request };
  for await (const event of edit(context, whole)) if (event.type === 'result') return event.result;
  throw new Error('no result');
}

test('the result tells which file is changed, and holds that one alone', async () => {
  const result = await answered('<|op|>set-optional<|arg|>retries<|arg|>Options<|end|>', {
    instruction: 'make the retries field of Options optional',
  });
  assert.ok(result.status === 'edited');
  assert.equal(result.path, START.path);
  assert.equal(result.before, START.text);
  assert.equal(result.after, START.text.replace('retries:', 'retries?:'));
  assert.match(result.diff, /^--- a\/src\/start\.ts/);
});

test('where the answer may be about several files, they are named and nothing is done', async () => {
  const result = await answered('<|op|>rename<|arg|>retries<|arg|>tries<|end|>', {
    instruction: 'rename retries to tries',
  });
  assert.ok(result.status === 'declined' && result.reason === 'ambiguous');
  assert.match(result.message, /src\/config\.ts, src\/start\.ts/);
  const byLine = await answered('<|end|>', { instruction: 'delete line 2' });
  assert.ok(byLine.status === 'declined' && byLine.reason === 'ambiguous');
  assert.match(byLine.message, /line number/);
});
