/** Which steps an instruction speaks of, and what texts it offers. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parseChecklist } from '@wick/workspace';
import {
  sideSaid,
  spansTold,
  splitStepReferences,
  stepsBeside,
  stepsDescribed,
  stepsSaid,
} from '../src/plan-references.ts';
import { planTextsIn } from '../src/plan-texts.ts';

const PLAN = parseChecklist(
  [
    '# Plan',
    '- [x] Draft the schema',
    '- [ ] Write the importer',
    '  - [ ] Parse dates',
    '- [ ] Add a login page',
    '- [ ] Add a logout page',
    '- [ ] Ship it',
  ]
    .join('\n')
    .split('\n'),
);

/** The instruction with `@line` for each reference. */
function marked(instruction: string): string {
  return splitStepReferences(instruction, PLAN)
    .map((part) => (typeof part === 'string' ? part : `@${part.line}`))
    .join('');
}

test('numbers and ordinals count the steps that are part of no other', () => {
  assert.equal(marked('check step 3'), 'check step @5');
  assert.equal(marked('#2 is done'), '#@3 is done');
  assert.equal(marked('swap 2 and 4, please'), 'swap @3 and @6, please');
  assert.equal(marked('steps 1, 2 and 5'), 'steps @2, @3 and @7');
  assert.equal(
    marked('move the last step before the first'),
    'move the last @7 step before the first @2',
  );
  assert.equal(marked('the 2nd one is done'), 'the 2nd @3 one is done');
  assert.equal(marked('step 9 is done'), 'step 9 is done');
  assert.equal(marked('it takes 3 days'), 'it takes 3 days');
  assert.equal(marked('reword it to "wait for step 2"'), 'reword it to "wait for step 2"');
});

test('the words of a step are followed by its line', () => {
  assert.equal(marked('Ship it is done'), 'Ship it @7 is done');
  assert.equal(marked('remove "add a login page"'), 'remove "add a login page" @5');
  assert.deepEqual(
    stepsSaid('do parse dates before 1', PLAN).map(({ text }) => text),
    ['Parse dates', 'Draft the schema'],
  );
});

test('a step is the one that has all the words before "step"', () => {
  const described = (text: string) => stepsDescribed(text, PLAN).map(({ line }) => line);
  assert.deepEqual(described('below the importer step: tell everybody to write dates'), [2]);
  assert.deepEqual(described('the logout page one goes, we never schema it'), [5]);
});

test('steps are described by what they have alone', () => {
  const described = (text: string) => stepsDescribed(text, PLAN).map(({ line }) => line);
  assert.deepEqual(described('the login thing is done'), [4]);
  assert.deepEqual(described('do the importers before the schema'), [1, 2]);
  assert.deepEqual(described('the page is done'), [4, 5]);
  assert.deepEqual(described('thanks a lot'), []);
});

/** Every text that may be meant, alone or as a part. */
function planTextsFrom(instruction: string, known: readonly string[]): string[] {
  const { singles, pairs } = planTextsIn(instruction, known, []);
  return [...new Set([...singles, ...pairs.flat()])];
}

test('texts are quoted, or stand where a text can', () => {
  assert.deepEqual(planTextsFrom('add "Write docs" at the end', []), ['Write docs']);
  const cases = [
    ['add a step: write docs', 'write docs'],
    ['we also need to tell the press before shipping', 'tell the press'],
    ['split step 2 into parse the file and check it', 'parse the file'],
    ['split step 2 into parse the file and check it', 'check it'],
    ['step 3 should read write the docs.', 'write the docs'],
  ] as const;
  for (const [instruction, text] of cases) {
    assert.ok(planTextsFrom(instruction, []).includes(text), `${instruction}: ${text}`);
  }
  const known = planTextsFrom('reword "Ship it" to "Release it"', ['Ship it']);
  assert.deepEqual(known, ['Release it']);
});

test('bare numbers count where only a step can stand, and not in a new text', () => {
  assert.equal(marked('5 where 1 is now'), '@7 where @2 is now');
  assert.equal(marked('3a. tell the press'), '@5a. tell the press');
  assert.equal(marked('add step cut 3 words pre 2'), 'add step cut 3 words pre @3');
  assert.equal(marked('one more: explain table 3'), 'one more: explain table 3');
  assert.equal(marked('split 2: 1) parse it 2) check it'), 'split @3: 1) parse it 2) check it');
});

test('an ordinal before another noun counts nothing', () => {
  assert.equal(marked('last release went wrong'), 'last release went wrong');
  assert.equal(
    marked('the first and the fourth are done'),
    'the first @2 and the fourth @6 are done',
  );
});

test('words of place say beside which step, and on which side', () => {
  const beside = (text: string) => stepsBeside(text, PLAN).map(({ line }) => line);
  assert.deepEqual(beside('point 4 should stand directly over point 2'), [2]);
  assert.equal(sideSaid('point 4 should stand directly over point 2', PLAN), 'before');
  assert.deepEqual(beside('first "Ship it", and straight after that step 1'), [6]);
  assert.equal(sideSaid('once "Ship it" is done, step 1', PLAN), 'after');
  assert.deepEqual(beside('"Ship it" depends on step 1, put the latter before it'), [6]);
  assert.equal(sideSaid('a line beneath the one about the importer', PLAN), 'after');
  assert.equal(sideSaid('do not do step 1 after step 3', PLAN), undefined);
});

test('a text begins where the instruction leads to it, and ends where it turns to the plan again', () => {
  const cases = [
    ['before Ship it we first need to tell the press, that is not in the plan', 'tell the press'],
    ['step 3 cannot start until we tell the press; make that an extra item', 'tell the press'],
    ['we also need a step that goes tell the press', 'tell the press'],
    ['plan: new item tell the press, goes after #5', 'tell the press'],
    ['squeeze tell the press in under step 3', 'tell the press'],
    ['fill it with read up on parsers', 'read up on parsers'],
    ['one more item for the bottom of the list: Docs: custom themes', 'Docs: custom themes'],
    ['s/Ship it/Release it/', 'Release it'],
    ['step 2 → build it (ask Lucy first)', 'build it (ask Lucy first)'],
    [
      'the text of step 2 becomes `Replace `openFile` with it now`',
      'Replace `openFile` with it now',
    ],
    ['a checkbox at the end: Document `parse` in the guide', 'Document `parse` in the guide'],
  ] as const;
  const known = PLAN.steps.map(({ text }) => text);
  for (const [instruction, text] of cases) {
    const { singles } = planTextsIn(instruction, known, spansTold(instruction, PLAN));
    assert.deepEqual(singles, [text], instruction);
  }
});

test('two parts are what stands on both sides of a joint', () => {
  const cases = [
    'break up step 2: one half is build the parser, the other test the importer',
    'step 2 → build the parser / test the importer',
    'turn step 2 into two lines, build the parser plus test the importer',
  ];
  for (const instruction of cases) {
    const { pairs } = planTextsIn(instruction, [], spansTold(instruction, PLAN));
    const isFound = pairs.some(
      ([one, two]) => one === 'build the parser' && two === 'test the importer',
    );
    assert.ok(isFound, `${instruction}: ${JSON.stringify(pairs)}`);
  }
});
