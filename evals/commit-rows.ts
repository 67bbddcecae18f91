/**
 * Makes rows for `wick eval edits` out of a project's history: small changes of one file, with what their commit
 * says for the instruction.
 *
 *     node scripts/node24.mjs evals/commit-rows.ts --git FOLDER.git --limit 300 --seed 1 --out ROWS.jsonl
 *
 * In:  a clone (bare or not) of a project. Out: rows {"id","kind","instruction","path","before","after"}; not kept in
 * git, as they are other people's code and words. Few such messages say all that the change holds: of most a model
 * of this size should say that they are too much for it.
 */
import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { diffDocuments, parseDocument } from '@wick/edits';
import { hash, Random } from '../training/synthesis/random.ts';

const SOURCE = /\.[cm]?[jt]sx?$/;
const MOST_LINES = 900;
const MOST_CHANGED = 12;
const LEAST_WORDS = 3;
/** What tells nothing of the change. */
const EMPTY =
  /^(?:merge|revert|release|bump|wip|update|fix|typo|lint|format|cleanup|chore|v?\d+\.\d+)\b[^a-z]*$/i;

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
  git('log', '--no-merges', '--diff-filter=M', '--format=%H %s', '--', '*.ts', '*.tsx', '*.js')
    .trim()
    .split('\n'),
);
const rows: object[] = [];
for (const entry of commits) {
  if (rows.length >= Number(values.limit)) break;
  const [commit = '', ...words] = entry.split(' ');
  const instruction = words
    .join(' ')
    .replace(/\s*\(?#\d+\)?/g, '')
    .trim();
  if (EMPTY.test(instruction) || instruction.split(/\s+/).length < LEAST_WORDS) continue;
  const changed = git('diff-tree', '-r', '--no-commit-id', '--name-only', commit)
    .trim()
    .split('\n');
  const [path = '', ...others] = changed;
  if (others.length > 0 || !SOURCE.test(path) || /\.d\.ts$|\.min\./.test(path)) continue;
  const [before = '', after = ''] = [`${commit}^`, commit].map((at) =>
    git('show', `${at}:${path}`),
  );
  const [old, now] = [parseDocument(before), parseDocument(after)];
  const lines = diffDocuments(old, now).reduce(
    (sum, hunk) => sum + hunk.lines.length + hunk.end - hunk.start,
    0,
  );
  if (lines === 0 || lines > MOST_CHANGED || old.lines.length > MOST_LINES) continue;
  const kind = lines <= 4 ? 'tiny' : 'small';
  rows.push({ id: `${commit.slice(0, 10)}:${path}`, kind, instruction, path, before, after });
}
writeFileSync(values.out, `${rows.map((row) => JSON.stringify(row)).join('\n')}\n`);
