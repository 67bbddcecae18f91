/**
 * The other files of a project that are worth reading before a completion, as an editor has them at hand: those that the
 * file imports, its neighbours, then the nearest of its sources, up to a bound. Takes the file's path and text; reads the disk.
 */
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { dirname, extname, join, resolve } from 'node:path';
import { MOST_CHARACTERS, type OtherFile } from './completion-surroundings.ts';

/** Folders that hold nothing that somebody writes. */
const LEFT_OUT = /^(?:\..*|node_modules|dist|build|out|coverage|vendor)$/;
const GENERATED = /\.d\.[mc]?ts$|\.min\./;
const CODE = /\.[mc]?[jt]sx?$/;
/** Where the project's sources begin. */
const ROOT_MARKS = ['package.json', '.git'];
const SOURCES = 'src';
/** Entries that are looked at; a project may be large, and somebody waits. */
const MOST_ENTRIES = 3000;

/** The files with what they hold, the nearest first; none where `path` lies on no disk. */
export function nearFiles(path: string, text: string): OtherFile[] {
  const own = resolve(path);
  const isAlike = CODE.test(own)
    ? (file: string) => CODE.test(file) && !GENERATED.test(file)
    : (file: string) => extname(file) === extname(own);
  const near = filesAround(dirname(own)).filter((file) => file !== own && isAlike(file));
  const imported = importsOf(text, dirname(own));
  const first = near.filter((file) => imported.has(withoutExtension(file)));
  const files: OtherFile[] = [];
  let left = MOST_CHARACTERS;
  for (const file of new Set([...first, ...near])) {
    const read = readIfFits(file, left);
    if (read === undefined) continue;
    left -= read.length;
    files.push({ path: file, text: read });
  }
  return files;
}

/** All files below the root of the sources that `folder` belongs to, those of `folder` first, then by how far one has to climb. */
function filesAround(folder: string): string[] {
  const files: string[] = [];
  const seen = new Set<string>();
  let left = MOST_ENTRIES;
  for (let top = folder; ; top = dirname(top)) {
    const waiting = [top];
    while (waiting.length > 0 && left > 0) {
      const next = waiting.shift()!;
      if (seen.has(next)) continue;
      seen.add(next);
      for (const entry of entriesOf(next)) {
        left--;
        if (entry.isFile()) files.push(join(next, entry.name));
        else if (entry.isDirectory() && !LEFT_OUT.test(entry.name))
          waiting.push(join(next, entry.name));
      }
    }
    const isRoot = top.endsWith(SOURCES) || ROOT_MARKS.some((mark) => existsSync(join(top, mark)));
    if (isRoot || left <= 0 || dirname(top) === top || !existsSync(top)) return files;
  }
}

/** Where the relative imports of a text lead, without extensions; a folder's index is the folder's. */
function importsOf(text: string, folder: string): Set<string> {
  const specifiers = text.matchAll(/(?:from|import|require\()\s*['"](\.[^'"\n]*)['"]/g);
  return new Set([...specifiers].map(([, to]) => withoutExtension(resolve(folder, to as string))));
}

function withoutExtension(path: string): string {
  return path.replace(CODE, '').replace(/[\\/]index$/, '');
}

/** Folders and files come and go while they are read. */
function entriesOf(folder: string) {
  try {
    const entries = readdirSync(folder, { withFileTypes: true });
    return entries.sort((one, other) => (one.name < other.name ? -1 : 1));
  } catch {
    return [];
  }
}

function readIfFits(file: string, characters: number): string | undefined {
  try {
    return statSync(file).size > characters ? undefined : readFileSync(file, 'utf8');
  } catch {
    return undefined;
  }
}
