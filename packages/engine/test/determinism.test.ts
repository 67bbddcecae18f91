/**
 * The same request gives the same bits, tokens and probabilities alike: for any number of threads, any
 * neighbours in the batch, any kernels, chunks and cache. Compared with the plainest way there is: one
 * thread, plain kernels, one request at a time, token by token, nothing cached.
 */
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { pickKernel } from '@wick/kernels';
import fc from 'fast-check';
import {
  Engine,
  type EngineOptions,
  type GeneratedToken,
  type GenerateRequest,
  Model,
  type TokenId,
} from '../src/index.ts';
import { Random } from '../src/random.ts';
import { writeTinyModel } from './tiny-model.ts';

const KERNELS = pickKernel().probes.flatMap(({ usable, variant }) => (usable ? [variant] : []));
const THREADS = [1, 2, 3, 8];
const CONTEXT = 400;

let model: Model;
let plainest: Engine;

before(async () => {
  const shape = {
    slidingWindow: 50,
    heads: 6,
    kvHeads: 2,
    headDim: 32,
    hiddenSize: 80,
    headGroup: 16,
  };
  model = await Model.load(writeTinyModel({ ...shape, maxPositions: 512 }));
  plainest = await Engine.create(model, {
    threads: 1,
    kernel: 'plain',
    sequences: 1,
    chunkTokens: 1,
    contextTokens: CONTEXT,
    prefixCache: false,
  });
});
after(() => plainest.close());

function someTokens(length: number, seed: number): TokenId[] {
  const random = new Random(seed);
  return Array.from({ length }, () => Math.floor(random.next() * model.config.vocabSize));
}

async function collect(engine: Engine, request: GenerateRequest): Promise<GeneratedToken[]> {
  const answer: GeneratedToken[] = [];
  for await (const token of engine.generate(request)) answer.push(token);
  return answer;
}

const together = (engine: Engine, requests: readonly GenerateRequest[]) =>
  Promise.all(requests.map((request) => collect(engine, request)));

/** One that begins like others of its seed, so that caches have something to share. */
function requestOf([length, seed, maxTokens, warm]: readonly [number, number, number, boolean]) {
  return {
    prompt: someTokens(length, seed),
    maxTokens,
    stop: 0,
    ...(warm && { sampling: { temperature: 0.9, topP: 0.95, seed: length } }),
  };
}

const anyRequest = fc
  .tuple(
    fc.integer({ min: 1, max: 260 }),
    fc.integer({ min: 1, max: 3 }),
    fc.integer({ min: 1, max: 12 }),
    fc.boolean(),
  )
  .map(requestOf);

async function check(options: EngineOptions, requests: readonly GenerateRequest[]): Promise<void> {
  const expected: GeneratedToken[][] = [];
  for (const request of requests) expected.push(await collect(plainest, request));
  const engine = await Engine.create(model, { contextTokens: CONTEXT, ...options });
  try {
    await engine.ready();
    if (options.threads) assert.equal(engine.threads, options.threads);
    for (const [i, request] of requests.entries()) {
      assert.deepEqual(await collect(engine, request), expected[i], 'alone');
    }
    assert.deepEqual(await together(engine, requests), expected, 'together');
  } finally {
    await engine.close();
  }
}

describe('The same request gives the same bits', () => {
  for (const kernel of KERNELS) {
    for (const threads of THREADS) {
      it(`with ${threads} threads and ${kernel} kernels, alone and with seven others, cached and not`, async () => {
        const requests = Array.from({ length: 8 }, (_, i) =>
          requestOf([1 + 37 * i, 1 + (i % 3), 10, i % 4 === 3]),
        );
        await check({ threads, kernel, prefixCache: false }, requests);
        await check({ threads, kernel }, requests);
      });
    }
  }

  it('whatever else there is: requests, threads, chunks, places, memory (property)', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(anyRequest, { minLength: 1, maxLength: 9 }),
        fc.record({
          threads: fc.constantFrom(...THREADS),
          kernel: fc.constantFrom(...KERNELS),
          sequences: fc.integer({ min: 1, max: 9 }),
          chunkTokens: fc.integer({ min: 1, max: 100 }),
          prefixCache: fc.boolean(),
          cacheBytes: fc.constantFrom(700_000, 4_000_000),
        }),
        async (requests, options) => check(options, requests),
      ),
      { numRuns: 20, seed: 11 },
    );
  });
});
