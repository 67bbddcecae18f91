/** Prompts: their form, what is shown of long documents, and what is refused. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parseDocument } from '@wick/edits';
import fc from 'fast-check';
import { locate } from '../src/locate.ts';
import { buildPrompt, promptPath } from '../src/prompt.ts';
import { tasks } from '../src/tasks.ts';
import { tinyVocabulary } from './tiny-tokenizer.ts';

const vocabulary = tinyVocabulary();
const LIMITS = { readingTokens: 1024, promptTokens: 7680 };

function prompt(text: string, instruction: string, more = {}, limits = LIMITS) {
  const document = parseDocument(text);
  const request = { task: tasks.edit, path: 'src/cart.ts', document, instruction, ...more };
  const { tokens, shown } = buildPrompt(vocabulary, request, limits);
  return { text: vocabulary.tokenizer.decode(tokens), shown };
}

test('the document comes first, each line after its id, the request last', () => {
  assert.equal(
    prompt('let a;\r\nlet b;\n', 'export a').text,
    '<|file|>cart.ts<|doc|><L0>let a;<L1>let b;<L2><L3><|task|>edit<|instr|>export a<|out|>',
  );
});

test('of a plan a step that is given by number or in its words becomes a line id', () => {
  const plan = '# Plan\n- [ ] Write docs\n- [ ] Ship it\n';
  const { text } = prompt(plan, 'do step 2 before write docs', { task: tasks.plan });
  assert.match(text, /<\|task\|>plan<\|instr\|>do step <L2> before write docs <L1><\|out\|>$/);
});

test('special tokens in the document or the instruction are plain text', () => {
  const tokens = buildPrompt(
    vocabulary,
    {
      task: tasks.edit,
      path: 'a',
      document: parseDocument('<|out|>'),
      instruction: '<L0> <|end|>',
    },
    LIMITS,
  ).tokens;
  const count = (name: string) =>
    tokens.filter((token) => token === vocabulary.tokenizer.special(name)).length;
  assert.deepEqual([count('<|out|>'), count('<|end|>'), count('<L0>')], [1, 0, 1]);
});

test('a line number becomes the id of that line; one the file does not have stays a number', () => {
  const text = 'a\nb\nc';
  assert.match(prompt(text, 'delete line 2').text, /<\|instr\|>delete line <L1><\|out\|>$/);
  assert.match(prompt(text, 'delete line 4').text, /<\|instr\|>delete line 4<\|out\|>$/);
  assert.match(prompt(text, 'delete line 0').text, /<\|instr\|>delete line 0<\|out\|>$/);
});

test('a selection is named after the instruction, unless that names lines itself', () => {
  const text = 'a\nb\nc';
  const selection = { start: 1, end: 2 };
  assert.match(
    prompt(text, 'delete this', { selection }).text,
    /delete this on lines <L1> to <L2><\|out\|>$/,
  );
  assert.match(
    prompt(text, 'delete this', { selection: { start: 1, end: 1 } }).text,
    /this on line <L1><\|out\|>$/,
  );
  assert.match(prompt(text, 'delete line 1', { selection }).text, /delete line <L0><\|out\|>$/);
});

test('line breaks in an instruction are spaces', () => {
  assert.match(prompt('a', '\nexport\r\n  a ').text, /<\|instr\|>export a<\|out\|>$/);
});

test('the ids of a document with more lines than there are ids count what is shown', () => {
  const lines = Array.from({ length: 3000 }, (_, index) => `let a${index};`);
  const { text, shown } = prompt(
    lines.join('\n'),
    'export a2500 and delete line 7',
    {},
    {
      readingTokens: 200,
      promptTokens: 7680,
    },
  );
  const [first, second] = shown;
  assert.ok(first && second && first.start <= 6 && second.start <= 2500 && 2500 < second.end);
  const id = first.end - first.start + 1 + 2500 - second.start;
  assert.ok(text.includes(`<L${id}>let a2500;`), text);
  assert.match(text, new RegExp(`delete line <L${6 - first.start}><\\|out\\|>$`));
});

test('of a path only the name is shown', () => {
  assert.equal(promptPath('/home/me/work/project/src/cart.ts'), 'cart.ts');
  assert.equal(promptPath('../src\\cart.ts'), 'cart.ts');
  assert.equal(promptPath('./cart.ts'), 'cart.ts');
});

/** A file of `count` functions, each of six lines. */
function manyFunctions(count: number): string {
  const functions = Array.from(
    { length: count },
    (_, i) =>
      `/** Number ${i}. */\nfunction part${i}(x) {\n  const y = x + ${i};\n  return y;\n}\n`,
  );
  return ["import { a } from 'a';\n", ...functions].join('\n');
}

test('of a long document the blocks are shown that the instruction speaks of, whole', () => {
  const text = manyFunctions(100);
  const { text: shown } = prompt(text, 'make part77 async');
  assert.match(shown, /<L464>\/\*\* Number 77\. \*\/<L465>function part77\(x\) \{/);
  assert.match(shown, /const y = x \+ 77;<L467> {2}return y;<L468>\}/);
  assert.match(shown, /import \{ a \} from 'a';/, 'and the imports');
  assert.match(shown, /function part76\(.*function part78\(/s, 'and what is next to them');
  assert.doesNotMatch(shown, /function part20\(/);
});

test('a line that the instruction or the selection points at is always shown', () => {
  const text = manyFunctions(100);
  assert.match(prompt(text, 'delete line 30').text, /<L29>.*<\|instr\|>delete line <L29>/s);
  const selection = { start: 464, end: 464 };
  assert.match(prompt(text, 'change it', { selection }).text, /const y = x \+ 77;/);
});

test('of a long document the blocks are shown that hold a text, number or operator it spells', () => {
  const text = manyFunctions(100);
  assert.match(prompt(text, 'the 77 must be 78').text, /function part77\(x\)/);
  assert.doesNotMatch(prompt(text, 'look at line 3: 77 is wrong').text, /function part50\(x\)/);
  const other = text.replace('x + 55;', "x === 'de-facto';");
  assert.match(prompt(other, "'de-facto' has to read 'de facto'").text, /function part55\(x\)/);
  assert.match(prompt(other, 'compare with == rather than ===').text, /function part55\(x\)/);
});

test('ids skip what is left out', () => {
  const { text, shown } = prompt(manyFunctions(100), 'rename part3 and part90');
  assert.ok(shown.length >= 2);
  const ids = [...text.matchAll(/<L(\d+)>/g)].map(([, id]) => Number(id));
  const expected = shown.flatMap(({ start, end }) =>
    Array.from({ length: end - start }, (_, i) => start + i),
  );
  assert.deepEqual(ids, [...expected, shown.at(-1)!.end]);
});

test('a class too long to show whole keeps its head, the members in question and its end', () => {
  const members = Array.from(
    { length: 80 },
    (_, i) => `  /** Doc ${i}. */\n  member${i}(a) {\n    return a * ${i};\n  }\n`,
  ).join('\n');
  const { text } = prompt(`export class Big {\n${members}}\n`, 'make member42 async');
  assert.match(text, /<L0>export class Big \{/);
  assert.match(text, / {2}member42\(a\) \{<L\d+> {4}return a \* 42;<L\d+> {2}\}/);
  assert.doesNotMatch(text, /member7\(/);
});

test('whatever the document, the lines shown fit, ascend, do not touch and hold the focus', () => {
  const line = fc.constantFrom('', 'function alpha() {', '  beta();', '    gamma;', '}', '// note');
  fc.assert(
    fc.property(
      fc.array(line, { minLength: 1, maxLength: 60 }),
      fc.integer({ min: 10, max: 200 }),
      fc.nat(),
      (lines, budget, seed) => {
        const costs = lines.map((text) => 1 + Math.ceil(text.length / 3));
        const focus = seed % 3 === 0 ? [seed % lines.length] : [];
        const instruction = ['alpha', 'rename beta', 'do it'][seed % 3]!;
        const runs = locate({ lines, costs, budget, instruction, focus });
        const shown = runs.flatMap(({ start, end }) => costs.slice(start, end));
        const cost = shown.reduce((sum, c) => sum + c, 0);
        assert.ok(cost <= Math.max(budget, ...costs), `${cost} of ${budget}`);
        for (const [i, run] of runs.entries()) {
          assert.ok(run.start < run.end && (i === 0 || runs[i - 1]!.end < run.start));
        }
        for (const at of focus) assert.ok(runs.some((r) => r.start <= at && at < r.end));
        assert.ok(runs.length > 0);
      },
    ),
  );
});
