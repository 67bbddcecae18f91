/** Applying an edit to a file for good: noted in the undo journal, then written atomically. */
import { FileError } from './errors.ts';
import type { UndoJournal } from './journal.ts';
import type { Fingerprint, TextFile } from './read.ts';
import { type FileSystem, writeTextFile } from './write.ts';

export interface ApplyOptions {
  readonly journal: UndoJournal;
  /** What the edit is for, as `wick undo` will tell. */
  readonly description?: string;
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
  { journal, description = '', files }: ApplyOptions,
): Promise<AppliedFile> {
  const { path, text: before, fingerprint } = file;
  const note = await journal.begin({ path, before, after, description });
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
