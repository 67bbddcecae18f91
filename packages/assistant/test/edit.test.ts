/** The edit loop, with an engine that says what each test wrote. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { edit } from '../src/edit.ts';
import type { EditEvent, EditRequest, EditResult } from '../src/edit-events.ts';
import { EmptyInstructionError, TooLargeError } from '../src/errors.ts';
import type { IntentModel } from '../src/intent/intent-model.ts';
import { ScriptedEngine } from './scripted-engine.ts';
import { tinyIntents } from './tiny-intents.ts';
import { tinyVocabulary } from './tiny-tokenizer.ts';

const vocabulary = tinyVocabulary();

const CART = 'export function total(prices: number[]) {\n  return prices.length * 2;\n}\n';

async function run(
  scripts: readonly string[],
  request: Partial<EditRequest> = {},
  contextTokens?: number,
  logProbability: number | ((answer: number) => number) = -0.001,
  intents?: IntentModel,
): Promise<{ events: EditEvent[]; result: EditResult; engine: ScriptedEngine }> {
  const engine = new ScriptedEngine(vocabulary, scripts, contextTokens);
  engine.logProbability =
    typeof logProbability === 'number' ? () => logProbability : logProbability;
  const context = { engine, vocabulary, readingTokens: 1024, intents };
  const events: EditEvent[] = [];
  const whole = {
    path: 'cart.ts',
    text: CART,
    instruction: 'rename total to subtotal',
    ...request,
  };
  for await (const event of edit(context, whole)) events.push(event);
  const last = events.at(-1);
  assert.ok(last?.type === 'result', 'the last event is the result');
  return { events, result: last.result, engine };
}

test('an operation becomes a changed text with its diff', async () => {
  const { result } = await run(['<|op|>rename<|arg|>total<|arg|>subtotal<|end|>']);
  assert.ok(result.status === 'edited');
  assert.equal(result.after, CART.replace('total', 'subtotal'));
  assert.match(result.diff, /^-export function total\(/m);
  assert.match(result.diff, /^\+export function subtotal\(/m);
  assert.equal(result.answer, '<|op|>rename<|arg|>total<|arg|>subtotal<|end|>');
});

const TWO = tinyIntents({ edit: { 'make-async': ['async'], unexport: ['unexport'], none: [] } });

test('two wishes in one instruction are answered as two and done together', async () => {
  const scripts = ['<|op|>unexport<|arg|>total<|end|>', '<|op|>make-async<|arg|>total<|end|>'];
  const request = { instruction: 'unexport total and make it async' };
  const { result, engine } = await run(scripts, request, undefined, undefined, TWO);
  assert.ok(result.status === 'edited');
  assert.match(result.after, /^async function total\(/);
  assert.equal(engine.requests.length, 2);
  assert.equal(result.answer, '<|op|>unexport<|arg|>total<|op|>make-async<|arg|>total<|end|>');
});

test('where one of two wishes cannot be done neither is', async () => {
  const scripts = ['<|op|>unexport<|arg|>total<|end|>', '<|delegate|><|end|>'];
  const request = { instruction: 'unexport total and make it async' };
  const { result } = await run(scripts, request, undefined, undefined, TWO);
  assert.ok(result.status === 'declined' && result.reason === 'delegated');
  assert.match(result.message, /two things.*"make it async"/);
});

test('of two wishes one that is so already leaves the other', async () => {
  const scripts = ['<|op|>unexport<|arg|>total<|end|>', '<|none|><|end|>'];
  const request = { instruction: 'unexport total and make it async' };
  const { result } = await run(scripts, request, undefined, undefined, TWO);
  assert.ok(result.status === 'edited');
  assert.match(result.after, /^function total\(/);
});

test('an operation without arguments is carried out', async () => {
  const text = "import b from 'b';\nimport a from 'a';\na(b);\n";
  const { result, events } = await run(['<|op|>organize-imports<|end|>'], {
    text,
    instruction: 'sort the imports',
  });
  assert.ok(result.status === 'edited');
  assert.equal(result.after, "import a from 'a';\nimport b from 'b';\na(b);\n");
  const call = { name: 'organize-imports', args: [] };
  assert.deepEqual(
    events.flatMap((event) => (event.type === 'operation' ? [event.call] : [])),
    [call],
  );
});

test('an edit that the model is unsure of is declined, unless it is asked for', async () => {
  const script = '<|op|>rename<|arg|>total<|arg|>subtotal<|end|>';
  const { result } = await run([script], { sampling: { temperature: 0 } }, undefined, -2);
  assert.ok(result.status === 'declined' && result.reason === 'unsure', result.status);
  const request = { acceptUnsure: true, sampling: { temperature: 0 } };
  const asked = await run([script], request, undefined, -2);
  assert.equal(asked.result.status, 'edited');
});

const TWO_X =
  'function f() {\n  let x = 1;\n}\nfunction g() {\n  let x = 2;\n}\nfunction helper() {}\n';

test('where another sort of answer may be more probable, it is decoded too, and the best that holds is taken', async () => {
  const scripts = [
    '<|op|>rename<|arg|>x<|arg|>y<|end|>', // the most probable, but ambiguous
    '<|op|>export<|arg|>helper<|end|>',
  ];
  const request = { text: TWO_X, instruction: 'rename x to y, export helper', acceptUnsure: true };
  const logProbability = (answer: number) => [-0.36, -0.12][answer]!;
  const { result, events } = await run(scripts, request, undefined, logProbability);
  assert.ok(result.status === 'edited', result.status);
  assert.match(result.after, /export function helper/);
  assert.equal(events.filter(({ type }) => type === 'retry').length, result.answers.length - 1);
});

test('what is already so counts less than its opposite, unless the model is sure', async () => {
  const scripts = ['<|op|>export<|arg|>total<|end|>', '<|op|>unexport<|arg|>total<|end|>'];
  const request = { instruction: 'other files: total is not exported', acceptUnsure: true };
  const headTokens = 1 + vocabulary.tokenizer.encode('export').length;
  const evenly = [Math.log(0.52) / headTokens, -0.001];
  const { result } = await run(scripts, request, undefined, (answer) => evenly[answer]!);
  assert.ok(result.status === 'edited', result.status);
  assert.match(result.after, /^function total/);
  const sure = await run(scripts, request);
  assert.equal(sure.result.status, 'nothing');
});

test('an operation that the model is sure of and that cannot be done is not replaced by another', async () => {
  const request = { text: TWO_X, instruction: 'rename x to y, export helper' };
  const { result } = await run(['<|op|>rename<|arg|>x<|arg|>y<|end|>'], request);
  assert.ok(result.status === 'declined' && result.reason === 'ambiguous');
});

test('hunks replace lines and leave all others byte for byte', async () => {
  const text = CART.replaceAll('\n', '\r\n');
  const { result, events } = await run(['<L1><L2>  return 0;<|nl|><L3><L3>// end<|nl|><|end|>'], {
    text,
  });
  assert.ok(result.status === 'edited');
  assert.equal(
    result.after,
    'export function total(prices: number[]) {\r\n  return 0;\r\n}\r\n// end\r\n',
  );
  const hunks = events.flatMap((event) => (event.type === 'hunk' ? [event.hunk] : []));
  assert.deepEqual(hunks, [
    { start: 1, end: 2, lines: ['  return 0;'] },
    { start: 3, end: 3, lines: ['// end'] },
  ]);
});

test('a hunk is told before the next one has been decoded', async () => {
  const { events } = await run(['<L1><L2>  return 0;<|nl|><L3><L3>// end<|nl|><|end|>']);
  const first = events.findIndex(({ type }) => type === 'hunk');
  const later = events.slice(first).filter(({ type }) => type === 'token').length;
  assert.ok(later > 5, `${later} tokens came after the first hunk`);
});

test('a change of a literal takes a line id from the line number in the instruction', async () => {
  const { result, engine } = await run(
    ['<|op|>change-literal<|arg|><L1><|arg|>2<|arg|>31<|end|>'],
    { instruction: 'on line 2 use 31' },
  );
  assert.ok(result.status === 'edited');
  assert.match(result.after, /prices\.length \* 31;/);
  const prompt = vocabulary.tokenizer.decode(engine.requests[0]!.prompt);
  assert.ok(prompt.endsWith('<|task|>edit<|instr|>on line <L1> use 31<|out|>'), prompt);
});

test('an answer that adds a syntax error is decoded anew, and the broken one is not shown', async () => {
  const { result, events, engine } = await run([
    '<L1><L2>  return (;<|nl|><|end|>',
    '<L1><L2>  return );<|nl|><|end|>',
    '<L1><L2>  return 1;<|nl|><|end|>',
  ]);
  assert.ok(result.status === 'edited');
  assert.match(result.after, /return 1;/);
  assert.equal(result.timings.candidates, 3);
  assert.equal(events.filter(({ type }) => type === 'retry').length, 2);
  assert.equal(events.filter(({ type }) => type === 'result').length, 1);
  assert.deepEqual(
    engine.requests.map(({ sampling }) => sampling?.seed),
    [undefined, 1, 2],
    'the first candidate is greedy, the others are sampled with fixed seeds',
  );
});

test('when four candidates break the syntax, the file is left alone and that is said', async () => {
  const { result } = await run(Array(4).fill('<L1><L2>  return (;<|nl|><|end|>'));
  assert.ok(result.status === 'declined');
  assert.equal(result.reason, 'no-valid-answer');
  assert.match(result.message, /line 2/);
});

test('an answer that does not end counts as broken', async () => {
  const endless = `<L1><L2>${'a'.repeat(150)}<|nl|>${`${'a'.repeat(150)}<|nl|>`.repeat(9)}`;
  const { result } = await run(Array(4).fill(endless));
  assert.ok(result.status === 'declined');
  assert.match(result.message, /did not come to an end/);
});

test('a syntax error that the file had before does not stand in the way', async () => {
  const text = 'const a = (;\nconst b = 1;\n';
  const { result } = await run(['<L1><L2>const b = 2;<|nl|><|end|>'], { text });
  assert.ok(result.status === 'edited');
});

test('nothing to do is a result of its own', async () => {
  const { result } = await run(['<|none|><|end|>'], { instruction: 'looks good' });
  assert.equal(result.status, 'nothing');
});

test('what is already so is nothing to do, in the words of the operation', async () => {
  const { result } = await run(['<|op|>export<|arg|>total<|end|>'], {
    instruction: 'export total',
  });
  assert.ok(result.status === 'nothing');
  assert.match(result.message, /`total`/);
});

test('an operation that cannot be done declines in its own words', async () => {
  const { result } = await run(['<|op|>rename<|arg|>x<|arg|>y<|end|>'], {
    text: 'function f() {\n  let x = 1;\n}\nfunction g() {\n  let x = 2;\n}\n',
    instruction: 'rename x to y',
  });
  assert.ok(result.status === 'declined');
  assert.equal(result.reason, 'ambiguous');
  assert.match(result.message, /`x` is declared 2 times: on lines 2 and 5/);
});

test('an operation on what is not there is declined, with the name that may be meant', async () => {
  const asked = { instruction: 'make totl async' };
  const { result } = await run(['<|op|>make-async<|end|>'], asked);
  assert.ok(result.status === 'declined' && result.reason === 'not-found');
  assert.equal(result.message, 'There is no `totl` in this file. Did you mean `total`?');
  const renamed = { instruction: 'rename totl to subtotal' };
  const other = await run(['<|op|>rename<|end|>'], renamed);
  assert.ok(other.result.status === 'declined' && /no `totl`/.test(other.result.message));
});

test('where nothing fits an operation and no name is missing, another sort of answer is tried', async () => {
  const scripts = ['<|op|>negate-condition<|end|>', '<|op|>export<|arg|>total<|end|>'];
  const flip = { instruction: 'flip total, L2' };
  const tokens = 1 + vocabulary.tokenizer.encode('negate-condition').length;
  const unsure = [Math.log(0.5) / tokens, -0.001];
  const { result } = await run(scripts, flip, undefined, (answer) => unsure[answer]!);
  assert.equal(result.status, 'nothing', 'total is exported already');
  assert.equal(result.answers.length, 2);
  const sure = await run(scripts, flip);
  assert.ok(sure.result.status === 'declined' && sure.result.reason === 'not-found');
  assert.match(sure.result.message, /negate|condition/);
});

test('too much for the model is declined', async () => {
  const { result } = await run(['<|delegate|><|end|>'], { instruction: 'rewrite it in Rust' });
  assert.ok(result.status === 'declined');
  assert.equal(result.reason, 'delegated');
});

test('a parameter that is named and not there is no other one', async () => {
  const text = 'export function sum(a: number, b: number) {\n  return a;\n}\n';
  const scripts = ['<|op|>remove-parameter<|arg|>sum<|arg|>b<|end|>'];
  const named = { text, instruction: 'remove the parameter rate of sum' };
  await assert.rejects(run(scripts, named), /does not allow "b"/);
  const { result } = await run(scripts, { text, instruction: 'remove the parameter b of sum' });
  assert.equal(result.status, 'edited');
});

test('the result tells its timings and how sure the model was', async () => {
  const { result } = await run(['<|none|><|end|>']);
  const { timings } = result;
  assert.equal(timings.tokens, 2);
  assert.equal(timings.candidates, 1);
  assert.ok(timings.firstTokenMs > 0 && timings.firstTokenMs <= timings.totalMs);
  assert.ok(timings.promptTokens > 20);
  assert.equal(timings.tokensPerSecond, 1000, 'one token after the first, in 1 ms');
  assert.ok(result.confidence > 0.5 && result.confidence < 1, String(result.confidence));
  assert.ok(Math.abs(result.signs!.wanted - -0.001) < 1e-9, 'the logarithm of its probability');
  assert.deepEqual(result.answers, [
    {
      answer: '<|none|><|end|>',
      logProbabilities: [-0.001, -0.001],
      choiceLogProbabilities: [-0.001, -0.001],
      headTokens: 1,
      headProbability: Math.exp(-0.001),
      intents: undefined,
    },
  ]);
});

test('an abort ends the stream with its reason', async () => {
  const controller = new AbortController();
  const engine = new ScriptedEngine(vocabulary, ['<L1><L2>  return 0;<|nl|><|end|>']);
  const context = { engine, vocabulary, readingTokens: 1024 };
  const request = { path: 'cart.ts', text: CART, instruction: 'x', signal: controller.signal };
  const seen: string[] = [];
  await assert.rejects(async () => {
    for await (const event of edit(context, request)) {
      seen.push(event.type);
      if (seen.length === 2) controller.abort(new Error('enough'));
    }
  }, /enough/);
  assert.ok(!seen.includes('result'));
  assert.ok(seen.length <= 3, `stopped within a token: ${seen}`);
});

test('an empty instruction is refused', async () => {
  await assert.rejects(run([], { instruction: '  \n' }), EmptyInstructionError);
});

test('a document that does not fit is refused with its size and the limit', async () => {
  const long = { text: 'let a = 1;\n'.repeat(50_000) };
  await assert.rejects(run([], long), (error) => {
    assert.ok(error instanceof TooLargeError);
    assert.deepEqual([error.unit, error.size, error.limit], ['lines', 50_001, 50_000]);
    assert.match(error.message, /^cart\.ts has 50,001 lines and at most 50,000 fit/);
    return true;
  });
  const wide = { text: `let a = '${'x'.repeat(900)}';\n` };
  await assert.rejects(run([], wide, 512), (error) => {
    assert.ok(error instanceof TooLargeError && error.unit === 'tokens');
    assert.ok(error.size > 900 && error.limit < 512);
    return true;
  });
});

test('a plan is revised by its own operations', async () => {
  const text = '# Plan\n\n- [x] Write docs\n- [ ] Ship it\n- [ ] Celebrate\n';
  const plan = { task: 'plan', path: 'plan.md', text } as const;
  const checked = await run(['<|op|>check<|arg|><L3><|end|>'], {
    ...plan,
    instruction: 'step 2 is done',
  });
  assert.ok(checked.result.status === 'edited', checked.result.status);
  assert.equal(checked.result.after, text.replace('[ ] Ship', '[x] Ship'));
  const moved = await run(['<|op|>move-step-before<|arg|><L4><|arg|><L3><|end|>'], {
    ...plan,
    instruction: 'celebrate before step 2',
  });
  assert.ok(moved.result.status === 'edited' && /Celebrate\n- \[ \] Ship/.test(moved.result.after));
  const added = await run(['<|op|>add-step-after<|arg|><L3><|arg|>tell the press<|end|>'], {
    ...plan,
    instruction: 'after step 2 add: tell the press',
  });
  assert.ok(added.result.status === 'edited' && /Tell the press\n- /.test(added.result.after));
  const done = await run(['<|op|>check<|arg|><L2><|end|>'], {
    ...plan,
    instruction: 'write docs is done',
  });
  assert.ok(done.result.status === 'nothing' && /done already/.test(done.result.message));
});

test('an edit that adds type errors is declined, and one of other files takes them along', async () => {
  const checked: string[] = [];
  const consequences = (_: unknown, after: string) => {
    checked.push(after);
    return { others: [], problem: 'The edit would add a type error at shop.ts:2.' };
  };
  const script = '<|op|>rename<|arg|>total<|arg|>subtotal<|end|>';
  const { result } = await run([script], { project: { checksTypes: true, consequences } });
  assert.ok(result.status === 'declined' && result.reason === 'type-errors');
  assert.equal(result.message, 'The edit would add a type error at shop.ts:2.');
  assert.deepEqual(checked, [CART.replace('total', 'subtotal')]);
  const others = [{ path: 'shop.ts', before: 'total();\n', after: 'subtotal();\n' }];
  const { result: fine } = await run([script], { project: { consequences: () => ({ others }) } });
  assert.ok(fine.status === 'edited');
  assert.deepEqual(
    fine.others.map(({ path, after }) => [path, after]),
    [['shop.ts', 'subtotal();\n']],
  );
  assert.match(fine.others[0]!.diff, /^\+subtotal\(\);$/m);
});

test('in a file of another language values are changed, on the line that is meant', async () => {
  const file = { path: 'app.py', text: "RETRIES = 3\nagent = 'wick'\nVERBOSE = False\n" };
  const script = '<|op|>change-literal<|arg|><L0><|arg|>3<|arg|>5<|end|>';
  const { result } = await run([script], { ...file, instruction: 'set RETRIES to 5' });
  assert.ok(result.status === 'edited' && result.after.startsWith('RETRIES = 5\n'));
  const flip = '<|op|>change-literal<|arg|><L2><|arg|>False<|arg|>True<|end|>';
  const flipped = await run([flip], { ...file, instruction: 'VERBOSE should be on' });
  assert.ok(flipped.result.status === 'edited');
  const other = await run(['<|delegate|><|end|>'], { ...file, instruction: 'make it faster' });
  assert.ok(other.result.status === 'declined' && other.result.reason === 'delegated');
  assert.match(other.result.message, /changed as they are spelt/);
});
