/**
 * Downloads the corpus by name and version, from the npm registry and from PyPI, and unpacks it.
 *
 *     node scripts/node24.mjs training/corpus/fetch.ts [--tiny]
 *
 * In:  packages.json and python.json (name, version, licence, split). Out: training/work/corpus/<name>@<version>/, of Python
 *      packages python__<name>@<version>/.
 * Refuses a package that does not itself state the permissive licence of the list.
 */
import { execFile } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs, promisify } from 'node:util';
import python from './python.json' with { type: 'json' };
import {
  CORPUS_FOLDER,
  type CorpusPackage,
  corpusPackages,
  PERMITTED_LICENSES,
  packageFolder,
  pythonFolder,
} from './read.ts';

const run = promisify(execFile);
const AT_ONCE = 4;

/** What a package states for its licence, and whether that is what the list says. */
interface Statement {
  readonly stated: unknown;
  readonly fits: boolean;
}

/** Fetches a package beside its folder and puts it there whole, if it states the permissive licence of the list. */
async function fetchInto(
  target: string,
  p: CorpusPackage,
  unpack: (staging: string) => Promise<Statement>,
): Promise<void> {
  if (existsSync(target)) return;
  const staging = `${target}.part`;
  rmSync(staging, { recursive: true, force: true });
  mkdirSync(staging, { recursive: true });
  const { stated, fits } = await unpack(staging);
  if (!fits || !PERMITTED_LICENSES.has(p.license)) {
    rmSync(staging, { recursive: true });
    throw new Error(
      `${p.name}@${p.version}: licence is ${JSON.stringify(stated)}, the list says ${p.license}`,
    );
  }
  renameSync(staging, target);
}

function fetchPackage(p: CorpusPackage): Promise<void> {
  return fetchInto(packageFolder(p), p, async (staging) => {
    const pack = ['pack', `${p.name}@${p.version}`, '--silent', '--pack-destination', staging];
    const { stdout } = await run('npm', pack, { shell: process.platform === 'win32' });
    const archive = stdout.trim().split('\n').at(-1) as string;
    await run('tar', ['-xzf', archive, '--strip-components=1'], { cwd: staging });
    rmSync(join(staging, archive));
    const { license } = JSON.parse(readFileSync(join(staging, 'package.json'), 'utf8')) as {
      license?: unknown;
    };
    return { stated: license, fits: license === p.license };
  });
}

/** A wheel of Python sources, by pip. */
function fetchPython(p: CorpusPackage): Promise<void> {
  return fetchInto(pythonFolder(p), p, async (staging) => {
    const pip = '-m pip download --quiet --no-deps --only-binary :all: --dest'.split(' ');
    await run('python3', [...pip, staging, `${p.name}==${p.version}`]);
    const wheel = readdirSync(staging).find((name) => name.endsWith('.whl')) ?? '';
    await run('python3', ['-m', 'zipfile', '-e', join(staging, wheel), staging]);
    rmSync(join(staging, wheel));
    const information = readdirSync(staging).find((name) => name.endsWith('.dist-info')) ?? '';
    const metadata = readFileSync(join(staging, information, 'METADATA'), 'utf8');
    const [stated] = /^License(?:-Expression)?: .*$/m.exec(metadata) ?? [];
    const family = p.license.split('-')[0] as string;
    return { stated, fits: stated?.includes(family) ?? false };
  });
}

const { values } = parseArgs({ options: { tiny: { type: 'boolean', default: false } } });
const wanted = values.tiny
  ? (['train', 'validation', 'test'] as const).flatMap((split) => corpusPackages(split).slice(-1))
  : corpusPackages();
mkdirSync(CORPUS_FOLDER, { recursive: true });
const ofPython = values.tiny ? [] : (python as CorpusPackage[]);
const queue = [
  ...wanted.map((p) => ({ p, fetch: fetchPackage })),
  ...ofPython.map((p) => ({ p, fetch: fetchPython })),
];
const total = queue.length;
const failures: string[] = [];
let done = 0;
await Promise.all(
  Array.from({ length: AT_ONCE }, async () => {
    for (let next = queue.shift(); next; next = queue.shift()) {
      const { p, fetch } = next;
      try {
        await fetch(p);
      } catch (error) {
        failures.push(`${p.name}@${p.version}: ${(error as Error).message}`);
      }
      console.error(`corpus: ${++done}/${total} ${p.name}@${p.version} (${p.license})`);
    }
  }),
);
if (failures.length > 0) {
  console.error(`Not fetched:\n  ${failures.join('\n  ')}`);
  process.exitCode = 1;
}
