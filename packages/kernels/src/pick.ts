/**
 * Chooses the kernel variant at start: of those that this host runs exactly, the fastest. Relaxed SIMD
 * leaves the meaning of its dot product to the host, so exactness is computed, not assumed, with the
 * extremes that the pair bound allows; the choice changes speed only, never a bit of a result.
 */
import { type Kernels, PAIR_BOUND } from './kernels.ts';
import {
  createMemory,
  KERNEL_VARIANTS,
  KernelFileError,
  type KernelVariant,
  kernelBytes,
} from './load.ts';
import { optimised } from './optimised.ts';

/** What the probe found out about one variant. */
export type VariantProbe =
  | { readonly variant: KernelVariant; readonly usable: false; readonly problem: string }
  | {
      readonly variant: KernelVariant;
      readonly usable: true;
      /** Weights read per second / 1e9 by matVec, in one thread, from the cache. */
      readonly gigabytesPerSecond: number;
    };

export interface KernelChoice {
  readonly variant: KernelVariant;
  /** Why, in a sentence that `wick info` shows. */
  readonly reason: string;
  readonly probes: readonly VariantProbe[];
}

/** Shape of the timed matrix: 256 KiB, as large as a layer's part for one thread. */
const ROWS = 1024;
const COLUMNS = 256;

/** A run takes some 10 microseconds, and the fastest of each variant counts. */
const TIMING_MS = 4;

/** The kernels that the probe uses. */
type Probed = Pick<Kernels, 'matVec' | 'maxPairSum'>;

/** Where things lie in the probe's memory, in bytes; the matrix comes last. */
const SCALE = 0;
const ACTIVATIONS = 64;
const ROW_SCALES = 1024;
const ROW_SUMS = ROW_SCALES + 4 * ROWS;
const OUTPUT = ROW_SUMS + 4 * ROWS;
const WEIGHTS = OUTPUT + 4 * ROWS;
const MEMORY_BYTES = WEIGHTS + ROWS * COLUMNS;

/** Pairs of weights at the pair bound, each repeated over a row. */
const EXTREME_PAIRS: readonly (readonly [number, number])[] = [
  [64, 64],
  [127, 1],
  [1, 127],
  [127, -1],
  [-64, -64],
  [-127, -1],
  [-1, 127],
  [-128, 0],
  [0, -128],
];

/** Pairs of activations that, with the weights above, reach the largest and smallest pair sums. */
const EXTREME_ACTIVATIONS: readonly (readonly [number, number])[] = [
  [255, 255],
  [255, 0],
  [0, 255],
  [128, 128],
  [127, 128],
  [1, 255],
];

/**
 * Probes every variant and returns the fastest exact one, in about 10 ms. Throws KernelFileError if
 * the kernels are not built or this host cannot even run the plain ones.
 */
export function pickKernel(): KernelChoice {
  const memory = createMemory(MEMORY_BYTES);
  const problems = new Map<KernelVariant, string>();
  const usable = new Map<KernelVariant, Probed>();
  for (const variant of KERNEL_VARIANTS) {
    const bytes = kernelBytes(variant, 'probe');
    if (variant !== 'plain' && !WebAssembly.validate(bytes)) {
      problems.set(variant, 'this host has no relaxed SIMD');
      continue;
    }
    const kernels = loadProbe(memory, bytes);
    if (isExact(kernels, memory)) usable.set(variant, kernels);
    else problems.set(variant, "this host's relaxed dot product is not signed times unsigned");
  }
  const speeds = measureSpeeds(usable);
  const probes = KERNEL_VARIANTS.map((variant): VariantProbe => {
    const problem = problems.get(variant);
    if (problem !== undefined) return { variant, usable: false, problem };
    return { variant, usable: true, gigabytesPerSecond: speeds.get(variant) ?? 0 };
  });
  // Plain SIMD is exact by its specification, so there is always one.
  let variant: KernelVariant = 'plain';
  for (const [name, speed] of speeds) if (speed > (speeds.get(variant) ?? 0)) variant = name;
  return { variant, reason: explain(variant, probes), probes };
}

function loadProbe(memory: WebAssembly.Memory, bytes: Uint8Array): Probed {
  const module = optimised(() => new WebAssembly.Module(bytes));
  const { exports } = new WebAssembly.Instance(module, { env: { memory } });
  if (!isProbe(exports)) throw new KernelFileError('probe.wasm', 'it lacks matVec or maxPairSum');
  return exports;
}

function isProbe(exports: object): exports is Probed {
  return ['matVec', 'maxPairSum'].every((name) => typeof Reflect.get(exports, name) === 'function');
}

function explain(chosen: KernelVariant, probes: readonly VariantProbe[]): string {
  const findings = probes.map((probe) =>
    probe.usable
      ? `${probe.variant} ${probe.gigabytesPerSecond.toFixed(1)} GB/s`
      : `${probe.variant} not usable: ${probe.problem}`,
  );
  const exact = probes.filter((probe) => probe.usable).length;
  const claim = exact > 1 ? `the fastest of ${exact} exact variants` : 'the only exact variant';
  return `${chosen} is ${claim} (${findings.join('; ')})`;
}

/** Whether matVec gives the exact integers for all extremes. */
export function isExact(kernels: Probed, memory: WebAssembly.Memory): boolean {
  const columns = 64;
  const rows = EXTREME_PAIRS.length + 7 - ((EXTREME_PAIRS.length + 7) % 8);
  const weights = new Int8Array(memory.buffer, WEIGHTS, rows * columns);
  const activations = new Uint8Array(memory.buffer, ACTIVATIONS, columns);
  const output = new Float32Array(memory.buffer, OUTPUT, rows);
  // Without row sums and with scales of 1, the result is the bare dot product.
  new Float32Array(memory.buffer, SCALE, 1).fill(1);
  new Float32Array(memory.buffer, ROW_SCALES, rows).fill(1);
  new Int32Array(memory.buffer, ROW_SUMS, rows).fill(0);
  weights.fill(0);
  // In the packed order, see Kernels.packRows.
  EXTREME_PAIRS.forEach((pair, row) => {
    const block = (row >> 3) * 8 * columns + (row % 8) * 16;
    for (let column = 0; column < columns; column++) {
      weights[block + (column >> 4) * 128 + (column % 16)] = pair[column % 2]!;
    }
  });
  if (kernels.maxPairSum(WEIGHTS, rows * columns) !== PAIR_BOUND) return false;
  return EXTREME_ACTIVATIONS.every(([even, odd]) => {
    for (let column = 0; column < columns; column++) {
      activations[column] = column % 2 === 0 ? even : odd;
    }
    const whole = [ROW_SCALES, ROW_SUMS, columns, 0, rows, ACTIVATIONS, SCALE, OUTPUT] as const;
    kernels.matVec(WEIGHTS, ...whole);
    return EXTREME_PAIRS.every(
      ([first, second], row) => output[row] === (columns / 2) * (first * even + second * odd),
    );
  });
}

/** GB/s of each variant's matVec: its fastest run, all variants taking turns so that noise meets all. */
function measureSpeeds(usable: ReadonlyMap<KernelVariant, Probed>): Map<KernelVariant, number> {
  const speeds = new Map<KernelVariant, number>();
  for (const variant of usable.keys()) speeds.set(variant, 0);
  const deadline = performance.now() + TIMING_MS;
  do {
    for (const [variant, kernels] of usable) {
      const start = performance.now();
      kernels.matVec(WEIGHTS, ROW_SCALES, ROW_SUMS, COLUMNS, 0, ROWS, ACTIVATIONS, SCALE, OUTPUT);
      const speed = (ROWS * COLUMNS) / ((performance.now() - start) * 1e6);
      speeds.set(variant, Math.max(speeds.get(variant) ?? 0, speed));
    }
  } while (performance.now() < deadline);
  return speeds;
}
