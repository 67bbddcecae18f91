/**
 * The measures, each in rounds: one of each engine, then the next round, so that whatever else the machine does meets all
 * alike. Takes running engines; notes every value with the engine's figures.
 */
import { percentile } from '../statistics.ts';
import { note, type SettingFigures } from './progress.ts';
import { type PeerCommand, PeerProcess, type RunAnswer } from './protocol.ts';

/** `count` tokens of text; other seeds, other texts. */
export type Prompter = (count: number, seed: number) => readonly number[];

/** One engine with one setting that runs, and its figures. */
export interface Contender {
  readonly process: PeerProcess;
  readonly figures: SettingFigures;
}

export const DECODED = 128;
const PREFILLED = 512;
const PROMPT = 200;
/** The last tokens of a prompt whose beginning was read before: an instruction's. */
const NEW_TOKENS = 12;
const SWEEP_ROUNDS = 3;
const WARM_UPS = 2;

/** Starts an engine and warms it up. */
export async function startContender(
  command: PeerCommand,
  figures: SettingFigures,
  prompt: Prompter,
): Promise<Contender> {
  const process = await PeerProcess.start(command);
  for (let round = 0; round < WARM_UPS; round++) {
    const start = prompt(PREFILLED, round);
    const { tokens } = await process.run({ prompt: start, keep: 0, decode: DECODED });
    if (round === 0) figures.tokens = [...tokens];
  }
  return { process, figures };
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

/** What a round of each measure does with one engine. */
export const ROUNDS: Readonly<
  Record<string, (contender: Contender, round: number, prompt: Prompter) => Promise<void>>
> = {
  async pp512({ process, figures }, round, prompt) {
    const read = prompt(PREFILLED, 100 + round);
    const { prefillMs } = await process.run({ prompt: read, keep: 0, decode: 0 });
    note(figures, 'pp512', rate(PREFILLED, prefillMs));
  },
  async tg128({ process, figures }, round, prompt) {
    const start = prompt(1, 200 + round);
    const answer = await process.run({ prompt: start, keep: 0, decode: DECODED });
    note(figures, 'tg128', decodeRate(answer));
    note(figures, 'interToken', ...answer.gapsMs);
  },
  async firstToken({ process, figures }, round, prompt) {
    const cold = prompt(PROMPT, 300 + 2 * round);
    const { prefillMs } = await process.run({ prompt: cold, keep: 0, decode: 0 });
    note(figures, 'firstTokenCold', prefillMs);
    const keep = PROMPT - NEW_TOKENS;
    const warm = [...cold.slice(0, keep), ...prompt(NEW_TOKENS, 301 + 2 * round)];
    const again = await process.run({ prompt: warm, keep, decode: 0 });
    note(figures, 'firstTokenWarm', again.prefillMs);
  },
};

/** Reads `depth` tokens and puts the state into a file. */
export async function readApart(
  command: PeerCommand,
  depth: number,
  stateFile: string,
  prompt: Prompter,
): Promise<void> {
  const process = await PeerProcess.start(command);
  const deep = prompt(depth, depth);
  await process.run({ prompt: deep, keep: 0, decode: 0, snapshot: true, stateFile });
  await process.close();
}

/** Decoding after `depth` tokens, which are read once, or taken from `stateFile`. */
export async function measureDepth(
  { process, figures }: Contender,
  rounds: number,
  depth: number,
  stateFile: string | undefined,
  prompt: Prompter,
): Promise<void> {
  const deep = prompt(depth, depth);
  const state = stateFile === undefined ? {} : { stateFile };
  const read = await process.run({ prompt: deep, keep: 0, decode: 8, snapshot: true, ...state });
  if (stateFile === undefined) note(figures, `pp${depth}`, rate(depth, read.prefillMs));
  for (let round = 0; round < rounds; round++) {
    const answer = await process.run({ prompt: deep, keep: depth - 1, decode: DECODED });
    note(figures, `tg128d${depth}`, decodeRate(answer));
    note(figures, `interTokenD${depth}`, ...answer.gapsMs);
  }
}

/** From the start of a process until its model is loaded, and until the first token of a prompt. */
export async function measureStart(
  command: PeerCommand,
  figures: SettingFigures,
  round: number,
  prompt: Prompter,
): Promise<void> {
  const start = performance.now();
  const process = await PeerProcess.start(command);
  await process.run({ prompt: prompt(PROMPT, 400 + round), keep: 0, decode: 0 });
  note(figures, 'firstTokenFromStart', performance.now() - start);
  note(figures, 'load', process.readyMs);
  await process.close();
}

/** Rates are those whose names llama-bench would give them; all else is milliseconds. */
export function isRate(measure: string): boolean {
  return /^(pp|tg)\d/.test(measure);
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
