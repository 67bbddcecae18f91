/** The tokenizer: lossless on any text, deaf to special names in text, and what training's tokenizer says. */
import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { describe, it } from 'node:test';
import { fileURLToPath } from 'node:url';
import fc from 'fast-check';
import { ModelFileError, RequestError, Tokenizer } from '../src/index.ts';
import { parseJsonObject } from '../src/json.ts';
import { SPECIAL_TOKENS, tinyTokenizer } from './tiny-model.ts';

const tokenizer = new Tokenizer('tokenizer.json', tinyTokenizer());
const texts = (ids: readonly number[]) => ids.map((id) => tokenizer.decode([id]));

const anyText = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 200 }),
  fc.string({
    unit: fc.constantFrom('a', 'B', ' ', '\n', '=', '>', '_', '9', 'é', '\u0301', '😀', '\ufeff'),
  }),
);

describe('Tokenizer', () => {
  it('decodes what it encoded, whatever the text', () => {
    fc.assert(
      fc.property(anyText, (text) => {
        assert.equal(tokenizer.decode(tokenizer.encode(text)), text);
      }),
    );
  });

  it('reads any lone surrogate as U+FFFD', () => {
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: 0xd700, max: 0xe000 }), { maxLength: 20 }),
        (units) => {
          const text = String.fromCharCode(...units);
          assert.equal(tokenizer.decode(tokenizer.encode(text)), text.toWellFormed());
        },
      ),
    );
  });

  it('never makes a special token from text', () => {
    for (const name of SPECIAL_TOKENS) {
      const ids = tokenizer.encode(`before ${name} after`);
      assert.ok(ids.every((id) => !tokenizer.isSpecial(id)));
      assert.equal(tokenizer.decode(ids), `before ${name} after`);
      assert.ok(tokenizer.isSpecial(tokenizer.special(name)));
    }
  });

  it('merges in the order training learnt, within pieces of the pattern only', () => {
    assert.deepEqual(texts(tokenizer.encode('const int')), ['const', ' ', 'int']);
    // "=> " is listed before "=>", which makes it: the pair cannot merge before its parts exist.
    assert.deepEqual(texts(tokenizer.encode('x => y')), ['x', ' ', '=> ', 'y']);
    assert.deepEqual(texts(tokenizer.encode('constInt')), ['const', 'I', 'n', 't']);
    assert.deepEqual(texts(tokenizer.encode('aint')), ['a', 'int']);
    assert.deepEqual(texts(tokenizer.encode('12')), ['1', '2']);
    assert.deepEqual(texts(tokenizer.encode(' '.repeat(7))), ['    ', '  ', ' ']);
    assert.deepEqual(texts(tokenizer.encode('=====')), ['==', '==', '=']);
  });

  it('encodes one endless piece in reasonable time', () => {
    const text = 'incoconst'.repeat(50_000);
    const start = performance.now();
    assert.equal(tokenizer.decode(tokenizer.encode(text)), text);
    assert.ok(performance.now() - start < 5_000);
  });

  it('gives the bytes of each token and the names of special ones', () => {
    const [id] = tokenizer.encode('const');
    assert.deepEqual([...tokenizer.tokenText(id!)], [...Buffer.from('const')]);
    assert.equal(tokenizer.decode([tokenizer.special('<|end|>')]), '<|end|>');
  });

  it('refuses token ids and special names that do not exist', () => {
    assert.throws(() => tokenizer.special('<|nothing|>'), RequestError);
    for (const id of [-1, 1.5, tokenizer.size]) {
      assert.throws(() => tokenizer.tokenText(id), RequestError);
    }
  });

  it('refuses a tokenizer it would read differently than its makers', () => {
    const broken: [string, (json: ReturnType<typeof tinyTokenizer>) => object][] = [
      ['normalizer', (json) => ({ ...json, normalizer: { type: 'NFC' } })],
      ['BPE', (json) => ({ ...json, model: { ...json.model, type: 'Unigram' } })],
      ['byte_fallback', (json) => ({ ...json, model: { ...json.model, byte_fallback: true } })],
      ['pre_tokenizer', (json) => ({ ...json, pre_tokenizer: { type: 'ByteLevel' } })],
      ['merge 0', (json) => ({ ...json, model: { ...json.model, merges: [['zz', 'top']] } })],
      [
        'byte 97',
        (json) => ({
          ...json,
          model: { ...json.model, merges: [], vocab: without(json.model.vocab, 'a') },
        }),
      ],
    ];
    for (const [named, change] of broken) {
      const json = parseJsonObject('t', Buffer.from(JSON.stringify(change(tinyTokenizer()))));
      assert.throws(
        () => new Tokenizer('some/tokenizer.json', json),
        (error) =>
          error instanceof ModelFileError &&
          error.message.includes('some/tokenizer.json') &&
          error.message.includes(named),
        named,
      );
    }
  });
});

describe('StreamDecoder', () => {
  it('gives whole characters only, and all of them', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 50 }), (text) => {
        const decoder = tokenizer.streamDecoder();
        const parts = tokenizer.encode(text).map((id) => decoder.push(id));
        assert.equal(parts.join('') + decoder.end(), text);
        for (const part of parts)
          assert.ok(part.isWellFormed() && (text.includes('\ufffd') || !part.includes('\ufffd')));
      }),
    );
  });

  it('ends a character that was cut off with U+FFFD, and starts afresh', () => {
    const decoder = tokenizer.streamDecoder();
    const smile = tokenizer.encode('😀');
    assert.equal(smile.length, 4);
    assert.equal(
      smile
        .slice(0, 3)
        .map((id) => decoder.push(id))
        .join(''),
      '',
    );
    assert.equal(decoder.end(), '\ufffd');
    assert.equal(decoder.push(tokenizer.encode('a')[0]!), 'a');
  });
});

const golden = fileURLToPath(new URL('golden/tokenizer.json', import.meta.url));

describe('The released tokenizer', () => {
  it('agrees with the one training used, token for token', {
    skip: !existsSync(golden) && 'no golden file yet',
  }, () => {
    const { tokenizer: path, cases } = readGolden();
    const file = fileURLToPath(new URL(`../../../${path}`, import.meta.url));
    const released = new Tokenizer(file, parseJsonObject(file, readFileSync(file)));
    for (const { text, ids } of cases) {
      assert.deepEqual(released.encode(text), ids, JSON.stringify(text));
      assert.equal(released.decode(ids), text);
    }
    assert.ok(cases.length > 0);
  });
});

function readGolden(): { tokenizer: string; cases: { text: string; ids: number[] }[] } {
  return JSON.parse(readFileSync(golden, 'utf8'));
}

function without(vocab: Readonly<Record<string, number>>, key: string): Record<string, number> {
  const { [key]: _, ...rest } = vocab;
  return rest;
}
