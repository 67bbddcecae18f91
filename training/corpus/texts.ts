/**
 * Texts in other languages than TypeScript and JavaScript: settings, documents, styles and scripts of the corpus's packages and
 * of the repositories in histories.json (where their clones are there), and sources of the Python packages in python.json.
 */
import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { hash } from '../synthesis/random.ts';
import histories from './histories.json' with { type: 'json' };
import { HISTORY_FOLDER } from './history.ts';
import python from './python.json' with { type: 'json' };
import {
  type CorpusFile,
  corpusPackages,
  packageFolder,
  pythonFolder,
  type Split,
} from './read.ts';

const TEXT =
  /\.(?:json|ya?ml|md|css|scss|html|toml|sh|py|ini)$|(?:^|\/)(?:dockerfile|makefile|\.editorconfig|\.npmrc|\.env\.example)$/i;
const LEFT_OUT =
  /package-lock|pnpm-lock|tsbuildinfo|\.min\.|(?:^|\/)(?:node_modules|fixtures?|snapshots?|_vendor|locales?|i18n)\/|\.map$/i;
const SMALLEST = 120;
const LARGEST = 40_000;
/** Texts of one package or repository, at most. */
const MOST_OF_ONE = 60;

/** The texts of a split. */
export function readTexts(split: Split): CorpusFile[] {
  const seen = new Set<number>();
  const keep = (file: CorpusFile): CorpusFile[] => {
    const key = hash(file.text);
    const fits = file.text.length >= SMALLEST && file.text.length <= LARGEST;
    if (!fits || seen.has(key) || file.text.includes('\u0000')) return [];
    seen.add(key);
    return [file];
  };
  const ofPackages = [
    ...corpusPackages(split).map((each) => ({ name: each.name, folder: packageFolder(each) })),
    ...python
      .filter((each) => each.split === split)
      .map((each) => ({ name: each.name, folder: pythonFolder(each) })),
  ].flatMap(({ name, folder }) => textsIn(folder).map((file) => ({ ...file, packageName: name })));
  const ofHistories = histories
    .filter((each) => each.split === split)
    .flatMap(({ repository }) =>
      textsAtHead(join(HISTORY_FOLDER, repository.replace('/', '+'))).map((file) => ({
        ...file,
        packageName: repository,
      })),
    );
  return [...ofPackages, ...ofHistories].flatMap(keep);
}

function textsIn(folder: string): { path: string; text: string }[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .map((path) => path.replaceAll('\\', '/'))
    .filter((path) => TEXT.test(path) && !LEFT_OUT.test(path))
    .sort((one, other) => hash(one) - hash(other))
    .filter((path) => statSync(join(folder, path)).size <= LARGEST)
    .slice(0, MOST_OF_ONE)
    .map((path) => ({
      path,
      text: readFileSync(join(folder, path), 'utf8').replaceAll('\r\n', '\n'),
    }));
}

function textsAtHead(repository: string): { path: string; text: string }[] {
  if (!existsSync(repository)) return [];
  const git = (...args: string[]) =>
    execFileSync('git', ['-C', repository, ...args], { encoding: 'utf8', maxBuffer: 1 << 28 });
  return git('ls-tree', '-r', 'HEAD', '--name-only')
    .split('\n')
    .filter((path) => TEXT.test(path) && !LEFT_OUT.test(path) && /^[\w./@-]+$/.test(path))
    .sort((one, other) => hash(one) - hash(other))
    .slice(0, MOST_OF_ONE)
    .map((path) => ({ path, text: git('show', `HEAD:${path}`).replaceAll('\r\n', '\n') }));
}
