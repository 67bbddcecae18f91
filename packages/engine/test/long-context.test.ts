/**
 * Long contexts: the KV cache keeps all positions of full layers and the window of sliding ones, and every
 * position, mask and window edge gives what the reference gives, at every depth around a boundary: of the
 * window, of a block, of the ring of blocks, of the chunks, of the rotary table.
 */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import {
  BLOCK_TOKENS,
  Engine,
  type EngineOptions,
  MemoryLimitError,
  MOST_CONTEXT_TOKENS,
  Model,
  PromptTooLongError,
  RequestError,
  type TokenId,
} from '../src/index.ts';
import { Random } from '../src/random.ts';
import { referenceForward } from './reference-forward.ts';
import { type TinyModelOptions, writeTinyModel } from './tiny-model.ts';

const RELEASED = new URL('../../../model', import.meta.url).pathname;
/**
 * Relative to the largest logit: float32 rounding, as a rule; now and then an activation rounded to the
 * neighbouring int8, which is one part in 127.
 */
const MEDIAN_ERROR = 1e-6;
const WORST_ERROR = 5e-2;
/** At so many of the depths the right window must be nearer than one of a position less or more. */
const NEARER_SHARE = 0.9;

/** The largest difference, relative to the largest logit. */
function errorOf(actual: Float32Array, expected: readonly number[]): number {
  const largest = Math.max(...expected.map(Math.abs));
  return Math.max(...expected.map((logit, i) => Math.abs(logit - actual[i]!))) / largest;
}

function someTokens(model: Model, length: number, seed = 1): TokenId[] {
  const random = new Random(seed);
  return Array.from({ length }, () => Math.floor(random.next() * model.config.vocabSize));
}

/** The logits' log-probability of the first token after `prompt`, and that token. */
async function firstToken(engine: Engine, prompt: readonly TokenId[]) {
  for await (const token of engine.generate({ prompt, maxTokens: 1, stop: 0 })) return token;
  throw new Error('no token');
}

async function withEngine<T>(
  model: Model,
  options: EngineOptions,
  use: (engine: Engine) => Promise<T>,
): Promise<T> {
  const engine = await Engine.create(model, options);
  try {
    return await use(engine);
  } finally {
    await engine.close();
  }
}

describe('Depths around every boundary', () => {
  // Seeds for which no activation happens to be rounded differently in the first tokens, which all others see.
  const shapes: Record<string, TinyModelOptions> = {
    'a window of 1': { slidingWindow: 1 },
    'a window of 63': { slidingWindow: 63 },
    'a window of a block': { slidingWindow: 64, seed: 2 },
    'a window of 65': { slidingWindow: 65, seed: 10 },
    'a window of 100 and two key heads': { slidingWindow: 100, heads: 4, kvHeads: 2, seed: 4 },
    'sliding layers alone': {
      slidingWindow: 70,
      layerTypes: ['sliding_attention', 'sliding_attention'],
      seed: 5,
    },
    'full layers alone': { layerTypes: ['full_attention', 'full_attention'], seed: 6 },
  };
  for (const [shape, options] of Object.entries(shapes)) {
    it(`give the reference's logits with ${shape}`, async () => {
      const model = await Model.load(
        writeTinyModel({ hiddenSize: 32, intermediateSize: 32, headGroup: 16, ...options }),
      );
      const tokens = someTokens(model, 420);
      const { config } = model;
      const { slidingWindow: window } = config;
      /** Logits of a model that sees `more` further positions in its sliding layers. */
      const reference = (more: number) => {
        const other = Object.create(config, { slidingWindow: { value: window + more } });
        return referenceForward(other, model.weights, tokens).logits;
      };
      const [expected, shorter, longer] = [reference(0), reference(-1), reference(1)];
      const edges = [
        ...[1, 2, 3, 4, 5].map((blocks) => blocks * BLOCK_TOKENS),
        ...[window, window + BLOCK_TOKENS, 2 * window, 3 * window],
        419,
      ];
      const depths = [...new Set(edges.flatMap((edge) => [edge - 1, edge, edge + 1]))]
        .filter((depth) => depth >= 1 && depth <= 420)
        .sort((a, b) => a - b);
      // Chunks that do not fit blocks, so that steps begin and end anywhere.
      for (const chunkTokens of [7, 64]) {
        const errors: number[] = [];
        const nearer: boolean[] = [];
        await withEngine(model, { threads: 1, chunkTokens, contextTokens: 512 }, async (engine) => {
          for (const depth of depths) {
            const { logits } = await engine.trace(tokens.slice(0, depth));
            const error = errorOf(logits, expected[depth - 1]!);
            errors.push(error);
            assert.ok(error < WORST_ERROR, `${depth} tokens: off by ${error}`);
            if (depth <= window || !config.layerTypes.includes('sliding_attention')) continue;
            if (window > 1) nearer.push(error < errorOf(logits, shorter[depth - 1]!));
            nearer.push(error < errorOf(logits, longer[depth - 1]!));
          }
        });
        assert.ok(nearer.filter((is) => is).length >= NEARER_SHARE * nearer.length);
        errors.sort((a, b) => a - b);
        assert.ok(errors[errors.length >> 1]! < MEDIAN_ERROR);
      }
    });
  }

  it('decode the same token by token as in one prompt, across every boundary', async () => {
    const model = await Model.load(writeTinyModel({ slidingWindow: 70 }));
    await withEngine(model, { threads: 1, contextTokens: 512 }, async (engine) => {
      const prompt = someTokens(model, 5);
      const all = [...prompt];
      const answer = [];
      for await (const token of engine.generate({ prompt, maxTokens: 300, stop: 0 })) {
        answer.push(token);
        all.push(token.token);
      }
      for (const depth of [59, 60, 63, 64, 65, 69, 70, 71, 128, 133, 134, 135, 192, 256, 300]) {
        if (depth >= all.length) continue;
        const alone = await withEngine(model, { threads: 1, contextTokens: 512 }, (other) =>
          firstToken(other, all.slice(0, depth)),
        );
        if (depth < prompt.length) continue;
        assert.deepEqual(alone, answer[depth - prompt.length], `after ${depth} tokens`);
      }
    });
  });

  it('turn by the right angle beyond what the rotary table remembers', async () => {
    // One sliding layer sees 20 positions, whatever came before: deep in a context the answer depends on
    // the last tokens alone, and RoPE on their distances alone, up to float32's rounding of the angles.
    const model = await Model.load(
      writeTinyModel({ slidingWindow: 20, layerTypes: ['sliding_attention'] }),
    );
    const tail = someTokens(model, 40, 9);
    const options = { threads: 1, contextTokens: 20_000 };
    await withEngine(model, options, async (engine) => {
      const near = await engine.trace(tail);
      for (const depth of [8_170, 8_192, 8_200, 16_384, 19_960]) {
        const deep = await engine.trace([...someTokens(model, depth, depth), ...tail]);
        const largest = Math.max(...near.logits.map(Math.abs));
        const error = Math.max(...near.logits.map((x, i) => Math.abs(x - deep.logits[i]!)));
        assert.ok(error < 0.02 * largest, `${depth}: ${error / largest}`);
      }
    });
  });
});

describe('131,072 tokens', () => {
  it('of the released model take less than 64 MB of cache', async () => {
    const model = await Model.load(RELEASED);
    const options = { threads: 1, contextTokens: MOST_CONTEXT_TOKENS };
    await withEngine(model, options, async (engine) => {
      assert.equal(engine.contextTokens, 131_072);
      const { layerTypes, kvHeads, headDim, slidingWindow } = model.config;
      const position = 2 * kvHeads * (headDim + 4);
      const full = layerTypes.filter((type) => type === 'full_attention').length;
      const bytes = engine.cacheBytesAt(MOST_CONTEXT_TOKENS);
      const fullBytes = full * MOST_CONTEXT_TOKENS * position;
      // The window, and what a step and whole blocks add to it.
      const most = (layerTypes.length - full) * (slidingWindow + 3 * BLOCK_TOKENS) * position;
      assert.ok(bytes > fullBytes && bytes <= fullBytes + most, `${bytes}`);
      assert.ok(bytes <= 64e6);
      assert.ok(engine.memory.kvCache <= 64e6 && engine.memory.kvCache >= bytes);
    });
  });

  it('are computed to the last one, and one more is refused with both numbers', async () => {
    const model = await Model.load(
      writeTinyModel({
        hiddenSize: 32,
        intermediateSize: 16,
        heads: 1,
        layerTypes: ['sliding_attention'],
        slidingWindow: 64,
        headGroup: 16,
      }),
    );
    const options = { threads: 2, contextTokens: MOST_CONTEXT_TOKENS };
    await withEngine(model, options, async (engine) => {
      const tokens = someTokens(model, MOST_CONTEXT_TOKENS);
      await assert.rejects(firstToken(engine, [...tokens, 1]), (error) => {
        assert.ok(error instanceof PromptTooLongError);
        assert.match(error.message, /131073.*131072/);
        return true;
      });
      const deep = await firstToken(engine, tokens);
      assert.equal(engine.stats!.promptTokens, MOST_CONTEXT_TOKENS);
      // The whole prompt is cached by now; the answer is the same.
      assert.deepEqual(await firstToken(engine, tokens), deep);
      assert.equal(engine.stats!.cachedTokens, MOST_CONTEXT_TOKENS - 1);
    });
  });

  it('are the most an engine is created for, unless the model was made for more', async () => {
    const model = await Model.load(writeTinyModel());
    await assert.rejects(Engine.create(model, { contextTokens: 131_073 }), RequestError);
    const deep = await Model.load(writeTinyModel({ maxPositions: 140_000 }));
    await withEngine(deep, { threads: 1, contextTokens: 140_000 }, async (engine) => {
      assert.equal(engine.contextTokens, 140_000);
    });
  });
});

describe('A bounded cache', () => {
  it('refuses what can never fit, with both numbers and before any work, and runs what fits', async () => {
    const model = await Model.load(writeTinyModel({ slidingWindow: 16 }));
    const bytes = 40_000;
    const options = { threads: 1, contextTokens: 4096, cacheBytes: bytes };
    await withEngine(model, options, async (engine) => {
      assert.ok(engine.memory.kvCache <= bytes);
      await assert.rejects(firstToken(engine, someTokens(model, 4000)), (error) => {
        assert.ok(error instanceof MemoryLimitError);
        assert.ok(error.neededBytes > bytes && error.limitBytes! <= bytes);
        assert.match(error.message, new RegExp(`${error.neededBytes}.*${error.limitBytes}`));
        return true;
      });
      assert.equal(engine.stats, undefined);
      assert.ok((await firstToken(engine, someTokens(model, 100))).token >= 0);
    });
  });

  it('beyond what the host gives is refused at the start, with what would be needed', async () => {
    const model = await Model.load(writeTinyModel());
    const sizes = [1e10, 1e13];
    for (const cacheBytes of sizes) {
      const options = { threads: 1, contextTokens: 131_072, sequences: 64, cacheBytes };
      await assert.rejects(Engine.create(model, options), (error) => {
        assert.ok(error instanceof MemoryLimitError, `${error}`);
        assert.match(error.message, new RegExp(`${error.neededBytes} bytes`));
        return true;
      });
    }
  });

  it('too small for any sequence is refused at the start', async () => {
    const model = await Model.load(writeTinyModel());
    await assert.rejects(Engine.create(model, { cacheBytes: 1000 }), RequestError);
  });
});
