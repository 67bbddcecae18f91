/** What an instruction says word for word of the lines of a document. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { documentSymbols } from '@wick/workspace';
import { codeSpansFrom } from '../src/code-spans.ts';
import { PieceChoices } from '../src/piece-choices.ts';
import { Pointers } from '../src/pointers.ts';

const YAML = `on: push
jobs:
  test:
    runs-on: ubuntu-20.04
    steps:
      - uses: actions/checkout@v3
      - run: npm ci
  deploy:
    runs-on: ubuntu-20.04
`;

async function choicesFor(
  instruction: string,
  text = YAML,
  path = 'ci.yml',
): Promise<PieceChoices> {
  const symbols = await documentSymbols(text, path);
  const lines = text.split('\n');
  return new PieceChoices(new Pointers(instruction), { lines, symbols, shown: undefined });
}

test('code is told from words by quotes, or by how only code is spelt', () => {
  const texts = (instruction: string) => codeSpansFrom(instruction).map(({ text }) => text);
  assert.deepEqual(texts('swap `a b` for "c d"'), ['a b', 'c d']);
  assert.deepEqual(texts('add "lint": "eslint ." to scripts'), ['"lint": "eslint ."']);
  assert.deepEqual(texts('avatar needs alt={user.name} after src'), ['alt={user.name}']);
  assert.deepEqual(texts('use express.json({ limit: "1mb" }) there'), [
    'express.json({ limit: "1mb" })',
  ]);
  assert.deepEqual(texts("import x from './y'; at the top"), ["import x from './y';"]);
  assert.deepEqual(texts("don't touch the reviewer's file"), []);
});

test('a piece is one that the document has, on the lines that are meant', async () => {
  const quoted = await choicesFor('replace `ubuntu-20.04` with `ubuntu-latest`');
  assert.deepEqual([...quoted.pieces(undefined)], ['ubuntu-20.04']);
  assert.deepEqual([...quoted.pieceLines], [3, 8]);
  const pointed = await choicesFor('line 9: ubuntu-20.04 → ubuntu-latest');
  assert.deepEqual([...pointed.pieceLines], [8]);
  const bare = await choicesFor('npm ci should be npm install');
  assert.ok(bare.pieces(6).has('npm ci'));
});

test('what comes in its place is quoted beside it, or follows words that say so', async () => {
  const quoted = await choicesFor('in `steps`, replace `npm ci` with `npm install`');
  assert.deepEqual([...quoted.replacements('npm ci')], ['npm install']);
  const reversed = await choicesFor('use `npm install` instead of `npm ci`');
  assert.deepEqual([...reversed.replacements('npm ci')], ['npm install']);
  const bare = await choicesFor('turn npm ci into npm install please');
  assert.ok(bare.replacements('npm ci').has('npm install'));
  const sed = await choicesFor('s/npm ci/npm i/');
  assert.deepEqual([...sed.replacements('npm ci')], ['npm i']);
});

test('a new line is what is spelt and not there; its place is what stands there', async () => {
  const choices = await choicesFor('add `- run: npm test` below `- run: npm ci`');
  assert.deepEqual([...choices.anchors()], [6]);
  assert.deepEqual([...choices.newLines(6)], ['- run: npm test']);
  const bare = await choicesFor('below line 7: - run: npm test');
  assert.ok(bare.newLines(6).has('- run: npm test'));
  assert.deepEqual([...bare.anchors()], [6]);
});

test('lines are meant by numbers, by words that stand on them, by the ends of the file', async () => {
  assert.deepEqual([...(await choicesFor('remove line 4')).anchors()], [3]);
  assert.deepEqual([...(await choicesFor('the checkout action has to go')).anchors()], [5]);
  assert.deepEqual(
    [...(await choicesFor('a blank comment at the top of the file')).anchors()],
    [0],
  );
  assert.deepEqual([...(await choicesFor('append `x: y` at the end of the file')).anchors()], [8]);
  const both = await choicesFor('swap 6 and line 7');
  assert.deepEqual([...both.bothAnchors(() => true)].sort(), [5, 6]);
});

test('an entry goes into what a line opens, named or given by a number within', async () => {
  const named = await choicesFor('add `needs: test` to deploy');
  assert.deepEqual([...named.openings()], [7]);
  const within = await choicesFor('put `- run: x` at the end of the list that line 6 is in');
  assert.deepEqual([...within.openings()], [4]);
});
