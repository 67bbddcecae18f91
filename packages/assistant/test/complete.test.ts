/** Completions, with an engine that says what each test wrote. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type Completion, complete } from '../src/complete.ts';
import { CompletionGrammar } from '../src/completion-grammar.ts';
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
  } = {},
): Promise<Completion> {
  // Where the first token is unsure, another is asked for: the script has none.
  const engine = new ScriptedEngine(vocabulary, [script, '']);
  let token = 0;
  engine.logProbability = () => Math.log(sureness[Math.min(token++, sureness.length - 1)]!);
  const tasks = new Set(['complete']);
  const model = { engine, vocabulary, readingTokens: 1024, tasks };
  return complete(model, { path: 'src/a.ts', text: TEXT, line, column, ...least });
}

test('what was typed last is the beginning of the answer, but for its last piece', () => {
  const lines = TEXT.split('\r\n');
  const { tokens, typed } = completionPrompt(
    vocabulary,
    { path: 'src/a.ts', lines, line: 2, column: 11 },
    1024,
  );
  assert.equal(typed, 'to');
  assert.equal(
    vocabulary.tokenizer.decode(tokens),
    '<|file|>a.ts<|doc|><L0>;<L1>}<L2><L3><|task|>complete<|instr|><L0>;<|out|>const total = 1;<|nl|>function f() {<|nl|>  return ',
  );
});

test('while somebody types on, only the end of the prompt changes', () => {
  const lines = ['const a = 1;', 'const b = 2;', 'const c = 3;', 'const d = 4;', '', 'f();'];
  const promptAt = (line: number, text: string) => {
    const source = { path: 'a.ts', lines: lines.with(line, text), line, column: text.length };
    return vocabulary.tokenizer.decode(completionPrompt(vocabulary, source, 1024).tokens);
  };
  const short = promptAt(4, 'co ');
  assert.ok(promptAt(4, 'co e = ').startsWith(short.slice(0, short.indexOf('<|out|>') + 20)));
  const below = ['const a = 1;', 'x'.repeat(900).split('').join(' '), ''];
  const source = { path: 'a.ts', lines: below, line: 2, column: 0 };
  assert.ok(completionPrompt(vocabulary, source, 300).tokens.length <= 300);
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
  assert.ok(shown.includes(`${cursor}000;<L`), shown);
});

test('what is typed already is not inserted again', async () => {
  const { insert } = await completionOf('total<|end|>');
  assert.equal(insert, 'tal');
});

test('lines end as those of the file do', async () => {
  const below = await completionOf(';<|nl|>  // done<|end|>', { column: 12 });
  assert.equal(below.insert, '\r\n  // done');
});

test('as much is shown as saves most keys, and nothing where nothing is likely', async () => {
  const all = await completionOf('total = 1<|end|>', { sureness: [1] });
  assert.equal(all.insert, 'tal = 1');
  const part = await completionOf('total + 1<|end|>', { sureness: [0.9, 0.2] });
  assert.equal(part.insert, 'tal');
  assert.ok(part.confidence > 0.5 && part.confidence < 1);
  const unsure = await completionOf('total + 1<|end|>', { sureness: [0.1], leastConfidence: 0.97 });
  assert.equal(unsure.insert, '');
});

test('to those who want to be sure less is shown', async () => {
  const text = 'subtotal<|end|>';
  const at = { line: 0, column: 0, sureness: [0.3] };
  assert.notEqual((await completionOf(text, at)).insert, '');
  assert.equal((await completionOf(text, { ...at, leastConfidence: 0.5 })).insert, '');
});

test('a word of the document makes the model surer of it', async () => {
  const known = await completionOf('total<|end|>', { sureness: [0.3] });
  const unknown = await completionOf('tonight<|end|>', { sureness: [0.3] });
  assert.ok(known.confidence > unknown.confidence + 0.1, `${known.confidence}`);
});

test('a cursor outside of the text is told, and an older model', async () => {
  await assert.rejects(completionOf('<|end|>', { line: 9 }), /there is no line 10; the last is 5/);
  await assert.rejects(completionOf('<|end|>', { column: 99 }), /line 3 has no column 100/);
  const engine = new ScriptedEngine(vocabulary, []);
  const model = { engine, vocabulary, readingTokens: 1024 };
  const request = { path: 'a.ts', text: '', line: 0, column: 0 };
  await assert.rejects(complete(model, request), UntaughtTaskError);
});

test('of a first token that is not to be taken again the others are left, if there are any', () => {
  const around = { weigh: () => new Float64Array(vocabulary.tokenizer.size) };
  const first = new CompletionGrammar(vocabulary, 'q', 1, around).candidates();
  assert.equal(first.length, 1);
  const without = { token: first[0]!, own: 0.5 };
  assert.deepEqual(new CompletionGrammar(vocabulary, 'q', 1, around, without).candidates(), first);
  const open = new CompletionGrammar(vocabulary, '', 1, around, without).candidates();
  assert.ok(open.length > 100 && !open.includes(without.token));
});
