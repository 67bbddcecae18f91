/**
 * Changes of single files out of a project's history, at random: what rows of real code are made of. The rows are not
 * kept in git, as they are other people's code.
 *
 * In:  --git FOLDER (a clone, bare or not), --limit N, --seed S, --out ROWS.jsonl. Out: changes, one file of each commit.
 */
import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { hash, Random } from '../training/synthesis/random.ts';

const SOURCE = /\.[cm]?[jt]sx?$/;
const LEFT_OUT = /\.d\.ts$|\.min\./;
/** A commit of more files is no change that somebody makes at once. */
const MOST_FILES = 20;

export interface FileChange {
  /** The first ten digits of the commit, and the file. */
  readonly id: string;
  /** What the commit says in its first line. */
  readonly subject: string;
  readonly path: string;
  readonly before: string;
  readonly after: string;
  /** Files that the commit changes. */
  readonly files: number;
}

/** Makes rows of a history's changes by `rowOf`, until there are enough, and writes them. */
export function writeRowsOf(
  rowOf: (change: FileChange, random: Random) => object | undefined,
): void {
  const { values } = parseArgs({
    options: {
      git: { type: 'string' },
      limit: { type: 'string', default: '300' },
      seed: { type: 'string', default: '1' },
      out: { type: 'string' },
    },
  });
  if (!values.git || !values.out) throw new Error('--git FOLDER and --out FILE are needed');
  const random = new Random(hash(values.seed));
  const rows: object[] = [];
  for (const change of changesIn(values.git, random)) {
    if (rows.length >= Number(values.limit)) break;
    const row = rowOf(change, random);
    if (row) rows.push(row);
  }
  writeFileSync(values.out, `${rows.map((row) => JSON.stringify(row)).join('\n')}\n`);
}

function* changesIn(folder: string, random: Random): Generator<FileChange> {
  const git = (...args: string[]) =>
    execFileSync('git', ['-C', folder, ...args], { encoding: 'utf8', maxBuffer: 1 << 30 });
  const sources = ['*.ts', '*.tsx', '*.js'];
  const log = git('log', '--no-merges', '--diff-filter=M', '--format=%H %s', '--', ...sources);
  for (const entry of random.shuffled(log.trim().split('\n'))) {
    const [commit = '', ...words] = entry.split(' ');
    const changed = git('diff-tree', '-r', '--no-commit-id', '--name-status', commit)
      .trim()
      .split('\n')
      .map((line) => line.split('\t'));
    const fitting = changed.flatMap(([status, path = '']) =>
      status === 'M' && SOURCE.test(path) && !LEFT_OUT.test(path) ? [path] : [],
    );
    const path = random.maybe(fitting);
    if (path === undefined || changed.length > MOST_FILES) continue;
    const [before = '', after = ''] = [`${commit}^`, commit].map((at) =>
      git('show', `${at}:${path}`),
    );
    const id = `${commit.slice(0, 10)}:${path}`;
    const files = changed.length;
    if (before !== after) yield { id, subject: words.join(' '), path, before, after, files };
  }
}
