/** Applying an edit to a file for good: noted in the undo journal, then written atomically. */
import { FileError } from './errors.ts';
import type { UndoJournal } from './journal.ts';
import type { TextFile } from './read.ts';
import { type FileSystem, writeTextFile } from './write.ts';

export interface ApplyOptions {
  readonly journal: UndoJournal;
  /** What the edit is for, as `wick undo` will tell. */
  readonly description?: string;
  /** For tests: the file system to write with. */
  readonly files?: FileSystem;
}

/**
 * Replaces the content of `file`, as it was read, by `after`.
 * @returns the file as it is now
 * @throws FileError, in particular 'changed-on-disk'; the file is then as it was (but for 'not-durable')
 */
export async function applyEdit(
  file: TextFile,
  after: string,
  { journal, description = '', files }: ApplyOptions,
): Promise<TextFile> {
  const { path, text: before, fingerprint } = file;
  const note = await journal.begin({ path, before, after, description });
  try {
    const written = await writeTextFile(path, after, fingerprint, files);
    await note.applied();
    return { path, text: after, fingerprint: written };
  } catch (error) {
    const replaced = error instanceof FileError && error.code === 'not-durable';
    if (replaced) await note.applied();
    else if (!isStateError(error)) await note.discard();
    throw error;
  }
}

/** The file is written and only the note about it failed; the pending entry still allows undoing it. */
function isStateError(error: unknown): boolean {
  return error instanceof FileError && error.code === 'state-unusable';
}
