/** Threads: how many there are, what happens when one dies, and that none keeps a process alive. */
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { describe, it } from 'node:test';
import type { Worker } from 'node:worker_threads';
import { Engine, Model, ThreadError, type TokenId } from '../src/index.ts';
import { writeTinyModel } from './tiny-model.ts';

const model = await Model.load(writeTinyModel());
const prompt = model.tokenizer.encode('export const threads = 4;');

async function answer(engine: Engine): Promise<TokenId[]> {
  const tokens: TokenId[] = [];
  for await (const { token } of engine.generate({ prompt, maxTokens: 10, stop: 0 }))
    tokens.push(token);
  return tokens;
}

/** The engine and the workers it started. */
async function engineWithWorkers(threads: number): Promise<{ engine: Engine; workers: Worker[] }> {
  const workers: Worker[] = [];
  const note = (worker: Worker) => void workers.push(worker);
  process.on('worker', note);
  const engine = await Engine.create(model, { threads });
  await engine.ready();
  process.off('worker', note);
  return { engine, workers };
}

const alone = await Engine.create(model, { threads: 1 });
const expected = await answer(alone);

describe('Threads', () => {
  it('are as many as asked for, more than there are cores included, and 16 at most', async () => {
    for (const [asked, started] of [
      [1, 1],
      [2, 2],
      [1000, 16],
    ] as const) {
      const { engine, workers } = await engineWithWorkers(asked);
      assert.equal(engine.threads, started);
      assert.equal(workers.length, started - 1);
      assert.deepEqual(await answer(engine), expected);
      await engine.close();
    }
  });

  it('need not have started for a request to be answered', async () => {
    const engine = await Engine.create(model, { threads: 3 });
    assert.deepEqual(await answer(engine), expected);
    await engine.close();
  });

  it('that die between requests are started anew', async () => {
    const { engine, workers } = await engineWithWorkers(3);
    assert.deepEqual(await answer(engine), expected);
    await workers[0]!.terminate();
    assert.deepEqual(await answer(engine), expected);
    await engine.ready();
    assert.equal(engine.threads, 3);
    assert.deepEqual(await answer(engine), expected);
    await engine.close();
  });

  it('are started anew once, however many calls wait for it', async () => {
    const { engine, workers } = await engineWithWorkers(3);
    await workers[0]!.terminate();
    const traces = [engine.trace(prompt), engine.trace(prompt), engine.trace(prompt)];
    assert.deepEqual(await answer(engine), expected);
    await Promise.all(traces);
    await engine.ready();
    assert.equal(engine.threads, 3);
    await engine.close();
  });

  it('that die during requests end those with a ThreadError, never a hang, and are started anew', async () => {
    const { engine, workers } = await engineWithWorkers(2);
    const request = { prompt, maxTokens: 100, stop: 0 };
    const running = [engine.generate(request), engine.generate(request)];
    await Promise.all(running.map((tokens) => tokens.next()));
    await workers[0]!.terminate();
    for (const tokens of running) {
      await assert.rejects(async () => {
        for await (const _ of tokens);
      }, ThreadError);
    }
    assert.deepEqual(await answer(engine), expected);
    await engine.ready();
    assert.equal(engine.threads, 2);
    assert.deepEqual(await answer(engine), expected);
    await engine.close();
  });

  it('that die again and again are given up, and the engine goes on with one', async () => {
    const { engine, workers: first } = await engineWithWorkers(2);
    let lastWorker = first[0];
    await lastWorker?.terminate();
    for (let death = 0; death < 5; death++) {
      const workers: Worker[] = [];
      const note = (worker: Worker) => void workers.push(worker);
      process.on('worker', note);
      assert.deepEqual(await answer(engine), expected);
      await engine.ready();
      process.off('worker', note);
      lastWorker = workers.at(-1) ?? lastWorker;
      await lastWorker?.terminate();
    }
    assert.deepEqual(await answer(engine), expected);
    assert.equal(engine.threads, 1);
    await engine.close();
  });

  it('are left out where memory cannot be shared', () => {
    const output = runElsewhere(`
      delete globalThis.SharedArrayBuffer;
      const engine = await Engine.create(model, { threads: 4 });
      await engine.ready();
      const tokens = await answer(engine);
      console.log(JSON.stringify({ threads: engine.threads, tokens }));
    `);
    assert.deepEqual(JSON.parse(output), { threads: 1, tokens: expected });
  });

  it('do not keep a process alive that forgot to close its engine', () => {
    const output = runElsewhere(`
      const engine = await Engine.create(model, { threads: 3 });
      await engine.ready();
      console.log(JSON.stringify(await answer(engine)));
    `);
    assert.deepEqual(JSON.parse(output), expected);
  });
});

/** Runs `code` in a process of its own, which must end by itself, and gives what it printed. */
function runElsewhere(code: string): string {
  const script = `
    const { Engine, Model } = await import(${JSON.stringify(new URL('../src/index.ts', import.meta.url).href)});
    const model = await Model.load(${JSON.stringify(model.folder)});
    const prompt = ${JSON.stringify(prompt)};
    async function answer(engine) {
      const tokens = [];
      for await (const { token } of engine.generate({ prompt, maxTokens: 10, stop: 0 })) tokens.push(token);
      return tokens;
    }
    ${code}`;
  const run = spawnSync(process.execPath, ['--input-type=module', '-e', script], {
    encoding: 'utf8',
    timeout: 20_000,
  });
  assert.equal(run.status, 0, run.stderr);
  return run.stdout;
}
