/** Streams events over server-sent events: an error before the first is an HTTP error, a later one is told as an event. */
import type { FastifyReply } from 'fastify';
import { toApiError } from '../errors.ts';
import { EventStream } from '../event-stream.ts';

/**
 * Pulls `events` and writes each with `write`. Resolves when the stream is over or its reader is gone.
 * @throws what the first event throws
 */
export async function streamOut<Event>(
  reply: FastifyReply,
  events: AsyncIterable<Event>,
  write: (stream: EventStream, event: Event) => Promise<void>,
): Promise<void> {
  const iterator = events[Symbol.asyncIterator]();
  // Until here the answer may be an HTTP error.
  let next = await iterator.next();
  reply.hijack();
  for (const [name, value] of Object.entries(reply.getHeaders())) {
    if (value !== undefined) reply.raw.setHeader(name, value);
  }
  const stream = new EventStream(reply.raw);
  try {
    for (; !next.done; next = await iterator.next()) {
      await write(stream, next.value);
      if (reply.raw.destroyed) break;
    }
    stream.end();
  } catch (error) {
    if (reply.raw.destroyed) return;
    const told = toApiError(error);
    if (told.status >= 500) reply.log.error({ err: error }, 'stream failed');
    await stream.send(told.body, 'error');
    stream.end();
  } finally {
    await iterator.return?.();
  }
}
