/**
 * The prefix cache: what it saves, that it changes no bit, that it stays within its bytes, and that the
 * least recently used goes first. Sessions are kept as snapshots and restored elsewhere.
 */
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import fc from 'fast-check';
import {
  BLOCK_TOKENS,
  Engine,
  type EngineOptions,
  type GeneratedToken,
  MemoryLimitError,
  Model,
  SnapshotError,
  type TokenId,
} from '../src/index.ts';
import { Random } from '../src/random.ts';
import { writeTinyModel } from './tiny-model.ts';

const WINDOW = 70;

let model: Model;
let uncached: Engine;

before(async () => {
  model = await Model.load(writeTinyModel({ slidingWindow: WINDOW, maxPositions: 2048 }));
  uncached = await newEngine({ prefixCache: false });
});
after(() => uncached.close());

function newEngine(options: EngineOptions = {}): Promise<Engine> {
  return Engine.create(model, { threads: 1, contextTokens: 1024, ...options });
}

async function answerOf(engine: Engine, prompt: readonly TokenId[], maxTokens = 6) {
  const answer: GeneratedToken[] = [];
  for await (const token of engine.generate({ prompt, maxTokens, stop: 0 })) answer.push(token);
  return answer;
}

function someTokens(length: number, seed = 1): TokenId[] {
  const random = new Random(seed);
  return Array.from({ length }, () => Math.floor(random.next() * model.config.vocabSize));
}

/** Runs `prompt` and says how much of it was cached; the answer must be that of an engine without a cache. */
async function cachedOf(engine: Engine, prompt: readonly TokenId[]): Promise<number> {
  const answer = await answerOf(engine, prompt);
  const { cachedTokens } = engine.stats!;
  assert.deepEqual(answer, await answerOf(uncached, prompt));
  assert.equal(uncached.stats!.cachedTokens, 0);
  return cachedTokens;
}

describe('The prefix cache', () => {
  it('finds a document again after others were read in between', async () => {
    const engine = await newEngine();
    const documents = [1, 2, 3].map((seed) => someTokens(300, seed));
    for (const document of documents) assert.equal(await cachedOf(engine, document), 0);
    for (const document of documents) {
      assert.equal(await cachedOf(engine, [...document, 7, 8]), document.length);
    }
    await engine.close();
  });

  it('computes only from an edit in the middle of a document on, wherever it is', async () => {
    const engine = await newEngine({ cacheBytes: 5e6 });
    const document = someTokens(700);
    await answerOf(engine, document);
    for (const place of [1, 63, 64, 65, 127, 128, 200, 320, 511, 640, 699]) {
      const edited = document.with(place, (document[place]! + 1) % model.config.vocabSize);
      assert.equal(await cachedOf(engine, edited), place, `edit at ${place}`);
    }
    await engine.close();
  });

  it('shares a document between requests that run at the same time', async () => {
    const engine = await newEngine();
    const document = someTokens(500);
    const first = engine.generate({ prompt: [...document, 1], maxTokens: 50, stop: 0 });
    await first.next();
    const used = engine.cacheUse.usedBytes;
    assert.equal(await cachedOf(engine, [...document, 2]), 500 - (500 % BLOCK_TOKENS));
    const others = [3, 4, 5].map((last) =>
      engine.generate({ prompt: [...document, last], maxTokens: 50, stop: 0 }),
    );
    for (const other of others) await other.next();
    // Four requests with eight blocks each would use four times as much.
    assert.ok(engine.cacheUse.usedBytes < 2 * used);
    for (const request of [first, ...others]) await request.return();
    await engine.close();
  });

  it('survives the end of a request in the middle: a caller that is gone, an abort', async () => {
    const engine = await newEngine({ chunkTokens: 32 });
    const document = someTokens(600);
    const controller = new AbortController();
    const { signal } = controller;
    const request = engine.generate({ prompt: document, maxTokens: 9, stop: 0, signal });
    const first = request.next();
    for (let turn = 0; turn < 8; turn++) await new Promise((resolve) => setImmediate(resolve));
    controller.abort();
    await assert.rejects(first);
    const computed = await cachedOf(engine, document);
    assert.ok(computed > 0 && computed < 600 && computed % 32 === 0, `${computed}`);
    await engine.close();
  });

  it('keeps within its bytes, and forgets the least recently used first', async () => {
    const cacheBytes = 700_000;
    const engine = await newEngine({ cacheBytes });
    const documents = Array.from({ length: 12 }, (_, i) => someTokens(700, i + 1));
    const kept = documents[0]!;
    for (const document of documents) {
      await answerOf(engine, document);
      await answerOf(engine, kept);
      const { usedBytes, idleBytes, limitBytes } = engine.cacheUse;
      assert.equal(usedBytes, 0);
      assert.ok(idleBytes <= limitBytes && limitBytes <= cacheBytes);
    }
    // The one used all the time is there, so is the last; the second is not.
    assert.equal(await cachedOf(engine, kept), 699);
    assert.equal(await cachedOf(engine, documents.at(-1)!), 699);
    assert.equal(await cachedOf(engine, documents[1]!), 0);
    await engine.close();
  });

  it('forgets the end of a document before its beginning', async () => {
    const engine = await newEngine({ cacheBytes: 300_000 });
    const long = someTokens(900, 1);
    await answerOf(engine, long);
    await answerOf(engine, someTokens(500, 2));
    const left = await cachedOf(engine, long);
    assert.ok(left > 0 && left < 900, `${left} of 900`);
    await engine.close();
  });

  it('changes no bit, whatever came before (property)', async () => {
    // Documents from few tokens, so that they share prefixes of all lengths; a cache so small that it evicts.
    const piece = fc.tuple(fc.integer({ min: 1, max: 90 }), fc.integer({ min: 1, max: 2 }));
    const script = fc.array(fc.array(piece, { minLength: 1, maxLength: 5 }), {
      minLength: 2,
      maxLength: 12,
    });
    await fc.assert(
      fc.asyncProperty(
        script,
        fc.constantFrom(90_000, 200_000, 1_000_000),
        async (prompts, bytes) => {
          const engine = await newEngine({
            cacheBytes: bytes,
            contextTokens: 512,
            chunkTokens: 48,
          });
          try {
            for (const pieces of prompts) {
              const prompt = pieces.flatMap(([length, seed]) => someTokens(length, seed));
              assert.deepEqual(
                await answerOf(engine, prompt, 3),
                await answerOf(uncached, prompt, 3),
              );
              assert.equal(engine.cacheUse.usedBytes, 0);
            }
          } finally {
            await engine.close();
          }
        },
      ),
      { numRuns: 25, seed: 4 },
    );
  });
});

describe('A snapshot', () => {
  it('lets another engine go on where this one was, with the same bits', async () => {
    for (const length of [1, 30, 64, 65, 200, 640]) {
      const engine = await newEngine();
      const session = someTokens(length, length);
      await answerOf(engine, session, 2);
      const snapshot = await engine.snapshot(session);
      await engine.close();
      const other = await newEngine();
      assert.equal(await other.restore(snapshot), length);
      const prompt = [...session, ...someTokens(20, 99)];
      assert.equal(await cachedOf(other, prompt), length);
      await other.close();
    }
  });

  it('holds what is cached of the tokens, be it nothing', async () => {
    const engine = await newEngine();
    const session = someTokens(100);
    assert.equal(await engine.restore(await engine.snapshot(session)), 0);
    await answerOf(engine, session.slice(0, 80), 1);
    assert.equal(await engine.restore(await engine.snapshot(session)), 80);
    await engine.close();
  });

  it('may be restored beside running requests, also where it is there already', async () => {
    const engine = await newEngine();
    const session = someTokens(150);
    await answerOf(engine, session, 1);
    const snapshot = await engine.snapshot(session);
    const running = engine.generate({ prompt: [...session, 3], maxTokens: 30, stop: 0 });
    const answer = [(await running.next()).value];
    assert.equal(await engine.restore(snapshot), 150);
    for await (const token of running) answer.push(token);
    assert.deepEqual(answer, await answerOf(uncached, [...session, 3], 30));
    await engine.close();
  });

  it('that is damaged, cut off, or of another model is refused', async () => {
    const engine = await newEngine();
    const session = someTokens(100);
    await answerOf(engine, session, 1);
    const snapshot = await engine.snapshot(session);
    for (const place of [0, 9, 40, 500, snapshot.length - 1]) {
      const damaged = snapshot.slice();
      damaged[place]! ^= 1;
      await assert.rejects(engine.restore(damaged), SnapshotError, `byte ${place}`);
    }
    for (const length of [0, 7, 12, 100, snapshot.length - 1]) {
      await assert.rejects(engine.restore(snapshot.subarray(0, length)), SnapshotError);
    }
    const stranger = await Engine.create(await Model.load(writeTinyModel({ seed: 3 })));
    await assert.rejects(stranger.restore(snapshot), /another model/);
    await stranger.close();
    await engine.close();
  });

  it('larger than the memory is refused with both numbers', async () => {
    const engine = await newEngine();
    const session = someTokens(900);
    await answerOf(engine, session, 1);
    const small = await newEngine({ cacheBytes: 40_000 });
    await assert.rejects(small.restore(await engine.snapshot(session)), (error) => {
      assert.ok(error instanceof MemoryLimitError);
      return error.neededBytes > error.limitBytes!;
    });
    await Promise.all([small.close(), engine.close()]);
  });
});
