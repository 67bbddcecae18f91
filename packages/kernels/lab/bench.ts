/**
 * Speed of the kernels in one thread, each variant beside the limit of the same run: matVec against the read
 * bandwidth, matMul and attention in multiply-accumulates. Prints one line for each figure (median, and best),
 * then one JSON object.
 *
 *     node scripts/node24.mjs packages/kernels/lab/bench.ts
 */
import { cpus } from 'node:os';
import {
  createMemory,
  KERNEL_VARIANTS,
  type Kernels,
  loadKernels,
  measureReadBandwidth,
  pickKernel,
} from '../src/index.ts';

const MEGABYTE = 1 << 20;
const TIME_MS = 400;
/** Prefill's batch, and those of decoding for several requests. */
const BATCHES = [2, 3, 4, 8, 64];
/** Positions in a block of the KV cache. */
const BLOCK_TOKENS = 64;

/** Byte addresses: every array has room for the largest shape below. */
const VECTORS = 1024;
const BLOCKS = 512 << 10;
const SCALES = MEGABYTE;
const SUMS = 2 * MEGABYTE;
const OUTPUT = 3 * MEGABYTE;
const WEIGHTS = 8 * MEGABYTE;
const WEIGHT_BYTES = 5 * MEGABYTE;

interface Figure {
  readonly name: string;
  readonly unit: 'GB/s' | 'GMAC/s';
  readonly median: number;
  readonly best: number;
}

/** Amount (bytes or multiply-accumulates) per nanosecond, over runs for about TIME_MS after a warm-up as long. */
function measure(name: string, unit: Figure['unit'], amount: number, run: () => void): Figure {
  const warm = performance.now() + TIME_MS;
  while (performance.now() < warm) run();
  const times: number[] = [];
  const deadline = performance.now() + TIME_MS;
  while (performance.now() < deadline) {
    const start = performance.now();
    run();
    times.push(performance.now() - start);
  }
  times.sort((a, b) => a - b);
  const speed = (ms: number) => Number((amount / (ms * 1e6)).toFixed(1));
  const figure = { name, unit, median: speed(times[times.length >> 1]!), best: speed(times[0]!) };
  console.log(`  ${name.padEnd(34)} ${figure.median} ${unit} (best ${figure.best})`);
  return figure;
}

function measureVariant(kernels: Kernels): Figure[] {
  const figures: Figure[] = [];
  for (const columns of [256, 704]) {
    const rows = Math.floor(WEIGHT_BYTES / columns);
    const matrix = [WEIGHTS, SCALES, SUMS, columns, 0, rows, VECTORS, SCALES] as const;
    figures.push(
      measure(`matVec 5 MB, ${columns} columns`, 'GB/s', rows * columns, () =>
        kernels.matVec(...matrix, OUTPUT),
      ),
    );
  }
  const vocab = WEIGHT_BYTES / 256;
  figures.push(
    measure('headMatVec 5 MB, 256 columns', 'GB/s', WEIGHT_BYTES, () =>
      kernels.headMatVec(
        ...([WEIGHTS, SCALES, SUMS, 256, 64, 0, vocab, VECTORS, SCALES, 1] as const),
        OUTPUT,
      ),
    ),
  );
  for (const tokens of BATCHES) {
    for (const [rows, columns] of [
      [704, 256],
      [256, 704],
    ] as const) {
      const matrix = [WEIGHTS, SCALES, SUMS, columns, 0, rows, VECTORS, SCALES] as const;
      const amount = rows * columns * tokens;
      figures.push(
        measure(`matMul ${rows} x ${columns}, ${tokens} tokens`, 'GMAC/s', amount, () =>
          kernels.matMul(...matrix, tokens, OUTPUT, rows),
        ),
      );
    }
    if (tokens === 64) continue;
    const head = [WEIGHTS, SCALES, SUMS, 256, 64, 0, vocab, VECTORS, SCALES, tokens, 1] as const;
    figures.push(
      measure(`headMatMul 5 MB, ${tokens} tokens`, 'GMAC/s', WEIGHT_BYTES * tokens, () =>
        kernels.headMatMul(...head, OUTPUT, vocab),
      ),
    );
  }
  for (const heads of [1, 2, 4]) {
    // A dot product with the key and a weighted sum with the value: two per dimension and key.
    const [headDim, positions] = [64, 1024];
    const rows = [WEIGHTS, SCALES, WEIGHTS + MEGABYTE, SCALES] as const;
    const cache = [...rows, BLOCKS, positions / BLOCK_TOKENS, BLOCK_TOKENS, 0, positions] as const;
    figures.push(
      measure(
        `attention ${heads} heads, ${positions} keys`,
        'GMAC/s',
        2 * heads * headDim * positions,
        () =>
          kernels.attention(
            VECTORS,
            SCALES,
            heads,
            headDim,
            ...cache,
            0.125,
            OUTPUT,
            OUTPUT + MEGABYTE,
          ),
      ),
    );
  }
  return figures;
}

const memory = createMemory(WEIGHTS + WEIGHT_BYTES);
const weights = new Int8Array(memory.buffer, WEIGHTS, WEIGHT_BYTES);
for (let index = 0; index < WEIGHT_BYTES; index++)
  weights[index] = (Math.imul(index, 40503) >> 7) % 64;
new Float32Array(memory.buffer, SCALES, MEGABYTE / 4).fill(0.01);
new Int32Array(memory.buffer, BLOCKS, 1024).set(Array.from({ length: 1024 }, (_, block) => block));

const machine = `${cpus()[0]?.model ?? 'unknown'}, Node ${process.versions.node}`;
console.log(machine);
const choice = pickKernel();
console.log(choice.reason);
const limit = measureReadBandwidth(loadKernels(memory, 'plain'), WEIGHTS, WEIGHT_BYTES, TIME_MS);
console.log(
  `read bandwidth over 5 MB: ${limit.gigabytesPerSecond.toFixed(1)} GB/s (the limit of matVec)`,
);
const variants = KERNEL_VARIANTS.filter((variant) =>
  choice.probes.some((probe) => probe.variant === variant && probe.usable),
).map((variant) => {
  console.log(variant);
  return { variant, figures: measureVariant(loadKernels(memory, variant)) };
});
console.log(JSON.stringify({ machine, picked: choice.variant, limit, variants }));
