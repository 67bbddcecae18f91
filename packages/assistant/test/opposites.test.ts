/** What an instruction cannot mean. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { meantBy } from '../src/opposites.ts';

function meant(instruction: string, name: string): string {
  const answer = meantBy(instruction, { kind: 'operations', calls: [{ name, args: ['f'] }] });
  return answer.kind === 'operations' ? answer.calls.map((call) => call.name).join() : '';
}

test('nothing is taken away that no word asks to take away', () => {
  assert.equal(meant('make checkout async', 'remove-async'), 'make-async');
  assert.equal(meant('f should be asynchronous', 'remove-async'), 'make-async');
  for (const said of ['remove async from f', 'f is sync', "f needn't be async", 'async f → f']) {
    assert.equal(meant(said, 'remove-async'), 'remove-async');
  }
  assert.equal(meant("please don't rename f", 'rename'), '');
  assert.equal(meant("don't call it f, rename it", 'rename'), 'rename');
  assert.equal(meant('L3: strip readonly', 'set-readonly'), 'set-mutable');
  assert.equal(meant('readonly f → f', 'set-readonly'), 'set-mutable');
  assert.equal(meant('f → readonly f', 'set-readonly'), 'set-readonly');
  assert.equal(meant('make f async', 'make-async'), 'make-async');
  assert.equal(meant('chore: remove unused import', 'remove-import'), 'remove-unused-imports');
  assert.equal(meant('remove the unused import of f', 'remove-import'), 'remove-import');
  assert.deepEqual(meantBy('thanks', { kind: 'none' }), { kind: 'none' });
});
