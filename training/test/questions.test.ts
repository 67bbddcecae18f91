/** Questions for training: each can be worded, and its answer is within reach of what is said. */
import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { after, it } from 'node:test';
import { questionOperations } from '@wick/edits';
import { declarationsIn, Project } from '@wick/workspace';
import { questionTexts } from '../../packages/assistant/src/question-choices.ts';
import { wordCase } from '../synthesis/main.ts';
import { findQuestionCases, isAskedText } from '../synthesis/questions.ts';
import { Random } from '../synthesis/random.ts';
import { loadWordings } from '../synthesis/wordings.ts';

const FILES = {
  'src/cart.ts': `import { formatPrice } from './format-price.ts';
export interface CartLine { title: string; amount: number }
export class CartStore {
  addLine(line: CartLine): void { console.log(formatPrice(line.amount)); }
}
export const MAX_LINES = 50;
export type PriceFormat = 'plain' | 'with currency';
`,
  'src/format-price.ts': `export function formatPrice(amount: number): string {
  if (amount < 0) throw new RangeError('a price is never negative');
  return amount.toFixed(2);
}
`,
  'test/cart.test.ts': `import { CartStore } from '../src/cart.ts';
new CartStore().addLine({ title: 'tea', amount: 3 });
`,
};

const root = mkdtempSync(join(tmpdir(), 'wick-questions-'));
after(() => rmSync(root, { recursive: true, force: true }));
for (const [path, text] of Object.entries(FILES)) {
  mkdirSync(dirname(join(root, path)), { recursive: true });
  writeFileSync(join(root, path), text);
}
const project = await Project.open(root);
const wordings = loadWordings(join(import.meta.dirname, '..', 'wordings'));
const askable = {
  declarations: project.code.flatMap((path) => declarationsIn(project, path)),
  files: ['src/cart.ts', 'src/format-price.ts'],
  texts: ['a price is never negative', 'with currency'].filter(isAskedText),
};

it('every query has cases', () => {
  const random = new Random(5);
  const asked = new Set<string>();
  for (let i = 0; i < 40; i++) {
    for (const { kind, answer } of findQuestionCases(askable, random)) {
      assert.ok(wordings.has(kind), kind);
      if (answer.kind === 'operations') for (const { name } of answer.calls) asked.add(name);
    }
  }
  assert.deepEqual([...asked].sort(), [...questionOperations.keys()].sort());
});

it('every case can be worded, and what its query holds can be chosen', () => {
  const random = new Random(6);
  let cases = 0;
  const missed: string[] = [];
  for (let i = 0; i < 200; i++) {
    for (const found of findQuestionCases(askable, random)) {
      const question = wordCase(found, wordings, random);
      assert.ok(question, found.kind);
      if (found.answer.kind !== 'operations') continue;
      const { symbols, files, texts, descriptions } = questionTexts(question, project);
      const choices = [...symbols, ...files, ...texts, ...descriptions, ''];
      const [argument = ''] = found.answer.calls[0]!.args;
      cases++;
      if (!choices.includes(String(argument))) missed.push(`${found.kind}: ${question}`);
    }
  }
  // Few wordings spoil a name or a text: a plain word that is a name beside one that only code spells so.
  assert.ok(
    missed.length < cases / 50,
    `${missed.length} of ${cases}:\n${missed.slice(0, 20).join('\n')}`,
  );
});
