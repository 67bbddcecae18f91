/**
 * Writes a model of random weights in the release's architecture and layout, to measure speed at sizes that
 * are not trained: decoding reads every weight whatever it says.
 *
 *     node scripts/node24.mjs evals/random-model.ts 30m FOLDER        sizes: 6m, 20m, 30m, 40m parameters
 *
 * Out: config.json, tokenizer.json (the release's), model.safetensors (int8), master.safetensors (the same weights
 * as float16, in Hugging Face's layout, from which peers are converted), checksums.json. Equal sizes give equal bytes.
 */
import { createHash } from 'node:crypto';
import { copyFileSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

export const RELEASE = join(import.meta.dirname, '..', 'model');

interface Shape {
  readonly hidden: number;
  readonly intermediate: number;
  readonly layers: number;
}

/** Parameters in millions: 6.4, 19.2, 30.1 and 41.1, of which 1.3 or 2.6 are the embedding. */
const SHAPES = {
  '6m': { hidden: 256, intermediate: 704, layers: 7 },
  '20m': { hidden: 512, intermediate: 1408, layers: 6 },
  '30m': { hidden: 512, intermediate: 1408, layers: 10 },
  '40m': { hidden: 512, intermediate: 1408, layers: 14 },
} as const satisfies Record<string, Shape>;

export type RandomModelSize = keyof typeof SHAPES;

const HEAD_DIM = 64;
const HEAD_GROUP = 64;
const MAX_POSITIONS = 131_072;
const SLIDING_WINDOW = 1024;

/** int8 weights are drawn from [-64, 63], which keeps the pair bound; their root mean square. */
const WEIGHT_RMS = 37;

export function isRandomModelSize(size: string): size is RandomModelSize {
  return Object.hasOwn(SHAPES, size);
}

/** Writes the model of `size` to `folder`, unless it is there; gives `folder`. */
export function writeRandomModel(size: RandomModelSize, folder: string): string {
  if (existsSync(join(folder, 'checksums.json'))) return folder;
  mkdirSync(folder, { recursive: true });
  const shape = SHAPES[size];
  copyFileSync(join(RELEASE, 'tokenizer.json'), join(folder, 'tokenizer.json'));
  const release: { vocab_size: number } = JSON.parse(
    readFileSync(join(RELEASE, 'config.json'), 'utf8'),
  );
  const config = configOf(size, shape, release.vocab_size);
  // transformers takes a number without a point for an integer and refuses it.
  const text = JSON.stringify(config, null, 2).replace(/"(logit_scale|rope_theta)": \d+/g, '$&.0');
  writeFileSync(join(folder, 'config.json'), `${text}\n`);
  const { int8, float16 } = randomTensors(shape, config.layer_types.length, config.vocab_size);
  writeFileSync(join(folder, 'model.safetensors'), safetensors(int8));
  writeFileSync(join(folder, 'master.safetensors'), safetensors(float16));
  writeChecksums(folder);
  return folder;
}

/** Writes `folder`/checksums.json for the files that an engine reads. */
export function writeChecksums(folder: string): void {
  const sums: Record<string, string> = {};
  for (const name of ['config.json', 'tokenizer.json', 'model.safetensors']) {
    sums[name] = createHash('sha256')
      .update(readFileSync(join(folder, name)))
      .digest('hex');
  }
  writeFileSync(join(folder, 'checksums.json'), `${JSON.stringify(sums, null, 2)}\n`);
}

function configOf(size: RandomModelSize, { hidden, intermediate, layers }: Shape, vocab: number) {
  return {
    architectures: ['Cohere2ForCausalLM'],
    model_type: 'cohere2',
    vocab_size: vocab,
    hidden_size: hidden,
    intermediate_size: intermediate,
    num_hidden_layers: layers,
    num_attention_heads: hidden / HEAD_DIM,
    num_key_value_heads: 1,
    head_dim: HEAD_DIM,
    layer_types: Array.from({ length: layers }, (_, layer) =>
      layer % 4 === 3 ? 'full_attention' : 'sliding_attention',
    ),
    sliding_window: SLIDING_WINDOW,
    max_position_embeddings: MAX_POSITIONS,
    rope_theta: 10000,
    layer_norm_eps: 1e-5,
    logit_scale: 1,
    hidden_act: 'silu',
    attention_bias: false,
    tie_word_embeddings: true,
    pad_token_id: 0,
    bos_token_id: null,
    eos_token_id: 6,
    wick: {
      version: '0.0.0',
      name: `random-${size}`,
      quantization: { weights: 'int8', headGroup: HEAD_GROUP },
      readingTokens: 1024,
    },
  };
}

interface Tensor {
  readonly dtype: 'I8' | 'F32' | 'F16';
  readonly shape: readonly number[];
  readonly data: Int8Array | Float32Array | Float16Array;
}

type Tensors = Record<string, Tensor>;

/** The same random weights twice: as the engine reads them, and as floats. */
function randomTensors({ hidden, intermediate }: Shape, layers: number, vocab: number) {
  const int8: Tensors = {};
  const float16: Tensors = {};
  const random = randomWords(layers * hidden);
  const matrix = (name: string, rows: number, columns: number, groups: number, gain: number) => {
    const weights = new Int8Array(rows * columns);
    const words = new Uint32Array(weights.buffer);
    for (let i = 0; i < words.length; i++) words[i] = random();
    for (let i = 0; i < weights.length; i++) weights[i] = weights[i]! >> 1;
    const scale = Math.fround(gain / (WEIGHT_RMS * Math.sqrt(columns)));
    int8[`${name}.weight`] = { dtype: 'I8', shape: [rows, columns], data: weights };
    int8[`${name}.weight_scale`] = {
      dtype: 'F32',
      shape: groups === 1 ? [rows] : [rows, groups],
      data: new Float32Array(rows * groups).fill(scale),
    };
    float16[`${name}.weight`] = {
      dtype: 'F16',
      shape: [rows, columns],
      data: Float16Array.from(weights, (weight) => weight * scale),
    };
  };
  const norm = (name: string) => {
    const ones = { shape: [hidden] };
    int8[`${name}.weight`] = { dtype: 'F32', ...ones, data: new Float32Array(hidden).fill(1) };
    float16[`${name}.weight`] = { dtype: 'F16', ...ones, data: new Float16Array(hidden).fill(1) };
  };
  // The embedding's gain makes its elements about 1, as a norm's outputs are; the head's logits then spread well.
  matrix('model.embed_tokens', vocab, hidden, hidden / HEAD_GROUP, Math.sqrt(hidden));
  for (let layer = 0; layer < layers; layer++) {
    const name = `model.layers.${layer}`;
    norm(`${name}.input_layernorm`);
    matrix(`${name}.self_attn.q_proj`, hidden, hidden, 1, 2);
    matrix(`${name}.self_attn.k_proj`, HEAD_DIM, hidden, 1, 2);
    matrix(`${name}.self_attn.v_proj`, HEAD_DIM, hidden, 1, 1);
    matrix(`${name}.self_attn.o_proj`, hidden, hidden, 1, 1);
    matrix(`${name}.mlp.gate_proj`, intermediate, hidden, 1, 1);
    matrix(`${name}.mlp.up_proj`, intermediate, hidden, 1, 1);
    matrix(`${name}.mlp.down_proj`, hidden, intermediate, 1, 1);
  }
  norm('model.norm');
  return { int8, float16 };
}

/** Seeded 32-bit random words: xorshift (Marsaglia 2003), whose lower bytes are as good as its upper ones for this. */
function randomWords(seed: number): () => number {
  let x = seed | 1;
  return () => {
    x ^= x << 13;
    x ^= x >>> 17;
    x ^= x << 5;
    return x >>> 0;
  };
}

/** The bytes of a safetensors file holding `tensors`; its data begin at a multiple of 64 bytes. */
function safetensors(tensors: Tensors): Buffer {
  const header: Record<string, unknown> = { __metadata__: { format: 'pt' } };
  let offset = 0;
  for (const [name, { dtype, shape, data }] of Object.entries(tensors)) {
    header[name] = { dtype, shape, data_offsets: [offset, offset + data.byteLength] };
    offset += data.byteLength;
  }
  const json = JSON.stringify(header);
  const padded = json.padEnd(Math.ceil((8 + json.length) / 64) * 64 - 8, ' ');
  const length = Buffer.alloc(8);
  length.writeBigUInt64LE(BigInt(padded.length));
  const parts = Object.values(tensors).map(({ data }) =>
    Buffer.from(data.buffer, data.byteOffset, data.byteLength),
  );
  return Buffer.concat([length, Buffer.from(padded), ...parts]);
}

function main(): void {
  const [size = '', folder = ''] = process.argv.slice(2);
  if (!isRandomModelSize(size) || folder === '') {
    console.error(`usage: random-model.ts ${Object.keys(SHAPES).join('|')} FOLDER`);
    process.exitCode = 2;
    return;
  }
  writeRandomModel(size, folder);
}

if (import.meta.main) main();
