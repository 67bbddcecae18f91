/** Backpressure: resolves when a stream's reader has taken what was written, or is gone. */
import type { Writable } from 'node:stream';

export function drained(stream: Writable): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>();
  const done = () => {
    stream.off('drain', done);
    stream.off('close', done);
    resolve();
  };
  if (!stream.writableNeedDrain || stream.destroyed) resolve();
  else stream.on('drain', done).on('close', done);
  return promise;
}
