/**
 * How long Wick takes from the start of a process: each figure is of a process of its own, on a disk and with a compile cache that are warm.
 *
 *     node scripts/node24.mjs evals/start.ts [--rounds N] [--beside FOLDER] > evals/results/start.json
 *
 * --beside names another checkout, which takes turns with this one; each figure then has the ratio to it, the median over pairs.
 *
 *     load          Engine.open, by the process's own clock
 *     open          Assistant.open: the engine, and what else lies in the model's folder
 *     firstToken    from the start of the process to the first token after a prompt of 200, as an editor's helper would start
 *     edit          `wick edit FILE "rename total to subtotal" --dry-run --json`, the whole process
 *     help          `wick --help`, the whole process
 */
import { spawnSync } from 'node:child_process';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { describeMachine } from '@wick/assistant';
import { type Measure, measure, percentile } from './statistics.ts';

const ROOT = join(import.meta.dirname, '..');
const NAMES = ['load', 'open', 'firstToken', 'edit', 'help'] as const;
type Name = (typeof NAMES)[number];

/** What a process does that measures itself; it prints milliseconds. */
const SCRIPTS: Partial<Record<Name, (root: string) => string>> = {
  load: (root) => `
    const { Engine } = await import('${root}/packages/engine/src/index.ts');
    const start = performance.now();
    const engine = await Engine.open('${root}/model');
    console.log(performance.now() - start);
    await engine.close();`,
  open: (root) => `
    const { Assistant } = await import('${root}/packages/assistant/src/index.ts');
    const start = performance.now();
    const assistant = await Assistant.open();
    console.log(performance.now() - start);
    await assistant.close();`,
  // The clock of a process begins when it does.
  firstToken: (root) => `
    const { Engine } = await import('${root}/packages/engine/src/index.ts');
    const engine = await Engine.open('${root}/model');
    const prompt = Array.from({ length: 200 }, (_, i) => 300 + ((i * 37) % 4000));
    for await (const _ of engine.generate({ prompt, maxTokens: 1, stop: 0 }));
    console.log(performance.now());
    await engine.close();`,
};

function argumentsOf(name: Name, root: string): string[] {
  const script = SCRIPTS[name];
  if (script) return ['--input-type=module', '-e', script(root)];
  const wick = join(root, 'packages/cli/bin/wick.mjs');
  if (name === 'help') return [wick, '--help'];
  const file = join(root, 'examples/cart.ts');
  return [wick, 'edit', file, 'rename total to subtotal', '--dry-run', '--json'];
}

/** Milliseconds of one process. */
function take(name: Name, root: string): number {
  const start = performance.now();
  const run = spawnSync(process.execPath, argumentsOf(name, root), {
    encoding: 'utf8',
    env: { ...process.env, NODE_COMPILE_CACHE: join(tmpdir(), 'node-compile-cache') },
  });
  if (run.status !== 0) throw new Error(`${name} failed: ${run.stderr}`);
  return SCRIPTS[name] ? Number(run.stdout) : performance.now() - start;
}

const { values } = parseArgs({
  options: { rounds: { type: 'string', default: '8' }, beside: { type: 'string' } },
});
const roots = [ROOT, ...(values.beside === undefined ? [] : [values.beside])];
const own = new Map<Name, number[]>(NAMES.map((name) => [name, []]));
const ratios = new Map<Name, number[]>(NAMES.map((name) => [name, []]));
for (let round = -1; round < Number(values.rounds); round++) {
  for (const name of NAMES) {
    const [here = 0, beside] = roots.map((root) => take(name, root));
    // The first round warms the disk and the caches.
    if (round < 0) continue;
    own.get(name)!.push(here);
    if (beside !== undefined) ratios.get(name)!.push(here / beside);
  }
}
const figures = NAMES.map((name): [Name, Measure & { fastest: number; ratio?: number }] => {
  const ms = own.get(name)!;
  const ratio = ratios.get(name)!;
  return [
    name,
    {
      ...measure(name, 'ms', ms),
      fastest: Math.min(...ms),
      ...(ratio.length > 0 && { ratio: percentile(ratio, 0.5) }),
    },
  ];
});
console.log(JSON.stringify({ machine: describeMachine(), ...Object.fromEntries(figures) }));
