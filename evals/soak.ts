/**
 * Hours in minutes: random requests of several users, aborts, callers that pause or go away, evictions from a
 * small cache, workers that die. Checks that every answer is the one a quiet engine gives, that nothing
 * is held in the end, and that memory does not grow after the warm-up.
 *
 *     node scripts/node24.mjs evals/soak.ts --minutes 10 [--threads N] [--model FOLDER] [--seed N] [--json] [--add FILE]
 *
 * Ends with 0 if all held, else with 1 and what did not. --add puts the report into the list of runs in FILE, so that the ten minutes
 * can be taken in parts.
 */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import type { Worker } from 'node:worker_threads';
import { describeMachine } from '@wick/assistant';
import {
  Engine,
  type EngineOptions,
  type GeneratedToken,
  type GenerateRequest,
  Model,
  QueueFullError,
  ThreadError,
  type TokenId,
} from '@wick/engine';
import { Histogram } from './histogram.ts';
import { growthOf, type MemorySample, sampleMemory } from './memory.ts';

const { values: options } = parseArgs({
  options: {
    minutes: { type: 'string', default: '10' },
    threads: { type: 'string' },
    model: { type: 'string', default: join(import.meta.dirname, '..', 'model') },
    seed: { type: 'string', default: '1' },
    json: { type: 'boolean', default: false },
    add: { type: 'string' },
  },
});

/** Different requests; each is asked many times. */
const KINDS = 60;
const CALLERS = 12;
const USERS = ['ann', 'bob', 'eve'];
/** Before memory is compared a tenth of the time passes, and long enough for V8's heap to find its size. */
const WARM_UP_SHARE = 0.1;
const WARM_UP_MS = 30_000;
const SAMPLE_MS = 2000;
/** A worker is killed this often. */
const DEATH_MS = 15_000;
/** What is held after the warm-up may grow by this: code that V8 compiles when it has run often. */
const HELD_GROWTH_BYTES = 4e6;
/**
 * What is resident may grow by more: a thread that dies leaves its heap's pages to the allocator, which keeps them for the
 * next, so it rises in steps with the first few deaths, by some 100 MB, and then stays: over 80 engines in turn it did not grow.
 */
const RESIDENT_GROWTH_BYTES = 64e6;

/** A small linear congruential generator (Numerical Recipes), so that a run can be repeated. */
let state = Number(options.seed) >>> 0;
function random(below: number): number {
  state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
  return Math.floor((state / 2 ** 32) * below);
}

const model = await Model.load(options.model);
const stop = model.tokenizer.special('<|pad|>');
const source = model.tokenizer.encode(readFileSync(import.meta.filename, 'utf8'));

/** Prompts that share beginnings: an excerpt, another one behind it, a few tokens of their own. */
function somePrompt(): TokenId[] {
  const first = source.slice(0, random(source.length));
  const start = random(source.length);
  const second = random(2) === 0 ? [] : source.slice(start, start + random(600));
  return [...first, ...second, ...Array.from({ length: 1 + random(4) }, () => 300 + random(1000))];
}

const kinds: GenerateRequest[] = Array.from({ length: KINDS }, (_, i) => ({
  prompt: somePrompt(),
  maxTokens: 1 + random(60),
  stop,
  ...(i % 3 === 0 && { sampling: { temperature: 0.8, topP: 0.95, seed: i } }),
}));

async function answers(): Promise<GeneratedToken[][]> {
  const quiet = await Engine.create(model, { threads: 1, sequences: 1, prefixCache: false });
  const all: GeneratedToken[][] = [];
  for (const request of kinds) {
    const answer: GeneratedToken[] = [];
    for await (const token of quiet.generate(request)) answer.push(token);
    all.push(answer);
  }
  await quiet.close();
  return all;
}

const expected = await answers();
const workers: Worker[] = [];
process.on('worker', (worker) => {
  workers.push(worker);
  worker.once('exit', () => workers.splice(workers.indexOf(worker), 1));
});
const engineOptions: EngineOptions = {
  // So small that prefixes are evicted all the time, and requests wait for memory now and then.
  cacheBytes: 6e6,
  queueRequests: CALLERS - 2,
  ...(options.threads && { threads: Number(options.threads) }),
};
const engine = await Engine.create(model, engineOptions);
const minutes = Number(options.minutes);
const start = performance.now();
const end = start + minutes * 60_000;
const problems: string[] = [];
const counts = {
  finished: 0,
  aborted: 0,
  left: 0,
  refused: 0,
  lostThreads: 0,
  deaths: 0,
  tokens: 0,
};
const gaps = new Histogram();

function same(a: GeneratedToken, b: GeneratedToken | undefined): boolean {
  return (
    a.token === b?.token &&
    a.logProbability === b.logProbability &&
    a.choiceLogProbability === b.choiceLogProbability
  );
}

async function request(): Promise<void> {
  const kind = random(KINDS);
  const whole = expected[kind]!;
  const fate = random(6);
  const controller = new AbortController();
  const until = random(whole.length + 1);
  if (fate === 0) setTimeout(() => controller.abort(), random(40));
  let index = 0;
  let last = performance.now();
  try {
    const user = USERS[random(USERS.length)]!;
    for await (const token of engine.generate({
      ...kinds[kind]!,
      user,
      signal: controller.signal,
    })) {
      if (index > 0) gaps.add(performance.now() - last);
      if (!same(token, whole[index])) problems.push(`request ${kind}: token ${index} differs`);
      index++;
      counts.tokens++;
      if (fate === 1 && index > until) controller.abort();
      if (fate === 2 && index > until) {
        counts.left++;
        return;
      }
      if (fate === 3 && random(20) === 0) await sleep(random(120));
      last = performance.now();
    }
    if (index !== whole.length)
      problems.push(`request ${kind}: ${index} of ${whole.length} tokens`);
    counts.finished++;
  } catch (error) {
    if (controller.signal.aborted) counts.aborted++;
    else if (error instanceof QueueFullError) counts.refused++;
    else if (error instanceof ThreadError) counts.lostThreads++;
    else problems.push(`request ${kind}: ${error}`);
    if (error instanceof QueueFullError) await sleep(5);
  }
}

async function caller(): Promise<void> {
  while (performance.now() < end && problems.length < 20) await request();
}

const samples: MemorySample[] = [];
async function sample(): Promise<void> {
  while (performance.now() < end) {
    samples.push(sampleMemory());
    const { usedBytes, idleBytes, limitBytes } = engine.cacheUse;
    if (usedBytes + idleBytes > limitBytes) problems.push('the cache is beyond its bound');
    await sleep(SAMPLE_MS);
  }
}

async function killer(): Promise<void> {
  while (performance.now() + DEATH_MS < end) {
    await sleep(DEATH_MS);
    const victim = workers[random(workers.length)];
    if (!victim) continue;
    counts.deaths++;
    await victim.terminate();
  }
}

await Promise.all([...Array.from({ length: CALLERS }, caller), sample(), killer()]);

const { running, waiting } = engine.load;
if (running + waiting > 0) problems.push(`${running} requests still run and ${waiting} wait`);
if (engine.cacheUse.usedBytes > 0) problems.push('blocks are held that nobody uses');
await engine.ready();
const threads = engine.threads;
await engine.close();

const growth = growthOf(samples, start + Math.max(WARM_UP_SHARE * (end - start), WARM_UP_MS));
const { heldBytes, residentBytes } = growth;
if (heldBytes > HELD_GROWTH_BYTES) problems.push(`what is held grew by ${heldBytes} bytes`);
if (residentBytes > RESIDENT_GROWTH_BYTES) {
  problems.push(`the process grew by ${residentBytes} bytes`);
}
const report = {
  minutes,
  threads,
  counts,
  growth,
  memory: { first: samples[0], last: samples.at(-1) },
  betweenTokensMs: {
    p50: gaps.percentile(0.5),
    p95: gaps.percentile(0.95),
    p99: gaps.percentile(0.99),
  },
  problems: [...new Set(problems)],
};
console.log(options.json ? JSON.stringify(report) : report);
if (options.add !== undefined) {
  const runs = existsSync(options.add) ? JSON.parse(readFileSync(options.add, 'utf8')).runs : [];
  const machine = describeMachine();
  writeFileSync(options.add, `${JSON.stringify({ machine, runs: [...runs, report] })}\n`);
}
process.exitCode = problems.length > 0 ? 1 : 0;
