/**
 * Where the time of a decoded token goes, as the caller's thread sees it: each kernel, waiting for other threads, what
 * else a step does, and what lies between two steps. Run by run; the fastest quarter of the runs is reported, because
 * other programs only ever add time. Reading the clock adds some 0.1 microseconds to each kernel.
 *
 *     node scripts/node24.mjs packages/engine/lab/profile.ts [MODEL_FOLDER] [THREADS] [DEPTH]
 */
import { join } from 'node:path';
import { Barrier } from '../src/barrier.ts';
import { Engine } from '../src/index.ts';
import { EngineRuntime } from '../src/runtime.ts';

const RUNS = 60;
const DECODED = 128;
/** Padding, which the model never writes. */
const NEVER = 0;

/** Milliseconds of the run in progress, by what took them. */
const spent = new Map<string, number>();

/** `call`, its time noted under `name`. */
function timed<Arguments extends unknown[], Result>(
  name: string,
  call: (...all: Arguments) => Result,
): (...all: Arguments) => Result {
  return function (this: unknown, ...all: Arguments): Result {
    const start = performance.now();
    try {
      return call.apply(this, all);
    } finally {
      spent.set(name, (spent.get(name) ?? 0) + performance.now() - start);
    }
  };
}

/** Kernels are loaded through WebAssembly.Instance: its exports get clocks. */
function watchKernels(): void {
  const { Instance } = WebAssembly;
  WebAssembly.Instance = new Proxy(Instance, {
    construct(target, [module, imports]: [WebAssembly.Module, WebAssembly.Imports]) {
      const exports = Object.entries(new target(module, imports).exports);
      const watched = exports.map(([name, kernel]) =>
        typeof kernel === 'function'
          ? [name, timed(name, (...all: unknown[]) => Reflect.apply(kernel, undefined, all))]
          : [name, kernel],
      );
      return { exports: Object.fromEntries(watched) };
    },
  });
}

async function main(): Promise<void> {
  const [folder = join(import.meta.dirname, '../../../model'), threads, depth = '1'] =
    process.argv.slice(2);
  watchKernels();
  Barrier.prototype.wait = timed('waiting for threads', Barrier.prototype.wait);
  EngineRuntime.prototype.run = timed('step', EngineRuntime.prototype.run);
  const engine = await Engine.open(folder, threads ? { threads: Number(threads) } : {});
  await engine.ready();
  const prompt = Array.from({ length: Number(depth) }, (_, i) => 100 + ((7 * i) % 1000));
  const runs: { token: number; parts: Map<string, number> }[] = [];
  for (let run = 0; run < RUNS; run++) {
    let count = 0;
    let start = 0;
    for await (const _ of engine.generate({ prompt, maxTokens: DECODED + 1, stop: NEVER })) {
      // The first token's step reads the prompt.
      if (count++ > 0) continue;
      spent.clear();
      start = performance.now();
    }
    runs.push({ token: performance.now() - start, parts: new Map(spent) });
  }
  await engine.close();

  const fastest = runs.toSorted((a, b) => a.token - b.token).slice(0, RUNS / 4);
  const micros = (of: (run: (typeof runs)[number]) => number) =>
    (fastest.reduce((sum, run) => sum + of(run), 0) / fastest.length / DECODED) * 1000;
  const part = (name: string) => micros(({ parts }) => parts.get(name) ?? 0);
  const token = micros((run) => run.token);
  const step = part('step');
  const inside = [...spent.keys()].filter((name) => name !== 'step');
  const rest = step - inside.reduce((sum, name) => sum + part(name), 0);
  const rows: [string, number][] = [
    ...inside.map((name): [string, number] => [name, part(name)]),
    ['the rest of a step', rest],
    ['between two steps', token - step],
  ];
  console.log(
    `${engine.threads} threads, depth ${depth}: ${token.toFixed(1)} microseconds a token`,
  );
  for (const [name, time] of rows.toSorted((a, b) => b[1] - a[1])) {
    console.log(
      `  ${name.padEnd(24)}${time.toFixed(1).padStart(8)}  ${((100 * time) / token).toFixed(0)}%`,
    );
  }
}

await main();
