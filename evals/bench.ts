/**
 * How fast the engine is on this machine, beside the limit measured in the same run.
 *
 *     npm run bench               a table
 *     npm run bench -- --json     one JSON object (evals/results/bench.json is such a run)
 *
 * Measures, in llama-bench's and vLLM's terms: load time; pp512 (prefill of 512 tokens); tg128 (128 tokens
 * decoded greedily, from an empty context and after 1,024 tokens); time to first token of a 200-token
 * prompt, cold and with its prefix cached; inter-token time; and for 2, 4 and 8 streams at once what they decode
 * together, with the ratio to one stream measured in turns with them. Each is repeated; the median is the figure.
 */
import { readFileSync } from 'node:fs';
import { availableParallelism, cpus, totalmem } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { Engine, MOST_CONTEXT_TOKENS, type TokenId } from '@wick/engine';

interface Measure {
  readonly name: string;
  readonly unit: string;
  readonly median: number;
  readonly p95: number;
  readonly p99: number;
}

const MODEL = join(import.meta.dirname, '..', 'model');

function percentile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  return (
    sorted[Math.min(sorted.length - 1, Math.max(0, Math.ceil(share * sorted.length) - 1))] ?? 0
  );
}

/** Median, and the 95th and 99th percentile in the direction that is worse. */
function measure(name: string, unit: string, values: readonly number[]): Measure {
  const worse = unit.endsWith('/s') ? (share: number) => 1 - share : (share: number) => share;
  return {
    name,
    unit,
    median: percentile(values, 0.5),
    p95: percentile(values, worse(0.95)),
    p99: percentile(values, worse(0.99)),
  };
}

/** `count` tokens of text that differ from those of other seeds, so that no prefix is cached. */
function promptOf(engine: Engine, count: number, seed: number): TokenId[] {
  const { tokenizer } = engine.model;
  const source = readFileSync(import.meta.filename, 'utf8');
  const tokens = tokenizer.encode(
    `${seed} ${source.repeat(Math.ceil((4 * count) / source.length))}`,
  );
  return tokens.slice(0, count);
}

/** Decodes after `prompt`; gives the milliseconds between tokens. */
async function decode(
  engine: Engine,
  prompt: readonly TokenId[],
  count: number,
): Promise<number[]> {
  const gaps: number[] = [];
  let last = 0;
  for await (const _ of engine.generate({
    prompt,
    maxTokens: count + 1,
    stop: engine.model.tokenizer.special('<|pad|>'),
  })) {
    const now = performance.now();
    if (last > 0) gaps.push(now - last);
    last = now;
  }
  return gaps;
}

/** Decodes `count` tokens in each of several streams; gives tokens a second of all together, from when the last began. */
async function decodeTogether(
  engine: Engine,
  prompts: readonly (readonly TokenId[])[],
  count: number,
): Promise<number> {
  const stop = engine.model.tokenizer.special('<|pad|>');
  let decoding = 0;
  let start = 0;
  let end = 0;
  let tokens = 0;
  const stream = async (prompt: readonly TokenId[]) => {
    let isFirst = true;
    for await (const _ of engine.generate({ prompt, maxTokens: count + 1, stop })) {
      if (isFirst && ++decoding === prompts.length) start = performance.now();
      else if (decoding === prompts.length) {
        tokens++;
        end = performance.now();
      }
      isFirst = false;
    }
  };
  await Promise.all(prompts.map(stream));
  return (tokens / (end - start)) * 1000;
}

/** Streams that decode together; one is what the others are compared with. */
const STREAMS = [1, 2, 4, 8];

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      json: { type: 'boolean', default: false },
      threads: { type: 'string' },
      repeat: { type: 'string', default: '12' },
    },
  });
  const repeat = Number(values.repeat);
  const options = values.threads ? { threads: Number(values.threads) } : {};
  const loads: number[] = [];
  for (let i = 0; i < 3; i++) {
    const start = performance.now();
    const once = await Engine.open(MODEL, options);
    await once.ready();
    loads.push(performance.now() - start);
    await once.close();
  }
  const engine = await Engine.open(MODEL, options);
  await engine.ready();
  let seed = 0;
  const stats = () => {
    if (!engine.stats) throw new Error('the engine has run nothing yet');
    return engine.stats;
  };
  for (let i = 0; i < 3; i++) await decode(engine, promptOf(engine, 512, ++seed), 64);
  const bandwidths: number[] = [];
  const prefill: number[] = [];
  const decodeEmpty: number[] = [];
  const decodeDeep: number[] = [];
  const cold: number[] = [];
  const warm: number[] = [];
  const gaps: number[] = [];
  const together = new Map(STREAMS.map((streams) => [streams, [] as number[]]));
  for (let i = 0; i < repeat; i++) {
    bandwidths.push((await engine.measureReadBandwidth()).gigabytesPerSecond);
    await decode(engine, promptOf(engine, 512, ++seed), 1);
    prefill.push((512 / stats().prefillMs) * 1000);
    const empty = await decode(engine, promptOf(engine, 1, ++seed), 128);
    decodeEmpty.push((empty.length / empty.reduce((a, b) => a + b, 0)) * 1000);
    gaps.push(...empty);
    const deep = await decode(engine, promptOf(engine, 1024, ++seed), 128);
    decodeDeep.push((deep.length / deep.reduce((a, b) => a + b, 0)) * 1000);
    gaps.push(...deep);
    const prompt = promptOf(engine, 200, ++seed);
    await decode(engine, prompt, 1);
    cold.push(stats().firstTokenMs);
    await decode(engine, [...prompt.slice(0, -12), ...prompt.slice(0, 12)], 1);
    warm.push(stats().firstTokenMs);
    for (const [streams, speeds] of together) {
      const prompts = Array.from({ length: streams }, () => promptOf(engine, 1, ++seed));
      speeds.push(await decodeTogether(engine, prompts, 128));
    }
  }
  const bytes = engine.model.weightsBytes;
  const bandwidth = measure('read bandwidth', 'GB/s', bandwidths);
  const tg128 = measure('tg128', 'tokens/s', decodeEmpty);
  const report = {
    machine: {
      cpu: cpus()[0]?.model.trim() ?? 'unknown',
      cores: availableParallelism(),
      memoryBytes: totalmem(),
      platform: `${process.platform}-${process.arch}`,
      node: process.version,
    },
    model: { name: engine.model.config.name, version: engine.model.config.version, bytes },
    threads: engine.threads,
    kernel: engine.kernel,
    readBandwidth: bandwidth,
    /** Tokens a second if decoding did nothing but read the weights. */
    limitTokensPerSecond: (bandwidth.median * 1e9) / bytes,
    limitShare: tg128.median / ((bandwidth.median * 1e9) / bytes),
    measures: {
      load: measure('load', 'ms', loads),
      pp512: measure('pp512', 'tokens/s', prefill),
      tg128,
      tg128d1024: measure('tg128 @ d1024', 'tokens/s', decodeDeep),
      firstTokenCold: measure('first token, 200-token prompt', 'ms', cold),
      firstTokenWarm: measure('first token, prefix cached', 'ms', warm),
      interToken: measure('inter-token', 'ms', gaps),
      streams2: measure('tg128 of 2 streams', 'tokens/s', together.get(2) ?? []),
      streams4: measure('tg128 of 4 streams', 'tokens/s', together.get(4) ?? []),
      streams8: measure('tg128 of 8 streams', 'tokens/s', together.get(8) ?? []),
    },
    /** Tokens a second of 2, 4 and 8 streams together, relative to one stream's in the same round: the median. */
    batching: Object.fromEntries(
      STREAMS.slice(1).map((streams) => [
        streams,
        percentile(
          together.get(streams)?.map((speed, i) => speed / (together.get(1)?.[i] ?? 1)) ?? [],
          0.5,
        ),
      ]),
    ),
    kvCache: {
      boundBytes: engine.memory.kvCache,
      contextTokens: engine.contextTokens,
      contextBytes: engine.cacheBytesAt(engine.contextTokens),
      deepestTokens: MOST_CONTEXT_TOKENS,
      deepestBytes: engine.cacheBytesAt(MOST_CONTEXT_TOKENS),
    },
  };
  await engine.close();
  if (values.json) {
    process.stdout.write(`${JSON.stringify(report)}\n`);
    return;
  }
  const { machine, model } = report;
  const print = (value: number) => (value >= 100 ? value.toFixed(0) : value.toFixed(2)).padStart(9);
  console.log(`${machine.cpu}, ${machine.cores} cores, ${machine.platform}, Node ${machine.node}`);
  console.log(
    `${model.name} ${model.version}, ${(bytes / 1e6).toFixed(2)} MB, ${report.threads} threads, kernel ${report.kernel}\n`,
  );
  console.log(`${''.padEnd(32)}   median       p95       p99`);
  for (const { name, unit, median, p95, p99 } of [bandwidth, ...Object.values(report.measures)]) {
    console.log(`${`${name} (${unit})`.padEnd(32)}${print(median)} ${print(p95)} ${print(p99)}`);
  }
  console.log(
    `\nReading the weights alone would allow ${report.limitTokensPerSecond.toFixed(0)} tokens/s; tg128 is ${(report.limitShare * 100).toFixed(0)}% of that.`,
  );
}

await main();
