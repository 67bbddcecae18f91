/** Which words of an instruction are what. */
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { parseChecklist } from '@wick/workspace';
import { endsTask, NO_ROLE, Roles, roleCues, roleTokens, startsTask } from '../src/intent/roles.ts';
import { knownOfPlan, signsOfPlan, stepsOfRole } from '../src/plan-roles.ts';
import { planTextsIn } from '../src/plan-texts.ts';
import { tinyIntents } from './tiny-intents.ts';

const PLAN = parseChecklist(['- [ ] Write the docs', '- [ ] Call Ben', '- [ ] Ship version 2']);

/** Words are nothing, unless two cues say otherwise: behind "jot" a text begins, before "please" it ends. */
const INTENTS = tinyIntents({
  [startsTask('plan')]: {
    [NO_ROLE]: ['shape a'],
    text: ['-1 jot', '-2 | jot', '-2 add jot'],
    beside: ['-1 after'],
  },
  [endsTask('plan')]: { [NO_ROLE]: ['shape a'], text: ['1 please', '1 please |'], beside: [] },
});

function rolesOf(instruction: string): Roles {
  const known = knownOfPlan(instruction, PLAN);
  return Roles.of(INTENTS, 'plan', instruction, { known, signs: signsOfPlan(instruction) })!;
}

describe('roleTokens', () => {
  test('are words, numbers and signs, and one token for each stretch that is known', () => {
    const known = [{ start: 6, end: 14, token: '<step>' }];
    const tokens = roleTokens("after Call Ben, don't -> 12", known).map(({ token }) => token);
    assert.deepEqual(tokens, ['after', '<step>', ',', "don't", '->', '12']);
  });

  test('tell their neighbours, signs and quotes as cues', () => {
    const text = 'say "buy milk" now';
    const signs = [{ at: 5, cue: 'opening' }];
    const cues = roleCues(roleTokens(text, []), 2, text, { known: [], signs });
    for (const cue of ['0 buy', '-1 "', '-2 say', '1 milk', 'within "', 'begins opening'])
      assert.ok(cues.has(cue), cue);
    assert.ok(!cues.has('ends opening'));
  });
});

describe('Roles', () => {
  test('are undefined without a model, or with one that was not trained for the task', () => {
    assert.equal(Roles.of(undefined, 'plan', 'add it', { known: [], signs: [] }), undefined);
    assert.equal(Roles.of(INTENTS, 'ask', 'add it', { known: [], signs: [] }), undefined);
  });

  test('the likeliest stretch begins and ends where the cues say so', () => {
    const instruction = 'jot call the bank please';
    const [best, ...others] = rolesOf(instruction).best('text', 3);
    assert.equal(instruction.slice(best!.start, best!.end), 'call the bank');
    assert.deepEqual(others, []);
  });

  test('new texts are such stretches, whatever words surround them', () => {
    const instruction = 'jot call the bank please';
    const { singles } = planTextsIn(instruction, [], [], rolesOf(instruction));
    assert.deepEqual(singles, ['call the bank']);
  });

  test('a step that is said has the role of its place', () => {
    const instruction = 'jot buy milk after Call Ben';
    const beside = stepsOfRole('beside', rolesOf(instruction), instruction, PLAN);
    assert.deepEqual(
      beside?.map(({ text }) => text),
      ['Call Ben'],
    );
    assert.equal(stepsOfRole('beside', rolesOf('add it'), 'add it', PLAN), undefined);
  });
});
