/**
 * What more threads than cores cost: engines with one thread, one for each core, and four for each core decode in turns.
 *
 *     node scripts/node24.mjs evals/threads.ts [--rounds N] > evals/results/threads.json
 *
 * Out, one JSON object: machine, and for each number of threads tg128 and its ratio to a thread for each core (the median over rounds).
 */
import { availableParallelism } from 'node:os';
import { parseArgs } from 'node:util';
import { describeMachine } from '@wick/assistant';
import { Engine } from '@wick/engine';
import { RELEASE } from './random-model.ts';
import { prompter } from './speed.ts';
import { measure, percentile } from './statistics.ts';

const { values } = parseArgs({ options: { rounds: { type: 'string', default: '12' } } });
const DECODED = 128;
const WARM_UPS = 2;
const NEVER = 0; // padding: no answer contains it

const cores = availableParallelism();
const engines = new Map<number, Engine>();
for (const threads of new Set([1, cores, 4 * cores])) {
  const engine = await Engine.open(RELEASE, { threads });
  await engine.ready();
  engines.set(threads, engine);
}

/** Decodes after one token; gives tokens a second. */
async function tokensPerSecond(engine: Engine, seed: number): Promise<number> {
  const prompt = prompter(engine.model.tokenizer)(1, seed);
  let first = 0;
  let last = 0;
  for await (const _ of engine.generate({ prompt, maxTokens: DECODED + 1, stop: NEVER })) {
    last = performance.now();
    first ||= last;
  }
  return (DECODED / (last - first)) * 1000;
}

const rates = new Map([...engines.keys()].map((threads) => [threads, [] as number[]]));
for (let round = -WARM_UPS; round < Number(values.rounds); round++) {
  for (const [threads, engine] of engines) {
    const rate = await tokensPerSecond(engine, round + WARM_UPS);
    if (round >= 0) rates.get(threads)!.push(rate);
  }
}
const byThreads = [...rates].map(([threads, own]) => {
  const ratios = own.map((rate, round) => rate / rates.get(cores)![round]!);
  return [threads, { ...measure('tg128', 'tokens/s', own), ratioToCores: percentile(ratios, 0.5) }];
});
for (const engine of engines.values()) await engine.close();
console.log(
  JSON.stringify({ machine: describeMachine(), cores, threads: Object.fromEntries(byThreads) }),
);
