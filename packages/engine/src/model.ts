/**
 * A model folder in memory: config.json, tokenizer.json and model.safetensors, each compared with
 * checksums.json and checked for what the engine relies on. Loading computes nothing else; an Engine
 * places the weights where its kernels want them.
 */
import { join } from 'node:path';
import { ModelConfig } from './config.ts';
import { ModelFileError } from './errors.ts';
import { parseJsonObject } from './json.ts';
import { ModelFolder, sha256 } from './model-folder.ts';
import { SafetensorsFile } from './safetensors.ts';
import { Tokenizer } from './tokenizer.ts';
import { type ModelWeights, readWeights } from './weights.ts';

const CONFIG = 'config.json';
const TOKENIZER = 'tokenizer.json';
const WEIGHTS = 'model.safetensors';

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

  private constructor(
    folder: string,
    config: ModelConfig,
    tokenizer: Tokenizer,
    weights: ModelWeights,
    weightsBytes: number,
    fingerprint: string,
  ) {
    this.folder = folder;
    this.config = config;
    this.tokenizer = tokenizer;
    this.weights = weights;
    this.weightsFile = join(folder, WEIGHTS);
    this.weightsBytes = weightsBytes;
    this.fingerprint = fingerprint;
  }

  /**
   * Reads the model in `folder`.
   * Throws ModelMissingError for a missing folder or file, ModelFileError for one that was altered,
   * truncated or is not supported, TensorError for a tensor that is not as config.json says.
   */
  static async load(path: string): Promise<Model> {
    const folder = new ModelFolder(path);
    // All are being read while the first are taken apart.
    const [configBytes, tokenizerBytes, weightBytes] = [CONFIG, TOKENIZER, WEIGHTS].map((name) =>
      handled(folder.read(name)),
    );
    const configFile = join(path, CONFIG);
    const config = new ModelConfig(configFile, parseJsonObject(configFile, await configBytes!));
    const tokenizerFile = join(path, TOKENIZER);
    const json = parseJsonObject(tokenizerFile, await tokenizerBytes!);
    const tokenizer = new Tokenizer(tokenizerFile, json);
    if (tokenizer.size > config.vocabSize) {
      throw new ModelFileError(
        tokenizerFile,
        `has token ids up to ${tokenizer.size - 1}`,
        `ids below vocab_size of config.json, ${config.vocabSize}`,
      );
    }
    const bytes = await weightBytes!;
    const weights = readWeights(config, new SafetensorsFile(join(path, WEIGHTS), bytes));
    // They were compared with what the files are.
    const sums = `${folder.checksum(CONFIG)} ${folder.checksum(WEIGHTS)}`;
    return new Model(path, config, tokenizer, weights, bytes.length, sha256(Buffer.from(sums)));
  }

  /**
   * A further safetensors file that the model folder `path` lists, for callers to use; undefined if it lists none of that
   * name. No engine needs it, so it can be read beside opening one. Throws as `load` does.
   */
  static async companion(path: string, name: string): Promise<SafetensorsFile | undefined> {
    const folder = new ModelFolder(path);
    if (!folder.lists(name)) return undefined;
    return new SafetensorsFile(join(path, name), await folder.read(name));
  }
}

/** A promise that is looked at later, or never if something else fails before. */
function handled<T>(promise: Promise<T>): Promise<T> {
  promise.catch(() => {});
  return promise;
}
