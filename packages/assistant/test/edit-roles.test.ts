/** Which words of an instruction about a file are what, and how that chooses lines and texts. */
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { operations } from '@wick/edits';
import { documentSymbols } from '@wick/workspace';
import { EDIT_ROLES, editRoles, factsOfWords, knownLines, roleOfLine } from '../src/edit-roles.ts';
import { codeFacts, NO_FACTS } from '../src/intent/facts.ts';
import { endsTask, NO_ROLE, type Roles, startsTask } from '../src/intent/roles.ts';
import { PieceChoices } from '../src/piece-choices.ts';
import { Pointers } from '../src/pointers.ts';
import { tinyIntents } from './tiny-intents.ts';

/** What stands behind "under" is the place, behind "push" what is moved, behind "called" a name, behind "gets" a text. */
const BEHIND = {
  place: ['-1 under'],
  moved: ['-2 push'],
  name: ['-1 called'],
  text: ['-1 gets'],
};
const PLAIN = ['shape a', 'shape ,', 'shape :'];
const INTENTS = tinyIntents({
  [startsTask(EDIT_ROLES)]: { [NO_ROLE]: PLAIN, ...BEHIND },
  [endsTask(EDIT_ROLES)]: { [NO_ROLE]: PLAIN, ...BEHIND },
});

function rolesOf(instruction: string, operation: string): Roles {
  return editRoles(INTENTS, instruction, operation, NO_FACTS)!;
}

async function choicesFor(instruction: string, text: string): Promise<PieceChoices> {
  const symbols = await documentSymbols(text, 'cart.ts');
  const lines = text.split('\n');
  return new PieceChoices(new Pointers(instruction), { lines, symbols, shown: undefined });
}

describe('the roles of words', () => {
  test('are unknown without a model', () => {
    assert.equal(editRoles(undefined, 'drop it', 'rename', NO_FACTS), undefined);
  });

  test('know the numbers of lines, where they stand', () => {
    const instruction = 'push line 12 under L4';
    assert.deepEqual(
      knownLines(instruction).map(({ start, end, line }) => [instruction.slice(start, end), line]),
      [
        ['12', 12],
        ['4', 4],
      ],
    );
  });

  test('prefer what is said in the role, however it is spelt', () => {
    const roles = rolesOf('ticket: one more, called Sub_Total', 'add-property');
    assert.deepEqual(roles.prefer('name', ['ticket', 'subTotal', 'more']), ['subTotal']);
    assert.deepEqual(roles.prefer('name', ['ticket', 'more']), ['ticket', 'more']);
    assert.deepEqual(roles.texts('name'), ['Sub_Total']);
  });

  test('of a move the first line is the one that is moved', () => {
    const move = operations.get('move-after')!;
    assert.deepEqual([roleOfLine(move, 0), roleOfLine(move, 1)], ['moved', 'place']);
    assert.equal(roleOfLine(operations.get('insert-after')!, 0), 'place');
  });

  test('tell what the document makes of a word', async () => {
    const lines = ['export const total = 1;', 'use(total, other);'];
    const facts = factsOfWords(codeFacts(lines, await documentSymbols(lines.join('\n'), 'a.ts')));
    assert.ok(facts('total').includes('constant'));
    assert.deepEqual(facts('other'), ['mentioned']);
    assert.deepEqual(facts('subtotal'), ['unknown']);
    assert.deepEqual(facts(','), []);
  });
});

const CART = `function add(item) {
  check(item);
  items.push(item);
}
function clear(item) {
  items.length = 0;
}
`;

describe('lines that are said', () => {
  test('by number: where one is put is no other than the one that is moved', async () => {
    const instruction = 'under 2 push line 6';
    const choices = await choicesFor(instruction, CART);
    const roles = rolesOf(instruction, 'move-after');
    const all = () => true;
    assert.deepEqual([...choices.bothAnchors(all, { roles, role: 'moved' })], [5]);
    assert.deepEqual([...choices.bothAnchors(all, { roles, role: 'place' })], [1]);
  });

  test('by words that stand there', async () => {
    const instruction = 'a new line under length';
    const roles = rolesOf(instruction, 'insert-after');
    const choices = await choicesFor(instruction, CART);
    assert.deepEqual([...choices.anchors(() => true, { roles, role: 'place' })], [5]);
  });

  test('by the title of what they open, not by a mention of it', async () => {
    const instruction = 'one more entry under clear';
    const roles = rolesOf(instruction, 'append-entry');
    const choices = await choicesFor(instruction, `${CART}if (clear) {\n  clear();\n}\n`);
    assert.deepEqual([...choices.openings({ roles, role: 'place' })], [4]);
  });
});
