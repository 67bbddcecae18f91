/**
 * From a request's bytes to a JSON value, strictly: bounded in size (also unpacked) and in depth, valid UTF-8. Throws
 * ApiError that says what is wrong.
 */
import { promisify } from 'node:util';
import { brotliDecompress, gunzip, inflate, zstdDecompress } from 'node:zlib';
import { ApiError, invalidRequest } from '@wick/protocol';

const MOST_DEPTH = 128;
const UNPACK = {
  gzip: promisify(gunzip),
  deflate: promisify(inflate),
  br: promisify(brotliDecompress),
  zstd: promisify(zstdDecompress),
} as const;

export async function readJson(
  bytes: Buffer,
  encoding: string | undefined,
  mostBytes: number,
): Promise<unknown> {
  const plain = await unpacked(bytes, encoding?.trim().toLowerCase(), mostBytes);
  let text: string;
  try {
    text = new TextDecoder('utf-8', { fatal: true }).decode(plain);
  } catch {
    throw invalidRequest('The body is not valid UTF-8.', undefined, 'invalid_utf8');
  }
  return parseJson(text);
}

/** Parses JSON text of bounded depth. Throws ApiError (400). */
export function parseJson(text: string): unknown {
  let value: unknown;
  try {
    // V8's parser keeps a stack of its own, so that depth alone does no harm here.
    value = JSON.parse(text);
  } catch (error) {
    const reason = (error as Error).message;
    throw invalidRequest(`The body is not valid JSON: ${reason}.`, undefined, 'invalid_json');
  }
  if (isDeeperThan(MOST_DEPTH, value)) {
    throw invalidRequest(`The JSON is nested deeper than ${MOST_DEPTH}.`, undefined, 'too_deep');
  }
  return value;
}

export function tooLarge(mostBytes: number): ApiError {
  return new ApiError({
    status: 413,
    type: 'invalid_request_error',
    code: 'request_too_large',
    message: `The body is larger than ${mostBytes} bytes.`,
  });
}

async function unpacked(
  bytes: Buffer,
  encoding: string | undefined,
  mostBytes: number,
): Promise<Buffer> {
  if (encoding === undefined || encoding === '' || encoding === 'identity') return bytes;
  if (!Object.hasOwn(UNPACK, encoding)) {
    throw new ApiError({
      status: 415,
      type: 'invalid_request_error',
      code: 'unsupported_encoding',
      message: `The content encoding "${encoding}" is not known: ${Object.keys(UNPACK).join(', ')}.`,
    });
  }
  try {
    return await UNPACK[encoding as keyof typeof UNPACK](bytes, { maxOutputLength: mostBytes });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ERR_BUFFER_TOO_LARGE') throw tooLarge(mostBytes);
    throw invalidRequest(`The body is no ${encoding} data.`, undefined, 'invalid_encoding');
  }
}

/** Whether arrays and objects stand within one another more than `depth` times. */
function isDeeperThan(depth: number, value: unknown): boolean {
  if (typeof value !== 'object' || value === null) return false;
  if (depth === 0) return true;
  const parts = Array.isArray(value) ? value : Object.values(value);
  return parts.some((part) => isDeeperThan(depth - 1, part));
}
