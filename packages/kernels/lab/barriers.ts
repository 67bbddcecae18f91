/**
 * Barrier designs between two threads: spinning in wasm and then sleeping (the kernel `barrier`), spinning in JavaScript with
 * Atomics.pause, and sleeping at once. Gives the median of many passes, in microseconds.
 */
import { isMainThread, parentPort, Worker, workerData } from 'node:worker_threads';
import { compileKernels, createMemory, loadKernels, optimised } from '../src/index.ts';

const PASSES = 2_000;
const ROUNDS = 9;
const STATE = 64;
const SPINS = 20_000;
const WORDS = { arrived: 0, generation: 16 } as const;

const DESIGNS = ['spinInWasm', 'spinInJavaScript', 'sleep'] as const;
type Design = (typeof DESIGNS)[number];

interface Task {
  readonly module: WebAssembly.Module;
  readonly memory: WebAssembly.Memory;
}

/** Microseconds for each design: two threads meet, and both go on. */
export async function compareBarriers(): Promise<Record<Design, number>> {
  const memory = createMemory(1 << 16);
  const module = optimised(() => compileKernels('plain'));
  const worker = new Worker(new URL(import.meta.url), { workerData: { module, memory } });
  await new Promise((resolve) => worker.once('message', resolve));
  const times = runAll({ module, memory });
  await worker.terminate();
  const median = (design: Design) => times[design].toSorted((a, b) => a - b)[ROUNDS >> 1]!;
  return {
    spinInWasm: median('spinInWasm'),
    spinInJavaScript: median('spinInJavaScript'),
    sleep: median('sleep'),
  };
}

/** Both threads do the same; what one measures, the other makes possible. */
function runAll({ module, memory }: Task): Record<Design, number[]> {
  const kernels = loadKernels(memory, module);
  const words = new Int32Array(memory.buffer, STATE + 1024, 32);
  const pass: Record<Design, () => void> = {
    spinInWasm: () => kernels.barrier(STATE, 2, SPINS),
    spinInJavaScript: () => meet(words, SPINS),
    sleep: () => meet(words, 0),
  };
  const times: Record<Design, number[]> = { spinInWasm: [], spinInJavaScript: [], sleep: [] };
  for (let round = 0; round < ROUNDS; round++) {
    for (const design of DESIGNS) {
      const start = performance.now();
      for (let i = 0; i < PASSES; i++) pass[design]();
      times[design].push(((performance.now() - start) / PASSES) * 1000);
    }
  }
  return times;
}

function meet(words: Int32Array, spins: number): void {
  const generation = Atomics.load(words, WORDS.generation);
  if (Atomics.add(words, WORDS.arrived, 1) === 1) {
    Atomics.store(words, WORDS.arrived, 0);
    Atomics.add(words, WORDS.generation, 1);
    Atomics.notify(words, WORDS.generation);
    return;
  }
  for (let spin = 0; spin < spins; spin++) {
    if (Atomics.load(words, WORDS.generation) !== generation) return;
    Atomics.pause();
  }
  while (Atomics.load(words, WORDS.generation) === generation) {
    Atomics.wait(words, WORDS.generation, generation);
  }
}

if (!isMainThread && parentPort) {
  parentPort.postMessage('ready');
  runAll(workerData);
}
