import assert from 'node:assert/strict';
import * as fs from 'node:fs/promises';
import { homedir, tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, test } from 'node:test';
import {
  applyEdit,
  applyEdits,
  FileError,
  type FileErrorCode,
  type FileSystem,
  readTextFile,
  stateFolder,
  UndoJournal,
} from '../src/index.ts';

let folder: string;
let work: string;
let state: string;
let journal: UndoJournal;
beforeEach(async () => {
  folder = await fs.realpath(await fs.mkdtemp(join(tmpdir(), 'wick-journal-')));
  work = join(folder, 'work');
  state = join(folder, 'state');
  await fs.mkdir(work);
  journal = new UndoJournal({ folder: state });
});
afterEach(() => fs.rm(folder, { recursive: true, force: true }));

/** Reads the file, or makes it, and applies an edit to it. */
async function edit(name: string, after: string, description = ''): Promise<string> {
  const path = join(work, name);
  await fs.appendFile(path, '');
  await applyEdit(await readTextFile(path), after, { journal, description });
  return path;
}

const content = (path: string) => fs.readFile(path, 'utf8');
const entries = () => fs.readdir(join(state, 'undo'));

async function fails(undo: Promise<unknown>, code: FileErrorCode, message: RegExp): Promise<void> {
  await assert.rejects(undo, (error) => {
    assert.ok(error instanceof FileError, String(error));
    assert.equal(error.code, code);
    assert.match(error.message, message);
    return true;
  });
}

test('an applied edit can be taken back, to the byte', async () => {
  const path = join(work, 'a.ts');
  const before = '\uFEFFa\r\nb\n';
  await fs.writeFile(path, before);
  const file = await readTextFile(path);
  const applied = await applyEdit(file, 'c', { journal, description: 'make it c' });
  assert.equal(await content(path), 'c');
  assert.deepEqual(applied, await readTextFile(path));
  const undone = await journal.undoLast({ cwd: work });
  assert.equal(await content(path), before);
  assert.deepEqual(
    [undone.path, undone.description, undone.before, undone.after],
    [path, 'make it c', before, 'c'],
  );
  assert.ok(Math.abs(undone.time.getTime() - Date.now()) < 60_000);
});

test('undo walks back edit by edit, across files, and then says that there is none', async () => {
  const a = await edit('a.ts', '1');
  const b = await edit('b.ts', '2');
  await edit('a.ts', '3');
  const undo = () => journal.undoLast({ cwd: work });
  assert.deepEqual([(await undo()).path, await content(a)], [a, '1']);
  assert.deepEqual([(await undo()).path, await content(b)], [b, '']);
  assert.deepEqual([(await undo()).path, await content(a)], [a, '']);
  await fails(undo(), 'nothing-to-undo', /no edit under .*work to undo/);
  assert.deepEqual(await entries(), []);
});

test('undo of one file passes over later edits of others', async () => {
  const a = await edit('a.ts', '1');
  const b = await edit('b.ts', '2');
  await journal.undoLast({ file: a });
  assert.deepEqual([await content(a), await content(b)], ['', '2']);
  await fails(journal.undoLast({ file: a }), 'nothing-to-undo', /a\.ts/);
});

test('undo in a folder does not reach outside of it, nor into one whose name only begins alike', async () => {
  await fs.mkdir(join(work, 'app'));
  await fs.mkdir(join(work, 'app-two'));
  const path = await edit('app-two/a.ts', '1');
  await fails(journal.undoLast({ cwd: join(work, 'app') }), 'nothing-to-undo', /app/);
  await journal.undoLast({ cwd: join(work, 'app-two') });
  assert.equal(await content(path), '');
});

test('a file that was changed after the edit is left alone', async () => {
  const path = await edit('a.ts', '1');
  await fs.writeFile(path, 'later work');
  await fails(
    journal.undoLast({ cwd: work }),
    'changed-on-disk',
    /a\.ts was changed.*Take the later/,
  );
  assert.equal(await content(path), 'later work');
  await fs.writeFile(path, '1');
  await journal.undoLast({ cwd: work });
  assert.equal(await content(path), '');
});

test('a file that was removed after the edit is not made again', async () => {
  const path = await edit('a.ts', '1');
  await fs.rm(path);
  await fails(journal.undoLast({ cwd: work }), 'changed-on-disk', /removed/);
});

test('an edit through a symbolic link is undone in what it leads to', {
  skip: process.platform === 'win32',
}, async () => {
  const path = join(work, 'target.ts');
  await fs.writeFile(path, 'old');
  await fs.symlink('target.ts', join(work, 'link.ts'));
  await edit('link.ts', 'new');
  await journal.undoLast({ file: join(work, 'link.ts') });
  assert.equal(await content(path), 'old');
});

test('an edit that could not be written leaves no entry', async () => {
  const path = join(work, 'a.ts');
  await fs.writeFile(path, 'old');
  const files: FileSystem = { ...fs, rename: () => Promise.reject(new Error('broken')) };
  const file = await readTextFile(path);
  await assert.rejects(applyEdit(file, 'new', { journal, files }), { code: 'write-failed' });
  assert.equal(await content(path), 'old');
  assert.deepEqual(await entries(), []);
});

test('after a crash before the file was replaced, undo goes on to the edit before', async () => {
  const path = await edit('a.ts', '1');
  await journal.begin({ path, before: '1', after: '2', description: '' });
  await journal.undoLast({ cwd: work });
  assert.equal(await content(path), '');
  assert.deepEqual(await entries(), []);
});

test('after a crash once the file was replaced, undo takes that edit back', async () => {
  const path = await edit('a.ts', '1');
  await journal.begin({ path, before: '1', after: '2', description: '' });
  await fs.writeFile(path, '2');
  await journal.undoLast({ cwd: work });
  assert.equal(await content(path), '1');
});

test('after a crash of undo itself, the next goes on to the edit before', async () => {
  const path = await edit('a.ts', '1');
  await edit('a.ts', '2');
  await fs.writeFile(path, '1'); // what undo does before it forgets the entry
  await journal.undoLast({ cwd: work });
  assert.equal(await content(path), '');
});

test('a damaged entry is passed over', async () => {
  const path = await edit('a.ts', '1');
  await edit('b.ts', '2');
  const last = (await entries()).sort().at(-1)!;
  await fs.writeFile(join(state, 'undo', last), '{"version":');
  await journal.undoLast({ cwd: work });
  assert.equal(await content(path), '');
});

test('the oldest entries make room, by number and by size, but the last edit is always kept', async () => {
  journal = new UndoJournal({ folder: state, mostEntries: 2 });
  for (const text of ['1', '2', '3']) await edit('a.ts', text);
  assert.equal((await entries()).length, 2);
  journal = new UndoJournal({ folder: state, mostBytes: 100 });
  const path = await edit('a.ts', 'x'.repeat(1000));
  assert.equal((await entries()).length, 1);
  await journal.undoLast({ cwd: work });
  assert.equal(await content(path), '3');
});

test('entries keep their order even when the clock goes back', async () => {
  await edit('a.ts', '1');
  const [first] = await entries();
  await fs.rename(join(state, 'undo', first!), join(state, 'undo', `2${first!.slice(1)}`));
  const path = await edit('a.ts', '2');
  await journal.undoLast({ cwd: work });
  assert.equal(await content(path), '1');
});

test('entries hold source code: only their owner may read them', {
  skip: process.platform === 'win32',
}, async () => {
  await edit('a.ts', '1');
  const [name] = await entries();
  assert.equal((await fs.stat(join(state, 'undo', name!))).mode & 0o777, 0o600);
  assert.equal((await fs.stat(join(state, 'undo'))).mode & 0o777, 0o700);
});

test('a state folder that cannot be used is named, with the way out, and the file is untouched', async () => {
  await fs.writeFile(state, 'a file in the way');
  const path = join(work, 'a.ts');
  await fs.writeFile(path, 'old');
  const file = await readTextFile(path);
  await fails(applyEdit(file, 'new', { journal }), 'state-unusable', /state.*set WICK_STATE/);
  assert.equal(await content(path), 'old');
});

test('a journal that breaks once the file is written is told, and undo still works', async () => {
  const path = join(work, 'a.ts');
  await fs.writeFile(path, 'old');
  const away = join(folder, 'away');
  const files: FileSystem = {
    ...fs,
    rename: async (from, to) => {
      await fs.rename(from, to);
      await fs.rename(state, away);
      await fs.writeFile(state, 'a file in the way');
    },
  };
  const applied = await applyEdit(await readTextFile(path), 'new', { journal, files });
  assert.equal(applied.journalProblem?.code, 'state-unusable');
  assert.equal(await content(path), 'new');
  await fs.rm(state);
  await fs.rename(away, state);
  await journal.undoLast({ cwd: work });
  assert.equal(await content(path), 'old');
});

test('the state folder: WICK_STATE, then the platform’s own place', () => {
  const home = join(homedir(), '.local', 'state', 'wick');
  assert.equal(stateFolder({ WICK_STATE: '/x', XDG_STATE_HOME: '/y' }, 'linux'), '/x');
  assert.equal(stateFolder({ XDG_STATE_HOME: '/y' }, 'linux'), join('/y', 'wick'));
  assert.equal(stateFolder({ XDG_STATE_HOME: 'relative' }, 'linux'), home);
  assert.equal(stateFolder({}, 'darwin'), home);
  assert.equal(stateFolder({ LOCALAPPDATA: 'C:\\L' }, 'win32'), join('C:\\L', 'wick'));
});

/** Makes files with these texts, and applies one edit that makes each text end with "!". */
async function editAll(names: readonly string[]): Promise<string[]> {
  const paths = names.map((name) => join(work, name));
  for (const path of paths) await fs.writeFile(path, 'text');
  const read = await Promise.all(paths.map(readTextFile));
  const wanted = read.map((file) => ({ file, after: `${file.text}!` }));
  await applyEdits(wanted, { journal, description: 'shout' });
  return paths;
}

test('an edit of several files is taken back as one', async () => {
  const paths = await editAll(['a.ts', 'b.ts', 'c.ts']);
  assert.deepEqual(await Promise.all(paths.map(content)), ['text!', 'text!', 'text!']);
  await edit('d.ts', 'later');
  await journal.undoLast({ cwd: work });
  const undone = await journal.undoLast({ file: paths[0]! });
  assert.deepEqual(await Promise.all(paths.map(content)), ['text', 'text', 'text']);
  assert.deepEqual([undone.path, undone.others.length, undone.description], [paths[0], 2, 'shout']);
  await fails(journal.undoLast({ cwd: work }), 'nothing-to-undo', /work/);
});

test('none of several files is taken back where one was changed since', async () => {
  const paths = await editAll(['a.ts', 'b.ts']);
  await fs.writeFile(paths[0]!, 'mine');
  await fails(journal.undoLast({ file: paths[1]! }), 'changed-on-disk', /a\.ts/);
  assert.deepEqual(await Promise.all(paths.map(content)), ['mine', 'text!']);
});

test('where one of several files cannot be written, the others are as they were', async () => {
  const paths = ['a.ts', 'b.ts'].map((name) => join(work, name));
  for (const path of paths) await fs.writeFile(path, 'text');
  const read = await Promise.all(paths.map(readTextFile));
  await fs.writeFile(paths[1]!, 'changed');
  const wanted = read.map((file) => ({ file, after: 'new' }));
  await fails(applyEdits(wanted, { journal }), 'changed-on-disk', /b\.ts/);
  assert.deepEqual(await Promise.all(paths.map(content)), ['text', 'changed']);
});

test('a file that an edit made goes with it, and stays where it was changed since', async () => {
  const old = await edit('a.ts', 'moved away');
  const made = join(work, 'new/b.ts');
  const create = async () => {
    const file = await readTextFile(old);
    const wanted = [
      { file, after: 'less' },
      { file: { path: made, isNew: true }, after: 'more' },
    ] as const;
    await applyEdits(wanted, { journal });
  };
  await create();
  assert.equal(await content(made), 'more');
  const undone = await journal.undoLast({ cwd: work });
  assert.equal(undone.others.length, 1);
  assert.equal(await content(old), 'moved away');
  await assert.rejects(fs.stat(made), { code: 'ENOENT' });

  await create();
  await fs.writeFile(made, 'mine');
  await fails(journal.undoLast({ file: old }), 'changed-on-disk', /new\/b\.ts/);
  assert.equal(await content(made), 'mine');
});

test('no new file takes the place of one that is there, and the others are as they were', async () => {
  const path = await edit('a.ts', 'one');
  const taken = await edit('b.ts', 'two');
  const wanted = [
    { file: await readTextFile(path), after: 'less' },
    { file: { path: taken, isNew: true }, after: 'more' },
  ] as const;
  await fails(applyEdits(wanted, { journal }), 'changed-on-disk', /come into being/);
  assert.equal(await content(path), 'one');
  assert.equal(await content(taken), 'two');
});
