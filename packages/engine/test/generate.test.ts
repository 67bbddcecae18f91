/** Generation as a caller sees it: tokens, grammar, reuse of the prefix, limits, and interruption at any point. */
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import {
  Engine,
  EngineClosedError,
  type GeneratedToken,
  type GenerateRequest,
  type Grammar,
  Model,
  PromptTooLongError,
  RequestError,
  type TokenId,
} from '../src/index.ts';
import { referenceForward } from './reference-forward.ts';
import { writeTinyModel } from './tiny-model.ts';

const CONTEXT = 128;
const CHUNK = 8;

let model: Model;
let engine: Engine;
/** A token the tiny models never choose by themselves in these tests, so that only maxTokens ends an answer. */
let neverStop: TokenId;

before(async () => {
  model = await Model.load(writeTinyModel({ slidingWindow: 16 }));
  engine = await newEngine();
  neverStop = model.tokenizer.special('<|pad|>');
});
after(() => engine.close());

function newEngine(threads = 2): Promise<Engine> {
  return Engine.create(model, { threads, contextTokens: CONTEXT, chunkTokens: CHUNK });
}

function promptOf(text: string): TokenId[] {
  return model.tokenizer.encode(text);
}

function request(prompt: readonly TokenId[], more: Partial<GenerateRequest> = {}): GenerateRequest {
  return { prompt, maxTokens: 12, stop: neverStop, ...more };
}

async function collect(on: Engine, wanted: GenerateRequest): Promise<GeneratedToken[]> {
  const answer: GeneratedToken[] = [];
  for await (const token of on.generate(wanted)) answer.push(token);
  return answer;
}

/** What an engine that never saw anything else answers. */
async function fresh(wanted: GenerateRequest): Promise<GeneratedToken[]> {
  const other = await newEngine();
  try {
    return await collect(other, wanted);
  } finally {
    await other.close();
  }
}

function allowOnly(allowed: (token: TokenId) => boolean): Grammar & { taken: TokenId[] } {
  const taken: TokenId[] = [];
  return { taken, allows: allowed, advance: (token) => void taken.push(token) };
}

const isAbort = (error: unknown) => error instanceof DOMException && error.name === 'AbortError';

describe('Engine.generate', () => {
  it('gives the tokens and probabilities of the reference', async () => {
    const tokens = promptOf('const total = items');
    for (const { token, logProbability } of await collect(engine, request(tokens))) {
      const logits = referenceForward(model.config, model.weights, tokens).logits.at(-1)!;
      const highest = Math.max(...logits);
      assert.equal(token, logits.indexOf(highest));
      const sum = logits.reduce((total, logit) => total + Math.exp(logit - highest), 0);
      assert.ok(Math.abs(logProbability + Math.log(sum)) < 1e-4);
      tokens.push(token);
    }
  });

  it('tells the probability among the tokens that a grammar lists', async () => {
    const tokens = promptOf('const total = items');
    const listed = [7, 40, 41];
    const grammar: Grammar = {
      ...allowOnly((token) => listed.includes(token)),
      candidates: () => listed,
    };
    const [first] = await collect(engine, request(tokens, { grammar, maxTokens: 1 }));
    const logits = referenceForward(model.config, model.weights, tokens).logits.at(-1)!;
    const all = listed.reduce((sum, token) => sum + Math.exp(logits[token]!), 0);
    const expected = logits[first!.token]! - Math.log(all);
    assert.ok(Math.abs(first!.choiceLogProbability - expected) < 1e-4);
    assert.ok(first!.logProbability < first!.choiceLogProbability);
  });

  it("adds a grammar's bias to the logits of what it lists", async () => {
    const tokens = promptOf('const total = items');
    const listed = [7, 40, 41];
    const bias = [0, 30, 1];
    const grammar: Grammar = {
      ...allowOnly((token) => listed.includes(token)),
      candidates: () => listed,
      bias: (candidates) => candidates.map((token) => bias[listed.indexOf(token)]!),
    };
    const [first] = await collect(engine, request(tokens, { grammar, maxTokens: 1 }));
    assert.equal(first!.token, 40);
    const logits = referenceForward(model.config, model.weights, tokens).logits.at(-1)!;
    const all = listed.reduce((sum, token, i) => sum + Math.exp(logits[token]! + bias[i]!), 0);
    const expected = logits[40]! + 30 - Math.log(all);
    assert.ok(Math.abs(first!.choiceLogProbability - expected) < 1e-4);
  });

  it('ends with the stop token, which it yields', async () => {
    const all = await collect(engine, request(promptOf('function')));
    const stop = all[5]!.token;
    const end = all.findIndex(({ token }) => token === stop);
    assert.deepEqual(
      await collect(engine, request(promptOf('function'), { stop })),
      all.slice(0, end + 1),
    );
  });

  it('ends when the context is full', async () => {
    const prompt = promptOf('x'.repeat(CONTEXT - 3));
    assert.equal(prompt.length, CONTEXT - 3);
    assert.equal((await collect(engine, request(prompt, { maxTokens: 100 }))).length, 4);
  });

  it('takes only tokens that the grammar allows, and tells it each', async () => {
    const free = await collect(engine, request(promptOf('let y')));
    const odd = allowOnly((token) => token % 2 === 1);
    const answer = await collect(engine, request(promptOf('let y'), { grammar: odd }));
    assert.equal(answer.length, 12);
    assert.ok(answer.every(({ token }) => token % 2 === 1));
    assert.deepEqual(
      odd.taken,
      answer.map(({ token }) => token),
    );
    assert.ok(free.some(({ token }) => token % 2 === 0));
  });

  it('reports the same probability for a token whether or not a grammar forced it', async () => {
    const [free] = await collect(engine, request(promptOf('let z'), { maxTokens: 1 }));
    const grammar = { ...allowOnly(() => false), candidates: () => [free!.token, 1] };
    const [forced] = await collect(engine, request(promptOf('let z'), { maxTokens: 1, grammar }));
    assert.deepEqual([forced!.token, forced!.logProbability], [free!.token, free!.logProbability]);
  });

  it('repeats a sampled answer for an equal seed', async () => {
    const sampling = { temperature: 1.5, topP: 0.95, seed: 11 };
    const prompt = promptOf('if (');
    const answer = await collect(engine, request(prompt, { sampling }));
    assert.deepEqual(await collect(engine, request(prompt, { sampling })), answer);
    const other = await collect(engine, request(prompt, { sampling: { ...sampling, seed: 12 } }));
    assert.notDeepEqual(other, answer);
  });
});

describe('The prefix cache', () => {
  it('computes only what differs from the request before, with the same bits', async () => {
    const document = 'export function total(items) {\n';
    await collect(engine, request(promptOf(`${document}rename total`)));
    const prompt = promptOf(`${document}make it async`);
    const answer = await collect(engine, request(prompt));
    const shared = promptOf(document).length;
    const { promptTokens, cachedTokens } = engine.stats!;
    assert.equal(promptTokens, prompt.length);
    assert.ok(cachedTokens >= shared && cachedTokens < prompt.length);
    assert.deepEqual(answer, await fresh(request(prompt)));
  });

  it('keeps the answer too, for a prompt that goes on from it', async () => {
    const prompt = promptOf('a + b');
    const answer = await collect(engine, request(prompt));
    const longer = [...prompt, ...answer.map(({ token }) => token), ...promptOf(' = c')];
    const next = await collect(engine, request(longer));
    // The last token of an answer is never run.
    assert.equal(engine.stats!.cachedTokens, prompt.length + answer.length - 1);
    assert.deepEqual(next, await fresh(request(longer)));
  });

  it('runs at least the last prompt token, for its logits', async () => {
    const prompt = promptOf('again and again');
    const answer = await collect(engine, request(prompt));
    assert.deepEqual(await collect(engine, request(prompt)), answer);
    assert.equal(engine.stats!.cachedTokens, prompt.length - 1);
  });
});

describe('Limits', () => {
  it('refuses a prompt beyond the context before any work, with both numbers', async () => {
    const prompt = promptOf('short');
    await collect(engine, request(prompt));
    const stats = engine.stats;
    await assert.rejects(collect(engine, request(promptOf('x'.repeat(CONTEXT + 1)))), (error) => {
      assert.ok(error instanceof PromptTooLongError);
      assert.deepEqual([error.promptTokens, error.limitTokens], [CONTEXT + 1, CONTEXT]);
      assert.match(error.message, /129.*128/);
      return true;
    });
    assert.equal(engine.stats, stats);
    await collect(engine, request(prompt));
    assert.equal(engine.stats!.cachedTokens, prompt.length - 1);
  });

  it('refuses requests that make no sense', async () => {
    const prompt = promptOf('x');
    for (const wrong of [
      request([]),
      request([-1]),
      request([model.config.vocabSize]),
      request([0.5]),
      request(prompt, { maxTokens: 0 }),
      request(prompt, { stop: 1e9 }),
      request(prompt, { sampling: { temperature: -1 } }),
    ]) {
      await assert.rejects(collect(engine, wrong), RequestError);
    }
  });

  it('refuses options that make no sense', async () => {
    for (const options of [
      { threads: 0 },
      { threads: 1.5 },
      { contextTokens: 0 },
      { contextTokens: 1e6 },
    ]) {
      await assert.rejects(Engine.create(model, options), RequestError);
    }
  });
});

describe('Interruption', () => {
  it('stops at the next token once the signal aborts, and the engine goes on', async () => {
    const controller = new AbortController();
    const seen: GeneratedToken[] = [];
    const prompt = promptOf('while (true)');
    await assert.rejects(async () => {
      for await (const token of engine.generate(request(prompt, { signal: controller.signal }))) {
        seen.push(token);
        if (seen.length === 3) controller.abort();
      }
    }, isAbort);
    const whole = await fresh(request(prompt));
    assert.deepEqual(seen, whole.slice(0, 3));
    assert.deepEqual(await collect(engine, request(prompt)), whole);
  });

  it('stops between two chunks of a prompt, and keeps what was computed', async () => {
    const prompt = promptOf('y'.repeat(100));
    const controller = new AbortController();
    const answer = collect(engine, request(prompt, { signal: controller.signal }));
    // A prompt of 13 chunks lets the event loop turn 13 times.
    for (let turn = 0; turn < 3; turn++) await new Promise((resolve) => setImmediate(resolve));
    controller.abort(new Error('enough'));
    await assert.rejects(answer, { message: 'enough' });
    const repeated = await collect(engine, request(prompt));
    const { cachedTokens } = engine.stats!;
    assert.ok(cachedTokens > 0 && cachedTokens < 50, `${cachedTokens} cached`);
    assert.deepEqual(repeated, await fresh(request(prompt)));
  });

  it('does nothing for a signal that was aborted before', async () => {
    const { stats } = engine;
    await assert.rejects(
      collect(engine, request(promptOf('x'), { signal: AbortSignal.abort() })),
      isAbort,
    );
    assert.equal(engine.stats, stats);
  });

  it('is interrupted by timers, which run between tokens', async () => {
    const signal = AbortSignal.timeout(30);
    const start = performance.now();
    await assert.rejects(
      async () => {
        for (;;) await collect(engine, request(promptOf('z'), { maxTokens: 100, signal }));
      },
      (error) => error instanceof DOMException && error.name === 'TimeoutError',
    );
    assert.ok(performance.now() - start < 1000);
  });

  it('lets go of the engine when the caller stops reading', async () => {
    for await (const _ of engine.generate(request(promptOf('break')))) break;
    assert.equal((await collect(engine, request(promptOf('break')))).length, 12);
  });

  it('gives the turn on when the grammar or the reader throws', async () => {
    const grammar = allowOnly(() => {
      throw new Error('a faulty grammar');
    });
    await assert.rejects(collect(engine, request(promptOf('x'), { grammar })), /faulty/);
    assert.equal((await collect(engine, request(promptOf('x')))).length, 12);
  });
});

describe('Overlapping requests', () => {
  it('run together, each with its own answer', async () => {
    const prompts = ['one', 'two', 'three', 'two plus'].map(promptOf);
    const together = await Promise.all(prompts.map((prompt) => collect(engine, request(prompt))));
    for (const [i, prompt] of prompts.entries()) {
      assert.deepEqual(together[i], await fresh(request(prompt)));
    }
  });

  it('can be given up while waiting, which leaves the others alone', async () => {
    const controller = new AbortController();
    const first = engine.generate(request(promptOf('first')));
    await first.next();
    const waiting = collect(engine, request(promptOf('second'), { signal: controller.signal }));
    const third = collect(engine, request(promptOf('third')));
    controller.abort();
    await assert.rejects(waiting, isAbort);
    await first.return();
    assert.equal((await third).length, 12);
  });
});

describe('Engine.stats', () => {
  it('counts tokens and time of the last request', async () => {
    const prompt = promptOf('count me in, please');
    await collect(engine, request(prompt, { maxTokens: 7 }));
    const stats = engine.stats!;
    assert.equal(stats.promptTokens, prompt.length);
    assert.equal(stats.generatedTokens, 7);
    assert.ok(0 < stats.prefillMs && stats.prefillMs <= stats.firstTokenMs);
    assert.ok(0 < stats.decodeMs);
  });

  it('reports the memory of the KV cache', () => {
    // 3 layers x 128 positions x (key and value of 16 bytes, each with a scale of 4).
    const context = 3 * CONTEXT * 2 * (16 + 4);
    assert.equal(engine.cacheBytesAt(CONTEXT), context);
    const { usedBytes, idleBytes, limitBytes } = engine.cacheUse;
    assert.ok(usedBytes === 0 && idleBytes > 0 && idleBytes <= limitBytes);
    assert.equal(engine.memory.kvCache, limitBytes);
    assert.ok(limitBytes >= context);
    assert.ok(engine.memory.total > engine.memory.kvCache + model.weightsBytes / 2);
  });
});

describe('Engine.measureReadBandwidth', () => {
  it('reads all weights, and leaves the cache as it was', async () => {
    const prompt = promptOf('before the measurement');
    const answer = await collect(engine, request(prompt));
    const { bytes, threads, gigabytesPerSecond } = await engine.measureReadBandwidth();
    assert.ok(bytes > model.weightsBytes / 2 && bytes < 2 * model.weightsBytes);
    assert.ok(threads >= 1 && gigabytesPerSecond > 0);
    assert.deepEqual(await collect(engine, request(prompt)), answer);
    assert.equal(engine.stats!.cachedTokens, prompt.length - 1);
  });
});

describe('Engine.close', () => {
  it('ends requests in progress and refuses later ones', async () => {
    const other = await newEngine();
    const answer = other.generate(request(promptOf('going on')));
    await answer.next();
    await other.close();
    await assert.rejects(answer.next(), EngineClosedError);
    await assert.rejects(collect(other, request(promptOf('x'))), EngineClosedError);
    await assert.rejects(other.trace([1]), EngineClosedError);
    await other.close();
  });
});
