/**
 * Real changes from the histories of well-known projects: what a commit says, and a file that it changed, as it was
 * before. Of such a message a model of this size should nearly always say that it is too much for it; the few that
 * ask for what an operation does are left out.
 *
 * In:  bare clones in training/work/history, as OWNER+NAME, of the repositories in histories.json; those that are not
 *      there are passed over. Out: changes, at random.
 */
import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { Random } from '../synthesis/random.ts';
import histories from './histories.json' with { type: 'json' };
import type { Split } from './read.ts';

export interface RealChange {
  readonly path: string;
  /** The file before the change. */
  readonly text: string;
  /** What the commit says, and what other commits say that changed the file. */
  readonly messages: readonly string[];
}

export const HISTORY_FOLDER = join(import.meta.dirname, '..', 'work', 'history');

const SOURCE = /\.[cm]?[jt]sx?$/;
const LEFT_OUT =
  /\.d\.[cm]?ts$|\.min\.|(?:^|\/)(?:tests?|__\w+__|spec|fixtures?|dist|build|vendor|docs?|examples?|playground)\/|\.(?:test|spec|bench)\./i;
/** What tells nothing of the change, or was written by a program. */
const EMPTY =
  /^(?:merge|revert|release|bump|wip|v?\d+\.\d+|version|publish|apply automated|\[ci\]|ci:|ci\()/i;
/** What an operation may well do. */
const DOABLE =
  /\b(?:rename|unused|export|unexport|async|readonly|optional|required|const|let|inline|sort|organi[sz]e|typo|log|logs|jsdoc|comment|comments|default|import|imports|wrap|guard|delete|remove|strict|template)\b/i;
const LEAST_WORDS = 3;
const MOST_FILES = 4;
const LARGEST_FILE = 40_000;
const MOST_MESSAGES = 4;

/** Renames are not looked for: that would read every file. */
const LOG = [
  'log',
  '--no-merges',
  '--no-renames',
  '--diff-filter=M',
  '--name-only',
  '--format=%x00%H%x09%s',
];

interface Commit {
  readonly id: string;
  readonly message: string;
  readonly paths: readonly string[];
}

/** Up to `count` changes of the split's repositories, about as many of each. */
export function readHistories(split: Split, count: number, random: Random): RealChange[] {
  const folders = histories
    .filter((each) => each.split === split)
    .map(({ repository }) => join(HISTORY_FOLDER, repository.replace('/', '+')))
    .filter((folder) => existsSync(folder));
  const share = Math.ceil(count / Math.max(1, folders.length));
  return random.shuffled(folders.flatMap((folder) => changesOf(folder, share, random)));
}

function changesOf(folder: string, count: number, random: Random): RealChange[] {
  const git = (...args: string[]) =>
    execFileSync('git', ['-C', folder, ...args], { encoding: 'utf8', maxBuffer: 1 << 30 });
  const log = git(...LOG);
  const commits = log.split('\0').slice(1).flatMap(commitFrom);
  const said = new Map<string, string[]>();
  for (const { message, paths } of commits) {
    for (const path of paths) said.set(path, [...(said.get(path) ?? []), message]);
  }
  const changes: RealChange[] = [];
  for (const { id, message, paths } of random.shuffled(commits)) {
    if (changes.length >= count) break;
    const path = random.pick(paths);
    const text = textAt(git, `${id}^:${path}`);
    if (text === undefined || text.length > LARGEST_FILE) continue;
    const others = random.shuffled(said.get(path) ?? []).filter((other) => other !== message);
    changes.push({ path, text, messages: [message, ...new Set(others)].slice(0, MOST_MESSAGES) });
  }
  return changes;
}

function commitFrom(entry: string): Commit[] {
  const [head = '', ...lines] = entry.split('\n');
  const [id = '', subject = ''] = head.split('\t');
  const message = subject.replace(/\s*\(?#\d+\)?/g, '').trim();
  const changed = lines.filter((line) => line !== '');
  const paths = changed.filter((path) => SOURCE.test(path) && !LEFT_OUT.test(path));
  const isTelling = !EMPTY.test(message) && message.split(/\s+/).length >= LEAST_WORDS;
  const isFew = paths.length > 0 && changed.length <= 3 * MOST_FILES && paths.length <= MOST_FILES;
  return isTelling && isFew && !DOABLE.test(message) ? [{ id, message, paths }] : [];
}

/** Undefined where the file was not there, or is no text with \n line ends. */
function textAt(git: (...args: string[]) => string, place: string): string | undefined {
  try {
    const text = git('show', place);
    return /[\r\0]/.test(text) ? undefined : text;
  } catch {
    return undefined;
  }
}
