/**
 * Replaces a file's content atomically: a new file beside it, flushed, then renamed over it, then the
 * folder flushed. A reader sees the old content or the new, never a part; a failure leaves the original
 * as it was and nothing beside it. Keeps the mode and, where allowed, the owner; writes through symbolic
 * links. Refuses where the file is read-only (by its mode bits, so for root as well) or is no longer what
 * it was when it was read.
 */
import { randomBytes } from 'node:crypto';
import { constants, type Stats } from 'node:fs';
import * as nodeFiles from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { FileError, messageOf, systemCode } from './errors.ts';
import { type Fingerprint, fingerprintOf, hashBytes } from './read.ts';

/** The part of node:fs/promises that writing needs; tests put failures here. */
export type FileSystem = Pick<
  typeof nodeFiles,
  'access' | 'open' | 'readFile' | 'realpath' | 'rename' | 'rm' | 'stat'
>;

/**
 * Writes `text` to the existing file at `path`, if its content is still the one of `expected`.
 * @returns the fingerprint of what is there now
 * @throws FileError; but for 'not-durable', the file is as it was
 */
export async function writeTextFile(
  path: string,
  text: string,
  expected: Pick<Fingerprint, 'sha256'>,
  files: FileSystem = nodeFiles,
): Promise<Fingerprint> {
  if (!text.isWellFormed()) {
    const message = `${path} was not written: the new text has half of a surrogate pair.`;
    throw new FileError('write-failed', path, message);
  }
  const bytes = Buffer.from(text, 'utf8');
  const target = await realTarget(path, files);
  const status = await writableStatus(path, target, files);
  await requireUnchanged(path, target, expected, files);
  const folder = dirname(target);
  const temporary = join(folder, `.${basename(target)}.${randomBytes(6).toString('hex')}.wick`);
  let mtimeMs: number;
  try {
    mtimeMs = await writeNew(temporary, bytes, status, files);
    // The last look is as late as can be: what is renamed over is what was read.
    await requireUnchanged(path, target, expected, files);
    await files.rename(temporary, target);
  } catch (error) {
    // Where even this fails, the first failure is the one to tell.
    await files.rm(temporary, { force: true }).catch(() => {});
    throw asWriteError(path, error);
  }
  await flushFolder(path, folder, files);
  return fingerprintOf(bytes, mtimeMs);
}

/**
 * Writes `text` to a new file at `path`, and makes the folders that it needs.
 * @returns the fingerprint of what is there now
 * @throws FileError; where there is a file by now, 'changed-on-disk', and nothing is left of the new one
 */
export async function createTextFile(path: string, text: string): Promise<Fingerprint> {
  const bytes = Buffer.from(text, 'utf8');
  await nodeFiles.mkdir(dirname(path), { recursive: true });
  const handle = await nodeFiles.open(path, 'wx').catch((error: unknown) => {
    if (systemCode(error) !== 'EEXIST') throw asWriteError(path, error);
    const message = `${path} has come into being in the meantime; nothing was written. Run the edit again.`;
    throw new FileError('changed-on-disk', path, message, { cause: error });
  });
  try {
    await handle.writeFile(bytes);
    await handle.sync();
    return fingerprintOf(bytes, (await handle.stat()).mtimeMs);
  } catch (error) {
    await nodeFiles.rm(path, { force: true });
    throw asWriteError(path, error);
  } finally {
    await handle.close();
  }
}

/** Where a path leads through symbolic links. Throws FileError 'changed-on-disk' where nothing is there. */
export async function realTarget(
  path: string,
  files: Pick<FileSystem, 'realpath'> = nodeFiles,
): Promise<string> {
  try {
    return await files.realpath(path);
  } catch (error) {
    throw goneError(path, error);
  }
}

function goneError(path: string, error: unknown): FileError {
  const message = `${path} is no longer there (${messageOf(error)}); nothing was written.`;
  return new FileError('changed-on-disk', path, message, { cause: error });
}

/** The status of a regular file that may be written. */
async function writableStatus(path: string, target: string, files: FileSystem): Promise<Stats> {
  const status = await files.stat(target);
  if (!status.isFile()) {
    throw new FileError('not-a-file', path, `${path} is not a regular file; nothing was written.`);
  }
  const message = `${path} is read-only; nothing was written. Make it writable first (chmod u+w).`;
  // Root may write anything, but a file without any write bit says that nobody should.
  if ((status.mode & 0o222) === 0) throw new FileError('read-only', path, message);
  try {
    await files.access(target, constants.W_OK);
  } catch (error) {
    throw new FileError('read-only', path, message, { cause: error });
  }
  return status;
}

async function requireUnchanged(
  path: string,
  target: string,
  expected: Pick<Fingerprint, 'sha256'>,
  files: FileSystem,
): Promise<void> {
  let bytes: Uint8Array;
  try {
    bytes = await files.readFile(target);
  } catch (error) {
    throw goneError(path, error);
  }
  if (hashBytes(bytes) === expected.sha256) return;
  const message = `${path} was changed by somebody else in the meantime; nothing was written. Run the edit again.`;
  throw new FileError('changed-on-disk', path, message);
}

/** Writes a new file with the mode and owner of `like`, flushed to the disk. Returns its mtime in ms. */
async function writeNew(
  path: string,
  bytes: Uint8Array,
  like: Stats,
  files: FileSystem,
): Promise<number> {
  const handle = await files.open(path, 'wx', 0o600);
  try {
    await handle.writeFile(bytes);
    if (process.platform !== 'win32') {
      const own = await handle.stat();
      if (own.uid !== like.uid || own.gid !== like.gid) await handOver(handle, like);
      // After the change of owner, which may clear bits.
      await handle.chmod(like.mode & 0o7777);
    }
    await handle.sync();
    return (await handle.stat()).mtimeMs;
  } finally {
    await handle.close();
  }
}

/** Gives the file to the owner of the original where this user may; where not, it stays this user's. */
async function handOver(handle: nodeFiles.FileHandle, like: Stats): Promise<void> {
  try {
    await handle.chown(like.uid, like.gid);
  } catch (error) {
    if (systemCode(error) !== 'EPERM') throw error;
  }
}

/** Makes the rename itself survive a power cut, where the system can flush folders. */
async function flushFolder(path: string, folder: string, files: FileSystem): Promise<void> {
  if (process.platform === 'win32') return;
  try {
    const handle = await files.open(folder, 'r');
    try {
      await handle.sync();
    } finally {
      await handle.close();
    }
  } catch (error) {
    const unsupported = ['EINVAL', 'ENOTSUP', 'EISDIR', 'EACCES', 'EPERM'];
    if (unsupported.includes(systemCode(error) ?? '')) return;
    const message = `${path} was written, but its folder could not be flushed to the disk: ${messageOf(error)}.`;
    throw new FileError('not-durable', path, message, { cause: error });
  }
}

function asWriteError(path: string, error: unknown): FileError {
  if (error instanceof FileError) return error;
  const cause = { cause: error };
  switch (systemCode(error)) {
    case 'ENOSPC':
    case 'EDQUOT': {
      const message = `${path} was not written: the disk is full. The file is as it was; make room and try again.`;
      return new FileError('disk-full', path, message, cause);
    }
    case 'EROFS': {
      const message = `${path} was not written: its file system is read-only. The file is as it was.`;
      return new FileError('read-only', path, message, cause);
    }
    case 'EACCES':
    case 'EPERM': {
      const message = `${path} was not written: no permission to write in its folder. The file is as it was.`;
      return new FileError('read-only', path, message, cause);
    }
    default: {
      const message = `${path} was not written: ${messageOf(error)}. The file is as it was.`;
      return new FileError('write-failed', path, message, cause);
    }
  }
}
