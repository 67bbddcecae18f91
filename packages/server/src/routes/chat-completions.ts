/** POST /v1/chat/completions. */
import { chatFields, chatRequest, parse, refuseFields } from '@wick/protocol';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { closedSignal, type EventStream } from '../event-stream.ts';
import { type Services, spend } from '../services.ts';
import { untilStopText } from '../stop-texts.ts';
import { ChunkWriter, completionOf, newLabels, turnOfChat } from '../wire/chat.ts';
import { streamOut } from './stream-out.ts';

const ROUTE = '/v1/chat/completions';
/** Where clients of Relace's own address look for it. */
const OTHER_ROUTE = '/v1/apply/chat/completions';

export function chatCompletions(app: FastifyInstance, services: Services): void {
  const complete = async (request: FastifyRequest, reply: FastifyReply) => {
    const body = parse(chatRequest, request.body);
    refuseFields(chatFields, body);
    const model = services.models.get(body.model);
    request.pass.model = model.id;
    const signal = AbortSignal.any([closedSignal(reply.raw), services.shutdown]);
    const stops = [body.stop ?? []].flat().filter((stop) => stop !== '');
    const answer = model.respond(turnOfChat(body, signal));
    const events = services.metrics.timed(
      model.id,
      ROUTE,
      stops.length > 0 ? untilStopText(answer, stops) : answer,
      (usage) => spend(request.pass, usage),
    );
    const labels = newLabels('chatcmpl', model.id);
    if (!body.stream) return completionOf(events, labels);
    const writer = new ChunkWriter(labels, body.stream_options?.include_usage === true);
    await streamOut(reply, events, async (stream: EventStream, event) => {
      for (const chunk of writer.chunks(event)) await stream.send(chunk);
      if (event.type === 'end') await stream.send('[DONE]');
    });
    return reply;
  };
  for (const route of [ROUTE, OTHER_ROUTE]) {
    app.post(route, { config: { limited: true } }, complete);
  }
}
