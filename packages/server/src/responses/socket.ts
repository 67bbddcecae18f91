/**
 * Responses over one persistent WebSocket: response.create (with generate: false to prewarm), continuation by
 * previous_response_id with new items only, response.steer, response.interrupt, response.cancel. What a connection made is
 * known to it without the store, already translated, so that a turn costs what is new in it.
 */
import type { Duplex } from 'node:stream';
import {
  ApiError,
  type ClientFrame,
  clientFrame,
  invalidRequest,
  notFound,
  parse,
  type ResponseEvent,
  type ResponseObject,
  type ResponseRequest,
  refuseFields,
  responseFields,
  responseRequest,
} from '@wick/protocol';
import type { WebSocket } from 'ws';
import type { Visitor } from '../access/guard.ts';
import type { Admission } from '../access/limits.ts';
import { parseJson } from '../body.ts';
import { toApiError } from '../errors.ts';
import type { Services } from '../services.ts';
import { inputItems, newResponse, responseUsage } from '../wire/responses.ts';
import type { Context } from './context.ts';
import { FrameWriter } from './frame-writer.ts';
import { Lanes } from './lanes.ts';
import type { ResponseRun } from './run.ts';

export interface SocketLimits {
  /** A connection ends after so long, as OpenAI's do. */
  readonly lifetimeMs: number;
  /** A peer that does not answer a ping for so long is gone. */
  readonly heartbeatMs: number;
}

export const SOCKET_LIMITS: SocketLimits = { lifetimeMs: 60 * 60_000, heartbeatMs: 30_000 };

/** Responses whose context a connection remembers. */
const MOST_KNOWN = 64;
const ROUTE = 'ws /v1/responses';

/** A response that runs; its successor, if a steer asked for one. */
interface Active {
  readonly run: ResponseRun;
  readonly request: ResponseRequest;
  successor: ResponseRequest | undefined;
}

type Frame<Type extends ClientFrame['type']> = ClientFrame & { type: Type };

export class ResponseSocket {
  readonly #socket: WebSocket;
  readonly #frames: FrameWriter;
  readonly #services: Services;
  readonly #visitor: Visitor;
  readonly #lanes = new Lanes(() => this.#closeIfEnding());
  readonly #known = new Map<string, Context>();
  readonly #active = new Map<string, Active>();
  readonly #timers: readonly NodeJS.Timeout[];
  #isAlive = true;
  #isEnding = false;

  /** `wire` is what lies below the WebSocket. */
  constructor(
    socket: WebSocket,
    wire: Duplex,
    services: Services,
    visitor: Visitor,
    limits: SocketLimits,
  ) {
    this.#socket = socket;
    this.#frames = new FrameWriter(socket, wire);
    this.#services = services;
    this.#visitor = visitor;
    socket.on('message', (data, isBinary) => this.#hear(String(data), isBinary));
    socket.on('pong', () => {
      this.#isAlive = true;
    });
    // Broken frames and text that is no UTF-8 close the connection with their own code.
    socket.on('error', (error) => services.log.debug({ reason: error.message }, 'websocket error'));
    socket.on('close', () => this.#close());
    this.#timers = [
      setInterval(() => this.#beat(), limits.heartbeatMs),
      setTimeout(() => this.#expire(limits.lifetimeMs), limits.lifetimeMs),
    ];
  }

  /** Lets what runs finish, then closes. */
  end(): void {
    this.#isEnding = true;
    this.#closeIfEnding();
  }

  #hear(text: string, isBinary: boolean): void {
    let lane: string | undefined;
    try {
      if (isBinary) throw invalidRequest('Frames are text.', undefined, 'invalid_frame');
      const value = parseJson(text);
      lane = laneIn(value);
      const frame = parse(clientFrame, value);
      switch (frame.type) {
        case 'response.create':
          this.#create(frame, lane);
          break;
        case 'response.steer':
          this.#steer(frame, lane);
          break;
        case 'response.interrupt': {
          const discards = frame.mode === 'discard_partial_items';
          this.#find(frame.response_id).run.stop('interrupted', discards);
          break;
        }
        case 'response.cancel':
          this.#find(frame.response_id).run.stop('cancelled');
          break;
      }
    } catch (error) {
      this.#fail(error, lane);
    }
  }

  #create(
    { type: _, generate, stream_id: __, ...rest }: Frame<'response.create'>,
    lane: string | undefined,
  ): void {
    const request = parse(responseRequest, rest);
    refuseFields(responseFields, rest);
    if (this.#isEnding) throw ending();
    this.#lanes.enter(lane, async () => {
      try {
        if (generate === false) await this.#prewarm(request, lane);
        else await this.#respond(request, lane);
      } catch (error) {
        this.#fail(error, lane);
      }
    });
  }

  /** Stores the input's state under a new id, so that the first real request brings only what is new. */
  async #prewarm(request: ResponseRequest, lane: string | undefined): Promise<void> {
    const { models, runs } = this.#services;
    const { owner } = this.#visitor;
    const model = models.get(request.model);
    const created = newResponse(request, model.id);
    const before = runs.contextAfter(owner, request.previous_response_id, this.#lookUp);
    this.#remember(created.id, before.with(inputItems(request)));
    await models.local.prewarm();
    const usage = responseUsage({ promptTokens: 0, cachedTokens: 0, generatedTokens: 0 });
    const teller = new Teller(this.#frames, lane);
    await teller.tell({ type: 'response.created', response: created });
    const response = { ...created, status: 'completed' as const, usage };
    await teller.tell({ type: 'response.completed', response });
  }

  /** Answers a request, and the requests that it is steered to. */
  async #respond(request: ResponseRequest, lane: string | undefined): Promise<void> {
    const { owner, limits } = this.#visitor;
    for (let next: ResponseRequest | undefined = request; next; ) {
      const admission = this.#services.admissions.enter(owner, limits);
      try {
        next = await this.#answer(next, lane, admission);
      } finally {
        admission.leave();
      }
    }
  }

  /** Answers one request; gives the one that it is steered to. */
  async #answer(
    request: ResponseRequest,
    lane: string | undefined,
    admission: Admission,
  ): Promise<ResponseRequest | undefined> {
    const { runs } = this.#services;
    const { owner } = this.#visitor;
    const start = performance.now();
    let tokens = 0;
    const run = runs.create(request, {
      owner,
      route: ROUTE,
      known: this.#lookUp,
      onUsage: ({ promptTokens, generatedTokens }) => {
        tokens = promptTokens + generatedTokens;
        admission.spend(tokens);
      },
    });
    const active: Active = { run, request, successor: undefined };
    this.#active.set(run.id, active);
    try {
      const teller = new Teller(this.#frames, lane);
      for await (const event of runs.follow(run, request, owner)) {
        // Known before the client can ask to go on from it.
        if (run.isOver) this.#remember(run.id, run.contextAfter);
        await teller.tell(event);
      }
    } finally {
      this.#active.delete(run.id);
    }
    this.#audit(run.response, performance.now() - start, tokens);
    return active.successor;
  }

  #audit({ model, status }: ResponseObject, ms: number, tokens: number): void {
    const { metrics, log } = this.#services;
    metrics.request(ROUTE, status === 'failed' ? 500 : 200);
    const key = this.#visitor.owner;
    log.info({ audit: true, key, route: ROUTE, model, status, ms: Math.round(ms), tokens });
  }

  /** The running response ends, and one that goes on with what is added takes its place. */
  #steer({ response_id: id, input }: Frame<'response.steer'>, lane: string | undefined): void {
    const active = this.#find(id);
    active.successor = { ...active.request, input, previous_response_id: id };
    active.run.stop('steered');
    new Teller(this.#frames, lane).answer({ type: 'response.steer.accepted', response_id: id });
  }

  #find(id: string): Active {
    const active = this.#active.get(id);
    if (!active) throw notFound('running response', id, 'response_not_found', 'response_id');
    return active;
  }

  readonly #lookUp = (id: string): Context | undefined => this.#known.get(id);

  #remember(id: string, context: Context): void {
    this.#known.set(id, context);
    if (this.#known.size <= MOST_KNOWN) return;
    const [oldest] = this.#known.keys();
    this.#known.delete(oldest!);
  }

  #fail(thrown: unknown, lane: string | undefined): void {
    const { log, metrics } = this.#services;
    const error = toApiError(thrown);
    if (error.status >= 500) log.error({ err: thrown }, 'websocket request failed');
    metrics.request(ROUTE, error.status);
    const { status, headers, body } = error;
    new Teller(this.#frames, lane).answer({ type: 'error', status, headers, ...body });
  }

  /** Ends a connection whose peer did not answer the last ping: it is half-open. */
  #beat(): void {
    if (!this.#isAlive) {
      this.#socket.terminate();
      return;
    }
    this.#isAlive = false;
    this.#socket.ping();
  }

  #expire(lifetimeMs: number): void {
    const minutes = Math.round(lifetimeMs / 60_000);
    this.#fail(
      invalidRequest(
        `Responses websocket connection limit reached (${minutes} minutes). Create a new websocket connection to continue.`,
        undefined,
        'websocket_connection_limit_reached',
      ),
      undefined,
    );
    this.#socket.close(1000, 'connection limit reached');
  }

  #closeIfEnding(): void {
    if (this.#isEnding && this.#lanes.isIdle) this.#socket.close(1001, 'the server ends');
  }

  #close(): void {
    for (const timer of this.#timers) clearTimeout(timer);
    for (const { run } of this.#active.values()) run.stop('disconnected');
  }
}

/** Tells the events of one response in its lane, numbered. */
class Teller {
  readonly #frames: FrameWriter;
  readonly #lane: { readonly stream_id?: string };
  #next = 0;

  constructor(frames: FrameWriter, lane: string | undefined) {
    this.#frames = frames;
    this.#lane = lane === undefined ? {} : { stream_id: lane };
  }

  /** Resolves when the reader takes more. */
  tell(event: ResponseEvent): Promise<void> {
    const frame = withoutEcho(event);
    return this.#frames.write({ ...frame, sequence_number: this.#next++, ...this.#lane });
  }

  /** A frame that is no event of a response. */
  answer(frame: object): void {
    void this.#frames.write({ ...frame, ...this.#lane });
  }
}

/** Until it is over, a response need not repeat what the client just sent over the same connection. */
function withoutEcho(event: ResponseEvent): object {
  if (event.type !== 'response.created' && event.type !== 'response.in_progress') return event;
  const { instructions: _, tools: __, ...response } = event.response;
  return { type: event.type, response };
}

function laneIn(value: unknown): string | undefined {
  const isObject = typeof value === 'object' && value !== null;
  return isObject && 'stream_id' in value && typeof value.stream_id === 'string'
    ? value.stream_id
    : undefined;
}

function ending(): ApiError {
  return new ApiError({
    status: 503,
    type: 'server_error',
    code: 'server_ending',
    message: 'The server is shutting down.',
  });
}
