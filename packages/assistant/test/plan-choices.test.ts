/** Which operations on a plan an instruction leaves open, and which steps. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parseChecklist } from '@wick/workspace';
import { PlanChoices } from '../src/plan-choices.ts';
import { tinyVocabulary } from './tiny-tokenizer.ts';

const PLAN = parseChecklist([
  '- [x] Draft the schema',
  '- [ ] Write and test the importer',
  '- [ ] Add a login page',
  '- [ ] Ship it',
]);

function choices(instruction: string): PlanChoices {
  return new PlanChoices(tinyVocabulary(), PLAN, instruction);
}

function possible(instruction: string): string[] {
  const plan = choices(instruction);
  return [...plan.operations].filter(([, spec]) => plan.isPossible(spec)).map(([name]) => name);
}

test('two steps that are said leave only operations on two', () => {
  const names = ['move-step-after', 'move-step-before', 'swap-steps', 'merge-steps'];
  assert.deepEqual(possible('step 4 and step 1, the other way').toSorted(), names.toSorted());
  assert.deepEqual(
    possible('"Ship it" and "Draft the schema": one box').toSorted(),
    names.toSorted(),
  );
});

test('a new text in quotes leaves only operations that hold one', () => {
  const withStep = possible('"Tell the press" belongs right after step 3');
  assert.deepEqual(withStep, ['add-step-after']);
  const open = possible('step 3: "Tell the press"');
  assert.deepEqual(open.toSorted(), ['add-step-after', 'add-step-before', 'reword-step']);
  assert.deepEqual(possible('step 2 is really "Write it" and "Test it"'), ['split-step']);
});

test('part of a step in quotes describes it, and is no new text', () => {
  assert.ok(possible('remove "the importer"').includes('remove-step'));
});

test('what is moved is not the step beside which it goes', () => {
  const both = choices('put step 4 in front of step 1');
  assert.deepEqual([...both.lines('move-step-before', [])], [3]);
  assert.deepEqual([...both.lines('move-step-before', [3])], [0]);
  const described = choices('the importer only once "Ship it" is done');
  assert.deepEqual([...described.lines('move-step-after', [])], [1]);
  assert.deepEqual([...described.lines('move-step-after', [1])], [3]);
});

test('of two steps that become one the first that is said stays, or the one that takes the other in', () => {
  assert.deepEqual([...choices('join step 3 and step 1').lines('merge-steps', [])], [2]);
  assert.deepEqual([...choices('fold step 3 into step 1').lines('merge-steps', [])], [0]);
});

test('only a done step that is described can be taken back', () => {
  const plan = choices('the schema and the login page are not finished, uncheck');
  assert.deepEqual([...plan.lines('uncheck', [])], [0]);
});

test('the parts of a step come in the order of the instruction', () => {
  const plan = choices('split step 2 into "Write it" and "Test it"');
  const split = plan.operations.get('split-step')!;
  const [, , second] = split.parameters;
  const { tokenizer } = tinyVocabulary();
  const state = plan.texts(split, second!, [1, 'Write it']);
  assert.deepEqual(state.next, tokenizer.encode('Test it').slice(0, 1));
  assert.deepEqual(plan.texts(split, second!, [1, 'Test it']).next, []);
});

test('words of place leave only operations on their side', () => {
  assert.ok(!possible('step 4 comes after step 1').includes('move-step-before'));
  assert.ok(!possible('put the importer step on the line over #1').includes('move-step-after'));
  assert.deepEqual(possible('between 2 and 3 goes "Tell the press"'), ['add-step-after']);
  assert.deepEqual(possible('between step 2 and whatever precedes it, wedge in tell the press'), [
    'add-step-before',
  ]);
  assert.deepEqual(possible('2a. tell the press').toSorted().slice(0, 1), ['add-step-after']);
});

test('what speaks of no step does nothing to one', () => {
  const ofStep = (instruction: string) =>
    possible(instruction).filter((name) => name !== 'add-step');
  assert.deepEqual(ofStep('my grandmother could follow this, well done!'), []);
  assert.deepEqual(ofStep('it all feels too long, can you tighten it somehow'), []);
  assert.deepEqual(ofStep('step 9 is done'), []);
  assert.ok(ofStep('the importer is done').includes('check'));
});

test('a new text beside no step goes to the end', () => {
  const names = possible('after all of that we also need a step that goes tell the press');
  assert.deepEqual(names, ['add-step']);
});

test('the parts of a step are told from the words around them', () => {
  const plan = choices('step 2 hides two jobs: 1) write the importer 2) test the importer');
  const split = plan.operations.get('split-step')!;
  const [, first, second] = split.parameters;
  const { tokenizer } = tinyVocabulary();
  const firsts = plan.texts(split, first!, [1]);
  assert.deepEqual(firsts.next, tokenizer.encode('write the importer').slice(0, 1));
  const seconds = plan.texts(split, second!, [1, 'write the importer']);
  assert.deepEqual(seconds.next, tokenizer.encode('test the importer').slice(0, 1));
});
