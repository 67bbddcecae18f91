/** The fit of the weights by which snippets are merged. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type Choice, fitLogit, rightCount } from '../logit.ts';
import { choicesOf, FEATURES } from '../merge/choices.ts';
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

test('the right place of a section is found among those that begin and end alike', () => {
  const snippet = [
    '// ... existing code ...',
    '  const text = read(path).trim();',
    '  log(text);',
    '  return text;',
    '}',
    '// ... existing code ...',
    'export const last = 2;',
  ].join('\n');
  const choices = choicesOf({ before: BEFORE, snippet, after: AFTER })!;
  const right = choices.map((choice) => choice.filter(({ isRight }) => isRight));
  assert.deepEqual(
    right.map((all) => all.map(({ place }) => place)),
    [[{ start: 9, end: 13 }], [{ start: 14, end: 15 }]],
  );
  const wrong = choices[0]!.filter(({ isRight }) => !isRight).map(({ place }) => place);
  assert.ok(
    wrong.some(({ start, end }) => start === 3 && end === 7),
    JSON.stringify(wrong),
  );
  for (const { features } of choices.flat()) assert.equal(features.length, FEATURES.length);
});

test('of lines that are deleted between two that are shown, the place has all', () => {
  const after = BEFORE.replace(/export function first[^}]*\}\n\n/, '');
  const snippet = [
    "import { read } from './read.ts';",
    '',
    'export function second(path: string) {',
    '// ... existing code ...',
  ].join('\n');
  const [choice] = choicesOf({ before: BEFORE, snippet, after })!;
  const right = choice!.filter(({ isRight }) => isRight);
  assert.deepEqual(
    right.map(({ place }) => place),
    [{ start: 0, end: 9 }],
  );
});

test('in whatever voice a change is abbreviated, its right places make the file after it', () => {
  const random = new Random(9);
  const lines = BEFORE.split('\n');
  for (let i = 0; i < 50; i++) {
    const snippet = abbreviate(BEFORE, AFTER, drawVoice(random), 'read.ts')!;
    const choices = choicesOf({ before: BEFORE, snippet, after: AFTER });
    const places = choices?.map((choice) => choice.find(({ isRight }) => isRight)?.place);
    assert.ok(
      places?.every((place) => place !== undefined),
      snippet,
    );
    const sections = snippet
      .split(/^.*(?:\.\.\.|…|existing code|remains the same).*$\n?/m)
      .map((section) => section.replace(/^\n+|\n+$/g, ''))
      .filter((section) => section !== '');
    const merged = [...lines];
    for (const [index, { start, end }] of [...places.entries()].toReversed()) {
      merged.splice(start, end - start, ...sections[index]!.split('\n'));
    }
    assert.equal(merged.join('\n'), AFTER, snippet);
  }
});

test('a snippet that does not show the whole change teaches nothing', () => {
  const snippet = '// ... existing code ...\nexport const last = 2;';
  assert.equal(choicesOf({ before: BEFORE, snippet, after: AFTER }), undefined);
});
