/** Applying an edit for good, to one file or several: noted in the undo journal, then written atomically. */
import { randomUUID } from 'node:crypto';
import { FileError } from './errors.ts';
import type { UndoJournal } from './journal.ts';
import type { Fingerprint, TextFile } from './read.ts';
import { type FileSystem, writeTextFile } from './write.ts';

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
export async function applyEdit(
  file: TextFile,
  after: string,
  { journal, description = '', group, files }: ApplyOptions,
): Promise<AppliedFile> {
  const { path, text: before, fingerprint } = file;
  const note = await journal.begin({
    path,
    before,
    after,
    description,
    ...(group !== undefined && { group }),
  });
  let written: Fingerprint;
  try {
    written = await writeTextFile(path, after, fingerprint, files);
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

/** A file as it was read, and the text it is to have. */
export interface WantedFile {
  readonly file: TextFile;
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
      applied.push(await applyEdit(file, after, { ...options, group }));
    }
  } catch (error) {
    const last = applied.at(-1);
    // The failure to write is the one to tell.
    if (last) await options.journal.undoLast({ file: last.path }, options.files).catch(() => {});
    throw error;
  }
  return applied;
}
