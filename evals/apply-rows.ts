/**
 * Makes rows for `wick eval apply` out of a project's history: each small change of one file, abbreviated.
 *
 *     node scripts/node24.mjs evals/apply-rows.ts --git FOLDER.git --limit 300 --seed 1 --out ROWS.jsonl
 *
 * In:  a clone (bare or not) of a project. Out: rows {"id","path","before","snippet","after"}; not kept in git, as
 * they are other people's code.
 */
import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { parseDocument } from '@wick/edits';
import { hash, Random } from '../training/synthesis/random.ts';
import { abbreviate, drawVoice } from '../training/synthesis/snippets.ts';

const SOURCE = /\.[cm]?[jt]sx?$/;
const MOST_LINES = 900;
const LEAST_LINES = 15;
/** A change of more than this share of a file is written whole by everybody. */
const LARGEST_SHARE = 0.4;

const { values } = parseArgs({
  options: {
    git: { type: 'string' },
    limit: { type: 'string', default: '300' },
    seed: { type: 'string', default: '1' },
    out: { type: 'string' },
  },
});
if (!values.git || !values.out) throw new Error('--git FOLDER and --out FILE are needed');
const folder = values.git;
const git = (...args: string[]) =>
  execFileSync('git', ['-C', folder, ...args], { encoding: 'utf8', maxBuffer: 1 << 30 });

const random = new Random(hash(values.seed));
const commits = random.shuffled(
  git('log', '--no-merges', '--diff-filter=M', '--format=%H', '--', '*.ts', '*.tsx', '*.js')
    .trim()
    .split('\n'),
);
const rows: object[] = [];
for (const commit of commits) {
  if (rows.length >= Number(values.limit)) break;
  const changed = git('diff-tree', '-r', '--no-commit-id', '--name-only', '--diff-filter=M', commit)
    .trim()
    .split('\n')
    .filter((path) => SOURCE.test(path) && !/\.d\.ts$|\.min\./.test(path));
  const path = random.maybe(changed);
  if (path === undefined || changed.length > 20) continue;
  const [before, after] = [`${commit}^`, commit].map((at) => git('show', `${at}:${path}`));
  if (before === undefined || after === undefined || before === after) continue;
  const [old, now] = [parseDocument(before), parseDocument(after)];
  const count = now.lines.length;
  if (count < LEAST_LINES || count > MOST_LINES || old.lines.length > MOST_LINES) continue;
  if (now.lines.some((line) => line.length > 400) || /\r/.test(before + after)) continue;
  const snippet = abbreviate(before, after, drawVoice(random), path);
  if (snippet === undefined || snippet.split('\n').length > LARGEST_SHARE * count) continue;
  rows.push({ id: `${commit.slice(0, 10)}:${path}`, path, before, snippet, after });
}
writeFileSync(values.out, `${rows.map((row) => JSON.stringify(row)).join('\n')}\n`);
console.error(`${rows.length} rows out of ${commits.length} commits`);
