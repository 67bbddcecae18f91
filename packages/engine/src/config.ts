/**
 * The model's shape: reads and checks `config.json` (Hugging Face's Cohere2 keys plus our "wick" block).
 * Takes the parsed JSON, gives a ModelConfig whose numbers the rest of the engine may trust.
 */
import { ModelFileError } from './errors.ts';
import { isObject, type JsonObject } from './json.ts';
import type { TokenId } from './tokenizer.ts';

/**
 * How a layer attends. Sliding layers rotate queries and keys (RoPE) and see the last `slidingWindow`
 * positions; full layers have no position encoding and see every earlier position.
 */
export type LayerType = 'sliding_attention' | 'full_attention';

/** Vector lengths must be a multiple of this many elements: one SIMD register of int8. */
const SIMD_LANES = 16;

export class ModelConfig {
  readonly name: string;
  readonly version: string;
  readonly hiddenSize: number;
  readonly intermediateSize: number;
  readonly layerTypes: readonly LayerType[];
  /** Query heads. */
  readonly heads: number;
  readonly kvHeads: number;
  readonly headDim: number;
  readonly vocabSize: number;
  readonly layerNormEps: number;
  readonly logitScale: number;
  readonly ropeTheta: number;
  /** Positions a sliding layer sees, the query's own included. */
  readonly slidingWindow: number;
  /** Longest context the model was made for, in tokens. */
  readonly maxPositions: number;
  /** Columns that share one scale in the embedding and head. */
  readonly headGroup: number;
  /** Tokens of context the model reads well, as its makers state it; at most `maxPositions`. */
  readonly readingTokens: number;
  /** Names of what the model was trained to answer with, which its users know the meaning of; undefined: not stated. */
  readonly operations: readonly string[] | undefined;
  /** The same of its tasks. */
  readonly tasks: readonly string[] | undefined;
  readonly bosToken: TokenId | undefined;
  readonly eosToken: TokenId | undefined;
  readonly padToken: TokenId | undefined;

  /** `file` is named in errors. Throws ModelFileError for anything missing, of a wrong type, or not supported. */
  constructor(file: string, json: JsonObject) {
    const read = new FieldReader(file, json);
    read.only('model_type', 'cohere2', { required: true });
    read.only('hidden_act', 'silu');
    read.only('attention_bias', false);
    read.only('tie_word_embeddings', true);
    read.only('rope_scaling', null);

    this.hiddenSize = read.size('hidden_size', SIMD_LANES);
    this.intermediateSize = read.size('intermediate_size', SIMD_LANES);
    this.heads = read.size('num_attention_heads');
    this.kvHeads = read.size('num_key_value_heads');
    this.headDim = read.size('head_dim', SIMD_LANES);
    this.vocabSize = read.size('vocab_size');
    this.layerNormEps = read.positive('layer_norm_eps');
    this.logitScale = read.positive('logit_scale');
    this.ropeTheta = read.positive('rope_theta');
    this.slidingWindow = read.size('sliding_window');
    this.maxPositions = read.size('max_position_embeddings');
    this.layerTypes = read.layerTypes();
    this.bosToken = read.optionalToken('bos_token_id');
    this.eosToken = read.optionalToken('eos_token_id');
    this.padToken = read.optionalToken('pad_token_id');

    const wick = read.object('wick');
    wick.object('quantization').only('weights', 'int8', { required: true });
    this.headGroup = wick.object('quantization').size('headGroup', SIMD_LANES);
    this.name = wick.text('name');
    this.version = wick.text('version');
    this.operations = wick.optionalTexts('operations');
    this.tasks = wick.optionalTexts('tasks');
    this.readingTokens = Math.min(wick.size('readingTokens'), this.maxPositions);

    if (this.heads % this.kvHeads !== 0) {
      read.fail(
        'num_attention_heads',
        this.heads,
        `a multiple of num_key_value_heads (${this.kvHeads})`,
      );
    }
    if (this.hiddenSize % this.headGroup !== 0) {
      read.fail(
        'hidden_size',
        this.hiddenSize,
        `a multiple of wick.quantization.headGroup (${this.headGroup})`,
      );
    }
  }

  get layers(): number {
    return this.layerTypes.length;
  }

  /** Length of all query heads' vectors together. */
  get queryWidth(): number {
    return this.heads * this.headDim;
  }

  /** Length of all key heads' (or value heads') vectors together. */
  get kvWidth(): number {
    return this.kvHeads * this.headDim;
  }
}

/** Reads fields of one JSON object; every failure names the file, the key, what was found and what was expected. */
class FieldReader {
  readonly #file: string;
  readonly #json: JsonObject;
  readonly #prefix: string;

  constructor(file: string, json: JsonObject, prefix = '') {
    this.#file = file;
    this.#json = json;
    this.#prefix = prefix;
  }

  fail(key: string, value: unknown, expectation: string): never {
    const found = value === undefined ? 'is missing' : `is ${JSON.stringify(value)}`;
    throw new ModelFileError(this.#file, `"${this.#prefix}${key}" ${found}`, expectation);
  }

  /** A whole number > 0, a multiple of `multiple`. */
  size(key: string, multiple = 1): number {
    const value = this.#json[key];
    if (
      typeof value === 'number' &&
      Number.isSafeInteger(value) &&
      value > 0 &&
      value % multiple === 0
    ) {
      return value;
    }
    const ofWhat = multiple === 1 ? '' : ` that is a multiple of ${multiple}`;
    return this.fail(key, value, `a whole number above 0${ofWhat}`);
  }

  positive(key: string): number {
    const value = this.#json[key];
    if (typeof value === 'number' && Number.isFinite(value) && value > 0) return value;
    return this.fail(key, value, 'a number above 0');
  }

  text(key: string): string {
    const value = this.#json[key];
    if (typeof value === 'string' && value !== '') return value;
    return this.fail(key, value, 'a text that is not empty');
  }

  optionalToken(key: string): TokenId | undefined {
    const value = this.#json[key];
    if (value === undefined || value === null) return undefined;
    if (typeof value === 'number' && Number.isSafeInteger(value) && value >= 0) return value;
    return this.fail(key, value, 'a token id');
  }

  optionalTexts(key: string): readonly string[] | undefined {
    const value = this.#json[key];
    if (value === undefined) return undefined;
    const isText = (item: unknown) => typeof item === 'string' && item !== '';
    if (Array.isArray(value) && value.every(isText)) return value;
    return this.fail(key, value, 'a list of texts');
  }

  object(key: string): FieldReader {
    const value = this.#json[key];
    if (isObject(value)) return new FieldReader(this.#file, value, `${this.#prefix}${key}.`);
    return this.fail(key, value, 'an object');
  }

  /** The one value this engine supports; a missing key means that value unless `required`. */
  only(key: string, supported: unknown, { required = false } = {}): void {
    const value = this.#json[key];
    if (value === supported || (value === undefined && !required)) return;
    this.fail(key, value, `${JSON.stringify(supported)} (nothing else is supported)`);
  }

  layerTypes(): LayerType[] {
    const layers = this.size('num_hidden_layers');
    const types = this.#json.layer_types;
    if (!Array.isArray(types) || types.length !== layers || !types.every(isLayerType)) {
      this.fail('layer_types', types, `${layers} of "sliding_attention" and "full_attention"`);
    }
    return types;
  }
}

function isLayerType(value: unknown): value is LayerType {
  return value === 'sliding_attention' || value === 'full_attention';
}
