/** Which steps an instruction speaks of, and what texts it offers. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parseChecklist } from '@wick/workspace';
import { splitStepReferences, stepsDescribed, stepsSaid } from '../src/plan-references.ts';
import { planTextsFrom } from '../src/plan-texts.ts';

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
