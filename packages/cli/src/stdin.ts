/** Reads a text from stdin, as strictly as a file is read. */
import { buffer } from 'node:stream/consumers';
import { FileError } from '@wick/assistant';

/** All of stdin as text; `name` is what errors call it. Throws FileError. */
export async function readStdin(name: string): Promise<string> {
  const bytes = await buffer(process.stdin);
  if (bytes.includes(0)) {
    const message = `${name} (from stdin) is binary: it has a NUL byte. Only text can be edited.`;
    throw new FileError('binary', name, message);
  }
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch (error) {
    const message = `${name} (from stdin) is not valid UTF-8; convert it first.`;
    throw new FileError('invalid-utf8', name, message, { cause: error });
  }
}
