/**
 * Reads a text file safely: only what is really UTF-8 text, with an error that names the file and says
 * what to do otherwise. Keeps the byte order mark and every line ending. The fingerprint lets `write.ts`
 * see whether the file changed between reading and writing.
 */
import { createHash } from 'node:crypto';
import { readFile, stat } from 'node:fs/promises';
import { FileError, messageOf, systemCode } from './errors.ts';

/** What a file was when it was read. */
export interface Fingerprint {
  /** SHA-256 of the bytes, in hex. */
  readonly sha256: string;
  /** Bytes. */
  readonly size: number;
  /** Time of the last change, milliseconds since 1970. */
  readonly mtimeMs: number;
}

export interface TextFile {
  /** As the caller named it. */
  readonly path: string;
  /** The whole text, byte order mark included. */
  readonly text: string;
  readonly fingerprint: Fingerprint;
}

/** A text file larger than this is refused: it is far over what any model here reads. */
const MOST_BYTES = 32 * 1024 * 1024;

/** Reads the text file at `path`. Throws FileError. */
export async function readTextFile(path: string): Promise<TextFile> {
  const { bytes, mtimeMs } = await readBytes(path);
  return { path, text: decodeText(path, bytes), fingerprint: fingerprintOf(bytes, mtimeMs) };
}

export function fingerprintOf(bytes: Uint8Array, mtimeMs: number): Fingerprint {
  return { sha256: hashBytes(bytes), size: bytes.length, mtimeMs };
}

/** SHA-256 in hex. */
export function hashBytes(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}

/** The bytes of a regular file, checked before they are read (a pipe would block). */
export async function readBytes(path: string): Promise<{ bytes: Buffer; mtimeMs: number }> {
  try {
    const status = await stat(path);
    if (status.isDirectory()) {
      throw new FileError('directory', path, `${path} is a folder; name one file.`);
    }
    if (!status.isFile()) {
      throw new FileError('not-a-file', path, `${path} is not a regular file; name a text file.`);
    }
    if (status.size > MOST_BYTES) {
      const megabytes = (status.size / 1024 / 1024).toFixed(1);
      const limit = MOST_BYTES / 1024 / 1024;
      const message = `${path} has ${megabytes} MiB; files up to ${limit} MiB can be edited.`;
      throw new FileError('too-large', path, message);
    }
    return { bytes: await readFile(path), mtimeMs: status.mtimeMs };
  } catch (error) {
    throw asReadError(path, error);
  }
}

function asReadError(path: string, error: unknown): FileError {
  if (error instanceof FileError) return error;
  const cause = { cause: error };
  switch (systemCode(error)) {
    case 'ENOENT':
    case 'ENOTDIR':
      return new FileError('missing', path, `${path} does not exist; check the path.`, cause);
    case 'EACCES':
    case 'EPERM': {
      const message = `${path} cannot be read: no permission. Change its permissions (chmod u+r).`;
      return new FileError('unreadable', path, message, cause);
    }
    case 'ELOOP': {
      const message = `${path} is a symbolic link that leads in a circle; repair the link.`;
      return new FileError('unreadable', path, message, cause);
    }
    default: {
      const message = `${path} could not be read: ${messageOf(error)}.`;
      return new FileError('unreadable', path, message, cause);
    }
  }
}

/**
 * Decodes a file's bytes as UTF-8, byte order mark kept.
 * @throws FileError 'binary' or 'invalid-utf8' (with the offset of the first wrong byte)
 */
export function decodeText(path: string, bytes: Uint8Array): string {
  const utf16 =
    (bytes[0] === 0xff && bytes[1] === 0xfe) || (bytes[0] === 0xfe && bytes[1] === 0xff);
  if (utf16) {
    const message = `${path} is UTF-16 text; save it as UTF-8 first.`;
    throw new FileError('invalid-utf8', path, message);
  }
  const nul = bytes.indexOf(0);
  if (nul >= 0) {
    const message = `${path} is a binary file (a NUL byte at offset ${nul}); only text can be edited.`;
    throw new FileError('binary', path, message);
  }
  const wrong = firstInvalidByte(bytes);
  if (wrong >= 0) {
    const byte = bytes[wrong]!.toString(16).padStart(2, '0');
    const message = `${path} is not valid UTF-8: byte 0x${byte} at offset ${wrong}. Save it as UTF-8 first.`;
    throw new FileError('invalid-utf8', path, message);
  }
  return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
}

/** Offset of the first byte that begins no well-formed UTF-8 sequence (Unicode, table 3-7), or -1. */
export function firstInvalidByte(bytes: Uint8Array): number {
  let offset = 0;
  while (offset < bytes.length) {
    const length = sequenceLength(bytes, offset);
    if (length === 0) return offset;
    offset += length;
  }
  return -1;
}

/** Length of the well-formed sequence at `offset`; 0 where there is none. */
function sequenceLength(bytes: Uint8Array, offset: number): number {
  const lead = bytes[offset]!;
  if (lead < 0x80) return 1;
  const length = lead < 0xc2 ? 0 : lead < 0xe0 ? 2 : lead < 0xf0 ? 3 : lead < 0xf5 ? 4 : 0;
  if (length === 0 || offset + length > bytes.length) return 0;
  // The second byte's range excludes overlong forms, surrogates, and what is beyond U+10FFFF.
  const lowest = lead === 0xe0 ? 0xa0 : lead === 0xf0 ? 0x90 : 0x80;
  const highest = lead === 0xed ? 0x9f : lead === 0xf4 ? 0x8f : 0xbf;
  const second = bytes[offset + 1]!;
  if (second < lowest || second > highest) return 0;
  for (let index = offset + 2; index < offset + length; index++) {
    if ((bytes[index]! & 0xc0) !== 0x80) return 0;
  }
  return length;
}
