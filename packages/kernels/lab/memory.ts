/** The lab's memory: random weights, activations, scales and a KV cache at fixed places, equal in every run. */
import type { Pointer } from '../src/index.ts';

const MEGABYTE = 1 << 20;

export class Bench {
  static readonly WEIGHT_BYTES = 4 * MEGABYTE;
  static readonly BYTES = 20 * MEGABYTE;
  readonly buffer: SharedArrayBuffer;
  /** i8 within the pair bound; row sums and scales are for rows of 256 columns. */
  readonly weights: Pointer = 8 * MEGABYTE;
  /** The same weights as the product wants them; see `pack`. */
  readonly packed: Pointer = 12 * MEGABYTE;
  readonly scales: Pointer = MEGABYTE;
  readonly sums: Pointer = 2 * MEGABYTE;
  /** u8 vectors and their scales. */
  readonly vectors: Pointer = 64;
  readonly vectorScales: Pointer = MEGABYTE / 2;
  /** f32 vectors: residual streams. */
  readonly floats: Pointer = 3 * MEGABYTE;
  /** What the product writes, and what a variant writes. */
  readonly expected: Pointer = 4 * MEGABYTE;
  readonly actual: Pointer = 5 * MEGABYTE;
  readonly scratch: Pointer = 6 * MEGABYTE;
  readonly scratchUp: Pointer = 7 * MEGABYTE;

  constructor(memory: WebAssembly.Memory) {
    this.buffer = memory.buffer;
    let state = 12345;
    const random = () => {
      state = (Math.imul(state, 1664525) + 1013904223) | 0;
      return state >>> 8;
    };
    const weights = new Int8Array(this.buffer, this.weights, Bench.WEIGHT_BYTES);
    for (let i = 0; i < weights.length; i++) weights[i] = (random() % 128) - 64;
    const vectors = new Uint8Array(this.buffer, this.vectors, MEGABYTE / 4);
    for (let i = 0; i < vectors.length; i++) vectors[i] = random() % 255;
    for (const [place, size] of [
      [this.scales, 0.002],
      [this.vectorScales, 0.01],
    ] as const) {
      const values = new Float32Array(this.buffer, place, MEGABYTE / 8);
      for (let i = 0; i < values.length; i++) values[i] = size * (1 + (random() % 100) / 100);
    }
    const floats = new Float32Array(this.buffer, this.floats, MEGABYTE / 4);
    for (let i = 0; i < floats.length; i++) floats[i] = (random() % 2001) / 1000 - 1;
  }

  /** Writes `rows` rows of `columns` to `packed`, in the order [rows / 8, columns / 16, 8, 16]. */
  pack(rows: number, columns: number): void {
    const from = new Int8Array(this.buffer, this.weights, rows * columns);
    const to = new Int8Array(this.buffer, this.packed, rows * columns);
    let at = 0;
    for (let row = 0; row < rows; row += 8) {
      for (let column = 0; column < columns; column += 16) {
        for (let inner = row; inner < row + 8; inner++, at += 16) {
          const start = inner * columns + column;
          to.set(from.subarray(start, start + 16), at);
        }
      }
    }
  }

  /** Writes the sum of each of `rows` rows of `columns` weights to `sums`. */
  sumRows(rows: number, columns: number): void {
    const weights = new Int8Array(this.buffer, this.weights, rows * columns);
    const sums = new Int32Array(this.buffer, this.sums, rows);
    for (let row = 0; row < rows; row++) {
      sums[row] = weights
        .subarray(row * columns, (row + 1) * columns)
        .reduce((sum, weight) => sum + weight, 0);
    }
  }

  /** Reorders 32-bit values [rows, groups] at `from` to [rows / 8, groups, 8] at `to`. */
  groupRows(from: Pointer, to: Pointer, rows: number, groups: number): void {
    const input = new Int32Array(this.buffer, from, rows * groups);
    const output = new Int32Array(this.buffer, to, rows * groups);
    for (let row = 0; row < rows; row++) {
      for (let group = 0; group < groups; group++) {
        output[((row >> 3) * groups + group) * 8 + (row & 7)] = input[row * groups + group]!;
      }
    }
  }

  /** Throws if `bytes` of what the variant wrote are not what the product wrote. */
  assertSame(what: string, bytes: number): void {
    const expected = Buffer.from(this.buffer, this.expected, bytes);
    if (expected.equals(Buffer.from(this.buffer, this.actual, bytes))) return;
    throw new Error(`${what} computes something else than the product`);
  }

  /** Throws if one of `count` floats is off by more than `tolerance` of the largest. */
  assertNear(what: string, count: number, tolerance: number): void {
    const expected = new Float32Array(this.buffer, this.expected, count);
    const actual = new Float32Array(this.buffer, this.actual, count);
    const largest = Math.max(...expected.map(Math.abs));
    const error = Math.max(...expected.map((value, i) => Math.abs(value - actual[i]!)));
    if (!(error <= tolerance * largest)) throw new Error(`${what} is off by ${error / largest}`);
  }
}
