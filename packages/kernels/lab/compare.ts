/**
 * The lab's experiments: each kernel variant beside the product's kernel, taking turns in one process, after a check that both
 * compute the same (attention in one pass: nearly the same). One thread; the barriers are compared by two.
 *
 *     node scripts/node24.mjs packages/kernels/lab/compare.ts [--json]
 *
 * --json prints one JSON object (evals/results/lab.json is such a run; docs/speed.md quotes it). Needs the AssemblyScript compiler.
 */
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { availableParallelism, cpus } from 'node:os';
import { join } from 'node:path';
import {
  createMemory,
  type KernelVariant,
  loadKernels,
  measureReadBandwidth,
  optimised,
  pickKernel,
} from '../src/index.ts';
import { compareBarriers } from './barriers.ts';
import { experiments, isLab, type Lab } from './experiments.ts';
import { Bench } from './memory.ts';
import { partitions } from './partitions.ts';

const ROUNDS = 60;
/** A run is repeated until it takes about this long, so that the clock does not count. */
const RUN_MS = 0.5;

export interface VariantResult {
  readonly name: string;
  /** Amount per nanosecond: the median run, and the fastest. */
  readonly median: number;
  readonly best: number;
  /** The median of its speed over the product's in the same round. */
  readonly ratio: number;
}

export interface ExperimentResult {
  readonly unit: 'GB/s' | 'GMAC/s' | 'Gelements/s';
  readonly results: Readonly<Record<string, VariantResult>>;
}

/** The variants, compiled with the dot product that this host runs fastest. */
function loadLab(dot: KernelVariant, memory: WebAssembly.Memory): Lab {
  const folder = join(import.meta.dirname, '..');
  execFileSync(process.execPath, [join(folder, 'build.mjs'), '--lab']);
  const suffix = dot === 'plain' ? '' : `-${dot}`;
  const bytes = readFileSync(join(folder, 'build', `lab${suffix}.wasm`));
  const module = optimised(() => new WebAssembly.Module(bytes));
  const { exports } = new WebAssembly.Instance(module, { env: { memory } });
  if (!isLab(exports))
    throw new Error('variants/index.ts exports other functions than experiments.ts runs');
  return exports;
}

/** All variants in turn, round by round. The first is the product's. */
function measure(
  amount: number,
  variants: readonly { name: string; run: () => void }[],
): VariantResult[] {
  const speeds = variants.map((): number[] => []);
  const repeats = variants.map(({ run }) => repeatsOf(run));
  for (let round = 0; round < ROUNDS; round++) {
    variants.forEach(({ run }, i) => {
      const start = performance.now();
      for (let repeat = 0; repeat < repeats[i]!; repeat++) run();
      speeds[i]!.push((amount * repeats[i]!) / ((performance.now() - start) * 1e6));
    });
  }
  return variants.map(({ name }, i) => ({
    name,
    median: median(speeds[i]!),
    best: Math.max(...speeds[i]!),
    ratio: median(speeds[i]!.map((speed, round) => speed / speeds[0]![round]!)),
  }));
}

function repeatsOf(run: () => void): number {
  run();
  const start = performance.now();
  run();
  return Math.max(1, Math.ceil(RUN_MS / (performance.now() - start)));
}

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[values.length >> 1]!;
}

async function main(): Promise<void> {
  const json = process.argv.includes('--json');
  const { variant } = pickKernel();
  const memory = createMemory(Bench.BYTES);
  const kernels = optimised(() => loadKernels(memory, variant));
  const lab = loadLab(variant, memory);
  const bench = new Bench(memory);
  const limit = measureReadBandwidth(kernels, bench.weights, Bench.WEIGHT_BYTES);
  const report: Record<string, ExperimentResult> = {};
  for (const { id, unit, amount, variants, check } of experiments(kernels, lab, bench)) {
    check();
    const measured = measure(amount, variants);
    report[id] = {
      unit,
      results: Object.fromEntries(measured.map((result, i) => [variants[i]!.id, result])),
    };
    if (json) continue;
    console.log(`\n${id} (${unit})`);
    for (const { name, median: speed, best, ratio } of measured) {
      console.log(`  ${name.padEnd(52)} ${cell(speed)} best ${cell(best)} ${ratio.toFixed(2)}x`);
    }
  }
  const barriers = availableParallelism() > 1 ? await compareBarriers() : undefined;
  if (!json) {
    console.log(`\nread bandwidth ${limit.gigabytesPerSecond.toFixed(1)} GB/s`);
    console.log(`largest share of a layer over an equal one: ${JSON.stringify(partitions())}`);
    console.log(`barriers, two threads, microseconds: ${JSON.stringify(barriers)}`);
    return;
  }
  const machine = {
    cpu: cpus()[0]?.model.trim() ?? 'unknown',
    node: process.version,
    dot: variant,
  };
  const readBandwidth = limit.gigabytesPerSecond;
  process.stdout.write(
    `${JSON.stringify({ machine, readBandwidth, experiments: report, barriers, partitions: partitions() }, null, 1)}\n`,
  );
}

function cell(value: number): string {
  return value.toFixed(1).padStart(7);
}

await main();
