/**
 * Wick beside llama.cpp, transformers and transformers.js: the same weights, the same tokens, in one comparison, which can be taken in parts.
 *
 * First a short sweep tries every setting of a peer. The best with one thread and with two, for prefill and for decoding, are
 * then measured in rounds with Wick, and each of a peer's figures is that of its best setting for that measure.
 * llama.cpp counts twice: at its fastest, and at its fastest with weights of at least 8 bits, because 4 bits make other
 * answers of so small a model. At depth, only the settings that decode fastest are measured, one after the other.
 */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { type Measure, measure } from '../statistics.ts';
import { type Agreement, agreements } from './agreement.ts';
import { installLlamaCpp, installPython, installTransformersJs, say } from './install.ts';
import { type PeerModel, prepareModel } from './models.ts';
import { type PartLimits, Progress, type SettingFigures } from './progress.ts';
import type { PeerCommand } from './protocol.ts';
import {
  type Contender,
  isRate,
  measureDepth,
  measureStart,
  type Prompter,
  ROUNDS,
  readApart,
  startContender,
  sweepOne,
} from './rounds.ts';
import { llamaSettings, onnxSettings, torchSettings, wickSetting } from './settings.ts';

export interface CompareOptions {
  /** `release` or a size of random-model.ts. */
  readonly model: string;
  readonly rounds: number;
  /** Tokens before those that are decoded. */
  readonly depths: readonly number[];
  readonly prompt: Prompter;
  /** Where to keep how far it has come; undefined: it is taken in one go. */
  readonly progressFile: string | undefined;
  readonly limits: PartLimits;
}

/**
 * Deeper than this, a prompt takes so long to read that it is read beforehand and kept in a file; engines that cannot do that are left out
 * there.
 */
const READ_APART = 40_000;

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
  { name: 'transformers.js', includes: ({ peer }) => peer === 'transformers.js' },
];

interface Peers {
  readonly versions: Readonly<Record<string, string>>;
  readonly commands: readonly PeerCommand[];
  readonly agreement: () => Promise<readonly Agreement[]>;
}

/** Installs the peers, and brings the model into the forms that they read. */
function preparePeers(model: PeerModel, prompt: Prompter): Peers {
  const python = optional('transformers', installPython);
  const llama = python && optional('llama.cpp', installLlamaCpp);
  const js = python && optional('transformers.js', installTransformersJs);
  const onnx =
    (js && python && optional('the ONNX export', () => onnxSettings(python, model))) ?? [];
  return {
    versions: {
      node: process.version,
      ...(llama && { 'llama.cpp': llama.version }),
      ...(python && { transformers: python.version }),
      ...(js && { 'transformers.js': js.version }),
    },
    commands: [
      ...(llama && python ? llamaSettings(llama, python, model) : []),
      ...(python ? torchSettings(python, model) : []),
      ...onnx,
    ],
    agreement: async () => {
      if (!llama || !python) return [];
      const single = onnx.filter(({ setting }) => setting.includes('1 thread'));
      return agreements(model, llama, python, prompt, single);
    },
  };
}

/**
 * Throws PeerError for an engine that fails while it is measured; one that cannot be installed is left out. Throws UnfinishedError
 * where the part's limits end it before all is measured.
 */
export async function compare(options: CompareOptions): Promise<Comparison> {
  const { rounds, depths, prompt } = options;
  const model = prepareModel(options.model, Math.max(8192, ...depths.map((depth) => depth + 1024)));
  const progress = new Progress(options.progressFile, options.limits);
  const { agreement, sweep } = progress.figures;
  const { versions, commands, agreement: agree } = preparePeers(model, prompt);
  await progress.step('prepare', 'agreement', async () => {
    agreement.push(...(await agree()));
  });
  for (const command of commands) {
    const setting = keyOf(command);
    await progress.step('measure', `sweep: ${setting}`, async () => {
      const figures = await sweepOne(command, prompt);
      const [pp512, tg128] = [figures.pp512.toFixed(0), figures.tg128.toFixed(0)];
      say(`${setting}: pp512 ${pp512}, tg128 ${tg128} tokens/s`);
      sweep.push({ setting, ...figures });
    });
  }
  const wick = wickSetting(model);
  const chosen = [wick, ...promising(commands, sweep)];
  await using running = new Running(progress, prompt);
  for (const [name, take] of Object.entries(ROUNDS)) {
    for (let round = 0; round < rounds; round++) {
      await progress.step('measure', `${name}, round ${round + 1}`, async () => {
        for (const command of chosen) await take(await running.start(command), round, prompt);
      });
    }
  }
  await running.close();
  const contenders = chosen.map((command) => ({ command, figures: progress.of(keyOf(command)) }));
  const fastest = new Set(ENGINES.flatMap(({ includes }) => bestAt('tg128', contenders, includes)));
  const few = Math.max(3, Math.ceil(rounds / 2));
  for (let round = 0; round < few; round++) {
    await progress.step('measure', `starts, round ${round + 1}`, async () => {
      for (const { command, figures } of fastest) {
        await measureStart(command, figures, round, prompt);
      }
    });
  }
  for (const depth of depths) {
    for (const { command } of fastest) {
      const setting = keyOf(command);
      const isApart = depth > READ_APART;
      if (isApart && !command.keepsState) continue;
      const file = isApart ? join(model.folder, `${fileName(setting)}-${depth}.state`) : undefined;
      if (file !== undefined) {
        await progress.step('prepare', `reading ${depth} tokens: ${setting}`, async () => {
          if (!existsSync(file)) await readApart(command, depth, file, prompt);
        });
      }
      await progress.step('measure', `depth ${depth}: ${setting}`, async () => {
        await measureDepth(await running.start(command), few, depth, file, prompt);
        await running.close();
      });
    }
  }
  const engines = ENGINES.flatMap(({ name, includes }) =>
    figuresOf(name, contenders, includes, progress.of(keyOf(wick)).tokens),
  );
  return {
    model: { name: model.name, bytes: model.bytes },
    versions,
    sweep,
    agreement,
    engines,
    ratios: ratiosOf(engines),
  };
}

/** The engines of a part: each is started when it is first needed. */
class Running {
  readonly #contenders = new Map<string, Contender>();
  readonly #progress: Progress;
  readonly #prompt: Prompter;

  constructor(progress: Progress, prompt: Prompter) {
    this.#progress = progress;
    this.#prompt = prompt;
  }

  async start(command: PeerCommand): Promise<Contender> {
    const setting = keyOf(command);
    const known = this.#contenders.get(setting);
    if (known) return known;
    const contender = await startContender(command, this.#progress.of(setting), this.#prompt);
    this.#contenders.set(setting, contender);
    return contender;
  }

  /** Notes how much memory each took, and ends them. */
  async close(): Promise<void> {
    for (const { process, figures } of this.#contenders.values()) {
      const peak = process.peakMemory();
      if (peak !== undefined) {
        figures.peakMemoryBytes = Math.max(peak, figures.peakMemoryBytes ?? 0);
      }
      await process.close();
    }
    this.#contenders.clear();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.close();
  }
}

function keyOf({ peer, setting }: PeerCommand): string {
  return `${peer}, ${setting}`;
}

function fileName(setting: string): string {
  return setting.replaceAll(/[^\w.]+/g, '-');
}

/** The settings worth measuring: of each engine, the best with each number of threads, by prefill and by decoding. */
function promising(
  commands: readonly PeerCommand[],
  sweep: Comparison['sweep'],
): readonly PeerCommand[] {
  const chosen = new Set<PeerCommand>();
  const swept = commands.flatMap((command) => {
    const figures = sweep.find(({ setting }) => setting === keyOf(command));
    return figures ? [{ command, ...figures }] : [];
  });
  for (const { includes } of ENGINES) {
    for (const threads of ['1 thread', '2 threads']) {
      const own = swept.filter(
        ({ command, setting }) => includes(command) && setting.includes(threads),
      );
      for (const by of ['pp512', 'tg128'] as const) {
        const [best] = own.toSorted((a, b) => b[by] - a[by]);
        if (best) chosen.add(best.command);
      }
    }
  }
  return [...chosen];
}

/** A setting and what was measured of it. */
interface Measured {
  readonly command: PeerCommand;
  readonly figures: SettingFigures;
}

/** The one setting of those included whose median of `name` is best; none where none was measured. */
function bestAt(
  name: string,
  measured: readonly Measured[],
  includes: (command: PeerCommand) => boolean,
): Measured[] {
  const sign = isRate(name) ? -1 : 1;
  return measured
    .filter(({ command, figures }) => includes(command) && figures.values[name] !== undefined)
    .toSorted((a, b) => sign * (medianOf(a, name) - medianOf(b, name)))
    .slice(0, 1);
}

function medianOf({ figures }: Measured, name: string): number {
  return measure(name, '', figures.values[name] ?? []).median;
}

function figuresOf(
  engine: string,
  measured: readonly Measured[],
  includes: (command: PeerCommand) => boolean,
  own: readonly number[],
): EngineFigures[] {
  const [decoder] = bestAt('tg128', measured, includes);
  if (!decoder) return [];
  const names = new Set(measured.flatMap(({ figures }) => Object.keys(figures.values)));
  const measures = [...names].flatMap((name) =>
    bestAt(name, measured, includes).map(({ command, figures }): [string, BestMeasure] => [
      name,
      {
        ...measure(name, isRate(name) ? 'tokens/s' : 'ms', figures.values[name] ?? []),
        setting: command.setting,
      },
    ]),
  );
  const { tokens, peakMemoryBytes } = decoder.figures;
  const different = tokens.findIndex((token, i) => token !== own[i]);
  return [
    {
      engine,
      measures: Object.fromEntries(measures),
      peakMemoryBytes,
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
        Object.entries(measures).flatMap(([name, { median }]) => {
          const own = wick?.measures[name]?.median;
          return own === undefined ? [] : [[name, isRate(name) ? own / median : median / own]];
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
