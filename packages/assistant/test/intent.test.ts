/** What an instruction gives to go by, what the classifier makes of it, and how that weighs in decoding. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { SafetensorsFile } from '@wick/engine';
import { documentSymbols, parseChecklist } from '@wick/workspace';
import { cuesOf } from '../src/intent/cues.ts';
import { codeFacts, NO_FACTS, planFacts } from '../src/intent/facts.ts';
import { HeadBias } from '../src/intent/head-bias.ts';
import { IntentModel } from '../src/intent/intent-model.ts';
import { splitLineReferences } from '../src/line-references.ts';
import { splitStepReferences } from '../src/plan-references.ts';
import { splitWishes } from '../src/wishes.ts';
import { tinyIntents } from './tiny-intents.ts';
import { tinyVocabulary } from './tiny-tokenizer.ts';

const CODE = `import { tax } from './tax';
export async function total(items: number[]) {
  return items.length * tax;
}
interface Cart {
  readonly label?: string;
}
`;

async function cues(instruction: string): Promise<ReadonlySet<string>> {
  const facts = codeFacts(CODE.split('\n'), await documentSymbols(CODE, 'cart.ts'));
  return cuesOf(splitLineReferences(instruction), facts);
}

describe('cuesOf', () => {
  it('has the words alone and in rows', async () => {
    const found = await cues('Make it shorter');
    for (const cue of ['make', 'make it', '| make it', 'make … shorter']) {
      assert.ok(found.has(cue), cue);
    }
  });

  it('knows the parts of a misspelt word', async () => {
    const [right, wrong] = [await cues('readonly'), await cues('raedonly')];
    assert.ok([...wrong].filter((cue) => cue.startsWith('~') && right.has(cue)).length >= 2);
  });

  it('is the same for other names, numbers and texts', async () => {
    assert.deepEqual(
      await cues('set fooBar to 5 on "a b"'),
      await cues('set barBaz to 8 on "c d e"'),
    );
    assert.notDeepEqual(await cues('set fooBar to 5'), await cues('set fooBar to "5 x"'));
  });

  it('tells what names and lines are in the document', async () => {
    const found = await cues('remove tax and total on line 1');
    for (const cue of ['is import', 'is function', 'remove & import', 'is async', 'is imports']) {
      assert.ok(found.has(cue), cue);
    }
    const label = await cues('is label optional?');
    for (const cue of ['is property', 'is readonly', 'is then ?']) assert.ok(label.has(cue), cue);
  });

  it('takes the words of a step for the step', () => {
    const plan = parseChecklist(['- [x] Paint the wall', '- [ ] Buy milk', '- [ ] Call Ben']);
    const facts = planFacts(plan);
    const said = (text: string) => cuesOf(splitStepReferences(text, plan), facts);
    assert.deepEqual(said('remove "Buy milk" please'), said('remove "Call Ben" please'));
    assert.ok(said('step 1 is not ready').has('is done'));
    assert.ok(said('join 1 and 2').has('is next'));
  });
});

describe('IntentModel', () => {
  const model = tinyIntents({ edit: { export: ['publish'], rename: ['call', '<new>'], none: [] } });

  it('gives the head that the cues speak for the highest probability', () => {
    const heads = model.classify('edit', cuesOf(['please publish it'], NO_FACTS))!;
    assert.deepEqual([...heads.keys()], ['export', 'rename', 'none']);
    assert.ok(heads.get('export')! > 0.9);
    assert.ok(Math.abs([...heads.values()].reduce((a, b) => a + b) - 1) < 1e-12);
    const other = model.classify('edit', cuesOf(['call it someName'], NO_FACTS))!;
    assert.ok(other.get('rename')! > 0.9);
  });

  it('knows nothing of a task that it was not trained for', () => {
    assert.equal(model.classify('plan', new Set()), undefined);
  });

  it('refuses a file that does not say its shape', () => {
    const header = JSON.stringify({ __metadata__: { edit: '{"buckets": 3, "heads": []}' } });
    const length = Buffer.alloc(8);
    length.writeBigUInt64LE(BigInt(header.length));
    const file = new SafetensorsFile(
      'intent.safetensors',
      Buffer.concat([length, Buffer.from(header)]),
    );
    assert.throws(() => new IntentModel(file), /intent\.safetensors.*buckets/s);
  });
});

describe('HeadBias', () => {
  const vocabulary = tinyVocabulary();
  const { tokenizer } = vocabulary;
  const heads = new Map([
    ['rename', 0.7],
    ['remove-call', 0.2],
    ['delegate', 0.1],
  ]);
  const bias = new HeadBias(vocabulary, heads, ['rename', 'remove-call']);

  it('counts a beginning by all heads that are possible with it', () => {
    const first = [vocabulary.operation, vocabulary.delegate, vocabulary.none];
    const [operation, delegate] = bias.first(first);
    assert.ok(operation! > delegate!);
    const [rename, removal] = [tokenizer.encode('rename'), tokenizer.encode('remove-call')];
    const [one, other] = bias.name([], [rename[0]!, removal[0]!]);
    assert.ok(one! > other!);
  });

  it('tells the end of a name from a longer one', () => {
    const longer = new HeadBias(
      vocabulary,
      new Map([
        ['total', 0.9],
        ['totals', 0.1],
      ]),
      ['total', 'totals'],
    );
    const typed = tokenizer.encode('total');
    const [next] = tokenizer.encode('totals').slice(typed.length);
    const [ends, goesOn] = longer.name(typed, [vocabulary.argument, next!]);
    assert.ok(ends! > goesOn!);
  });
});

describe('splitWishes', () => {
  const heads: Record<string, string> = {
    async: 'make-async',
    sort: 'organize-imports',
    why: 'delegate',
  };
  const wishOf = (text: string) => {
    const word = Object.keys(heads).find((key) => text.includes(key));
    return { head: word ? heads[word]! : 'rename', probability: word ? 0.9 : 0.4 };
  };

  it('takes apart what surely asks for two things', () => {
    const halves = ['make total async', 'sort the imports'];
    for (const joiner of [' and ', '; ', '. Also ', ', then ', ' + ']) {
      assert.deepEqual(splitWishes(halves.join(joiner), 1, wishOf), halves, joiner);
    }
  });

  it('leaves one wish whole', () => {
    for (const one of [
      'make total async and wait for it',
      'make it async. It should be async',
      'make it async and tell me why',
      'the text "async and sort" is wrong',
      'async and sort',
    ]) {
      assert.deepEqual(splitWishes(one, 1, wishOf), [one]);
    }
  });
});
