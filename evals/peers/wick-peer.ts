/**
 * Wick as one of the engines that the benchmark compares: what protocol.ts asks, through the engine's public interface.
 *
 *     node evals/peers/wick-peer.ts MODEL_FOLDER [THREADS]
 */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { Engine } from '@wick/engine';
import type { RunAnswer, RunRequest } from './protocol.ts';

/** Padding: the model never writes it, so that the number of tokens is what ends an answer. */
const NEVER = 0;

/** `keep` and `snapshot` need nothing: the engine finds by itself what of a prompt it has read. */
async function run(engine: Engine, request: RunRequest): Promise<RunAnswer> {
  const { prompt, decode, stateFile } = request;
  const isKept = stateFile !== undefined && existsSync(stateFile);
  if (isKept) await engine.restore(readFileSync(stateFile));
  const tokens: number[] = [];
  const gapsMs: number[] = [];
  const start = performance.now();
  let before = start;
  let prefillMs = 0;
  for await (const { token } of engine.generate({ prompt, maxTokens: decode + 1, stop: NEVER })) {
    const now = performance.now();
    if (tokens.length === 0) prefillMs = now - start;
    else gapsMs.push(now - before);
    before = now;
    tokens.push(token);
  }
  if (stateFile !== undefined && !isKept) writeFileSync(stateFile, await engine.snapshot(prompt));
  return { prefillMs, gapsMs, tokens };
}

async function main(): Promise<void> {
  const [folder = '', threads] = process.argv.slice(2);
  const options = threads === undefined ? {} : { threads: Number(threads) };
  const engine = await Engine.open(folder, options);
  await engine.ready();
  process.stdout.write(`${JSON.stringify({ ready: true, threads: engine.threads })}\n`);
  for await (const line of createInterface({ input: process.stdin })) {
    const request = JSON.parse(line);
    const answer =
      request.op === 'run'
        ? await run(engine, request)
        : { logits: [...(await engine.trace(request.prompt)).logits] };
    process.stdout.write(`${JSON.stringify(answer)}\n`);
  }
  await engine.close();
}

await main();
