/** How each engine is started: Wick as a user gets it, the peers with every setting that may be their best. */
import { join } from 'node:path';
import { type LlamaCpp, type Python, WORK } from './install.ts';
import { GGUF_TYPES, type GgufType, ggufOf, masterOf, onnxOf, type PeerModel } from './models.ts';
import type { PeerCommand } from './protocol.ts';

const HERE = import.meta.dirname;
const THREADS = [1, 2] as const;

export function wickSetting({ folder }: PeerModel): PeerCommand {
  return {
    peer: 'wick',
    setting: 'int8, default threads',
    exact: true,
    keepsState: true,
    command: process.execPath,
    arguments: [join(HERE, 'wick-peer.ts'), folder],
    // As the launcher does: compiled code is kept between runs.
    environment: { NODE_COMPILE_CACHE: join(WORK, 'compile-cache') },
  };
}

export interface LlamaOptions {
  readonly threads: number;
  /** Flash attention. */
  readonly flash: boolean;
  /** Type of the KV cache. */
  readonly cache: 'f16' | 'f32';
}

export function llamaSetting(
  { program, libraries }: LlamaCpp,
  python: Python,
  model: PeerModel,
  type: GgufType,
  { threads, flash, cache }: LlamaOptions,
): PeerCommand {
  const place = [libraries, ggufOf(model, type, python)];
  const numbers = [model.contextTokens, threads, flash ? 1 : 0].map(String);
  return {
    peer: 'llama.cpp',
    setting: `${type}, ${inWords(threads)}${flash ? ', flash attention' : ''}`,
    exact: type !== 'Q4_0',
    keepsState: true,
    command: program,
    arguments: [...place, ...numbers, cache],
  };
}

/** Weights of 16, 8 and 4 bits, one thread and two, with and without flash attention. */
export function llamaSettings(llama: LlamaCpp, python: Python, model: PeerModel): PeerCommand[] {
  return GGUF_TYPES.flatMap((type) =>
    THREADS.flatMap((threads) =>
      [false, true].map((flash) =>
        llamaSetting(llama, python, model, type, { threads, flash, cache: 'f16' }),
      ),
    ),
  );
}

export function torchSettings({ program, environment }: Python, model: PeerModel): PeerCommand[] {
  const folder = masterOf(model);
  return THREADS.map((threads) => ({
    peer: 'transformers',
    setting: `float32, ${inWords(threads)}`,
    exact: true,
    command: program,
    arguments: [join(HERE, 'torch_peer.py'), folder, `${threads}`],
    environment,
  }));
}

/** transformers.js: float32, and int8 weights with activations quantised as it goes. */
export function onnxSettings(python: Python, model: PeerModel): PeerCommand[] {
  const folder = onnxOf(model, python);
  return (['fp32', 'q8'] as const).flatMap((type) =>
    THREADS.map((threads) => ({
      peer: 'transformers.js',
      setting: `${type}, ${inWords(threads)}`,
      exact: true,
      command: process.execPath,
      arguments: [join(HERE, 'onnx-peer.ts'), folder, type, `${threads}`],
      environment: { NODE_COMPILE_CACHE: join(WORK, 'compile-cache') },
    })),
  );
}

function inWords(threads: number): string {
  return threads === 1 ? '1 thread' : `${threads} threads`;
}
