/**
 * A model folder in memory: config.json, tokenizer.json and model.safetensors, each compared with
 * checksums.json and checked for what the engine relies on. Loading computes nothing else; an Engine
 * places the weights where its kernels want them.
 */
import { createHash } from 'node:crypto';
import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { ModelConfig } from './config.ts';
import { ModelFileError, ModelMissingError } from './errors.ts';
import { type JsonObject, parseJsonObject } from './json.ts';
import { SafetensorsFile } from './safetensors.ts';
import { Tokenizer } from './tokenizer.ts';
import { type ModelWeights, readWeights } from './weights.ts';

const CHECKSUMS = 'checksums.json';
const CONFIG = 'config.json';
const TOKENIZER = 'tokenizer.json';
const WEIGHTS = 'model.safetensors';

const RESTORE = 'Restore the model folder from the release, or name another one.';

export class Model {
  readonly folder: string;
  readonly config: ModelConfig;
  readonly tokenizer: Tokenizer;
  readonly weights: ModelWeights;
  /** Path of model.safetensors. */
  readonly weightsFile: string;
  /** Its size. */
  readonly weightsBytes: number;
  /** SHA-256 of configuration and weights: equal for models that compute the same. */
  readonly fingerprint: string;
  /** The further safetensors files that the folder lists, by name: what else was trained, for callers to use. */
  readonly companions: ReadonlyMap<string, SafetensorsFile>;

  private constructor(
    folder: string,
    config: ModelConfig,
    tokenizer: Tokenizer,
    weights: ModelWeights,
    weightsBytes: number,
    fingerprint: string,
    companions: ReadonlyMap<string, SafetensorsFile>,
  ) {
    this.folder = folder;
    this.config = config;
    this.tokenizer = tokenizer;
    this.weights = weights;
    this.weightsFile = join(folder, WEIGHTS);
    this.weightsBytes = weightsBytes;
    this.fingerprint = fingerprint;
    this.companions = companions;
  }

  /**
   * Reads the model in `folder`.
   * Throws ModelMissingError for a missing folder or file, ModelFileError for one that was altered,
   * truncated or is not supported, TensorError for a tensor that is not as config.json says.
   */
  static async load(folder: string): Promise<Model> {
    if (!statSync(folder, { throwIfNoEntry: false })?.isDirectory()) {
      throw new ModelMissingError(folder, 'there is no such model folder', RESTORE);
    }
    const checksumsFile = join(folder, CHECKSUMS);
    const checksums = parseJsonObject(checksumsFile, readModelFile(checksumsFile));
    const read = (name: string) => readChecked(join(folder, name), checksums, name);

    const configFile = join(folder, CONFIG);
    const config = new ModelConfig(configFile, parseJsonObject(configFile, read(CONFIG)));
    const tokenizerFile = join(folder, TOKENIZER);
    const tokenizer = new Tokenizer(tokenizerFile, parseJsonObject(tokenizerFile, read(TOKENIZER)));
    if (tokenizer.size > config.vocabSize) {
      throw new ModelFileError(
        tokenizerFile,
        `has token ids up to ${tokenizer.size - 1}`,
        `ids below vocab_size of config.json, ${config.vocabSize}`,
      );
    }
    const bytes = read(WEIGHTS);
    const weights = readWeights(config, new SafetensorsFile(join(folder, WEIGHTS), bytes));
    const others = Object.keys(checksums).filter(
      (name) => name.endsWith('.safetensors') && name !== WEIGHTS,
    );
    const companions = new Map(
      others.map((name) => [name, new SafetensorsFile(join(folder, name), read(name))]),
    );
    // They were compared with what the files are.
    const fingerprint = sha256(Buffer.from(`${checksums[CONFIG]} ${checksums[WEIGHTS]}`));
    return new Model(folder, config, tokenizer, weights, bytes.length, fingerprint, companions);
  }
}

/** Bytes of `file`, which must have the SHA-256 that checksums.json states for `name`. */
function readChecked(file: string, checksums: JsonObject, name: string): Uint8Array {
  const bytes = readModelFile(file);
  const expected = checksums[name];
  const actual = sha256(bytes);
  if (actual !== expected) {
    throw new ModelFileError(
      file,
      `was altered or is incomplete: ${bytes.length} bytes with SHA-256 ${actual}`,
      expected === undefined ? `${CHECKSUMS} to list it` : `SHA-256 ${expected}`,
    );
  }
  return bytes;
}

function sha256(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}

function readModelFile(file: string): Uint8Array {
  try {
    return readFileSync(file);
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : undefined;
    const problem = code === 'ENOENT' ? 'the file is missing' : `cannot be read (${code ?? error})`;
    throw new ModelMissingError(file, problem, RESTORE);
  }
}
