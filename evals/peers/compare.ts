/**
 * Wick beside llama.cpp and transformers: the same weights, the same tokens, in one run.
 *
 * First a short sweep tries every setting of a peer. The best with one thread and with two, for prefill and for decoding, are
 * then measured in rounds with Wick, and each of a peer's figures is that of its best setting for that measure.
 * llama.cpp counts twice: at its fastest, and at its fastest with weights of at least 8 bits, because 4 bits make other
 * answers of so small a model.
 */
import { type Measure, measure } from '../statistics.ts';
import { type Agreement, agreements } from './agreement.ts';
import { installLlamaCpp, installPython, say } from './install.ts';
import { prepareModel } from './models.ts';
import type { PeerCommand } from './protocol.ts';
import {
  type Contender,
  isRate,
  measureDepth,
  measureShort,
  measureStarts,
  type Prompter,
  startContender,
  sweepOne,
} from './rounds.ts';
import { llamaSettings, torchSettings, wickSetting } from './settings.ts';

export interface CompareOptions {
  /** `release` or a size of random-model.ts. */
  readonly model: string;
  readonly rounds: number;
  /** Tokens before those that are decoded. */
  readonly depths: readonly number[];
  readonly prompt: Prompter;
}

/** A measure of a peer, with the setting that was its best. */
export type BestMeasure = Measure & { readonly setting: string };

export interface EngineFigures {
  readonly engine: string;
  readonly measures: Readonly<Record<string, BestMeasure>>;
  /** Resident at most, in bytes, of the setting that decodes fastest; undefined where the system does not tell. */
  readonly peakMemoryBytes: number | undefined;
  /** Of the 129 tokens after the first prompt: how many in a row are Wick's. */
  readonly equalTokens: number;
}

export interface Comparison {
  readonly model: { readonly name: string; readonly bytes: number };
  readonly versions: Readonly<Record<string, string>>;
  readonly sweep: readonly {
    readonly peer: string;
    readonly setting: string;
    /** tokens/s */
    readonly pp512: number;
    readonly tg128: number;
  }[];
  /** Beside transformers in float32. */
  readonly agreement: readonly Agreement[];
  readonly engines: readonly EngineFigures[];
  /** By engine and measure, how many times as fast Wick is: its rate over the peer's, or the peer's time over its. */
  readonly ratios: Readonly<Record<string, Readonly<Record<string, number>>>>;
}

/** Whose figures are reported, and of which settings they may be. */
const ENGINES: readonly { name: string; includes: (command: PeerCommand) => boolean }[] = [
  { name: 'wick', includes: ({ peer }) => peer === 'wick' },
  { name: 'llama.cpp', includes: ({ peer }) => peer === 'llama.cpp' },
  {
    name: 'llama.cpp, 8 bits or more',
    includes: ({ peer, exact }) => peer === 'llama.cpp' && exact,
  },
  { name: 'transformers', includes: ({ peer }) => peer === 'transformers' },
];

interface Swept {
  readonly command: PeerCommand;
  readonly pp512: number;
  readonly tg128: number;
}

/** Throws PeerError for an engine that fails while it is measured; one that cannot be installed is left out. */
export async function compare(options: CompareOptions): Promise<Comparison> {
  const { rounds, depths, prompt } = options;
  const model = prepareModel(options.model, Math.max(8192, ...depths.map((depth) => depth + 1024)));
  const python = optional('transformers', installPython);
  const llama = python && optional('llama.cpp', installLlamaCpp);
  const agreement = llama && python ? await agreements(model, llama, python, prompt) : [];
  for (const { engine, largestError } of agreement) {
    say(`${engine}: logits within ${largestError.toExponential(1)} of transformers'`);
  }
  const sweep: Swept[] = [];
  for (const command of [
    ...(llama && python ? llamaSettings(llama, python, model) : []),
    ...(python ? torchSettings(python, model) : []),
  ]) {
    const figures = await sweepOne(command, prompt);
    const [pp512, tg128] = [figures.pp512.toFixed(0), figures.tg128.toFixed(0)];
    say(`${command.peer}, ${command.setting}: pp512 ${pp512}, tg128 ${tg128} tokens/s`);
    sweep.push({ command, ...figures });
  }
  const contenders: Contender[] = [];
  for (const command of [wickSetting(model), ...promising(sweep)]) {
    contenders.push(await startContender(command));
  }
  await measureShort(contenders, rounds, prompt);
  const few = Math.max(3, Math.ceil(rounds / 2));
  const fastest = new Set(ENGINES.flatMap(({ includes }) => bestAt('tg128', contenders, includes)));
  for (const depth of depths) await measureDepth([...fastest], few, depth, prompt);
  for (const contender of contenders) {
    contender.peakMemoryBytes = contender.process.peakMemory();
    await contender.process.close();
  }
  await measureStarts([...fastest], few, prompt);
  const engines = ENGINES.flatMap(({ name, includes }) => figuresOf(name, contenders, includes));
  return {
    model: { name: model.name, bytes: model.bytes },
    versions: {
      node: process.version,
      ...(llama && { 'llama.cpp': llama.version }),
      ...(python && { transformers: python.version }),
    },
    sweep: sweep.map(({ command: { peer, setting }, ...figures }) => ({
      peer,
      setting,
      ...figures,
    })),
    agreement,
    engines,
    ratios: ratiosOf(engines),
  };
}

/** The settings worth measuring: of each engine, the best with each number of threads, by prefill and by decoding. */
function promising(sweep: readonly Swept[]): PeerCommand[] {
  const chosen = new Set<PeerCommand>();
  for (const { includes } of ENGINES) {
    for (const threads of ['1 thread', '2 threads']) {
      const own = sweep.filter(
        ({ command }) => includes(command) && command.setting.includes(threads),
      );
      for (const by of ['pp512', 'tg128'] as const) {
        const [best] = own.toSorted((a, b) => b[by] - a[by]);
        if (best) chosen.add(best.command);
      }
    }
  }
  return [...chosen];
}

/** The one contender of those included whose median of `name` is best; none where none was measured. */
function bestAt(
  name: string,
  contenders: readonly Contender[],
  includes: (command: PeerCommand) => boolean,
): Contender[] {
  const sign = isRate(name) ? -1 : 1;
  return contenders
    .filter(({ command, values }) => includes(command) && values.has(name))
    .toSorted((a, b) => sign * (medianOf(a, name) - medianOf(b, name)))
    .slice(0, 1);
}

function medianOf({ values }: Contender, name: string): number {
  return measure(name, '', values.get(name) ?? []).median;
}

function figuresOf(
  engine: string,
  contenders: readonly Contender[],
  includes: (command: PeerCommand) => boolean,
): EngineFigures[] {
  const [decoder] = bestAt('tg128', contenders, includes);
  if (!decoder) return [];
  const names = new Set(contenders.flatMap(({ values }) => [...values.keys()]));
  const measures = [...names].flatMap((name) =>
    bestAt(name, contenders, includes).map(({ command, values }): [string, BestMeasure] => [
      name,
      {
        ...measure(name, isRate(name) ? 'tokens/s' : 'ms', values.get(name) ?? []),
        setting: command.setting,
      },
    ]),
  );
  const own = contenders.find(({ command }) => command.peer === 'wick')?.tokens ?? [];
  const different = decoder.tokens.findIndex((token, i) => token !== own[i]);
  return [
    {
      engine,
      measures: Object.fromEntries(measures),
      peakMemoryBytes: decoder.peakMemoryBytes,
      equalTokens: different < 0 ? own.length : different,
    },
  ];
}

function ratiosOf(engines: readonly EngineFigures[]): Comparison['ratios'] {
  const [wick, ...peers] = engines;
  return Object.fromEntries(
    peers.map(({ engine, measures }) => [
      engine,
      Object.fromEntries(
        Object.entries(measures).map(([name, { median }]) => {
          const own = wick!.measures[name]!.median;
          return [name, isRate(name) ? own / median : median / own];
        }),
      ),
    ]),
  );
}

/** What `install` gives; undefined, and a line on why, where it fails. */
function optional<T>(peer: string, install: () => T): T | undefined {
  try {
    return install();
  } catch (error) {
    say(`${peer} is left out: ${error instanceof Error ? error.message : String(error)}`);
    return undefined;
  }
}
