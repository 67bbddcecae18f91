/**
 * What the kernel tests share: kernels over a memory of their own, arrays placed into it one after the
 * other, reproducible random data, and the list of variants that this host can run.
 */
import {
  ALIGNMENT,
  BLOCK_ROWS,
  createMemory,
  type Kernels,
  type KernelVariant,
  loadKernels,
  PAIR_BOUND,
  type Pointer,
  pickKernel,
} from '../src/index.ts';

/** The variants, each with the reason to skip it if this host cannot run it exactly. */
export const VARIANTS: readonly { variant: KernelVariant; skip: string | false }[] =
  pickKernel().probes.map((probe) => ({
    variant: probe.variant,
    skip: probe.usable ? false : probe.problem,
  }));

/** Arrays in a shared memory and kernels that work on it. */
export class Workbench {
  readonly kernels: Kernels;
  readonly memory: WebAssembly.Memory;
  #next: Pointer = ALIGNMENT;

  constructor(variant: KernelVariant, bytes = 4 << 20) {
    this.memory = createMemory(bytes);
    this.kernels = loadKernels(this.memory, variant);
  }

  /** Address of `bytes` unused zeros. */
  reserve(bytes: number): Pointer {
    const address = this.#next;
    this.#next = Math.ceil((address + bytes) / ALIGNMENT) * ALIGNMENT;
    if (this.#next > this.memory.buffer.byteLength) throw new RangeError('The workbench is full.');
    return address;
  }

  float32(values: readonly number[]): Pointer {
    const address = this.reserve(4 * values.length);
    new Float32Array(this.memory.buffer, address, values.length).set(values);
    return address;
  }

  int32(values: readonly number[]): Pointer {
    const address = this.reserve(4 * values.length);
    new Int32Array(this.memory.buffer, address, values.length).set(values);
    return address;
  }

  int8(values: readonly number[]): Pointer {
    const address = this.reserve(values.length);
    new Int8Array(this.memory.buffer, address, values.length).set(values);
    return address;
  }

  /** Packs a matrix, block by block, as linear maps take it: [weights, scales, sums]. */
  packed(
    rows: readonly (readonly number[])[],
    scales: readonly (readonly number[])[],
    groupColumns: number,
  ): readonly [Pointer, Pointer, Pointer] {
    const columns = rows[0]!.length;
    const groups = columns / groupColumns;
    const blocks = Math.ceil(rows.length / BLOCK_ROWS);
    const weights = this.reserve(blocks * BLOCK_ROWS * columns);
    const [packedScales, sums] = [0, 1].map(() => this.reserve(blocks * BLOCK_ROWS * groups * 4));
    const from = this.int8(rows.flat());
    const fromScales = this.float32(scales.flat());
    for (let row = 0; row < rows.length; row += BLOCK_ROWS) {
      this.kernels.packRows(
        from + row * columns,
        fromScales + row * groups * 4,
        Math.min(BLOCK_ROWS, rows.length - row),
        columns,
        groupColumns,
        weights + row * columns,
        packedScales! + row * groups * 4,
        sums! + row * groups * 4,
      );
    }
    return [weights, packedScales!, sums!];
  }

  /** The quantised vector as linear maps take it: q + 128. */
  activations(q: readonly number[]): Pointer {
    const address = this.reserve(q.length);
    new Uint8Array(this.memory.buffer, address, q.length).set(q.map((x) => x + 128));
    return address;
  }

  readFloat32(address: Pointer, count: number): number[] {
    return [...new Float32Array(this.memory.buffer, address, count)];
  }

  readInt32(address: Pointer, count: number): number[] {
    return [...new Int32Array(this.memory.buffer, address, count)];
  }

  readInt8(address: Pointer, count: number): number[] {
    return [...new Int8Array(this.memory.buffer, address, count)];
  }

  readUint8(address: Pointer, count: number): number[] {
    return [...new Uint8Array(this.memory.buffer, address, count)];
  }
}

/** Reproducible random numbers: a 32-bit xorshift (Marsaglia 2003). */
export class Random {
  #state: number;

  constructor(seed: number) {
    this.#state = seed | 1;
  }

  /** In [0, 1). */
  next(): number {
    let x = this.#state;
    x ^= x << 13;
    x ^= x >>> 17;
    x ^= x << 5;
    this.#state = x;
    return (x >>> 0) / 2 ** 32;
  }

  integer(lowest: number, highest: number): number {
    return lowest + Math.floor(this.next() * (highest - lowest + 1));
  }

  /** `count` f32 values in [-size, size). */
  floats(count: number, size = 1): number[] {
    return Array.from({ length: count }, () => Math.fround((this.next() * 2 - 1) * size));
  }

  /** `count` f32 values in [low, high), above zero: scales. */
  scales(count: number, low = 0.001, high = 0.02): number[] {
    return Array.from({ length: count }, () => Math.fround(low + this.next() * (high - low)));
  }

  /** `count` quantised values in [-127, 127]. */
  bytes(count: number): number[] {
    return Array.from({ length: count }, () => this.integer(-127, 127));
  }

  /** `count` int8 weights within the pair bound, a quarter of the pairs exactly at it. */
  weights(count: number): number[] {
    const weights: number[] = [];
    while (weights.length < count) {
      const first = this.integer(-127, 127);
      const room = PAIR_BOUND - Math.abs(first);
      const second = this.integer(0, 3) === 0 ? room : this.integer(-room, room);
      weights.push(first, Math.min(second, 127));
    }
    return weights;
  }
}

/** The array in pieces of `length`. */
export function rowsOf<T>(values: readonly T[], length: number): T[][] {
  const rows: T[][] = [];
  for (let start = 0; start < values.length; start += length) {
    rows.push(values.slice(start, start + length));
  }
  return rows;
}

/** The largest |actual - expected|; infinite when lengths differ or anything is not a number. */
export function largestError(actual: readonly number[], expected: readonly number[]): number {
  if (actual.length !== expected.length) return Number.POSITIVE_INFINITY;
  return actual.reduce((largest, value, index) => {
    const error = Math.abs(value - expected[index]!);
    return Number.isNaN(error) ? Number.POSITIVE_INFINITY : Math.max(largest, error);
  }, 0);
}

/** Boundaries of whole blocks that split `rows` rows between 1, 2 and 3 threads; the last is that of the last block. */
export function splits(rows: number): number[][] {
  const blocks = Math.ceil(rows / BLOCK_ROWS);
  return [1, 2, 3].map((threads) =>
    Array.from({ length: threads + 1 }, (_, i) => Math.floor((blocks * i) / threads) * BLOCK_ROWS),
  );
}

/** `count` rounded up to whole blocks of rows. */
export function padded(count: number): number {
  return Math.ceil(count / BLOCK_ROWS) * BLOCK_ROWS;
}
