/**
 * Wick beside llama.cpp and transformers: the same weights, the same tokens, in one run, taking turns, so that whatever else
 * the machine does meets all alike.
 *
 * First a short sweep finds the settings that are best for each peer, for prefill and for decoding on their own: threads,
 * weights of 16, 8 and 4 bits, flash attention. Then each measure is taken in rounds: one of each engine, then the next round.
 */
import type { Measure } from '../statistics.ts';
import { measure, percentile } from '../statistics.ts';
import { installLlamaCpp, installPython, type LlamaCpp, type Python, say } from './install.ts';
import { GGUF_TYPES, ggufOf, masterOf, type PeerModel, prepareModel } from './models.ts';
import { type PeerCommand, PeerProcess, type RunAnswer } from './protocol.ts';

/** What of a peer is compared: its fastest setting whatever it costs in exactness, and the fastest whose weights have at least 8 bits. */
type Role = 'wick' | 'llama.cpp' | 'llama.cpp, 8 bits or more' | 'transformers';

export interface EngineFigures {
  readonly engine: Role;
  /** The settings it was measured with, for prefill and for decoding. */
  readonly prefillSetting: string;
  readonly decodeSetting: string;
  readonly measures: Readonly<Record<string, Measure>>;
  /** Resident at most, in bytes, after all measures; undefined where the system does not tell. */
  readonly peakMemoryBytes: number | undefined;
}

export interface Comparison {
  readonly model: { readonly name: string; readonly bytes: number };
  readonly versions: Readonly<Record<string, string>>;
  /** Medians in tokens/s of every setting tried. */
  readonly sweep: readonly {
    readonly peer: string;
    readonly setting: string;
    readonly pp512: number;
    readonly tg128: number;
  }[];
  readonly engines: readonly EngineFigures[];
  /** Wick's figure over the peer's, of rates; the peer's over Wick's, of times: above 1, Wick is faster. */
  readonly ratios: Readonly<Record<string, Readonly<Record<string, number>>>>;
  /** Of the tokens decoded from an empty context, how many in a row each engine chose as Wick did. */
  readonly equalTokens: Readonly<Record<string, number>>;
}

export interface CompareOptions {
  /** `release` or a size of random-model.ts. */
  readonly model: string;
  readonly rounds: number;
  /** Tokens before those that are decoded. */
  readonly depths: readonly number[];
  /** `count` tokens of text; other seeds, other texts. */
  readonly prompt: (count: number, seed: number) => readonly number[];
}

const DECODED = 128;
const PROMPT = 200;
/** The last tokens of a prompt whose beginning was read before: an instruction's. */
const NEW_TOKENS = 12;
const SWEEP_ROUNDS = 3;

/** A measure of one engine in one round, from what it is named to its value. */
type Values = Map<string, number[]>;

interface Contender {
  readonly role: Role;
  /** The same process where one setting is best for both. */
  readonly prefill: PeerCommand;
  readonly decode: PeerCommand;
}

export async function compare(options: CompareOptions): Promise<Comparison> {
  const contextTokens = Math.max(8192, ...options.depths.map((depth) => depth + 1024));
  const model = prepareModel(options.model, contextTokens);
  const python = optional('transformers', installPython);
  const llama = python && optional('llama.cpp', installLlamaCpp);
  const commands = [
    ...(llama && python ? llamaCommands(llama, python, model, contextTokens) : []),
    ...(python ? torchCommands(python, model) : []),
  ];
  const sweep = await sweepOf(commands, options);
  const contenders: Contender[] = [
    { role: 'wick', prefill: wickCommand(model), decode: wickCommand(model) },
    ...bestOf('llama.cpp', sweep, 'llama.cpp', () => true),
    ...bestOf(
      'llama.cpp, 8 bits or more',
      sweep,
      'llama.cpp',
      (setting) => !setting.includes('Q4'),
    ),
    ...bestOf('transformers', sweep, 'transformers', () => true),
  ];
  const engines: EngineFigures[] = [];
  const tokens = new Map<Role, readonly number[]>();
  const values = await measureAll(contenders, options, tokens);
  for (const { contender, figures, memory } of values) {
    engines.push({
      engine: contender.role,
      prefillSetting: contender.prefill.setting,
      decodeSetting: contender.decode.setting,
      measures: figuresOf(figures),
      peakMemoryBytes: memory,
    });
  }
  return {
    model: { name: model.name, bytes: model.bytes },
    versions: {
      node: process.version,
      ...(llama && { 'llama.cpp': llama.version }),
      ...(python && { transformers: python.version }),
    },
    sweep: sweep.map(({ command, pp512, tg128 }) => ({
      peer: command.peer,
      setting: command.setting,
      pp512,
      tg128,
    })),
    engines,
    ratios: ratiosOf(engines),
    equalTokens: equalTokens(tokens),
  };
}

function wickCommand({ folder }: PeerModel): PeerCommand {
  const program = `${import.meta.dirname}/wick-peer.ts`;
  return {
    peer: 'wick',
    setting: 'int8, default threads',
    command: process.execPath,
    arguments: [program, folder],
  };
}

function llamaCommands(
  { program, libraries }: LlamaCpp,
  python: Python,
  model: PeerModel,
  contextTokens: number,
): PeerCommand[] {
  return GGUF_TYPES.flatMap((type) => {
    const file = ggufOf(model, type, python);
    return [1, 2].flatMap((threads) =>
      [false, true].map((flash) => ({
        peer: 'llama.cpp',
        setting: `${type}, ${threads} thread${threads > 1 ? 's' : ''}${flash ? ', flash attention' : ''}`,
        command: program,
        arguments: [libraries, file, `${contextTokens}`, `${threads}`, flash ? '1' : '0', 'f16'],
      })),
    );
  });
}

function torchCommands({ program, environment }: Python, model: PeerModel): PeerCommand[] {
  const folder = masterOf(model);
  return [1, 2].map((threads) => ({
    peer: 'transformers',
    setting: `float32, ${threads} thread${threads > 1 ? 's' : ''}`,
    command: program,
    arguments: [`${import.meta.dirname}/torch_peer.py`, folder, `${threads}`],
    environment,
  }));
}

interface Swept {
  readonly command: PeerCommand;
  readonly pp512: number;
  readonly tg128: number;
}

/** The medians of a few runs of every setting, one after the other. */
async function sweepOf(
  commands: readonly PeerCommand[],
  options: CompareOptions,
): Promise<Swept[]> {
  const swept: Swept[] = [];
  for (const command of commands) {
    const engine = await PeerProcess.start(command);
    const prefill: number[] = [];
    const decode: number[] = [];
    for (let round = 0; round <= SWEEP_ROUNDS; round++) {
      const { prefillMs } = await engine.run({
        prompt: options.prompt(512, round),
        keep: 0,
        decode: 0,
      });
      const answer = await engine.run({
        prompt: options.prompt(1, round),
        keep: 0,
        decode: DECODED,
      });
      // The first round warms up.
      if (round === 0) continue;
      prefill.push(rate(512, prefillMs));
      decode.push(decodeRate(answer));
    }
    await engine.close();
    const figures = { pp512: percentile(prefill, 0.5), tg128: percentile(decode, 0.5) };
    say(
      `${command.peer}, ${command.setting}: pp512 ${figures.pp512.toFixed(0)}, tg128 ${figures.tg128.toFixed(0)} tokens/s`,
    );
    swept.push({ command, ...figures });
  }
  return swept;
}

/** The settings of `peer` that are best for prefill and for decoding, of those that `accepts`; none where it was not measured. */
function bestOf(
  role: Role,
  sweep: readonly Swept[],
  peer: string,
  accepts: (setting: string) => boolean,
): Contender[] {
  const own = sweep.filter(({ command }) => command.peer === peer && accepts(command.setting));
  if (own.length === 0) return [];
  const best = (by: 'pp512' | 'tg128') => own.reduce((a, b) => (b[by] > a[by] ? b : a)).command;
  return [{ role, prefill: best('pp512'), decode: best('tg128') }];
}

interface Measured {
  readonly contender: Contender;
  readonly figures: Values;
  readonly memory: number | undefined;
}

/** Every measure, round by round, each engine in its turn. `tokens` takes what each decodes from an empty context. */
async function measureAll(
  contenders: readonly Contender[],
  options: CompareOptions,
  tokens: Map<Role, readonly number[]>,
): Promise<Measured[]> {
  const running = await Promise.all(
    contenders.map(async (contender) => {
      const figures: Values = new Map();
      const decode = await PeerProcess.start(contender.decode);
      const shared = contender.prefill.setting === contender.decode.setting;
      const prefill = shared ? decode : await PeerProcess.start(contender.prefill);
      return { contender, figures, decode, prefill };
    }),
  );
  const { prompt, rounds, depths } = options;
  let seed = 100;
  const inRounds = async (
    what: string,
    count: number,
    take: (engine: (typeof running)[number], round: number) => Promise<void>,
  ) => {
    say(what);
    for (let round = 0; round < count; round++) {
      for (const engine of running) await take(engine, round);
    }
  };

  await inRounds('warming up', 2, async ({ prefill, decode }, round) => {
    await prefill.run({ prompt: prompt(512, round), keep: 0, decode: 1 });
    await decode.run({ prompt: prompt(64, round), keep: 0, decode: DECODED });
  });
  await inRounds('pp512', rounds, async ({ prefill, figures }, round) => {
    const answer = await prefill.run({ prompt: prompt(512, seed + round), keep: 0, decode: 0 });
    note(figures, 'pp512', rate(512, answer.prefillMs));
  });
  await inRounds('tg128', rounds, async ({ decode, figures, contender }, round) => {
    const answer = await decode.run({ prompt: prompt(1, seed + round), keep: 0, decode: DECODED });
    note(figures, 'tg128', decodeRate(answer));
    for (const gap of answer.gapsMs) note(figures, 'interToken', gap);
    if (round === 0) tokens.set(contender.role, answer.tokens);
  });
  await inRounds('first token', rounds, async ({ prefill, figures }, round) => {
    const cold = prompt(PROMPT, (seed + rounds + round) * 2);
    const answer = await prefill.run({ prompt: cold, keep: 0, decode: 0 });
    note(figures, 'firstTokenCold', answer.prefillMs);
    const keep = PROMPT - NEW_TOKENS;
    const other = prompt(NEW_TOKENS, (seed + rounds + round) * 2 + 1);
    const warm = [...cold.slice(0, keep), ...other];
    note(
      figures,
      'firstTokenWarm',
      (await prefill.run({ prompt: warm, keep, decode: 0 })).prefillMs,
    );
  });
  for (const depth of depths) {
    seed += 1000;
    const deep = prompt(depth, seed);
    const name = `tg128d${depth}`;
    await inRounds(`reading ${depth} tokens`, 1, async ({ decode, figures }) => {
      const answer = await decode.run({ prompt: deep, keep: 0, decode: 8, snapshot: true });
      note(figures, `pp${depth}`, rate(depth, answer.prefillMs));
    });
    await inRounds(name, Math.max(3, Math.ceil(rounds / 2)), async ({ decode, figures }) => {
      const answer = await decode.run({ prompt: deep, keep: depth - 1, decode: DECODED });
      note(figures, name, decodeRate(answer));
      for (const gap of answer.gapsMs) note(figures, `interTokenD${depth}`, gap);
    });
  }
  const measured: Measured[] = [];
  for (const { contender, figures, decode, prefill } of running) {
    measured.push({ contender, figures, memory: decode.peakMemory() });
    for (const engine of new Set([decode, prefill])) await engine.close();
  }
  await measureStarts(measured, options);
  return measured;
}

/** From the start of the process: until the model is loaded, and until a prompt's first token. */
async function measureStarts(
  measured: readonly Measured[],
  options: CompareOptions,
): Promise<void> {
  say('starts');
  for (let round = 0; round < Math.max(3, Math.ceil(options.rounds / 2)); round++) {
    for (const { contender, figures } of measured) {
      const start = performance.now();
      const engine = await PeerProcess.start(contender.prefill);
      await engine.run({ prompt: options.prompt(PROMPT, 5000 + round), keep: 0, decode: 0 });
      note(figures, 'firstTokenFromStart', performance.now() - start);
      note(figures, 'load', engine.readyMs);
      await engine.close();
    }
  }
}

function note(figures: Values, name: string, value: number): void {
  const values = figures.get(name);
  if (values) values.push(value);
  else figures.set(name, [value]);
}

/** Rates are those whose names llama-bench would give them; the rest are times. */
function isRate(name: string): boolean {
  return /^(pp|tg)\d/.test(name);
}

function figuresOf(values: Values): Record<string, Measure> {
  return Object.fromEntries(
    [...values].map(([name, list]) => [
      name,
      measure(name, isRate(name) ? 'tokens/s' : 'ms', list),
    ]),
  );
}

function ratiosOf(engines: readonly EngineFigures[]): Record<string, Record<string, number>> {
  const [own, ...peers] = engines;
  return Object.fromEntries(
    peers.map(({ engine, measures }) => [
      engine,
      Object.fromEntries(
        Object.entries(measures).map(([name, { median }]) => {
          const wick = own!.measures[name]!.median;
          return [name, isRate(name) ? wick / median : median / wick];
        }),
      ),
    ]),
  );
}

function equalTokens(tokens: ReadonlyMap<Role, readonly number[]>): Record<string, number> {
  const own = tokens.get('wick') ?? [];
  return Object.fromEntries(
    [...tokens]
      .filter(([role]) => role !== 'wick')
      .map(([role, list]) => {
        const first = list.findIndex((token, i) => token !== own[i]);
        return [role, first < 0 ? list.length : first];
      }),
  );
}

function rate(count: number, ms: number): number {
  return (count / ms) * 1000;
}

function decodeRate({ gapsMs }: RunAnswer): number {
  return rate(
    gapsMs.length,
    gapsMs.reduce((sum, gap) => sum + gap, 0),
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
