/** Applying an edit for good, to one file or several: noted in the undo journal, then written atomically. */
import { randomUUID } from 'node:crypto';
import { FileError } from './errors.ts';
import type { JournalEdit, UndoJournal } from './journal.ts';
import type { Fingerprint, TextFile } from './read.ts';
import { createTextFile, type FileSystem, writeTextFile } from './write.ts';

export interface ApplyOptions {
  readonly journal: UndoJournal;
  /** What the edit is for, as `wick undo` will tell. */
  readonly description?: string;
  /** What the edits of several files that are one have in common. */
  readonly group?: string;
  /** For tests: the file system to write with. */
  readonly files?: FileSystem;
}

/** The file as it is after the edit. */
export interface AppliedFile extends TextFile {
  /**
   * The file is written, but noting so in the journal failed. `undoLast` will still find the edit by the
   * file's content, as long as nothing else changes the file.
   */
  readonly journalProblem?: FileError;
}

/**
 * Replaces the content of `file`, as it was read, by `after`.
 * @throws FileError, in particular 'changed-on-disk'; the file is then as it was (but for 'not-durable')
 */
export function applyEdit(
  file: TextFile,
  after: string,
  options: ApplyOptions,
): Promise<AppliedFile> {
  const { path, text: before, fingerprint } = file;
  return noted({ path, before, after }, options, () =>
    writeTextFile(path, after, fingerprint, options.files),
  );
}

/**
 * Makes a new file at `path`.
 * @throws FileError, in particular 'changed-on-disk' where there is a file by now; it is then as it was
 */
export function applyCreation(
  path: string,
  after: string,
  options: ApplyOptions,
): Promise<AppliedFile> {
  const edit = { path, before: '', after, isNew: true } as const;
  return noted(edit, options, () => createTextFile(path, after));
}

/** Writes with `write`, between the two notes of the journal. */
async function noted(
  edit: Pick<JournalEdit, 'path' | 'before' | 'after' | 'isNew'>,
  { journal, description = '', group }: ApplyOptions,
  write: () => Promise<Fingerprint>,
): Promise<AppliedFile> {
  const { path, after } = edit;
  const note = await journal.begin({
    ...edit,
    description,
    ...(group !== undefined && { group }),
  });
  let written: Fingerprint;
  try {
    written = await write();
  } catch (error) {
    const replaced = error instanceof FileError && error.code === 'not-durable';
    // The failure to write is the one to tell; an entry that stays is recognised as not applied.
    await (replaced ? note.applied() : note.discard()).catch(() => {});
    throw error;
  }
  const applied = { path, text: after, fingerprint: written };
  try {
    await note.applied();
  } catch (error) {
    if (error instanceof FileError) return { ...applied, journalProblem: error };
    throw error;
  }
  return applied;
}

/** A file as it was read, or the path of one that is to be made, and the text it is to have. */
export interface WantedFile {
  readonly file: TextFile | { readonly path: string; readonly isNew: true };
  readonly after: string;
}

/**
 * Applies one edit of several files, which `undoLast` takes back as one. Where one cannot be written, those before it
 * are taken back.
 * @throws FileError as `applyEdit` does
 */
export async function applyEdits(
  wanted: readonly WantedFile[],
  options: ApplyOptions,
): Promise<readonly AppliedFile[]> {
  const group = randomUUID();
  const applied: AppliedFile[] = [];
  try {
    for (const { file, after } of wanted) {
      const all = { ...options, group };
      applied.push(
        await ('isNew' in file
          ? applyCreation(file.path, after, all)
          : applyEdit(file, after, all)),
      );
    }
  } catch (error) {
    const last = applied.at(-1);
    // The failure to write is the one to tell.
    if (last) await options.journal.undoLast({ file: last.path }, options.files).catch(() => {});
    throw error;
  }
  return applied;
}
