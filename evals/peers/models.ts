/**
 * One model in the forms that the engines read, made of the same weights: a folder for Wick, GGUF files for llama.cpp, a
 * folder for transformers. All state the same longest context, so that depth can be compared beyond what the model was
 * trained for.
 */
import {
  copyFileSync,
  existsSync,
  mkdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { isRandomModelSize, RELEASE, writeChecksums, writeRandomModel } from '../random-model.ts';
import { call, isNewer, type Python, say, WORK } from './install.ts';

/** Weights of a GGUF file, from the most exact. */
export const GGUF_TYPES = ['F16', 'Q8_0', 'Q4_0'] as const;
export type GgufType = (typeof GGUF_TYPES)[number] | 'F32';

export interface PeerModel {
  readonly name: string;
  /** For Wick; config.json and tokenizer.json are the others' too. */
  readonly folder: string;
  /** The int8 weights file's size, in bytes. */
  readonly bytes: number;
  /** The longest context that its config states. */
  readonly contextTokens: number;
}

/** `name` is `release` or a size of random-model.ts. The folder states `contextTokens` as the longest context. */
export function prepareModel(name: string, contextTokens: number): PeerModel {
  const source = isRandomModelSize(name)
    ? writeRandomModel(name, join(WORK, 'models', `random-${name}`))
    : RELEASE;
  const text = readFileSync(join(source, 'config.json'), 'utf8');
  const config: { wick: { name: string } } = JSON.parse(text);
  const folder = join(WORK, 'models', `${config.wick.name}-${contextTokens}`);
  mkdirSync(folder, { recursive: true });
  for (const file of ['model.safetensors', 'master.safetensors']) link(source, folder, file);
  copyFileSync(join(source, 'tokenizer.json'), join(folder, 'tokenizer.json'));
  // In the text, because what is a float there must stay one: transformers is particular.
  const stated = text.replace(/("max_position_embeddings": )\d+/, `$1${contextTokens}`);
  writeFileSync(join(folder, 'config.json'), stated);
  writeChecksums(folder);
  const bytes = readFileSync(join(folder, 'model.safetensors')).length;
  return { name: config.wick.name, folder, bytes, contextTokens };
}

/** The model as a GGUF file with weights of `type`. */
export function ggufOf({ folder }: PeerModel, type: GgufType, python: Python): string {
  const file = join(folder, `${type}.gguf`);
  if (isNewer(file, join(folder, 'master.safetensors'))) return file;
  say(`writing ${type}.gguf`);
  const list = ['training/export_gguf.py', '--model', folder, '--type', type, '--out', file];
  call(python.program, list, undefined, python.environment);
  return file;
}

/** The model as a folder that transformers loads. */
export function masterOf({ folder }: PeerModel): string {
  const master = join(folder, 'master');
  mkdirSync(master, { recursive: true });
  copyFileSync(join(folder, 'config.json'), join(master, 'config.json'));
  link(folder, master, 'master.safetensors', 'model.safetensors');
  return master;
}

/** The model as a folder that transformers.js loads. */
export function onnxOf(model: PeerModel, python: Python): string {
  const folder = join(model.folder, 'onnx-model');
  const made = join(folder, 'onnx', 'model_quantized.onnx');
  if (isNewer(made, join(model.folder, 'master.safetensors'))) return folder;
  say('exporting to ONNX');
  const list = ['evals/peers/export_onnx.py', masterOf(model), model.folder, folder];
  call(python.program, list, undefined, python.environment);
  return folder;
}

function link(from: string, to: string, file: string, name = file): void {
  const place = join(to, name);
  rmSync(place, { force: true });
  if (!existsSync(join(from, file))) throw new Error(`${join(from, file)} is missing`);
  symlinkSync(join(from, file), place);
}
