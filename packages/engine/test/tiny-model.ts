/**
 * Writes small models with random int8 weights into a temporary folder, in the release's own format
 * (config.json, tokenizer.json, model.safetensors, checksums.json). Seeded: equal options, equal bytes.
 */
import { createHash } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after } from 'node:test';
import { BYTE_CHARACTERS } from '../src/byte-level.ts';
import { Random } from '../src/random.ts';

export interface TinyModelOptions {
  readonly hiddenSize?: number;
  readonly intermediateSize?: number;
  readonly heads?: number;
  readonly kvHeads?: number;
  readonly headDim?: number;
  readonly layerTypes?: readonly ('sliding_attention' | 'full_attention')[];
  readonly slidingWindow?: number;
  readonly maxPositions?: number;
  readonly headGroup?: number;
  readonly seed?: number;
}

export const SPECIAL_TOKENS = ['<|pad|>', '<|out|>', '<|end|>', '<L0>', '<L1>'];

/** The pattern of the released tokenizer. */
export const PATTERN =
  '\\p{Lu}?\\p{Ll}+|\\p{Lu}+(?!\\p{Ll})|[\\p{L}\\p{M}]|\\p{N}|[_$]| ?[^\\s\\p{L}\\p{M}\\p{N}_$]+ ?|\\s+';

const MERGES = [
  'i n',
  'in t',
  'c o',
  'co n',
  'con s',
  'cons t',
  'Ġ Ġ',
  'ĠĠ ĠĠ',
  '= =',
  '=> Ġ',
  '= >',
];

/** A temporary folder that is removed when the test file ends. */
export function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'wick-engine-'));
  after(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

/** Writes a model and returns its folder. */
export function writeTinyModel(options: TinyModelOptions = {}): string {
  const folder = temporaryFolder();
  const tokenizer = tinyTokenizer();
  const vocabSize = SPECIAL_TOKENS.length + Object.keys(tokenizer.model.vocab).length;
  const config = tinyConfig(options, vocabSize);
  writeFileSync(join(folder, 'config.json'), JSON.stringify(config));
  writeFileSync(join(folder, 'tokenizer.json'), JSON.stringify(tokenizer));
  writeFileSync(join(folder, 'model.safetensors'), safetensors(tinyTensors(config, options.seed)));
  writeChecksums(folder);
  return folder;
}

/** Brings checksums.json up to date, so that a test can alter a file and have only its content judged. */
export function writeChecksums(
  folder: string,
  change: (sums: Record<string, string>) => void = () => {},
): void {
  const sums: Record<string, string> = {};
  for (const name of ['config.json', 'tokenizer.json', 'model.safetensors']) {
    sums[name] = createHash('sha256')
      .update(readFileSync(join(folder, name)))
      .digest('hex');
  }
  change(sums);
  writeFileSync(join(folder, 'checksums.json'), JSON.stringify(sums));
}

export function tinyConfig(options: TinyModelOptions, vocabSize: number) {
  const layerTypes = options.layerTypes ?? [
    'sliding_attention',
    'full_attention',
    'sliding_attention',
  ];
  return {
    architectures: ['Cohere2ForCausalLM'],
    model_type: 'cohere2',
    hidden_size: options.hiddenSize ?? 64,
    intermediate_size: options.intermediateSize ?? 96,
    num_hidden_layers: layerTypes.length,
    num_attention_heads: options.heads ?? 4,
    num_key_value_heads: options.kvHeads ?? 1,
    head_dim: options.headDim ?? 16,
    vocab_size: vocabSize,
    layer_norm_eps: 1e-5,
    logit_scale: 0.25,
    rope_theta: 10000,
    sliding_window: options.slidingWindow ?? 8,
    layer_types: layerTypes,
    max_position_embeddings: options.maxPositions ?? 256,
    bos_token_id: null,
    eos_token_id: 2,
    pad_token_id: 0,
    wick: {
      version: '0.0.0',
      name: 'tiny',
      quantization: { weights: 'int8', headGroup: options.headGroup ?? 32 },
      readingTokens: 128,
    },
  };
}

export function tinyTokenizer() {
  const vocab: Record<string, number> = {};
  let next = SPECIAL_TOKENS.length;
  for (const character of BYTE_CHARACTERS) vocab[character] = next++;
  for (const merge of MERGES) {
    const text = merge.replace(' ', '');
    if (!(text in vocab)) vocab[text] = next++;
  }
  return {
    version: '1.0',
    added_tokens: SPECIAL_TOKENS.map((content, id) => ({ id, content, special: true })),
    normalizer: null,
    pre_tokenizer: {
      type: 'Sequence',
      pretokenizers: [
        { type: 'Split', pattern: { Regex: PATTERN }, behavior: 'Isolated', invert: false },
        { type: 'ByteLevel', add_prefix_space: false, trim_offsets: true, use_regex: false },
      ],
    },
    post_processor: null,
    decoder: { type: 'ByteLevel', add_prefix_space: true, trim_offsets: true, use_regex: true },
    model: {
      type: 'BPE',
      dropout: null,
      unk_token: null,
      continuing_subword_prefix: null,
      end_of_word_suffix: null,
      byte_fallback: false,
      ignore_merges: false,
      vocab,
      merges: MERGES.map((merge) => merge.split(' ')),
    },
  };
}

export interface Tensor {
  readonly dtype: 'I8' | 'F32';
  readonly shape: readonly number[];
  readonly data: Int8Array | Float32Array;
}

/** The bytes of a safetensors file holding `tensors`. */
export function safetensors(
  tensors: Readonly<Record<string, Tensor>>,
  metadata?: Readonly<Record<string, string>>,
): Buffer {
  const header: Record<string, unknown> = metadata ? { __metadata__: metadata } : {};
  const parts: Buffer[] = [];
  let offset = 0;
  for (const [name, { dtype, shape, data }] of Object.entries(tensors)) {
    header[name] = { dtype, shape, data_offsets: [offset, offset + data.byteLength] };
    parts.push(Buffer.from(data.buffer, data.byteOffset, data.byteLength));
    offset += data.byteLength;
  }
  const json = Buffer.from(JSON.stringify(header));
  const length = Buffer.alloc(8);
  length.writeBigUInt64LE(BigInt(json.length));
  return Buffer.concat([length, json, ...parts]);
}

/** Random tensors of a model: rows of about unit gain, norms near 1, and the pair bound kept. */
export function tinyTensors(
  config: ReturnType<typeof tinyConfig>,
  seed = 1,
): Record<string, Tensor> {
  const random = new Random(seed);
  const tensors: Record<string, Tensor> = {};
  const matrix = (name: string, rows: number, columns: number, groups: number, gain: number) => {
    tensors[`${name}.weight`] = {
      dtype: 'I8',
      shape: [rows, columns],
      data: Int8Array.from({ length: rows * columns }, () => Math.round(random.next() * 128 - 64)),
    };
    tensors[`${name}.weight_scale`] = {
      dtype: 'F32',
      shape: groups === 1 ? [rows] : [rows, groups],
      data: Float32Array.from(
        { length: rows * groups },
        () => ((0.5 + random.next()) * gain) / (37 * Math.sqrt(columns)),
      ),
    };
  };
  const norm = (name: string) => {
    tensors[`${name}.weight`] = {
      dtype: 'F32',
      shape: [config.hidden_size],
      data: Float32Array.from({ length: config.hidden_size }, () => 0.8 + 0.4 * random.next()),
    };
  };
  const { hidden_size: hidden, intermediate_size: intermediate, head_dim: headDim } = config;
  const queryWidth = config.num_attention_heads * headDim;
  const kvWidth = config.num_key_value_heads * headDim;
  const groups = hidden / config.wick.quantization.headGroup;
  matrix('model.embed_tokens', config.vocab_size, hidden, groups, Math.sqrt(hidden));
  config.layer_types.forEach((_, index) => {
    const layer = `model.layers.${index}`;
    norm(`${layer}.input_layernorm`);
    // Gains above 1 make attention and gates decided rather than flat.
    matrix(`${layer}.self_attn.q_proj`, queryWidth, hidden, 1, 2);
    matrix(`${layer}.self_attn.k_proj`, kvWidth, hidden, 1, 2);
    matrix(`${layer}.self_attn.v_proj`, kvWidth, hidden, 1, 1);
    matrix(`${layer}.self_attn.o_proj`, hidden, queryWidth, 1, 1);
    matrix(`${layer}.mlp.gate_proj`, intermediate, hidden, 1, 1);
    matrix(`${layer}.mlp.up_proj`, intermediate, hidden, 1, 1);
    matrix(`${layer}.mlp.down_proj`, hidden, intermediate, 1, 1);
  });
  norm('model.norm');
  return tensors;
}
