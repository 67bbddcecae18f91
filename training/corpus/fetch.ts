/**
 * Downloads the corpus by name and version from the npm registry and unpacks it.
 *
 *     node scripts/node24.mjs training/corpus/fetch.ts [--tiny]
 *
 * In:  packages.json (name, version, licence, split). Out: training/work/corpus/<name>@<version>/.
 * Refuses a package whose own package.json does not state the permissive licence of the list.
 */
import { execFile } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs, promisify } from 'node:util';
import {
  CORPUS_FOLDER,
  type CorpusPackage,
  corpusPackages,
  PERMITTED_LICENSES,
  packageFolder,
} from './read.ts';

const run = promisify(execFile);
const AT_ONCE = 4;

async function fetchPackage(p: CorpusPackage): Promise<void> {
  const target = packageFolder(p);
  if (existsSync(target)) return;
  const staging = `${target}.part`;
  rmSync(staging, { recursive: true, force: true });
  mkdirSync(staging, { recursive: true });
  const { stdout } = await run(
    'npm',
    ['pack', `${p.name}@${p.version}`, '--silent', '--pack-destination', staging],
    {
      shell: process.platform === 'win32',
    },
  );
  const archive = stdout.trim().split('\n').at(-1) as string;
  await run('tar', ['-xzf', archive, '--strip-components=1'], { cwd: staging });
  rmSync(join(staging, archive));
  const { license } = JSON.parse(readFileSync(join(staging, 'package.json'), 'utf8')) as {
    license?: unknown;
  };
  if (license !== p.license || !PERMITTED_LICENSES.has(p.license)) {
    rmSync(staging, { recursive: true });
    throw new Error(
      `${p.name}@${p.version}: licence is ${JSON.stringify(license)}, the list says ${p.license}`,
    );
  }
  renameSync(staging, target);
}

const { values } = parseArgs({ options: { tiny: { type: 'boolean', default: false } } });
const wanted = values.tiny
  ? (['train', 'validation', 'test'] as const).flatMap((split) => corpusPackages(split).slice(-1))
  : corpusPackages();
mkdirSync(CORPUS_FOLDER, { recursive: true });
const queue = [...wanted];
const failures: string[] = [];
let done = 0;
await Promise.all(
  Array.from({ length: AT_ONCE }, async () => {
    for (let p = queue.shift(); p; p = queue.shift()) {
      try {
        await fetchPackage(p);
      } catch (error) {
        failures.push(`${p.name}@${p.version}: ${(error as Error).message}`);
      }
      console.error(`corpus: ${++done}/${wanted.length} ${p.name}@${p.version} (${p.license})`);
    }
  }),
);
if (failures.length > 0) {
  console.error(`Not fetched:\n  ${failures.join('\n  ')}`);
  process.exitCode = 1;
}
