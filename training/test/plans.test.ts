/** Plans for training: every case that is found can be carried out, and is within reach of its instruction. */
import assert from 'node:assert/strict';
import { join } from 'node:path';
import { it } from 'node:test';
import { planOperations } from '@wick/edits';
import { parseChecklist, runPlanOperations } from '@wick/workspace';
import { wordCase } from '../synthesis/main.ts';
import { findPlanCases, loadPlanGrammar, makePlan } from '../synthesis/plans.ts';
import { Random } from '../synthesis/random.ts';
import { loadWordings } from '../synthesis/wordings.ts';

const grammar = loadPlanGrammar(join(import.meta.dirname, '..', 'plans'));
const wordings = loadWordings(join(import.meta.dirname, '..', 'wordings'));

it('plans have steps, and every operation has cases that can be done', () => {
  const random = new Random(7);
  const called = new Set<string>();
  for (let i = 0; i < 60; i++) {
    const text = makePlan(grammar, random);
    assert.ok(parseChecklist(text.split('\n')).steps.length >= 2, text);
    for (const edit of findPlanCases(text, grammar, random)) {
      assert.ok(wordings.has(edit.kind), edit.kind);
      if (edit.answer.kind !== 'operations') continue;
      for (const { name } of edit.answer.calls) called.add(name);
      const result = runPlanOperations(text, edit.answer.calls);
      assert.ok(result.ok || result.refusal.reason === 'already-done');
    }
  }
  assert.deepEqual([...called].sort(), [...planOperations.keys()].sort());
});

it('every case can be worded, with what its answer holds', () => {
  const random = new Random(8);
  for (let i = 0; i < 40; i++) {
    const text = makePlan(grammar, random);
    for (const edit of findPlanCases(text, grammar, random)) {
      const said = wordCase(edit, wordings, random);
      assert.ok(said, edit.kind);
      for (const name of ['text', 'a', 'b']) {
        const slot = edit.slots[name];
        if (slot !== undefined) assert.ok(said.includes(slot), `${said} says not ${slot}`);
      }
    }
  }
});
