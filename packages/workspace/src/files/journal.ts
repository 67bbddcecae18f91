/**
 * The undo journal: each applied edit with the text before and after it, one file for each edit in the
 * user's state folder, so that `wick undo` can take edits back one by one, the last first.
 *
 * An entry is on the disk before its file is replaced, and is marked applied after. Should Wick be killed
 * in between, the file itself tells what happened: it has the text before or the one after. Texts are
 * source code, so entries are readable by their owner only. Old entries make room for new ones.
 */
import { randomBytes } from 'node:crypto';
import { mkdir, open, readdir, readFile, realpath, rename, rm } from 'node:fs/promises';
import { basename, dirname, isAbsolute, join, relative, resolve, sep } from 'node:path';
import { FileError, messageOf, systemCode } from './errors.ts';
import { hashBytes } from './read.ts';
import { stateFolder } from './state.ts';
import { type FileSystem, realTarget, writeTextFile } from './write.ts';

/** One edit as it is kept. */
interface Entry {
  readonly version: 1;
  /** Real path of the edited file. */
  readonly path: string;
  readonly description: string;
  /** When the edit was made, ISO 8601. */
  readonly time: string;
  readonly state: 'pending' | 'applied';
  /** What edits of several files that are one have in common. */
  readonly group?: string;
  /** Whether the edit made the file. */
  readonly isNew?: true;
  readonly before: string;
  readonly after: string;
}

/** An edit that is about to be written. */
export type JournalEdit = Pick<
  Entry,
  'path' | 'before' | 'after' | 'description' | 'group' | 'isNew'
>;

/** A file that has its text again. */
export interface UndoneFile {
  /** Its real path. */
  readonly path: string;
  /** The text before the edit: what the file has again. */
  readonly before: string;
  /** The text the edit had made. */
  readonly after: string;
}

/** An edit that was taken back. */
export interface UndoneEdit extends UndoneFile {
  /** What the edit was for, as given when it was applied. */
  readonly description: string;
  /** When it had been applied. */
  readonly time: Date;
  /** The other files of the same edit. */
  readonly others: readonly UndoneFile[];
}

/** What to undo: the last edit of one file, or the last of any file under a folder. */
export type UndoScope = { readonly file: string } | { readonly cwd: string };

export interface JournalOptions {
  /** The state folder; by default the user's (`stateFolder()`). */
  readonly folder?: string;
  /** Edits kept at most; by default 200. */
  readonly mostEntries?: number;
  /** Bytes of entries kept at most; by default 64 MiB. */
  readonly mostBytes?: number;
}

/** Names of entries sort in the order of the edits. */
const ENTRY_NAME = /^\d{16}-[0-9a-f]{8}\.json$/;

export class UndoJournal {
  readonly #folder: string;
  readonly #mostEntries: number;
  readonly #mostBytes: number;

  constructor({
    folder = stateFolder(),
    mostEntries = 200,
    mostBytes = 64 * 1024 * 1024,
  }: JournalOptions = {}) {
    this.#folder = join(folder, 'undo');
    this.#mostEntries = mostEntries;
    this.#mostBytes = mostBytes;
  }

  /**
   * Notes an edit that is about to be written; `path` must exist, unless the edit makes it. Returns what to call afterwards:
   * `applied` when the file has been replaced, `discard` when it has not.
   * @throws FileError 'state-unusable', or 'changed-on-disk' where the file is gone
   */
  async begin(edit: JournalEdit): Promise<{ applied(): Promise<void>; discard(): Promise<void> }> {
    const path = edit.isNew ? await futureTarget(edit.path) : await realTarget(edit.path);
    return this.#usingState(async () => {
      await mkdir(this.#folder, { recursive: true, mode: 0o700 });
      const names = await this.#names();
      const name = nextName(names);
      const entry: Entry = {
        version: 1,
        ...edit,
        path,
        time: new Date().toISOString(),
        state: 'pending',
      };
      await this.#write(name, entry);
      return {
        applied: () =>
          this.#usingState(async () => {
            await this.#write(name, { ...entry, state: 'applied' });
            await this.#makeRoom();
          }),
        discard: () => this.#usingState(() => this.#remove(name)),
      };
    });
  }

  /**
   * Takes the last edit within `scope` back and forgets it, so that the next call takes back the one before.
   * @throws FileError 'nothing-to-undo'; 'changed-on-disk' where the file is no longer as the edit left it;
   *   what `writeTextFile` throws
   */
  async undoLast(scope: UndoScope, files?: FileSystem): Promise<UndoneEdit> {
    const wanted = 'file' in scope ? scope.file : scope.cwd;
    const root = await realpath(wanted).catch(() => resolve(wanted));
    const names = await this.#usingState(() => this.#names());
    for (const name of names.toReversed()) {
      const entry = await this.#read(name);
      if (entry === undefined || !isWithin(root, entry.path)) continue;
      const now = await currentHash(entry.path);
      if (now === hashText(entry.after)) return this.#undo(entry, name, names, files);
      // Killed before the file was replaced, or after it was restored: the edit is not in the file.
      if (isAsBefore(entry, now)) await this.#usingState(() => this.#remove(name));
      else if (entry.state === 'applied') throw changedSince(entry);
    }
    const place = 'file' in scope ? `of ${wanted}` : `under ${wanted}`;
    throw new FileError('nothing-to-undo', wanted, `There is no edit ${place} to undo.`);
  }

  /** Takes an edit back, and with it the other files of the same; none where one of them was changed since. */
  async #undo(
    entry: Entry,
    name: string,
    names: readonly string[],
    files: FileSystem | undefined,
  ): Promise<UndoneEdit> {
    const entries = [{ name, entry }, ...(await this.#othersOf(entry, name, names))];
    const hashes = await Promise.all(entries.map(({ entry: { path } }) => currentHash(path)));
    const changed = entries.find(
      ({ entry: { after } }, index) => hashes[index] !== hashText(after),
    );
    if (changed) throw changedSince(changed.entry);
    for (const [index, each] of entries.entries()) {
      if (each.entry.isNew) await rm(each.entry.path);
      else {
        await writeTextFile(each.entry.path, each.entry.before, { sha256: hashes[index]! }, files);
      }
      await this.#usingState(() => this.#remove(each.name));
    }
    const [first, ...others] = entries.map(({ entry: { path, before, after } }) => ({
      path,
      before,
      after,
    }));
    return { ...first!, description: entry.description, time: new Date(entry.time), others };
  }

  /** Other entries of the entry's group whose edit is in their file; what never came to be applied is none. */
  async #othersOf(
    { group }: Entry,
    name: string,
    names: readonly string[],
  ): Promise<{ name: string; entry: Entry }[]> {
    if (group === undefined) return [];
    const others: { name: string; entry: Entry }[] = [];
    for (const other of names.toReversed()) {
      const entry = other === name ? undefined : await this.#read(other);
      if (entry?.group !== group) continue;
      const isUnapplied = isAsBefore(entry, await currentHash(entry.path));
      if (!isUnapplied) others.push({ name: other, entry });
    }
    return others;
  }

  /** Names of all entries, oldest first. */
  async #names(): Promise<string[]> {
    try {
      return (await readdir(this.#folder)).filter((name) => ENTRY_NAME.test(name)).sort();
    } catch (error) {
      if (systemCode(error) === 'ENOENT') return [];
      throw error;
    }
  }

  /** An entry; undefined where it vanished meanwhile or is not one (another version, damaged). */
  async #read(name: string): Promise<Entry | undefined> {
    try {
      const value: unknown = JSON.parse(await readFile(join(this.#folder, name), 'utf8'));
      return isEntry(value) ? value : undefined;
    } catch (error) {
      if (error instanceof SyntaxError || systemCode(error) === 'ENOENT') return undefined;
      throw this.#unusable(error);
    }
  }

  /** Writes an entry whole or not at all, flushed. */
  async #write(name: string, entry: Entry): Promise<void> {
    const path = join(this.#folder, name);
    const temporary = `${path}.${randomBytes(4).toString('hex')}.tmp`;
    try {
      const handle = await open(temporary, 'wx', 0o600);
      try {
        await handle.writeFile(JSON.stringify(entry));
        await handle.sync();
      } finally {
        await handle.close();
      }
      await rename(temporary, path);
    } catch (error) {
      await rm(temporary, { force: true });
      throw error;
    }
  }

  async #remove(name: string): Promise<void> {
    await rm(join(this.#folder, name), { force: true });
  }

  /** Forgets the oldest entries that are over the limits, but never the last one. */
  async #makeRoom(): Promise<void> {
    const names = (await this.#names()).toReversed();
    let bytes = 0;
    for (const [index, name] of names.entries()) {
      const content = await readFile(join(this.#folder, name)).catch(() => undefined);
      bytes += content?.length ?? 0;
      const over = index >= this.#mostEntries || bytes > this.#mostBytes;
      if (over && index > 0) await this.#remove(name);
    }
  }

  async #usingState<T>(work: () => Promise<T>): Promise<T> {
    try {
      return await work();
    } catch (error) {
      throw error instanceof FileError ? error : this.#unusable(error);
    }
  }

  #unusable(error: unknown): FileError {
    const message =
      `The undo journal in ${this.#folder} cannot be used: ${messageOf(error)}. ` +
      'Free or repair that folder, or set WICK_STATE to another one.';
    return new FileError('state-unusable', this.#folder, message, { cause: error });
  }
}

/** Microseconds since 1970 and something random; later than all of `names`, even if the clock went back. */
function nextName(names: readonly string[]): string {
  const last = Number(names.at(-1)?.slice(0, 16) ?? 0);
  const time = Math.max(Math.round((performance.timeOrigin + performance.now()) * 1000), last + 1);
  return `${String(time).padStart(16, '0')}-${randomBytes(4).toString('hex')}.json`;
}

function isEntry(value: unknown): value is Entry {
  if (typeof value !== 'object' || value === null) return false;
  const texts = ['path', 'description', 'time', 'before', 'after'];
  const entry = new Map<string, unknown>(Object.entries(value));
  return (
    entry.get('version') === 1 &&
    (entry.get('state') === 'pending' || entry.get('state') === 'applied') &&
    texts.every((key) => typeof entry.get(key) === 'string')
  );
}

/** Whether `path` is `root` or lies under it; both are real paths. */
function isWithin(root: string, path: string): boolean {
  const way = relative(root, path);
  return way !== '..' && !way.startsWith(`..${sep}`) && !isAbsolute(way);
}

/** Whether a file with this hash is as it was before the edit. */
function isAsBefore({ before, isNew }: Entry, hash: string | undefined): boolean {
  return hash === (isNew ? undefined : hashText(before));
}

/** The real path that a file will have which is not there yet, nor perhaps its folder. */
async function futureTarget(path: string): Promise<string> {
  const whole = resolve(path);
  const folder = await realpath(dirname(whole)).catch(() => dirname(whole));
  return join(folder, basename(whole));
}

function hashText(text: string): string {
  return hashBytes(Buffer.from(text, 'utf8'));
}

/** Hash of a file's bytes; undefined where it is gone. */
async function currentHash(path: string): Promise<string | undefined> {
  try {
    return hashBytes(await readFile(path));
  } catch (error) {
    if (['ENOENT', 'ENOTDIR', 'EISDIR'].includes(systemCode(error) ?? '')) return undefined;
    const message = `${path} could not be read: ${messageOf(error)}.`;
    throw new FileError('unreadable', path, message, { cause: error });
  }
}

function changedSince(entry: Entry): FileError {
  const message =
    `${entry.path} was changed (or removed) after the edit of ${entry.time}, so the edit was not undone. ` +
    'Take the later changes back first.';
  return new FileError('changed-on-disk', entry.path, message);
}
