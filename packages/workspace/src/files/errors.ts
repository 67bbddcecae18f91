/**
 * What can go wrong with a file, as one typed error whose message names the file, says what is the matter
 * and what to do about it.
 */

export type FileErrorCode =
  | 'missing' // there is no such file
  | 'directory' // it is a folder
  | 'not-a-file' // a device, pipe or socket
  | 'unreadable' // no permission to read
  | 'too-large' // more than a text file has
  | 'binary' // not text
  | 'invalid-utf8' // text in another encoding, or damaged
  | 'read-only' // no permission to write the file, its folder, or its file system
  | 'changed-on-disk' // somebody changed it in between
  | 'disk-full' // no space, or the quota is used up
  | 'write-failed' // any other failure to write; the file is as it was
  | 'not-durable' // replaced, but not known to be safe from a power cut
  | 'nothing-to-undo' // the journal has no edit of this file or folder
  | 'state-unusable'; // the user's state folder cannot be used

export class FileError extends Error {
  override readonly name = 'FileError';
  readonly code: FileErrorCode;
  /** The file (or folder) as the caller named it. */
  readonly path: string;

  constructor(code: FileErrorCode, path: string, message: string, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
    this.path = path;
  }
}

/** The system's error code, such as ENOENT; undefined for other errors. */
export function systemCode(error: unknown): string | undefined {
  if (!(error instanceof Error) || !('code' in error)) return undefined;
  return typeof error.code === 'string' ? error.code : undefined;
}

/** The message of an error, for the end of a sentence. */
export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
