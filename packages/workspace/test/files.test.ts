import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import * as fs from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, test } from 'node:test';
import {
  FileError,
  type FileErrorCode,
  type FileSystem,
  readTextFile,
  writeTextFile,
} from '../src/index.ts';

const onWindows = process.platform === 'win32';

let folder: string;
beforeEach(async () => {
  folder = await fs.mkdtemp(join(tmpdir(), 'wick-files-'));
});
afterEach(() => fs.rm(folder, { recursive: true, force: true }));

/** A file in the test's folder. */
async function file(content: string | Uint8Array, name = 'a.ts'): Promise<string> {
  const path = join(folder, name);
  await fs.writeFile(path, content);
  return path;
}

/** States that `work` fails with this code, in a message that names the file. */
async function fails(work: Promise<unknown>, code: FileErrorCode, path: string, message?: RegExp) {
  await assert.rejects(work, (error) => {
    assert.ok(error instanceof FileError, String(error));
    assert.equal(error.code, code, error.message);
    assert.equal(error.path, path);
    assert.ok(error.message.includes(path), error.message);
    if (message) assert.match(error.message, message);
    return true;
  });
}

test('a text file is read to the character, byte order mark and line endings included', async () => {
  const text = '\uFEFFa\r\nb\n\tö🙂 \u2028 no newline';
  assert.equal((await readTextFile(await file(text))).text, text);
  assert.equal((await readTextFile(await file(''))).text, '');
});

test('a missing file', async () => {
  const path = join(folder, 'none.ts');
  await fails(readTextFile(path), 'missing', path, /does not exist; check the path/);
  await fails(readTextFile(join(await file(''), 'x')), 'missing', join(folder, 'a.ts', 'x'));
});

test('a folder', async () => {
  await fails(readTextFile(folder), 'directory', folder, /is a folder; name one file/);
});

test('a pipe is refused before it blocks', { skip: onWindows }, async () => {
  const path = join(folder, 'pipe');
  execFileSync('mkfifo', [path]);
  await fails(readTextFile(path), 'not-a-file', path);
});

test('a file without permission', { skip: onWindows || process.getuid?.() === 0 }, async () => {
  const path = await file('a');
  await fs.chmod(path, 0o000);
  await fails(readTextFile(path), 'unreadable', path, /chmod u\+r/);
});

test('a link that leads in a circle', { skip: onWindows }, async () => {
  const path = join(folder, 'loop');
  await fs.symlink(path, path);
  await fails(readTextFile(path), 'unreadable', path, /circle/);
});

test('a binary file', async () => {
  const path = await file(Uint8Array.of(0x7f, 0x45, 0x00, 0x01));
  await fails(readTextFile(path), 'binary', path, /NUL byte at offset 2/);
});

test('UTF-16 is named as such', async () => {
  const path = await file(Buffer.from('\uFEFFabc', 'utf16le'));
  await fails(readTextFile(path), 'invalid-utf8', path, /UTF-16 text; save it as UTF-8/);
});

const invalid: [string, number[], number][] = [
  ['a lone continuation byte', [0x61, 0x80], 1],
  ['Latin-1 text', [0x66, 0xfc, 0x72], 1],
  ['an overlong form', [0xc0, 0xaf], 0],
  ['an overlong three-byte form', [0xe0, 0x80, 0x80], 0],
  ['a surrogate', [0x61, 0x61, 0xed, 0xa0, 0x80], 2],
  ['a code point beyond the last', [0xf4, 0x90, 0x80, 0x80], 0],
  ['a sequence that is cut off', [0x61, 0xe2, 0x82], 1],
];
for (const [what, bytes, offset] of invalid) {
  test(`invalid UTF-8 (${what}) is refused with the offset of the byte`, async () => {
    const path = await file(Uint8Array.from(bytes));
    await fails(readTextFile(path), 'invalid-utf8', path, new RegExp(`at offset ${offset}\\.`));
  });
}

test('every valid code point is accepted', async () => {
  const points = [0x1, 0x7f, 0x80, 0x7ff, 0x800, 0xd7ff, 0xe000, 0xffff, 0x10000, 0x10ffff];
  const text = String.fromCodePoint(...points);
  assert.equal((await readTextFile(await file(text))).text, text);
});

test('a file that is far too large', async () => {
  const path = await file('');
  await fs.truncate(path, 33 * 1024 * 1024);
  await fails(readTextFile(path), 'too-large', path, /33\.0 MiB; files up to 32 MiB/);
});

test('writing replaces the content and nothing else of the file', { skip: onWindows }, async () => {
  const path = await file('old');
  await fs.chmod(path, 0o754);
  const { fingerprint } = await readTextFile(path);
  const written = await writeTextFile(path, 'new \uFEFF ö\r\n', fingerprint);
  const again = await readTextFile(path);
  assert.equal(again.text, 'new \uFEFF ö\r\n');
  assert.deepEqual(written, again.fingerprint);
  assert.equal((await fs.stat(path)).mode & 0o7777, 0o754);
  assert.deepEqual(await fs.readdir(folder), ['a.ts']);
});

test('a symbolic link stays one; what it leads to is written', { skip: onWindows }, async () => {
  const path = await file('old', 'target.ts');
  const link = join(folder, 'link.ts');
  await fs.symlink('target.ts', link);
  const { fingerprint } = await readTextFile(link);
  await writeTextFile(link, 'new', fingerprint);
  assert.equal(await fs.readFile(path, 'utf8'), 'new');
  assert.equal(await fs.readlink(link), 'target.ts');
});

test('a file without write bits is refused, for root as well', async () => {
  const path = await file('old');
  const { fingerprint } = await readTextFile(path);
  await fs.chmod(path, 0o444);
  await fails(writeTextFile(path, 'new', fingerprint), 'read-only', path, /chmod u\+w/);
  assert.equal(await fs.readFile(path, 'utf8'), 'old');
});

test('a file that changed since it was read is not overwritten', async () => {
  const path = await file('old');
  const { fingerprint } = await readTextFile(path);
  await fs.writeFile(path, 'theirs');
  await fails(
    writeTextFile(path, 'mine', fingerprint),
    'changed-on-disk',
    path,
    /Run the edit again/,
  );
  assert.equal(await fs.readFile(path, 'utf8'), 'theirs');
});

test('a file that vanished since it was read is not made again', async () => {
  const path = await file('old');
  const { fingerprint } = await readTextFile(path);
  await fs.rm(path);
  await fails(writeTextFile(path, 'mine', fingerprint), 'changed-on-disk', path);
  assert.deepEqual(await fs.readdir(folder), []);
});

test('a file that is changed while the new one is being written is not overwritten', async () => {
  const path = await file('old');
  const { fingerprint } = await readTextFile(path);
  const files: FileSystem = {
    ...fs,
    open: async (...args) => {
      const handle = await fs.open(...args);
      await fs.writeFile(path, 'theirs');
      return handle;
    },
  };
  await fails(writeTextFile(path, 'mine', fingerprint, files), 'changed-on-disk', path);
  assert.equal(await fs.readFile(path, 'utf8'), 'theirs');
  assert.deepEqual(await fs.readdir(folder), ['a.ts']);
});

test('half a surrogate pair is not written as something else', async () => {
  const path = await file('old');
  const { fingerprint } = await readTextFile(path);
  await fails(writeTextFile(path, 'a\uD800', fingerprint), 'write-failed', path, /surrogate/);
});

function systemError(code: string): NodeJS.ErrnoException {
  return Object.assign(new Error(`${code}: made up`), { code });
}

/** The file system, failing at one step of writing the new file. */
function failingAt(step: 'open' | 'write' | 'sync' | 'rename', code: string): FileSystem {
  return {
    ...fs,
    open: async (path, flags, mode) => {
      if (step === 'open' && flags === 'wx') throw systemError(code);
      const handle = await fs.open(path, flags, mode);
      if (flags !== 'wx') return handle;
      if (step === 'write') {
        handle.writeFile = async () => {
          await handle.write('half');
          throw systemError(code);
        };
      }
      if (step === 'sync') handle.sync = () => Promise.reject(systemError(code));
      return handle;
    },
    rename: (from, to) =>
      step === 'rename' ? Promise.reject(systemError(code)) : fs.rename(from, to),
  };
}

const failures: ['open' | 'write' | 'sync' | 'rename', string, FileErrorCode, RegExp][] = [
  ['write', 'ENOSPC', 'disk-full', /the disk is full\. The file is as it was/],
  ['write', 'EDQUOT', 'disk-full', /the disk is full/],
  ['write', 'EIO', 'write-failed', /EIO/],
  ['sync', 'EIO', 'write-failed', /The file is as it was/],
  ['sync', 'ENOSPC', 'disk-full', /the disk is full/],
  ['open', 'EROFS', 'read-only', /file system is read-only/],
  ['open', 'EACCES', 'read-only', /no permission to write in its folder/],
  ['rename', 'EIO', 'write-failed', /EIO/],
  ['rename', 'EPERM', 'read-only', /no permission/],
];
for (const [step, code, expected, message] of failures) {
  test(`${code} at ${step} leaves the file as it was and nothing beside it`, async () => {
    const path = await file('old');
    const { fingerprint } = await readTextFile(path);
    const files = failingAt(step, code);
    await fails(writeTextFile(path, 'new', fingerprint, files), expected, path, message);
    assert.equal(await fs.readFile(path, 'utf8'), 'old');
    assert.deepEqual(await fs.readdir(folder), ['a.ts']);
  });
}

test('a folder that cannot be flushed is told, as the file is written', {
  skip: onWindows,
}, async () => {
  const path = await file('old');
  const { fingerprint } = await readTextFile(path);
  const files: FileSystem = {
    ...fs,
    open: async (target, flags, mode) => {
      const handle = await fs.open(target, flags, mode);
      if (flags === 'r') handle.sync = () => Promise.reject(systemError('EIO'));
      return handle;
    },
  };
  await fails(
    writeTextFile(path, 'new', fingerprint, files),
    'not-durable',
    path,
    /was written, but/,
  );
  assert.equal(await fs.readFile(path, 'utf8'), 'new');
});
