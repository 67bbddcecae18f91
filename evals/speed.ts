/**
 * How fast the engine is on one model, beside the limit measured in the same run: what `npm run bench` reports.
 * Every measure is repeated round by round; the median is the figure.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  Engine,
  type EngineOptions,
  MOST_CONTEXT_TOKENS,
  type TokenId,
  type Tokenizer,
} from '@wick/engine';
import { type Measure, measure, percentile } from './statistics.ts';

/** Engines opened and closed again to measure the load. */
const LOADS = 3;
const WARM_UPS = 3;
/** Positions before those decoded in `tg128d1024`. */
const DEEP = 1024;
const DECODED = 128;
const PROMPT = 200;
/** The end of a prompt whose beginning was read before. */
const NEW_TOKENS = 12;
/** Streams that decode together; one is what the others are compared with. */
const STREAMS = [1, 2, 4, 8];

export interface DecodeReport {
  readonly model: { readonly name: string; readonly version: string; readonly bytes: number };
  readonly threads: number;
  readonly kernel: string;
  readonly readBandwidth: Measure;
  /** Tokens a second if decoding did nothing but read the weights. */
  readonly limitTokensPerSecond: number;
  readonly limitShare: number;
  readonly tg128: Measure;
}

export interface SpeedReport extends Omit<DecodeReport, 'tg128'> {
  readonly measures: Readonly<Record<string, Measure>>;
  /** Tokens a second of 2, 4 and 8 streams together, relative to one stream's in the same round: the median. */
  readonly batching: Readonly<Record<string, number>>;
  /** Bytes: what the cache may take, and one request at the engine's and at the deepest context. */
  readonly kvCache: {
    readonly boundBytes: number;
    readonly contextTokens: number;
    readonly contextBytes: number;
    readonly deepestTokens: number;
    readonly deepestBytes: number;
  };
}

/** Gives `count` tokens of text that begin otherwise for other seeds, so that no prefix is cached. */
export type Prompter = (count: number, seed: number) => TokenId[];

export function prompter(tokenizer: Tokenizer): Prompter {
  const source = readFileSync(join(import.meta.dirname, 'speed.ts'), 'utf8');
  const tokens = tokenizer.encode(source);
  return (count, seed) => {
    const prompt = tokenizer.encode(`${seed} `);
    for (let i = 0; prompt.length < count; i++)
      prompt.push(tokens[(i + 31 * seed) % tokens.length]!);
    return prompt.slice(0, count);
  };
}

/** All measures of the model in `folder`. */
export async function measureSpeed(
  folder: string,
  options: EngineOptions,
  rounds: number,
): Promise<SpeedReport> {
  const loads: number[] = [];
  for (let i = 0; i < LOADS; i++) {
    const start = performance.now();
    const once = await Engine.open(folder, options);
    await once.ready();
    loads.push(performance.now() - start);
    await once.close();
  }
  const engine = await Engine.open(folder, options);
  await engine.ready();
  const prompt = prompter(engine.model.tokenizer);
  let seed = 0;
  const stats = () => {
    if (!engine.stats) throw new Error('the engine has run nothing yet');
    return engine.stats;
  };
  for (let i = 0; i < WARM_UPS; i++) await decode(engine, prompt(512, ++seed), 64);
  const bandwidths: number[] = [];
  const prefill: number[] = [];
  const decodeEmpty: number[] = [];
  const decodeDeep: number[] = [];
  const cold: number[] = [];
  const warm: number[] = [];
  const gaps: number[] = [];
  const together = new Map(STREAMS.map((streams) => [streams, [] as number[]]));
  for (let i = 0; i < rounds; i++) {
    bandwidths.push((await engine.measureReadBandwidth()).gigabytesPerSecond);
    await decode(engine, prompt(512, ++seed), 1);
    prefill.push((512 / stats().prefillMs) * 1000);
    const empty = await decode(engine, prompt(1, ++seed), DECODED);
    decodeEmpty.push(rate(empty));
    gaps.push(...empty);
    const deep = await decode(engine, prompt(DEEP, ++seed), DECODED);
    decodeDeep.push(rate(deep));
    gaps.push(...deep);
    const first = prompt(PROMPT, ++seed);
    await decode(engine, first, 1);
    cold.push(stats().firstTokenMs);
    await decode(engine, [...first.slice(0, -NEW_TOKENS), ...first.slice(0, NEW_TOKENS)], 1);
    warm.push(stats().firstTokenMs);
    for (const [streams, speeds] of together) {
      const prompts = Array.from({ length: streams }, () => prompt(1, ++seed));
      speeds.push(await decodeTogether(engine, prompts, DECODED));
    }
  }
  const { tg128, ...report } = decodeReport(engine, bandwidths, decodeEmpty);
  const kvCache = {
    boundBytes: engine.memory.kvCache,
    contextTokens: engine.contextTokens,
    contextBytes: engine.cacheBytesAt(engine.contextTokens),
    deepestTokens: MOST_CONTEXT_TOKENS,
    deepestBytes: engine.cacheBytesAt(MOST_CONTEXT_TOKENS),
  };
  await engine.close();
  return {
    ...report,
    measures: {
      load: measure('load', 'ms', loads),
      pp512: measure('pp512', 'tokens/s', prefill),
      tg128,
      tg128d1024: measure('tg128 @ d1024', 'tokens/s', decodeDeep),
      firstTokenCold: measure('first token, 200-token prompt', 'ms', cold),
      firstTokenWarm: measure('first token, prefix cached', 'ms', warm),
      interToken: measure('inter-token', 'ms', gaps),
      ...Object.fromEntries(
        STREAMS.slice(1).map((streams) => [
          `streams${streams}`,
          measure(`tg128 of ${streams} streams`, 'tokens/s', together.get(streams)!),
        ]),
      ),
    },
    batching: Object.fromEntries(
      STREAMS.slice(1).map((streams) => {
        const ratios = together.get(streams)!.map((speed, i) => speed / together.get(1)![i]!);
        return [streams, percentile(ratios, 0.5)];
      }),
    ),
    kvCache,
  };
}

/** Decoding from an empty context against the read bandwidth, taking turns. */
export async function measureDecode(
  folder: string,
  options: EngineOptions,
  rounds: number,
): Promise<DecodeReport> {
  const engine = await Engine.open(folder, options);
  await engine.ready();
  const prompt = prompter(engine.model.tokenizer);
  const bandwidths: number[] = [];
  const rates: number[] = [];
  await decode(engine, prompt(64, 0), 64);
  for (let round = 1; round <= rounds; round++) {
    bandwidths.push((await engine.measureReadBandwidth()).gigabytesPerSecond);
    rates.push(rate(await decode(engine, prompt(1, round), DECODED)));
  }
  const report = decodeReport(engine, bandwidths, rates);
  await engine.close();
  return report;
}

function decodeReport(
  engine: Engine,
  bandwidths: readonly number[],
  rates: readonly number[],
): DecodeReport {
  const bytes = engine.model.weightsBytes;
  const { name, version } = engine.model.config;
  const readBandwidth = measure('read bandwidth', 'GB/s', bandwidths);
  const tg128 = measure('tg128', 'tokens/s', rates);
  const limitTokensPerSecond = (readBandwidth.median * 1e9) / bytes;
  return {
    model: { name, version, bytes },
    threads: engine.threads,
    kernel: engine.kernel,
    readBandwidth,
    limitTokensPerSecond,
    limitShare: tg128.median / limitTokensPerSecond,
    tg128,
  };
}

/** Decodes after `prompt`; gives the milliseconds between tokens. */
async function decode(
  engine: Engine,
  prompt: readonly TokenId[],
  count: number,
): Promise<number[]> {
  const gaps: number[] = [];
  let last = 0;
  const stop = engine.model.tokenizer.special('<|pad|>');
  for await (const _ of engine.generate({ prompt, maxTokens: count + 1, stop })) {
    const now = performance.now();
    if (last > 0) gaps.push(now - last);
    last = now;
  }
  return gaps;
}

function rate(gaps: readonly number[]): number {
  return (gaps.length / gaps.reduce((a, b) => a + b, 0)) * 1000;
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
