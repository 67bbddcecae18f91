/**
 * Whether the engines compute the same model: their logits after some prompts beside those of transformers in float32.
 * llama.cpp in float32 throughout, its cache too, checks the export to GGUF; the other settings show what their precision costs.
 */
import type { LlamaCpp, Python } from './install.ts';
import type { PeerModel } from './models.ts';
import { type PeerCommand, PeerProcess } from './protocol.ts';
import type { Prompter } from './rounds.ts';
import { llamaSetting, torchSettings, wickSetting } from './settings.ts';

export interface Agreement {
  readonly engine: string;
  /** The largest difference of a logit, as a share of the largest logit; the worst prompt's. */
  readonly largestError: number;
  /** Share of the prompts after which the same token is likeliest. */
  readonly sameTopRate: number;
  /** KL divergence of the engine's distribution from transformers', in nats. */
  readonly meanKl: number;
}

/** Tokens of the prompts; the longest reaches over the window of the sliding layers. */
const LENGTHS = [20, 50, 100, 150, 200, 300, 400, 512, 800, 1500] as const;

export async function agreements(
  model: PeerModel,
  llama: LlamaCpp,
  python: Python,
  prompt: Prompter,
  further: readonly PeerCommand[],
): Promise<Agreement[]> {
  const prompts = LENGTHS.map((length) => prompt(length, length));
  const [torch] = torchSettings(python, model);
  const truth = await logitsOf(torch!, prompts);
  const commands = [
    wickSetting(model),
    ...(['F32', 'F16', 'Q8_0', 'Q4_0'] as const).map((type) =>
      llamaSetting(llama, python, model, type, {
        threads: 1,
        flash: false,
        cache: type === 'F32' ? 'f32' : 'f16',
      }),
    ),
    ...further,
  ];
  const results: Agreement[] = [];
  for (const command of commands) {
    const logits = await logitsOf(command, prompts);
    const pairs = logits.map((own, i) => compareLogits(own, truth[i]!));
    results.push({
      engine: `${command.peer}, ${command.setting}`,
      largestError: Math.max(...pairs.map(({ error }) => error)),
      sameTopRate: pairs.filter(({ sameTop }) => sameTop).length / pairs.length,
      meanKl: pairs.reduce((sum, { kl }) => sum + kl, 0) / pairs.length,
    });
  }
  return results;
}

async function logitsOf(
  command: PeerCommand,
  prompts: readonly (readonly number[])[],
): Promise<(readonly number[])[]> {
  const engine = await PeerProcess.start(command);
  const logits: (readonly number[])[] = [];
  for (const prompt of prompts) logits.push(await engine.logits(prompt));
  await engine.close();
  return logits;
}

function compareLogits(own: readonly number[], truth: readonly number[]) {
  const largest = truth.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
  const error = truth.reduce((most, value, i) => Math.max(most, Math.abs(value - own[i]!)), 0);
  const [p, q] = [logProbabilities(truth), logProbabilities(own)];
  const kl = p.reduce((sum, value, i) => sum + Math.exp(value) * (value - q[i]!), 0);
  return { error: error / largest, sameTop: indexOfLargest(own) === indexOfLargest(truth), kl };
}

function logProbabilities(logits: readonly number[]): number[] {
  const highest = logits[indexOfLargest(logits)]!;
  const sum = logits.reduce((total, value) => total + Math.exp(value - highest), 0);
  return logits.map((value) => value - highest - Math.log(sum));
}

function indexOfLargest(values: readonly number[]): number {
  return values.reduce((best, value, i) => (value > values[best]! ? i : best), 0);
}
