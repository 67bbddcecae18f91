/** The fit of the weights by which snippets are merged. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type Choice, fitLogit, rightCount } from '../logit.ts';
import { choiceOf, FEATURES, variantsOf } from '../merge/choices.ts';
import { Random } from '../synthesis/random.ts';
import { abbreviate, drawVoice } from '../synthesis/snippets.ts';

const BEFORE = `import { read } from './read.ts';

export function first(path: string) {
  const text = read(path);
  log(text);
  return text;
}

export function second(path: string) {
  const text = read(path);
  log(text);
  return text;
}

export const last = 1;
`;
const AFTER = BEFORE.replace(
  'second(path: string) {\n  const text = read(path);',
  'second(path: string) {\n  const text = read(path).trim();',
).replace('last = 1', 'last = 2');

/** Three alternatives; the right one has most of the first feature, whatever it has of the second. */
function madeUpChoice(random: Random): Choice {
  const all = Array.from({ length: 3 }, () => [random.next(), random.next()]);
  const most = Math.max(...all.map(([telling]) => telling!));
  return all.map((features) => ({ features, isRight: features[0] === most }));
}

test('the fit learns which of two features tells what is right', () => {
  const random = new Random(5);
  const choices = Array.from({ length: 300 }, () => madeUpChoice(random));
  const losses: number[] = [];
  const weights = fitLogit(choices, 2, (_, loss) => losses.push(loss));
  assert.ok(Math.abs(losses[0]! - Math.log(3)) < 1e-9, 'at first all three are as likely');
  assert.ok(losses.at(-1)! < 0.5 * losses[0]!, String(losses.at(-1)));
  assert.ok(weights[0]! > 20 * Math.abs(weights[1]!), String(weights));
  const others = Array.from({ length: 100 }, () => madeUpChoice(random));
  assert.ok(rightCount(others, weights) > 97);
});

test('where several alternatives are right, any of them will do', () => {
  const choice: Choice = [
    { features: [1], isRight: true },
    { features: [1], isRight: true },
    { features: [0], isRight: false },
  ];
  const losses: number[] = [];
  const weights = fitLogit([choice], 1, (_, loss) => losses.push(loss));
  assert.ok(Math.abs(losses[0]! - Math.log(3 / 2)) < 1e-9);
  assert.equal(rightCount([choice], weights), 1);
});

test('the right way to merge is found among those that begin and end alike', () => {
  const snippet = [
    '// ... existing code ...',
    '  const text = read(path).trim();',
    '  log(text);',
    '  return text;',
    '}',
    '// ... existing code ...',
    'export const last = 2;',
  ].join('\n');
  const choice = choiceOf({ before: BEFORE, snippet, after: AFTER });
  assert.equal(choice.filter(({ isRight }) => isRight).length, 1);
  assert.ok(choice.some(({ isRight }) => !isRight));
  for (const { features } of choice) assert.equal(features.length, FEATURES.length);
});

test('in whatever voice a change is abbreviated, one of the ways makes the file after it', () => {
  const random = new Random(9);
  for (let i = 0; i < 50; i++) {
    const snippet = abbreviate(BEFORE, AFTER, drawVoice(random), 'read.ts')!;
    const choice = choiceOf({ before: BEFORE, snippet, after: AFTER });
    assert.ok(
      choice.some(({ isRight }) => isRight),
      snippet,
    );
  }
});

test('a row teaches, too, that what has been applied changes nothing', () => {
  const snippet = '// ...\n\nexport const last = 2;\n';
  const row = { before: BEFORE, snippet, after: AFTER };
  const [variant] = variantsOf(row, 0);
  assert.equal(variant!.before, AFTER);
  const choice = choiceOf(variant!);
  assert.ok(choice.some(({ isRight }) => isRight));
});

test('some placeholders are moved to the left, or as deep as the line before', () => {
  const snippet = 'a {\n  // ... existing code ...\n    b();\n      // ...\n  c();';
  const [left] = variantsOf({ before: BEFORE, snippet, after: AFTER }, 2);
  assert.equal(left!.snippet, 'a {\n// ... existing code ...\n    b();\n// ...\n  c();');
  const [deep] = variantsOf({ before: BEFORE, snippet, after: AFTER }, 6);
  assert.equal(deep!.snippet, 'a {\n// ... existing code ...\n    b();\n    // ...\n  c();');
});
