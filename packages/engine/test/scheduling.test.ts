/**
 * Many requests at once: each gets the answer it would get alone, users get equal shares, a long prompt
 * holds nobody up, an abort acts within a token, and what is too much is refused.
 */
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import {
  Engine,
  type EngineOptions,
  type GeneratedToken,
  type GenerateRequest,
  GrammarError,
  Model,
  QueueFullError,
  type RequestStats,
  type TokenId,
} from '../src/index.ts';
import { Random } from '../src/random.ts';
import { FairShare } from '../src/schedule/fair-share.ts';
import { StepBudget } from '../src/schedule/step-budget.ts';
import { writeTinyModel } from './tiny-model.ts';

let model: Model;
let alone: Engine;

before(async () => {
  model = await Model.load(writeTinyModel({ slidingWindow: 40, maxPositions: 4096 }));
  alone = await newEngine({ prefixCache: false, sequences: 1 });
});
after(() => alone.close());

function newEngine(options: EngineOptions = {}): Promise<Engine> {
  return Engine.create(model, { threads: 1, contextTokens: 2048, ...options });
}

function someTokens(length: number, seed = 1): TokenId[] {
  const random = new Random(seed);
  return Array.from({ length }, () => Math.floor(random.next() * model.config.vocabSize));
}

function request(prompt: readonly TokenId[], more: Partial<GenerateRequest> = {}): GenerateRequest {
  return { prompt, maxTokens: 10, stop: 0, ...more };
}

async function collect(engine: Engine, wanted: GenerateRequest): Promise<GeneratedToken[]> {
  const answer: GeneratedToken[] = [];
  for await (const token of engine.generate(wanted)) answer.push(token);
  return answer;
}

/** Notes in `order` under which name each token came. */
async function note(engine: Engine, name: string, wanted: GenerateRequest, order: string[]) {
  for await (const _ of engine.generate(wanted)) order.push(name);
}

const turn = () => new Promise((resolve) => setImmediate(resolve));

describe('Requests that overlap', () => {
  it('get the answers they get alone, sampled ones too, more of them than run at once', async () => {
    const engine = await newEngine({ sequences: 3 });
    const requests = Array.from({ length: 10 }, (_, i) =>
      request(someTokens(1 + 17 * i, i + 1), {
        maxTokens: 5 + i,
        ...(i % 2 === 1 && { sampling: { temperature: 1.2, topP: 0.9, seed: i } }),
      }),
    );
    const answers = await Promise.all(requests.map((each) => collect(engine, each)));
    for (const [i, each] of requests.entries()) {
      assert.deepEqual(answers[i], await collect(alone, each), `request ${i}`);
    }
    assert.deepEqual(engine.load, { running: 0, waiting: 0 });
    assert.equal(engine.cacheUse.usedBytes, 0);
    await engine.close();
  });

  it('are told their own figures', async () => {
    const engine = await newEngine();
    const lengths = [3, 90, 200];
    const figures = await Promise.all(
      lengths.map(async (length) => {
        const all: RequestStats[] = [];
        await collect(
          engine,
          request(someTokens(length, length), { onStats: (stats) => all.push(stats) }),
        );
        return all;
      }),
    );
    for (const [i, all] of figures.entries()) {
      assert.ok(all.every(({ promptTokens }) => promptTokens === lengths[i]));
      assert.deepEqual(
        all.map(({ generatedTokens }) => generatedTokens),
        Array.from({ length: 10 }, (_, token) => token + 1),
      );
    }
    await engine.close();
  });

  it('advance together', async () => {
    const engine = await newEngine();
    const order: string[] = [];
    await Promise.all(
      ['a', 'b', 'c'].map((name, i) =>
        note(engine, name, request(someTokens(3, i), { maxTokens: 5 }), order),
      ),
    );
    for (let i = 0; i < 15; i += 3) assert.deepEqual(order.slice(i, i + 3).sort(), ['a', 'b', 'c']);
    await engine.close();
  });

  it('go on decoding while a long prompt is read', async () => {
    const engine = await newEngine({ chunkTokens: 16 });
    const order: string[] = [];
    const decoding = note(engine, 'short', request(someTokens(2), { maxTokens: 60 }), order);
    while (order.length === 0) await turn();
    await Promise.all([decoding, note(engine, 'long', request(someTokens(700, 2)), order)]);
    // 700 tokens in chunks of 16 take 44 steps, and each gave the other a token.
    assert.ok(order.indexOf('long') >= 40, `${order.indexOf('long')}`);
    await engine.close();
  });

  it('fail alone: a faulty grammar ends its own request', async () => {
    const engine = await newEngine();
    const refusing = { allows: () => false, advance: () => {} };
    const [refused, answer] = await Promise.allSettled([
      collect(engine, request(someTokens(5), { grammar: refusing })),
      collect(engine, request(someTokens(6))),
    ]);
    assert.ok(refused.status === 'rejected' && refused.reason instanceof GrammarError);
    assert.ok(answer.status === 'fulfilled' && answer.value.length === 10);
    await engine.close();
  });

  it('wait for a caller that pauses no longer than 50 ms, and it loses nothing', async () => {
    const engine = await newEngine({ sequences: 1 });
    const wanted = request(someTokens(30), { maxTokens: 8 });
    const paused = engine.generate(wanted);
    const answer = [(await paused.next()).value, (await paused.next()).value];
    const other = request(someTokens(40, 3));
    assert.deepEqual(await collect(engine, other), await collect(alone, other));
    for await (const token of paused) answer.push(token);
    assert.deepEqual(answer, await collect(alone, wanted));
    await engine.close();
  });

  it('are traced and measured around', async () => {
    const engine = await newEngine({ sequences: 2 });
    const wanted = request(someTokens(20), { maxTokens: 40 });
    const running = [collect(engine, wanted), collect(engine, wanted)];
    await turn();
    await turn();
    const trace = await engine.trace(someTokens(90));
    assert.deepEqual(trace, await alone.trace(someTokens(90)));
    await engine.measureReadBandwidth();
    const expected = await collect(alone, wanted);
    for (const answer of await Promise.all(running)) assert.deepEqual(answer, expected);
    await engine.close();
  });
});

describe('An abort', () => {
  it('ends a request before its next token, and leaves the others their answers', async () => {
    const engine = await newEngine();
    const requests = Array.from({ length: 6 }, (_, i) =>
      request(someTokens(10 + i, i), { maxTokens: 30 }),
    );
    const counts = requests.map(() => 0);
    const all = requests.map(async (each, i) => {
      const controller = new AbortController();
      const answer: GeneratedToken[] = [];
      try {
        for await (const token of engine.generate({ ...each, signal: controller.signal })) {
          answer.push(token);
          counts[i]!++;
          if (i % 2 === 0 && answer.length === 3 + i) controller.abort();
        }
      } catch (error) {
        assert.ok(controller.signal.aborted, String(error));
      }
      return answer;
    });
    for (const [i, answer] of (await Promise.all(all)).entries()) {
      const whole = await collect(alone, requests[i]!);
      assert.deepEqual(answer, i % 2 === 0 ? whole.slice(0, 3 + i) : whole);
    }
    assert.deepEqual(engine.load, { running: 0, waiting: 0 });
    await engine.close();
  });

  it('while a prompt is read stops after the step that runs', async () => {
    const engine = await newEngine({ chunkTokens: 8 });
    const controller = new AbortController();
    const { signal } = controller;
    const reading = collect(engine, request(someTokens(800), { signal }));
    await turn();
    await turn();
    controller.abort();
    await assert.rejects(reading);
    assert.deepEqual(engine.load, { running: 0, waiting: 0 });
    await engine.close();
  });
});

describe('Several users', () => {
  it('share the engine equally, however many requests one of them has', async () => {
    const engine = await newEngine({ sequences: 2, prefixCache: false });
    const order: string[] = [];
    const long = (user: string, i: number) =>
      note(engine, user, request(someTokens(200, i), { maxTokens: 1, user }), order);
    const greedy = Array.from({ length: 12 }, (_, i) => long('greedy', i));
    const modest = Array.from({ length: 3 }, (_, i) => long('modest', 100 + i));
    await Promise.all([...greedy, ...modest]);
    // In turns: the third of the modest user's is among the first seven.
    assert.ok(order.lastIndexOf('modest') <= 6, order.join(' '));
    await engine.close();
  });

  it('who come later start level with the others: neither first with all, nor last', () => {
    const shares = new FairShare();
    shares.enter('old');
    shares.charge('old', 100);
    shares.enter('new');
    assert.equal(shares.served('new'), 100);
    shares.charge('new', 5);
    shares.leave('new');
    shares.charge('old', 50);
    shares.enter('new');
    assert.equal(shares.served('new'), 150);
    shares.leave('new');
    shares.leave('old');
    shares.enter('new');
    assert.equal(shares.served('new'), 0);
  });
});

describe('Limits', () => {
  it('refuse a request when as many wait as may, with both numbers, and take the next again', async () => {
    const engine = await newEngine({ sequences: 1, queueRequests: 2 });
    const running = engine.generate(request(someTokens(5), { maxTokens: 20 }));
    await running.next();
    const waiting = [1, 2].map((seed) => collect(engine, request(someTokens(9, seed))));
    await turn();
    assert.deepEqual(engine.load, { running: 1, waiting: 2 });
    await assert.rejects(collect(engine, request(someTokens(4))), (error) => {
      assert.ok(error instanceof QueueFullError);
      assert.deepEqual([error.unit, error.waiting, error.limit], ['requests', 2, 2]);
      return true;
    });
    await running.return();
    for (const answer of await Promise.all(waiting)) assert.equal(answer.length, 10);
    assert.equal((await collect(engine, request(someTokens(4)))).length, 10);
    await engine.close();
  });

  it('of the queue do not count requests that get a place at once', async () => {
    const engine = await newEngine({ sequences: 4, queueRequests: 0 });
    const four = Array.from({ length: 4 }, (_, i) => collect(engine, request(someTokens(9, i))));
    await assert.rejects(collect(engine, request(someTokens(9, 5))), QueueFullError);
    for (const answer of await Promise.all(four)) assert.equal(answer.length, 10);
    await engine.close();
  });

  it('refuse a request when the prompts that wait are too long together', async () => {
    const engine = await newEngine({ sequences: 1, queueTokens: 1000 });
    const running = engine.generate(request(someTokens(5), { maxTokens: 20 }));
    await running.next();
    const waiting = collect(engine, request(someTokens(900)));
    await turn();
    await assert.rejects(collect(engine, request(someTokens(101))), (error) => {
      assert.ok(error instanceof QueueFullError && error.unit === 'tokens');
      return error.waiting === 900 && error.limit === 1000;
    });
    const fitting = collect(engine, request(someTokens(100)));
    await running.return();
    await Promise.all([waiting, fitting]);
    await engine.close();
  });

  it('of memory let requests wait that would not fit beside the running ones', async () => {
    // Room for one of these at a time.
    const engine = await newEngine({ cacheBytes: 90_000, contextTokens: 1024 });
    const requests = [1, 2, 3].map((seed) => request(someTokens(900, seed), { maxTokens: 3 }));
    const answers = await Promise.all(requests.map((each) => collect(engine, each)));
    for (const [i, each] of requests.entries()) {
      assert.deepEqual(answers[i], await collect(alone, each));
    }
    await engine.close();
  });
});

describe('The time of a step', () => {
  it('bounds the chunk of a prompt by what was measured, at any depth', () => {
    const budget = new StepBudget(model.config, 10);
    const work = budget.workOf(0, false);
    // A machine that does `work` in 1 ms: ten tokens fit, two less beside what decodes already.
    for (let i = 0; i < 60; i++) budget.report(work, 1);
    assert.equal(budget.tokensThatFit(0, 64, 0), 9);
    assert.equal(budget.tokensThatFit(0, 64, 2 * work), 7);
    assert.equal(budget.tokensThatFit(0, 3, 0), 3);
    assert.ok(budget.tokensThatFit(4000, 64, 0) < budget.tokensThatFit(100, 64, 0));
    assert.equal(budget.tokensThatFit(0, 64, 10 * work), 0);
    // Nobody is held up where nobody else runs, but an abort should act soon.
    assert.equal(budget.tokensThatFit(0, 64, 0, true), 17);
  });

  it('is not thrown off by one step that took long', () => {
    const budget = new StepBudget(model.config, 10);
    const work = budget.workOf(0, false);
    for (let i = 0; i < 60; i++) budget.report(work, 0.1);
    const usual = budget.tokensThatFit(0, 1000, 0);
    budget.report(work, 500);
    assert.ok(budget.tokensThatFit(0, 1000, 0) > usual / 2);
  });
});
