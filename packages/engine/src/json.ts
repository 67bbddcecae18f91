/** Reading JSON that somebody else wrote: parse with a typed error, and narrow `unknown` without casts. */
import { ModelFileError } from './errors.ts';

export type JsonObject = Record<string, unknown>;

export function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Array of whole numbers >= 0: shapes, offsets, counts. */
export function isSizes(value: unknown): value is number[] {
  return Array.isArray(value) && value.every((n) => Number.isSafeInteger(n) && n >= 0);
}

/** Parses the UTF-8 bytes of `file` as a JSON object. Throws ModelFileError. */
export function parseJsonObject(file: string, bytes: Uint8Array): JsonObject {
  let value: unknown;
  try {
    value = JSON.parse(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString('utf8'));
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new ModelFileError(file, `is not JSON (${reason})`, 'a JSON object');
  }
  if (!isObject(value)) throw new ModelFileError(file, 'is JSON but no object', 'a JSON object');
  return value;
}
