/**
 * Compiles the kernels, assembly/index.ts, and the probe, to one .wasm file for each variant of the dot product. Same
 * sources; the constant DOT_VARIANT (assembly/dot.ts) chooses at compile time. npm's prepare step runs
 * it, on Node 20 or later, in a few seconds:
 *
 *     node packages/kernels/build.mjs [--text] [--lab]     --text also writes the .wat files, --lab the lab's variants
 */
import { mkdirSync, renameSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const FOLDER = dirname(fileURLToPath(import.meta.url));
const DOT_VARIANTS = ['', '-relaxed', '-pairs'];
/** All kernels, those that the probe needs, and on demand what the lab compares them with. */
const MODULES = DOT_VARIANTS.flatMap((suffix, dotVariant) => [
  { entry: 'assembly/index.ts', file: `kernels${suffix}`, dotVariant },
  { entry: 'assembly/probe.ts', file: `probe${suffix}`, dotVariant },
  ...(process.argv.includes('--lab')
    ? [{ entry: 'lab/variants/index.ts', file: `lab${suffix}`, dotVariant }]
    : []),
]);

/** asc's options. No runtime and no heap: a kernel works on the addresses it is given. */
function options({ entry, file, dotVariant }) {
  return [
    entry,
    ['--baseDir', FOLDER],
    ['--outFile', `build/${file}.wasm.tmp`],
    process.argv.includes('--text') ? ['--textFile', `build/${file}.wat`] : [],
    ['--use', `DOT_VARIANT=${dotVariant}`],
    ['-O3', '--noAssert', '--runtime', 'stub'],
    ['--enable', 'simd,threads,relaxed-simd,bulk-memory'],
    ['--importMemory', '--noExportMemory', '--sharedMemory'],
    // 4 GiB, load.ts's MAXIMUM_PAGES: what the host gives may be smaller, never larger.
    ['--maximumMemory', '65536'],
  ].flat();
}

async function build() {
  const { main } = await import('assemblyscript/asc');
  mkdirSync(join(FOLDER, 'build'), { recursive: true });
  for (const module of MODULES) {
    const { error, stderr } = await main(options(module));
    if (error) throw new Error(`${stderr.toString()}\n${error.message}`);
    // In one step, so that a process that is loading kernels never sees half a file.
    const target = join(FOLDER, 'build', `${module.file}.wasm`);
    renameSync(`${target}.tmp`, target);
  }
}

try {
  await build();
} catch (error) {
  const missing = error.code === 'ERR_MODULE_NOT_FOUND';
  const advice = missing
    ? 'assemblyscript is not installed; run `npm ci` with development dependencies.'
    : error.message;
  console.error(`kernels: building packages/kernels/build/*.wasm failed: ${advice}`);
  process.exitCode = 1;
}
