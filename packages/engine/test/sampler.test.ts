/** Choosing a token: the best allowed one, ties to the lowest id, and draws that a seed repeats. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { type Grammar, GrammarError, RequestError, type TokenId } from '../src/index.ts';
import { Sampler, type Sampling } from '../src/sampler.ts';

const LOGITS = Float32Array.of(1, 3, 2, 3, 0);

/** Index of the highest logit, the lowest on ties: what the engine passes beside the logits. */
function best(logits: Float32Array): TokenId {
  return logits.indexOf(Math.max(...logits));
}

function choose(logits: Float32Array, sampling?: Sampling, grammar?: Grammar): TokenId {
  return new Sampler(sampling).choose(logits, best(logits), grammar);
}

/** Allows `allowed`, with or without saying so beforehand. */
function only(allowed: readonly TokenId[], listed: boolean): Grammar {
  const grammar: Grammar = { allows: (token) => allowed.includes(token), advance() {} };
  return listed ? { ...grammar, candidates: () => allowed } : grammar;
}

function draws(count: number, sampling: Sampling, grammar?: Grammar, logits = LOGITS): TokenId[] {
  const sampler = new Sampler(sampling);
  return Array.from({ length: count }, () => sampler.choose(logits, best(logits), grammar));
}

describe('Greedy choice', () => {
  it('takes the highest logit, the lowest id where several are equal', () => {
    assert.equal(choose(LOGITS), 1);
    assert.equal(choose(LOGITS, { temperature: 0 }), 1);
  });

  it('takes the best of what the grammar allows, whether it lists candidates or not', () => {
    const logits = fc
      .array(fc.integer({ min: -3, max: 3 }), { minLength: 1, maxLength: 40 })
      .map((values) => Float32Array.from(values));
    fc.assert(
      fc.property(logits, fc.array(fc.nat(39), { minLength: 1 }), (values, wishes) => {
        const allowed = [...new Set(wishes.map((wish) => wish % values.length))];
        const expected = allowed.reduce((a, b) =>
          values[b]! > values[a]! || (values[b] === values[a] && b < a) ? b : a,
        );
        assert.equal(choose(values, undefined, only(allowed, true)), expected);
        assert.equal(choose(values, undefined, only(allowed, false)), expected);
      }),
    );
  });

  it('says so when the grammar allows nothing', () => {
    for (const listed of [true, false]) {
      for (const temperature of [0, 1]) {
        assert.throws(() => choose(LOGITS, { temperature }, only([], listed)), GrammarError);
      }
    }
  });
});

describe('Sampling', () => {
  it('repeats its draws for an equal seed and makes others for another', () => {
    const sampling = { temperature: 1, seed: 5 };
    assert.deepEqual(draws(50, sampling), draws(50, sampling));
    assert.notDeepEqual(draws(50, sampling), draws(50, { temperature: 1, seed: 6 }));
  });

  it('draws with the probabilities of the softmax at the temperature', () => {
    const count = 20_000;
    for (const temperature of [0.5, 1, 2]) {
      const drawn = draws(count, { temperature, seed: 1 });
      const weights = [...LOGITS].map((logit) => Math.exp(logit / temperature));
      const sum = weights.reduce((a, b) => a + b);
      weights.forEach((weight, token) => {
        const expected = weight / sum;
        const share = drawn.filter((other) => other === token).length / count;
        const deviation = Math.sqrt((expected * (1 - expected)) / count);
        assert.ok(
          Math.abs(share - expected) < 5 * deviation,
          `token ${token}: ${share}, ${expected}`,
        );
      });
    }
  });

  it('draws only from the most probable tokens that together reach topP', () => {
    // Probabilities: 0.40 for tokens 1 and 3, 0.15, 0.05, 0.02.
    assert.deepEqual(new Set(draws(500, { temperature: 1, topP: 0.3 })), new Set([1]));
    assert.deepEqual(new Set(draws(500, { temperature: 1, topP: 0.5 })), new Set([1, 3]));
    assert.deepEqual(new Set(draws(500, { temperature: 1, topP: 0.9 })), new Set([1, 2, 3]));
  });

  it('draws only what the grammar allows, even if that is improbable', () => {
    for (const listed of [true, false]) {
      assert.deepEqual(
        new Set(draws(200, { temperature: 1 }, only([0, 2], listed))),
        new Set([0, 2]),
      );
      assert.deepEqual(
        new Set(draws(20, { temperature: 1, topP: 0.3 }, only([4], listed))),
        new Set([4]),
      );
    }
  });

  it('is greedy as the temperature goes to 0', () => {
    const logits = Float32Array.of(0, 40, 39);
    assert.deepEqual(new Set(draws(100, { temperature: 0.001 }, undefined, logits)), new Set([1]));
  });

  it('refuses numbers that make no sense', () => {
    for (const sampling of [
      { temperature: -1 },
      { temperature: Number.NaN },
      { temperature: Number.POSITIVE_INFINITY },
      { temperature: 1, topP: 0 },
      { temperature: 1, topP: 1.1 },
    ]) {
      assert.throws(() => new Sampler(sampling), RequestError);
    }
  });
});
