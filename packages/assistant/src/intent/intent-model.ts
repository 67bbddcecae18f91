/**
 * Which sort of answer an instruction wants: a linear classifier over its cues, beside the language model. It reads
 * no code and cannot say what to change, but learns from each instruction in microseconds, so that it has read each
 * wording far more often. (Hashed n-grams as in fastText: Joulin et al., Bag of Tricks for Efficient Text
 * Classification, 2016; trained by training/intent/train.ts.)
 *
 * In:  intent.safetensors of a model's folder: for each task `<task>.kept` I8 [buckets / 8], a bit for each bucket that has
 *      weights, the lowest of a byte first; `<task>.weights` I8 [rows, heads], those of the buckets kept in their order;
 *      `<task>.scales` and `<task>.bias` F32 [heads]; and in the metadata `<task>`: JSON {buckets, rows, heads: the names}.
 * Out: for the cues of an instruction a probability for each head (the beginning of an answer).
 */
import { ModelFileError, type SafetensorsFile } from '@wick/engine';
import type { AnswerHead } from '../answer-grammar.ts';

export const INTENT_FILE = 'intent.safetensors';

interface Classifier {
  readonly buckets: number;
  readonly heads: readonly AnswerHead[];
  readonly kept: KeptBuckets;
  readonly weights: Int8Array;
  readonly scales: Float32Array;
  readonly bias: Float32Array;
}

export class IntentModel {
  readonly #classifiers = new Map<string, Classifier>();

  /** @throws ModelFileError, TensorError */
  constructor(file: SafetensorsFile) {
    for (const [task, described] of file.metadata) {
      const shape = parseShape(described);
      if (shape === undefined) {
        const expected = '{"buckets": a power of two, "rows": a number, "heads": [names]}';
        throw new ModelFileError(file.file, `describes ${task} as ${described}`, expected);
      }
      const { buckets, rows, heads } = shape;
      const kept = new KeptBuckets(file.int8(`${task}.kept`, [buckets / 8]));
      if (kept.count !== rows) {
        throw new ModelFileError(file.file, `keeps ${kept.count} buckets of ${task}`, `${rows}`);
      }
      this.#classifiers.set(task, {
        ...shape,
        kept,
        weights: file.int8(`${task}.weights`, [rows, heads.length]),
        scales: file.float32(`${task}.scales`, [heads.length]),
        bias: file.float32(`${task}.bias`, [heads.length]),
      });
    }
  }

  /** The probability of each head; undefined for a task that it was not trained for. */
  classify(task: string, cues: ReadonlySet<string>): ReadonlyMap<AnswerHead, number> | undefined {
    const classifier = this.#classifiers.get(task);
    if (classifier === undefined) return undefined;
    const { buckets, heads, kept, weights, scales, bias } = classifier;
    const sums = new Float64Array(heads.length);
    for (const cue of cues) {
      const row = kept.rowOf(bucketOf(cue, buckets));
      if (row === undefined) continue;
      const at = row * heads.length;
      for (let head = 0; head < sums.length; head++) sums[head]! += weights[at + head]!;
    }
    const probabilities = softmax(sums.map((sum, head) => sum * scales[head]! + bias[head]!));
    return new Map(heads.map((head, i) => [head, probabilities[i]!]));
  }
}

/** Which buckets have weights, and in which row these are. */
class KeptBuckets {
  readonly #bits: Uint8Array;
  /** For each block of BLOCK bytes, how many bits are set before it. */
  readonly #before: Uint32Array;
  readonly count: number;

  constructor(bits: Int8Array) {
    this.#bits = new Uint8Array(bits.buffer, bits.byteOffset, bits.length);
    this.#before = new Uint32Array(Math.ceil(bits.length / BLOCK));
    let count = 0;
    for (let block = 0; block < this.#before.length; block++) {
      this.#before[block] = count;
      count += this.#bitsIn(block * BLOCK, Math.min(bits.length, (block + 1) * BLOCK));
    }
    this.count = count;
  }

  rowOf(bucket: number): number | undefined {
    const at = bucket >> 3;
    const byte = this.#bits[at]!;
    const bit = 1 << (bucket & 7);
    if ((byte & bit) === 0) return undefined;
    const block = Math.floor(at / BLOCK);
    return this.#before[block]! + this.#bitsIn(block * BLOCK, at) + BITS_IN[byte & (bit - 1)]!;
  }

  /** How many bits are set in the bytes [begin, end). */
  #bitsIn(begin: number, end: number): number {
    let count = 0;
    for (let i = begin; i < end; i++) count += BITS_IN[this.#bits[i]!]!;
    return count;
  }
}

/** Bytes that are counted together: a table with an entry for each byte would take longer to fill than the rest of the start. */
const BLOCK = 64;

/** How many bits are set in each byte. */
const BITS_IN = new Uint8Array(256);
for (let byte = 1; byte < 256; byte++) BITS_IN[byte] = BITS_IN[byte >> 1]! + (byte & 1);

interface Shape {
  readonly buckets: number;
  readonly rows: number;
  readonly heads: readonly string[];
}

function parseShape(text: string): Shape | undefined {
  let shape: unknown;
  try {
    shape = JSON.parse(text);
  } catch {
    return undefined;
  }
  if (typeof shape !== 'object' || shape === null) return undefined;
  if (!('buckets' in shape) || !('rows' in shape) || !('heads' in shape)) return undefined;
  const { buckets, rows, heads } = shape;
  const isPower = typeof buckets === 'number' && buckets >= 8 && (buckets & (buckets - 1)) === 0;
  const areNames = Array.isArray(heads) && heads.every((head) => typeof head === 'string');
  return isPower && typeof rows === 'number' && areNames ? { buckets, rows, heads } : undefined;
}

/** Where the weights of a cue lie: its FNV-1a hash (of UTF-16 units), mixed, modulo `buckets`, a power of two. */
export function bucketOf(cue: string, buckets: number): number {
  let hash = 0x811c9dc5;
  for (let i = 0; i < cue.length; i++) hash = Math.imul(hash ^ cue.charCodeAt(i), 0x01000193);
  hash = Math.imul(hash ^ (hash >>> 15), 0x2c1b3c6d);
  return (hash ^ (hash >>> 13)) & (buckets - 1);
}

/** exp(x) over the sum of all. */
export function softmax(values: Float64Array): Float64Array {
  const highest = values.reduce((most, value) => Math.max(most, value), Number.NEGATIVE_INFINITY);
  const weights = values.map((value) => Math.exp(value - highest));
  const sum = weights.reduce((total, weight) => total + weight, 0);
  return weights.map((weight) => weight / sum);
}
