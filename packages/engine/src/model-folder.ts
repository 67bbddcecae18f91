/**
 * The files of a model folder, each compared with checksums.json. They are read by another thread, so that
 * the caller's can do something else meanwhile: pages of new memory cost more than reading does.
 */
import { createHash } from 'node:crypto';
import { closeSync, fstatSync, openSync, read, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { ModelFileError, ModelMissingError } from './errors.ts';
import { type JsonObject, parseJsonObject } from './json.ts';

const CHECKSUMS = 'checksums.json';
const RESTORE = 'Restore the model folder from the release, or name another one.';

export class ModelFolder {
  readonly path: string;
  readonly #checksums: JsonObject;

  /** Throws ModelMissingError if there is no such folder or no checksums.json in it, ModelFileError if that is no JSON object. */
  constructor(path: string) {
    if (!statSync(path, { throwIfNoEntry: false })?.isDirectory()) {
      throw new ModelMissingError(path, 'there is no such model folder', RESTORE);
    }
    this.path = path;
    const file = join(path, CHECKSUMS);
    this.#checksums = parseJsonObject(file, readNow(file));
  }

  /** Whether checksums.json lists `name`. */
  lists(name: string): boolean {
    return Object.hasOwn(this.#checksums, name);
  }

  /** The SHA-256 that checksums.json states for `name`. */
  checksum(name: string): unknown {
    return this.#checksums[name];
  }

  /** The bytes of file `name`. Throws ModelMissingError, and ModelFileError where they are not what checksums.json states. */
  async read(name: string): Promise<Uint8Array> {
    const file = join(this.path, name);
    const bytes = await readWhole(file);
    const expected = this.#checksums[name];
    const actual = sha256(bytes);
    if (actual !== expected) {
      throw new ModelFileError(
        file,
        `was altered or is incomplete: ${bytes.length} bytes with SHA-256 ${actual}`,
        expected === undefined ? `${CHECKSUMS} to list it` : `SHA-256 ${expected}`,
      );
    }
    return bytes;
  }
}

export function sha256(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}

function readNow(file: string): Uint8Array {
  try {
    return readFileSync(file);
  } catch (error) {
    throw unreadable(file, error);
  }
}

/** By one call, which another thread answers: `readFile` would ask this one to go on every half megabyte. */
async function readWhole(file: string): Promise<Uint8Array> {
  try {
    const descriptor = openSync(file, 'r');
    try {
      const bytes = new Uint8Array(fstatSync(descriptor).size);
      const length = await readInto(descriptor, bytes);
      return bytes.subarray(0, length);
    } finally {
      closeSync(descriptor);
    }
  } catch (error) {
    throw unreadable(file, error);
  }
}

/** Fills `bytes` from the start of a file, as far as it goes; gives how many bytes that were. */
async function readInto(descriptor: number, bytes: Uint8Array): Promise<number> {
  let length = 0;
  while (length < bytes.length) {
    const count = await new Promise<number>((resolve, reject) => {
      read(descriptor, bytes, length, bytes.length - length, length, (error, bytesRead) => {
        if (error) reject(error);
        else resolve(bytesRead);
      });
    });
    if (count === 0) break;
    length += count;
  }
  return length;
}

function unreadable(file: string, error: unknown): ModelMissingError {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  const problem = code === 'ENOENT' ? 'the file is missing' : `cannot be read (${code ?? error})`;
  return new ModelMissingError(file, problem, RESTORE);
}
