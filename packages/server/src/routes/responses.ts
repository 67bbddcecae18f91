/** POST /v1/responses, and GET, DELETE and cancel by id. */
import {
  parse,
  type ResponseEvent,
  type ResponseObject,
  refuseFields,
  responseFields,
  responseRequest,
} from '@wick/protocol';
import type { FastifyInstance, FastifyReply } from 'fastify';
import { closedSignal } from '../event-stream.ts';
import type { ResponseRun } from '../responses/run.ts';
import { type Services, spend } from '../services.ts';
import { streamOut } from './stream-out.ts';

const ROUTE = '/v1/responses';

interface ById {
  readonly Params: { readonly id: string };
  readonly Querystring: Readonly<Record<string, string | undefined>>;
}

export function responses(app: FastifyInstance, services: Services): void {
  const { runs } = services;

  app.post(ROUTE, { config: { limited: true } }, async (request, reply) => {
    const body = parse(responseRequest, request.body);
    refuseFields(responseFields, body);
    const { owner } = request.pass.visitor;
    const run = runs.create(body, {
      owner,
      route: ROUTE,
      onUsage: (usage) => spend(request.pass, usage),
    });
    request.pass.model = run.response.model;
    if (body.background) {
      const log = runs.startInBackground(run, body, owner, request.pass.admission?.hold());
      if (!body.stream) return run.response;
      await tell(reply, log.read());
      return reply;
    }
    const closed = closedSignal(reply.raw);
    closed.addEventListener('abort', () => run.stop('disconnected'), { once: true });
    const events = runs.follow(run, body, owner);
    if (!body.stream) return wholeAnswer(run, events);
    await tell(reply, events);
    return reply;
  });

  app.get<ById>(`${ROUTE}/:id`, async (request, reply) => {
    const { id } = request.params;
    const { owner } = request.pass.visitor;
    const response = runs.get(owner, id);
    if (request.query.stream !== 'true') return response;
    const after = Number(request.query.starting_after ?? -1);
    const from = Number.isSafeInteger(after) && after >= -1 ? after + 1 : 0;
    const log = runs.log(owner, id);
    await tell(reply, log ? log.read(from) : ended(response), log ? from : 0);
    return reply;
  });

  app.get<ById>(`${ROUTE}/:id/input_items`, async (request) => {
    const items = runs.input(request.pass.visitor.owner, request.params.id);
    const data = items
      .map((item, i) => ({ id: `item_${i}`, type: 'message', ...item }))
      .toReversed();
    const [first, last] = [data[0]?.id ?? null, data.at(-1)?.id ?? null];
    return { object: 'list', data, first_id: first, last_id: last, has_more: false };
  });

  app.delete<ById>(`${ROUTE}/:id`, async (request) => {
    const { id } = request.params;
    runs.delete(request.pass.visitor.owner, id);
    return { id, object: 'response', deleted: true };
  });

  app.post<ById>(`${ROUTE}/:id/cancel`, async (request) =>
    runs.cancel(request.pass.visitor.owner, request.params.id),
  );
}

async function wholeAnswer(run: ResponseRun, events: AsyncIterable<ResponseEvent>) {
  for await (const _ of events);
  return run.response;
}

/** Writes response events, numbered from `first`. */
async function tell(
  reply: FastifyReply,
  events: AsyncIterable<ResponseEvent>,
  first = 0,
): Promise<void> {
  let sequence_number = first;
  await streamOut(reply, events, async (stream, event) => {
    await stream.send({ ...event, sequence_number }, event.type);
    sequence_number++;
  });
}

/** A stored response that is over as the end of its stream. */
async function* ended(response: ResponseObject): AsyncGenerator<ResponseEvent, void, void> {
  const { status } = response;
  const type = status === 'completed' || status === 'failed' ? status : 'incomplete';
  yield { type: `response.${type}`, response };
}
