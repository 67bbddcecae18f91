/**
 * The forward pass: equal to the plain reference layer by layer, and the same bits however it is cut
 * into steps, shared between threads, and whichever kernels run it.
 */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { KERNEL_VARIANTS } from '@wick/kernels';
import { Engine, type EngineOptions, Model, type TokenId, type Trace } from '../src/index.ts';
import { Random } from '../src/random.ts';
import { type ReferenceOutput, referenceForward } from './reference-forward.ts';
import { type TinyModelOptions, writeTinyModel } from './tiny-model.ts';

/** Relative to the largest magnitude of the vector compared. */
const TOLERANCE = 1e-4;
const PROMPT_LENGTH = 37;

const SHAPES: Record<string, TinyModelOptions> = {
  'sliding and full layers': {},
  'several key heads': { heads: 6, kvHeads: 3, headDim: 32, seed: 2 },
  'a window of one token': { slidingWindow: 1, seed: 3 },
  'a window longer than the prompt': { slidingWindow: 64, seed: 4 },
  'only full layers': { layerTypes: ['full_attention', 'full_attention'], seed: 5 },
  'sizes that no block divides': {
    hiddenSize: 80,
    intermediateSize: 112,
    headGroup: 16,
    heads: 3,
    seed: 6,
  },
};

async function trace(
  model: Model,
  tokens: readonly TokenId[],
  options: EngineOptions,
): Promise<Trace> {
  const engine = await Engine.create(model, options);
  try {
    await engine.ready();
    if (options.threads) assert.equal(engine.threads, options.threads);
    return await engine.trace(tokens);
  } finally {
    await engine.close();
  }
}

/** Random tokens of any kind, repeatable. */
function somePrompt(model: Model, length = PROMPT_LENGTH): TokenId[] {
  const random = new Random(7);
  return Array.from({ length }, () => Math.floor(random.next() * model.config.vocabSize));
}

function assertClose(actual: Float32Array, expected: readonly number[], what: string): void {
  assert.equal(actual.length, expected.length);
  const largest = Math.max(...expected.map(Math.abs));
  expected.forEach((value, i) => {
    const error = Math.abs(actual[i]! - value) / largest;
    assert.ok(error <= TOLERANCE, `${what}, element ${i}: ${actual[i]} for ${value}`);
  });
}

function assertMatches(actual: Trace, expected: ReferenceOutput): void {
  actual.layers.forEach((hidden, layer) => {
    const tokens = expected.layers[layer]!;
    const width = hidden.length / tokens.length;
    tokens.forEach((vector, token) => {
      const row = hidden.subarray(token * width, (token + 1) * width);
      assertClose(row, vector, `layer ${layer}, token ${token}`);
    });
  });
  assertClose(actual.logits, expected.logits.at(-1)!, 'logits');
}

describe('The forward pass', () => {
  for (const [shape, options] of Object.entries(SHAPES)) {
    it(`gives the reference's layers and logits with ${shape}`, async () => {
      const model = await Model.load(writeTinyModel(options));
      const prompt = somePrompt(model);
      const expected = referenceForward(model.config, model.weights, prompt);
      assertMatches(await trace(model, prompt, { threads: 1, contextTokens: 64 }), expected);
    });

    it(`gives the same bits for any chunks, threads and kernels with ${shape}`, async () => {
      const model = await Model.load(writeTinyModel(options));
      const prompt = somePrompt(model);
      const first = await trace(model, prompt, { threads: 1, chunkTokens: PROMPT_LENGTH });
      const variants: EngineOptions[] = [
        ...[1, 5, 16, 64].map((chunkTokens) => ({ threads: 1, chunkTokens })),
        { threads: 2, chunkTokens: 1 },
        ...[2, 3, 8].map((threads) => ({ threads, chunkTokens: 16 })),
        ...KERNEL_VARIANTS.map((kernel) => ({ threads: 2, kernel })),
      ];
      for (const variant of variants) {
        assert.deepEqual(await trace(model, prompt, variant), first, JSON.stringify(variant));
      }
    });
  }

  it('fills the context to its last position', async () => {
    const model = await Model.load(writeTinyModel());
    const prompt = somePrompt(model, 48);
    const expected = referenceForward(model.config, model.weights, prompt);
    assertMatches(await trace(model, prompt, { threads: 2, contextTokens: 48 }), expected);
  });
});
