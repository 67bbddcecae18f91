/** What an instruction cannot mean. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { meantBy } from '../src/opposites.ts';

function meant(instruction: string, name: string): string {
  const answer = meantBy(instruction, { kind: 'operations', calls: [{ name, args: ['f'] }] });
  return answer.kind === 'operations' ? answer.calls.map((call) => call.name).join() : '';
}

test('what the instruction shows before and after tells the direction', () => {
  const cases: readonly [instruction: string, taken: string, meant: string][] = [
    ['f → f?', 'set-required', 'set-optional'],
    ['f? -> f', 'set-optional', 'set-required'],
    ['f? -> f', 'set-required', 'set-required'],
    ['export default f → export f', 'to-default-export', 'to-named-export'],
    ["f shouldn't be a named export but the default", 'to-named-export', 'to-default-export'],
    ['take default off, but keep it exported', 'unexport', 'to-named-export'],
    ['export f ✗ f ✓', 'export', 'unexport'],
    ["does F have to be a type? I'd go for an interface", 'interface-to-type', 'type-to-interface'],
    ['turn this interface into a type', 'interface-to-type', 'interface-to-type'],
    ['use the function keyword rather than const and =>', 'to-arrow-function', 'to-function'],
    ['const f = () => … instead of a function', 'to-function', 'to-arrow-function'],
    ['is f readonly for a reason? take that keyword off', 'set-readonly', 'set-mutable'],
  ];
  for (const [said, taken, wanted] of cases) assert.equal(meant(said, taken), wanted, said);
});

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
