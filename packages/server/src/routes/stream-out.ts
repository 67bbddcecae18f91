/** Streams events over server-sent events: an error before the first is an HTTP error, a later one is told as an event. */
import type { FastifyReply } from 'fastify';
import { toApiError } from '../errors.ts';
import { EventStream } from '../event-stream.ts';

/**
 * Pulls `events` and writes each with `write`. Resolves when the stream is over or its reader is gone.
 * @throws what the first event throws, unless the stream had to be kept alive until then
 */
export async function streamOut<Event>(
  reply: FastifyReply,
  events: AsyncIterable<Event>,
  write: (stream: EventStream, event: Event) => Promise<void>,
): Promise<void> {
  const stream = new EventStream(reply, reply.server.keepAliveMs);
  try {
    for await (const event of events) {
      await write(stream, event);
      if (reply.raw.destroyed) break;
    }
    stream.end();
  } catch (error) {
    if (!stream.isOpen) throw error;
    if (reply.raw.destroyed) return;
    const told = toApiError(error);
    if (told.status >= 500) reply.log.error({ err: error }, 'stream failed');
    await stream.send(told.body, 'error');
    stream.end();
  } finally {
    stream.stop();
  }
}
