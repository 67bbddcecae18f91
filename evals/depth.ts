/**
 * How fast the released model decodes deep in a context, up to the 131,072 tokens that an engine takes, and what that costs in memory.
 *
 *     node scripts/node24.mjs evals/depth.ts [--rounds N] > evals/results/depth.json
 *
 * Reading so long a prompt takes minutes, in which nothing is measured that is wanted here: so 2,048 tokens are read, and their keys and values, repeated
 * as often as needed, are put into the cache as a restored session would be. What the values are does not change how long attention takes; to show
 * that, the shallowest depth is measured both ways. Out, one JSON object: for each depth tg128, its ratio to decoding after one token (the
 * median over rounds, all depths in turns), the milliseconds between tokens, and the bytes of cache.
 */
import { parseArgs } from 'node:util';
import { describeMachine } from '@wick/assistant';
import { Engine, MOST_CONTEXT_TOKENS, type TokenId } from '@wick/engine';
import { readSnapshot, writeSnapshot } from '../packages/engine/src/cache/snapshot.ts';
import { RELEASE } from './random-model.ts';
import { prompter } from './speed.ts';
import { measure, percentile } from './statistics.ts';

const { values } = parseArgs({ options: { rounds: { type: 'string', default: '6' } } });
const DECODED = 128;
const READ = 2048;
const NEVER = 0; // padding: no answer contains it
/** Whole blocks, with room for what is decoded. */
const DEEPEST = MOST_CONTEXT_TOKENS - 192;
const DEPTHS = [4096, 32_768, DEEPEST];

const engine = await Engine.open(RELEASE, {
  contextTokens: MOST_CONTEXT_TOKENS,
  cacheBytes: 128e6,
});
await engine.ready();
const prompt = prompter(engine.model.tokenizer);

async function tokensPerSecond(tokens: readonly TokenId[]): Promise<number[]> {
  const gaps: number[] = [];
  let last = 0;
  for await (const _ of engine.generate({
    prompt: tokens,
    maxTokens: DECODED + 1,
    stop: NEVER,
  })) {
    const now = performance.now();
    if (last > 0) gaps.push(now - last);
    last = now;
  }
  return gaps;
}

/** Puts `depth` tokens into the cache whose keys and values are those of the tokens read. */
async function pretendToRead(depth: number, seed: number): Promise<readonly TokenId[]> {
  const { fingerprint } = engine.model;
  const read = prompt(READ, seed);
  await tokensPerSecond(read);
  const { blocks } = readSnapshot(fingerprint, await engine.snapshot(read));
  const size = blocks[0]!.tokens.length;
  const tokens = prompt(depth, seed + 1);
  const count = depth / size;
  const repeated = Array.from({ length: count }, (_, number) => ({
    // Counted from the end, where the sliding layers' are.
    ...blocks.at((number - count) % blocks.length)!,
    tokens: tokens.slice(number * size, (number + 1) * size),
  }));
  await engine.restore(writeSnapshot(fingerprint, repeated));
  return tokens;
}

const contexts: { name: string; depth: number; tokens: readonly TokenId[] }[] = [
  { name: '0', depth: 0, tokens: [] },
  { name: '4096read', depth: 4096, tokens: prompt(4096, 1) },
];
for (const depth of DEPTHS) {
  contexts.push({ name: `${depth}`, depth, tokens: await pretendToRead(depth, 2 * depth) });
}
const gaps = new Map(contexts.map(({ name }) => [name, [] as number[][]]));
for (let round = -1; round < Number(values.rounds); round++) {
  for (const { name, depth, tokens } of contexts) {
    // The first round warms up, and reads what is read.
    const own = await tokensPerSecond([...tokens, 300 + round]);
    const cached = engine.stats?.cachedTokens ?? 0;
    if (round < 0) continue;
    if (cached < depth) throw new Error(`only ${cached} of ${depth} tokens were in the cache`);
    gaps.get(name)!.push(own);
  }
}
const rateOf = (own: readonly number[]) =>
  (own.length / own.reduce((sum, gap) => sum + gap, 0)) * 1000;
const shallow = gaps.get('0')!.map(rateOf);
const depths = contexts.map(({ name, depth }) => {
  const rounds = gaps.get(name)!;
  const rates = rounds.map(rateOf);
  return [
    name,
    {
      tg128: measure('tg128', 'tokens/s', rates),
      ratioToShallow: percentile(
        rates.map((rate, i) => rate / shallow[i]!),
        0.5,
      ),
      interToken: measure('inter-token', 'ms', rounds.flat()),
      cacheBytes: engine.cacheBytesAt(depth + DECODED + 1),
    },
  ];
});
const { threads, kernel } = engine;
await engine.close();
const { name, version } = engine.model.config;
console.log(
  JSON.stringify({
    machine: describeMachine(),
    model: { name, version },
    threads,
    kernel,
    deepest: DEEPEST,
    depths: Object.fromEntries(depths),
  }),
);
