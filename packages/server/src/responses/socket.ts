/**
 * Responses over one persistent WebSocket: response.create (with generate: false to prewarm), continuation by
 * previous_response_id with new items only, response.steer, response.interrupt, response.cancel. Lanes by stream_id run
 * side by side; in each, first in, first out. What a connection made is known to it without the store.
 */
import {
  ApiError,
  type ClientFrame,
  clientFrame,
  type InputItem,
  invalidRequest,
  notFound,
  parse,
  type ResponseEvent,
  type ResponseRequest,
  refuseFields,
  responseFields,
  responseRequest,
} from '@wick/protocol';
import type { WebSocket } from 'ws';
import type { Visitor } from '../access/guard.ts';
import { parseJson } from '../body.ts';
import { toApiError } from '../errors.ts';
import type { Services } from '../services.ts';
import { inputItems, newResponse, responseUsage } from '../wire/responses.ts';
import type { ResponseRun } from './run.ts';
import { itemOf } from './runs.ts';

export interface SocketLimits {
  /** A connection ends after so long, as OpenAI's do. */
  readonly lifetimeMs: number;
  /** A peer that does not answer a ping for so long is gone. */
  readonly heartbeatMs: number;
}

export const SOCKET_LIMITS: SocketLimits = { lifetimeMs: 60 * 60_000, heartbeatMs: 30_000 };

const MOST_IN_FLIGHT = 16;
const MOST_LANES = 32;
/** Responses whose context a connection remembers. */
const MOST_KNOWN = 64;
const ROUTE = 'ws /v1/responses';

interface Lane {
  /** Settles when the last request that entered is done. */
  last: Promise<void>;
  waiting: number;
}

interface Active {
  readonly run: ResponseRun;
  readonly request: ResponseRequest;
  readonly lane: string | undefined;
  /** What a steer adds; a successor begins with it. */
  steer: readonly InputItem[] | undefined;
}

type Create = ClientFrame & { type: 'response.create' };

export class ResponseSocket {
  readonly #socket: WebSocket;
  readonly #services: Services;
  readonly #visitor: Visitor;
  readonly #lanes = new Map<string, Lane>();
  readonly #known = new Map<string, readonly InputItem[]>();
  readonly #active = new Map<string, Active>();
  readonly #timers: NodeJS.Timeout[] = [];
  #isAlive = true;
  #isEnding = false;
  #inFlight = 0;

  constructor(socket: WebSocket, services: Services, visitor: Visitor, limits = SOCKET_LIMITS) {
    this.#socket = socket;
    this.#services = services;
    this.#visitor = visitor;
    socket.on('message', (data, isBinary) => this.#hear(String(data), isBinary));
    socket.on('pong', () => {
      this.#isAlive = true;
    });
    // Broken frames and text that is no UTF-8 close the connection with their own code.
    socket.on('error', (error) => services.log.debug({ reason: error.message }, 'websocket error'));
    socket.on('close', () => this.#close());
    this.#timers.push(
      setInterval(() => this.#beat(), limits.heartbeatMs),
      setTimeout(() => this.#expire(limits.lifetimeMs), limits.lifetimeMs),
    );
  }

  /** Lets what runs finish, then closes. */
  end(): void {
    this.#isEnding = true;
    if (this.#inFlight === 0) this.#socket.close(1001, 'the server ends');
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
        case 'response.interrupt':
          this.#find(frame.response_id).run.stop(
            'interrupted',
            frame.mode === 'discard_partial_items',
          );
          break;
        case 'response.cancel':
          this.#find(frame.response_id).run.stop('cancelled');
          break;
      }
    } catch (error) {
      this.#fail(error, lane);
    }
  }

  #create({ type: _, generate, stream_id: __, ...rest }: Create, lane: string | undefined): void {
    const request = parse(responseRequest, rest);
    refuseFields(responseFields, rest);
    if (this.#isEnding) throw ending();
    if (this.#inFlight >= MOST_IN_FLIGHT) {
      const message = `A connection runs at most ${MOST_IN_FLIGHT} responses at once.`;
      throw new ApiError({
        status: 429,
        type: 'rate_limit_error',
        code: 'too_many_in_flight',
        message,
      });
    }
    this.#enter(lane, async () => {
      if (generate === false) await this.#prewarm(request, lane);
      else await this.#respond(request, lane);
    });
  }

  /** Runs `work` when the lane's earlier requests are done. */
  #enter(name: string | undefined, work: () => Promise<void>): void {
    const key = name ?? '';
    const lane = this.#lanes.get(key) ?? { last: Promise.resolve(), waiting: 0 };
    if (!this.#lanes.has(key) && this.#lanes.size > MOST_LANES) {
      throw invalidRequest(`A connection has at most ${MOST_LANES} named streams.`, 'stream_id');
    }
    this.#lanes.set(key, lane);
    lane.waiting++;
    this.#inFlight++;
    const turn = async () => {
      try {
        await work();
      } catch (error) {
        this.#fail(error, name);
      } finally {
        lane.waiting--;
        this.#inFlight--;
        if (lane.waiting === 0) this.#lanes.delete(key);
        if (this.#isEnding && this.#inFlight === 0) this.#socket.close(1001, 'the server ends');
      }
    };
    lane.last = lane.last.then(turn);
  }

  /** Stores the input's state under a new id, so that the first real request brings only what is new. */
  async #prewarm(request: ResponseRequest, lane: string | undefined): Promise<void> {
    const { models, runs } = this.#services;
    const model = models.get(request.model);
    const before = runs.context(this.#visitor.owner, request.previous_response_id, this.#lookUp);
    const created = newResponse(request, model.id);
    this.#remember(created.id, [...before, ...inputItems(request)]);
    await models.local.prewarm();
    const usage = responseUsage({ promptTokens: 0, cachedTokens: 0, generatedTokens: 0 });
    const sequence = new Sequence();
    await this.#send({ type: 'response.created', response: created }, sequence, lane);
    const response = { ...created, status: 'completed' as const, usage };
    await this.#send({ type: 'response.completed', response }, sequence, lane);
  }

  async #respond(request: ResponseRequest, lane: string | undefined): Promise<void> {
    const { admissions, runs, log } = this.#services;
    const { owner, limits } = this.#visitor;
    const admission = admissions.enter(owner, limits);
    const start = performance.now();
    let tokens = 0;
    let successor: ResponseRequest | undefined;
    try {
      const run = runs.create(request, {
        owner,
        route: ROUTE,
        known: this.#lookUp,
        onUsage: ({ promptTokens, generatedTokens }) => {
          tokens = promptTokens + generatedTokens;
          admission.spend(tokens);
        },
      });
      const active: Active = { run, request, lane, steer: undefined };
      this.#active.set(run.id, active);
      try {
        const sequence = new Sequence();
        for await (const event of runs.follow(run, request, owner)) {
          await this.#send(event, sequence, lane);
        }
      } finally {
        this.#active.delete(run.id);
      }
      const { response } = run;
      this.#remember(run.id, [...run.items, ...response.output.map(itemOf)]);
      const { status } = response;
      this.#services.metrics.request(ROUTE, status === 'failed' ? 500 : 200);
      const ms = Math.round(performance.now() - start);
      log.info({
        audit: true,
        key: owner,
        route: ROUTE,
        model: response.model,
        status,
        ms,
        tokens,
      });
      if (active.steer) {
        successor = { ...request, input: [...active.steer], previous_response_id: run.id };
      }
    } finally {
      admission.leave();
    }
    if (successor) await this.#respond(successor, lane);
  }

  #steer(
    { response_id: id, input }: ClientFrame & { type: 'response.steer' },
    lane?: string,
  ): void {
    const active = this.#find(id);
    active.steer = inputItems({ input });
    active.run.stop('steered');
    const frame = { type: 'response.steer.accepted', response_id: id };
    this.#socket.send(JSON.stringify(lane === undefined ? frame : { ...frame, stream_id: lane }));
  }

  #find(id: string): Active {
    const active = this.#active.get(id);
    if (!active) throw notFound('running response', id, 'response_not_found', 'response_id');
    return active;
  }

  readonly #lookUp = (id: string): readonly InputItem[] | undefined => this.#known.get(id);

  #remember(id: string, items: readonly InputItem[]): void {
    this.#known.set(id, items);
    if (this.#known.size <= MOST_KNOWN) return;
    const [oldest] = this.#known.keys();
    this.#known.delete(oldest!);
  }

  /** Sends one event; waits until the socket has taken it, so that a slow reader slows only itself. */
  async #send(event: ResponseEvent, sequence: Sequence, lane: string | undefined): Promise<void> {
    const frame = { ...event, sequence_number: sequence.next() };
    const text = JSON.stringify(lane === undefined ? frame : { ...frame, stream_id: lane });
    if (this.#socket.readyState !== this.#socket.OPEN) return;
    if (this.#socket.bufferedAmount === 0) {
      this.#socket.send(text);
      return;
    }
    await new Promise<void>((resolve) => this.#socket.send(text, () => resolve()));
  }

  #fail(thrown: unknown, lane: string | undefined): void {
    const error = toApiError(thrown);
    if (error.status >= 500) this.#services.log.error({ err: thrown }, 'websocket request failed');
    this.#services.metrics.request(ROUTE, error.status);
    if (this.#socket.readyState !== this.#socket.OPEN) return;
    const frame = { type: 'error', status: error.status, headers: error.headers, ...error.body };
    this.#socket.send(JSON.stringify(lane === undefined ? frame : { ...frame, stream_id: lane }));
  }

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

  #close(): void {
    for (const timer of this.#timers) clearTimeout(timer);
    for (const { run } of this.#active.values()) run.stop('disconnected');
  }
}

/** Numbers the events of one response. */
class Sequence {
  #last = -1;

  next(): number {
    this.#last++;
    return this.#last;
  }
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
