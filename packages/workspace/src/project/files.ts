/**
 * The files of a project: what is below a folder, without what git ignores, installed packages and hidden
 * folders. Symbolic links are not followed, so there are no loops. Takes a folder, gives paths with "/",
 * relative to it, and what was passed over and why.
 */
import type { Dirent } from 'node:fs';
import { readdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import ignore, { type Ignore } from 'ignore';

export interface ProjectFiles {
  readonly root: string;
  /** Ascending. */
  readonly files: readonly string[];
  readonly skipped: readonly SkippedPath[];
}

export interface SkippedPath {
  readonly path: string;
  readonly reason: 'link' | 'unreadable' | 'too-large' | 'too-many-files';
}

/** Folders that hold nothing that the project's authors wrote. */
const LEFT_OUT: ReadonlySet<string> = new Set([
  'node_modules',
  'bower_components',
  'jspm_packages',
]);
/** Files past this number are not looked at. */
const MOST_FILES = 20_000;
/** Larger files are generated or no text. */
const LARGEST_BYTES = 1_000_000;

/** A folder on the way, with the rules of each `.gitignore` above it and the folder those speak of. */
interface Folder {
  readonly path: string;
  readonly rules: readonly { readonly base: string; readonly rule: Ignore }[];
}

export async function listProjectFiles(root: string, limit = MOST_FILES): Promise<ProjectFiles> {
  const files: string[] = [];
  const skipped: SkippedPath[] = [];
  const waiting: Folder[] = [{ path: '', rules: [] }];
  while (waiting.length > 0) {
    const folder = waiting.shift()!;
    const entries = await entriesOf(join(root, folder.path));
    if (entries === undefined) {
      skipped.push({ path: folder.path || '.', reason: 'unreadable' });
      continue;
    }
    const rules = await rulesOf(root, folder, entries);
    for (const entry of entries) {
      const path = folder.path === '' ? entry.name : `${folder.path}/${entry.name}`;
      if (isLeftOut(entry) || isIgnored(rules, path, entry.isDirectory())) continue;
      if (entry.isSymbolicLink()) skipped.push({ path, reason: 'link' });
      else if (entry.isDirectory()) waiting.push({ path, rules });
      else if (!entry.isFile()) continue;
      else if (files.length >= limit) {
        return {
          root,
          files: files.sort(),
          skipped: [...skipped, { path, reason: 'too-many-files' }],
        };
      } else if ((await sizeOf(join(root, path))) > LARGEST_BYTES) {
        skipped.push({ path, reason: 'too-large' });
      } else files.push(path);
    }
  }
  return { root, files: files.sort(), skipped };
}

async function entriesOf(folder: string): Promise<Dirent[] | undefined> {
  try {
    const entries = await readdir(folder, { withFileTypes: true });
    return entries.sort((one, other) => (one.name < other.name ? -1 : 1));
  } catch {
    return undefined;
  }
}

async function sizeOf(path: string): Promise<number> {
  try {
    return (await stat(path)).size;
  } catch {
    return 0;
  }
}

function isLeftOut(entry: Dirent): boolean {
  return LEFT_OUT.has(entry.name) || (entry.name.startsWith('.') && entry.isDirectory());
}

/** The rules that hold in a folder: those from above, and its own `.gitignore`. */
async function rulesOf(
  root: string,
  { path, rules }: Folder,
  entries: readonly Dirent[],
): Promise<Folder['rules']> {
  if (!entries.some(({ name }) => name === '.gitignore')) return rules;
  try {
    const text = await readFile(join(root, path, '.gitignore'), 'utf8');
    return [...rules, { base: path === '' ? '' : `${path}/`, rule: ignore().add(text) }];
  } catch {
    return rules;
  }
}

function isIgnored(rules: Folder['rules'], path: string, isFolder: boolean): boolean {
  let ignored = false;
  for (const { base, rule } of rules) {
    const own = path.slice(base.length) + (isFolder ? '/' : '');
    const verdict = rule.test(own);
    // A rule further down may take a path back in.
    if (verdict.ignored) ignored = true;
    else if (verdict.unignored) ignored = false;
  }
  return ignored;
}
