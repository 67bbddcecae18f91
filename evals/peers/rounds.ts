/**
 * The measures, each in rounds: one of each engine, then the next round, so that whatever else the machine does meets all
 * alike. Takes running engines; notes every value with the engine's figures.
 */
import { percentile } from '../statistics.ts';
import { say } from './install.ts';
import { type PeerCommand, PeerProcess, type RunAnswer } from './protocol.ts';

/** `count` tokens of text; other seeds, other texts. */
export type Prompter = (count: number, seed: number) => readonly number[];

/** One engine with one setting, and all values measured, by measure. */
export interface Contender {
  readonly command: PeerCommand;
  readonly process: PeerProcess;
  readonly values: Map<string, number[]>;
  /** The tokens decoded after the first prompt. */
  readonly tokens: number[];
  peakMemoryBytes: number | undefined;
}

export const DECODED = 128;
const PREFILLED = 512;
const PROMPT = 200;
/** The last tokens of a prompt whose beginning was read before: an instruction's. */
const NEW_TOKENS = 12;
const SWEEP_ROUNDS = 3;

export async function startContender(command: PeerCommand): Promise<Contender> {
  const process = await PeerProcess.start(command);
  return { command, process, values: new Map(), tokens: [], peakMemoryBytes: undefined };
}

/** Medians of a few runs of one setting. */
export async function sweepOne(
  command: PeerCommand,
  prompt: Prompter,
): Promise<{ pp512: number; tg128: number }> {
  const engine = await PeerProcess.start(command);
  const prefill: number[] = [];
  const decode: number[] = [];
  for (let round = 0; round <= SWEEP_ROUNDS; round++) {
    const read = await engine.run({ prompt: prompt(PREFILLED, round), keep: 0, decode: 0 });
    const written = await engine.run({ prompt: prompt(1, round), keep: 0, decode: DECODED });
    // The first round warms up.
    if (round === 0) continue;
    prefill.push(rate(PREFILLED, read.prefillMs));
    decode.push(decodeRate(written));
  }
  await engine.close();
  return { pp512: percentile(prefill, 0.5), tg128: percentile(decode, 0.5) };
}

/** Prefill, decoding from an empty context, and time to first token. */
export async function measureShort(
  contenders: readonly Contender[],
  rounds: number,
  prompt: Prompter,
): Promise<void> {
  await inRounds('warming up', contenders, 2, async ({ process, tokens }, round) => {
    const start = prompt(PREFILLED, round);
    const answer = await process.run({ prompt: start, keep: 0, decode: DECODED });
    if (round === 0) tokens.push(...answer.tokens);
  });
  await inRounds('pp512', contenders, rounds, async ({ process, values }, round) => {
    const read = prompt(PREFILLED, 100 + round);
    const { prefillMs } = await process.run({ prompt: read, keep: 0, decode: 0 });
    note(values, 'pp512', rate(PREFILLED, prefillMs));
  });
  await inRounds('tg128', contenders, rounds, async ({ process, values }, round) => {
    const start = prompt(1, 200 + round);
    const answer = await process.run({ prompt: start, keep: 0, decode: DECODED });
    note(values, 'tg128', decodeRate(answer));
    note(values, 'interToken', ...answer.gapsMs);
  });
  await inRounds('first token', contenders, rounds, async ({ process, values }, round) => {
    const cold = prompt(PROMPT, 300 + 2 * round);
    const { prefillMs } = await process.run({ prompt: cold, keep: 0, decode: 0 });
    note(values, 'firstTokenCold', prefillMs);
    const keep = PROMPT - NEW_TOKENS;
    const warm = [...cold.slice(0, keep), ...prompt(NEW_TOKENS, 301 + 2 * round)];
    const again = await process.run({ prompt: warm, keep, decode: 0 });
    note(values, 'firstTokenWarm', again.prefillMs);
  });
}

/** Decoding after `depth` tokens, which are read once. */
export async function measureDepth(
  contenders: readonly Contender[],
  rounds: number,
  depth: number,
  prompt: Prompter,
): Promise<void> {
  const deep = prompt(depth, depth);
  await inRounds(`reading ${depth} tokens`, contenders, 1, async ({ process, values }) => {
    const read = await process.run({ prompt: deep, keep: 0, decode: 8, snapshot: true });
    note(values, `pp${depth}`, rate(depth, read.prefillMs));
  });
  const name = `tg128d${depth}`;
  await inRounds(name, contenders, rounds, async ({ process, values }) => {
    const answer = await process.run({ prompt: deep, keep: depth - 1, decode: DECODED });
    note(values, name, decodeRate(answer));
    note(values, `interTokenD${depth}`, ...answer.gapsMs);
  });
}

/** From the start of a process until its model is loaded, and until the first token of a prompt. */
export async function measureStarts(
  contenders: readonly Contender[],
  rounds: number,
  prompt: Prompter,
): Promise<void> {
  await inRounds('starts', contenders, rounds, async ({ command, values }, round) => {
    const start = performance.now();
    const process = await PeerProcess.start(command);
    await process.run({ prompt: prompt(PROMPT, 400 + round), keep: 0, decode: 0 });
    note(values, 'firstTokenFromStart', performance.now() - start);
    note(values, 'load', process.readyMs);
    await process.close();
  });
}

/** Rates are those whose names llama-bench would give them; all else is milliseconds. */
export function isRate(measure: string): boolean {
  return /^(pp|tg)\d/.test(measure);
}

async function inRounds(
  what: string,
  contenders: readonly Contender[],
  rounds: number,
  take: (contender: Contender, round: number) => Promise<void>,
): Promise<void> {
  say(what);
  for (let round = 0; round < rounds; round++) {
    for (const contender of contenders) await take(contender, round);
  }
}

function note(values: Map<string, number[]>, name: string, ...more: number[]): void {
  const list = values.get(name);
  if (list) list.push(...more);
  else values.set(name, more);
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
