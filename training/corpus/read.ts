/**
 * Reads the fetched corpus: source files of the packages of one split, without tests, declarations,
 * generated and overlong files, each text once.
 */
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join, relative } from 'node:path';
import { hash } from '../synthesis/random.ts';
import packages from './packages.json' with { type: 'json' };

export type Split = 'train' | 'validation' | 'test';

export interface CorpusPackage {
  readonly name: string;
  readonly version: string;
  readonly license: string;
  readonly split: Split;
}

export interface CorpusFile {
  /** Path inside the package. */
  readonly path: string;
  /** Text with \n line ends. */
  readonly text: string;
  readonly packageName: string;
}

export const CORPUS_FOLDER = join(import.meta.dirname, '..', 'work', 'corpus');

/** Licences that allow training on the source. */
export const PERMITTED_LICENSES: ReadonlySet<string> = new Set([
  'MIT',
  'ISC',
  'Apache-2.0',
  'BSD-2-Clause',
  'BSD-3-Clause',
]);

const SOURCE = /\.(?:[mc]?tsx?|[mc]?jsx?)$/;
const LEFT_OUT =
  /\.d\.[mc]?ts$|\.min\.|(?:^|\/)(?:tests?|__\w+__|spec|fixtures?|dist|build|lib\/(?:esm|cjs|umd)|esm|cjs|umd|vendor|generated|_?locales?|i18n|examples?|benchmarks?|bundles?|node_modules)\/|[.-](?:test|spec|bench|stories|gen)\./i;

/** Largest share of one package, in characters, so that no style drowns the others. */
const PACKAGE_LIMIT = 900_000;
const FILE_LIMIT = 60_000;

export function corpusPackages(split?: Split): CorpusPackage[] {
  const all = packages as CorpusPackage[];
  return split ? all.filter((p) => p.split === split) : all;
}

export function packageFolder(p: CorpusPackage): string {
  return join(CORPUS_FOLDER, `${p.name.replace('/', '__')}@${p.version}`);
}

/** Where the wheel of a Python package lies. */
export function pythonFolder({ name, version }: Pick<CorpusPackage, 'name' | 'version'>): string {
  return join(CORPUS_FOLDER, `python__${name}@${version}`);
}

/** Source files of the split's packages. Throws an Error that says what to run where a package is missing. */
export function readCorpus(split: Split): CorpusFile[] {
  const seen = new Set<number>();
  let fetched = 0;
  const files = corpusPackages(split).flatMap((p) => {
    const folder = packageFolder(p);
    if (!existsSync(folder)) return [];
    fetched++;
    return readPackage(p, folder, seen);
  });
  if (fetched === 0) {
    throw new Error(
      `No ${split} packages in ${CORPUS_FOLDER}. Run: node scripts/node24.mjs training/corpus/fetch.ts`,
    );
  }
  return files;
}

function readPackage(p: CorpusPackage, folder: string, seen: Set<number>): CorpusFile[] {
  const all = readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .map((path) => path.replaceAll('\\', '/'))
    .filter((path) => SOURCE.test(path) && !LEFT_OUT.test(path))
    .sort((a, b) => hash(a) - hash(b));
  // A package with TypeScript sources is read for these alone: its JavaScript is their output.
  const typescript = all.filter((path) => /\.[mc]?tsx?$/.test(path));
  const chosen = typescript.length > 2 ? typescript : all;
  const files: CorpusFile[] = [];
  let total = 0;
  for (const path of chosen) {
    const full = join(folder, path);
    const stats = statSync(full);
    const { size } = stats;
    if (!stats.isFile() || size < 300 || size > FILE_LIMIT || total + size > PACKAGE_LIMIT)
      continue;
    const text = readFileSync(full, 'utf8')
      .replaceAll('\r\n', '\n')
      .replace(/^\ufeff/, '');
    const key = hash(text);
    if (
      seen.has(key) ||
      /@generated|auto-?generated|DO NOT EDIT|sourceMappingURL|"use strict";\n+var __/i.test(
        text.slice(0, 600),
      )
    )
      continue;
    seen.add(key);
    total += size;
    files.push({
      path: relative(folder, full)
        .replaceAll('\\', '/')
        .replace(/^package\//, ''),
      text,
      packageName: p.name,
    });
  }
  return files;
}
