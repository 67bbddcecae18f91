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

/** Parses JSON text of bounded depth. */
export function parseJson(text: string): unknown {
  if (depthOf(text) > MOST_DEPTH) {
    throw invalidRequest(`The JSON is nested deeper than ${MOST_DEPTH}.`, undefined, 'too_deep');
  }
  try {
    return JSON.parse(text);
  } catch (error) {
    const reason = (error as Error).message;
    throw invalidRequest(`The body is not valid JSON: ${reason}.`, undefined, 'invalid_json');
  }
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

/** How deep brackets are nested, outside of strings. */
function depthOf(text: string): number {
  let depth = 0;
  let most = 0;
  let isInString = false;
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    if (isInString) {
      if (code === 0x5c) i++;
      else if (code === 0x22) isInString = false;
    } else if (code === 0x22) isInString = true;
    else if (code === 0x5b || code === 0x7b) most = Math.max(most, ++depth);
    else if (code === 0x5d || code === 0x7d) depth--;
  }
  return most;
}
