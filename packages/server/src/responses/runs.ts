/**
 * All responses: those that run, those that are stored. Starts runs with the context that previous_response_id names,
 * keeps background ones going without a reader, finds, cancels and deletes by id.
 */
import type { TurnEvent, Usage } from '@wick/assistant';
import {
  ApiError,
  type InputItem,
  invalidRequest,
  notFound,
  type ResponseEvent,
  type ResponseObject,
  type ResponseRequest,
} from '@wick/protocol';
import type { Metrics } from '../metrics.ts';
import type { Models } from '../models/models.ts';
import type { ResponseStore, StoredResponse } from '../store/response-store.ts';
import { inputItems } from '../wire/responses.ts';
import { Context } from './context.ts';
import { EventLog } from './event-log.ts';
import { ResponseRun, type StopReason } from './run.ts';

/** The context after a response that is known without the store: a WebSocket connection's own. */
export type KnownContext = (id: string) => Context | undefined;

export interface StartOptions {
  readonly owner: string;
  readonly route: string;
  readonly known?: KnownContext;
  onUsage(usage: Usage): void;
}

interface Running {
  readonly owner: string;
  readonly run: ResponseRun;
  readonly log: EventLog | undefined;
}

export interface RunsOptions {
  readonly models: Models;
  readonly metrics: Metrics;
  readonly store: ResponseStore;
  onFault(error: unknown): void;
}

/** Responses that follow one another at most. */
const MOST_STEPS = 1000;

export class ResponseRuns {
  readonly #options: RunsOptions;
  readonly #running = new Map<string, Running>();
  /** Runs without a reader. */
  readonly #background = new Set<Promise<void>>();

  constructor(options: RunsOptions) {
    this.#options = options;
  }

  get running(): number {
    return this.#running.size;
  }

  /** A run of `request`; it does nothing until its events are read. Throws ApiError (400, 404, 503). */
  create(request: ResponseRequest, { owner, route, known, onUsage }: StartOptions): ResponseRun {
    const { models, metrics, onFault } = this.#options;
    const model = models.get(request.model);
    if (request.background && request.store === false) {
      throw invalidRequest('A background response has to be stored.', 'background');
    }
    const before = this.contextAfter(owner, request.previous_response_id, known);
    const context = before.with(inputItems(request));
    if (context.items.length === 0) throw invalidRequest('The input is empty.', 'input');
    const answer = (turn: Parameters<typeof model.respond>[0]): AsyncIterable<TurnEvent> =>
      metrics.timed(model.id, route, model.respond(turn), onUsage);
    return new ResponseRun({ request, context, model: model.id, answer, onFault });
  }

  /** The run's events, known by its id while they are read and stored at the end where that is asked for. */
  async *follow(
    run: ResponseRun,
    request: ResponseRequest,
    owner: string,
  ): AsyncGenerator<ResponseEvent, void, void> {
    this.#running.set(run.id, { owner, run, log: undefined });
    try {
      for await (const event of run.events()) {
        if (isLast(event.type)) this.#keep(run, request, owner);
        yield event;
      }
    } finally {
      this.#running.delete(run.id);
    }
  }

  /** Starts a run that needs no reader; its log can be read from now on. `onEnd` is called in any case. Throws ApiError (503) where it cannot be stored. */
  startInBackground(
    run: ResponseRun,
    request: ResponseRequest,
    owner: string,
    onEnd: () => void = () => {},
  ): EventLog {
    const { store, onFault } = this.#options;
    try {
      store.put(owner, { response: run.response, input: inputItems(request) });
    } catch (error) {
      onEnd();
      throw error;
    }
    const log = new EventLog();
    this.#running.set(run.id, { owner, run, log });
    const work = async () => {
      try {
        for await (const event of run.events()) log.add(event);
        this.#keep(run, request, owner);
      } catch (error) {
        onFault(error);
      } finally {
        log.end();
        this.#running.delete(run.id);
        onEnd();
      }
    };
    const done = work().finally(() => this.#background.delete(done));
    this.#background.add(done);
    return log;
  }

  /** Throws ApiError (404). */
  get(owner: string, id: string): ResponseObject {
    const running = this.#own(owner, id);
    if (running) return running.run.response;
    const stored = this.#options.store.get(owner, id);
    if (!stored) throw notFound('response', id, 'response_not_found', 'response_id');
    const { response } = stored;
    if (response.status !== 'queued' && response.status !== 'in_progress') return response;
    // The process that made it is gone.
    const error = { code: 'server_restarted', message: 'The server ended before the answer did.' };
    return { ...response, status: 'failed', error };
  }

  /** The log of a background response that runs; undefined where it is over. */
  log(owner: string, id: string): EventLog | undefined {
    return this.#own(owner, id)?.log;
  }

  /** A stored response's own input. Throws ApiError (404). */
  input(owner: string, id: string): readonly InputItem[] {
    const stored = this.#options.store.get(owner, id);
    if (!stored) throw notFound('response', id, 'response_not_found', 'response_id');
    return stored.input;
  }

  /** Stops a response. Throws ApiError: 404, or 400 where it is over. */
  async cancel(owner: string, id: string): Promise<ResponseObject> {
    const running = this.#own(owner, id);
    if (!running) {
      const { status } = this.get(owner, id);
      throw invalidRequest(`The response is ${status} already.`, 'response_id', 'not_running');
    }
    running.run.stop('cancelled');
    if (running.log) for await (const _ of running.log.read()); // to its end, which is near
    return running.run.response;
  }

  /** Throws ApiError (404). */
  delete(owner: string, id: string): void {
    this.#own(owner, id)?.run.stop('cancelled');
    if (!this.#options.store.delete(owner, id)) {
      throw notFound('response', id, 'response_not_found', 'response_id');
    }
  }

  /** Resolves when what runs in the background is over and stored. */
  async settled(): Promise<void> {
    await Promise.all(this.#background);
  }

  stopAll(reason: StopReason): void {
    for (const { run } of this.#running.values()) run.stop(reason);
  }

  /**
   * What a response that follows the one with an id has before it; without an id, nothing.
   * @throws ApiError 400 where one of those before it is missing, or there are too many
   */
  contextAfter(owner: string, id: string | null | undefined, known?: KnownContext): Context {
    const stored: StoredResponse[] = [];
    let next = id;
    let before: Context | undefined;
    while (next != null && !before) {
      before = known?.(next);
      if (before) break;
      const found = this.#options.store.get(owner, next);
      if (!found) throw missingPrevious(next);
      if (stored.push(found) > MOST_STEPS) throw tooManySteps();
      next = found.response.previous_response_id;
    }
    return stored
      .toReversed()
      .reduce(
        (context, { input, response }) => context.with(input).after(response),
        before ?? Context.EMPTY,
      );
  }

  #own(owner: string, id: string): Running | undefined {
    const running = this.#running.get(id);
    return running?.owner === owner ? running : undefined;
  }

  /** Stores a response that is over; the answer is given all the same where that fails. */
  #keep(run: ResponseRun, request: ResponseRequest, owner: string): void {
    const { store, onFault } = this.#options;
    if (request.store === false) return;
    try {
      store.put(owner, { response: run.response, input: inputItems(request) });
    } catch (error) {
      onFault(error);
    }
  }
}

function missingPrevious(id: string): ApiError {
  return new ApiError({
    status: 400,
    type: 'invalid_request_error',
    code: 'previous_response_not_found',
    param: 'previous_response_id',
    message: `Previous response with id '${id}' not found.`,
  });
}

function tooManySteps(): ApiError {
  return invalidRequest(
    `More than ${MOST_STEPS} responses follow one another: begin a new conversation.`,
    'previous_response_id',
    'context_length_exceeded',
  );
}

function isLast(type: string): boolean {
  return /^response\.(?:completed|incomplete|failed)$/.test(type);
}
