/**
 * One response being made: takes a request with its whole context, gives the stream of events, and can be stopped within
 * a token. Knows no transport; server-sent events, WebSocket frames and polling show the same stream.
 */
import type { TurnEvent } from '@wick/assistant';
import type { OutputItem, ResponseEvent, ResponseObject, ResponseRequest } from '@wick/protocol';
import { toApiError } from '../errors.ts';
import { ItemBuilder } from '../wire/item-builder.ts';
import { newResponse, responseUsage, turnOfResponse } from '../wire/responses.ts';
import type { Context } from './context.ts';

/** Why a run ends before its answer is whole. */
export type StopReason = 'cancelled' | 'interrupted' | 'steered' | 'disconnected' | 'shutdown';

export interface RunOptions {
  readonly request: ResponseRequest;
  /** Of the responses before, and with the request's own items. */
  readonly context: Context;
  readonly model: string;
  /** The model's answer to a turn. */
  answer(turn: ReturnType<typeof turnOfResponse>): AsyncIterable<TurnEvent>;
  /** Hears of errors that are no client's. */
  onFault(error: unknown): void;
}

export class ResponseRun {
  readonly #options: RunOptions;
  readonly #controller = new AbortController();
  readonly #builder = new ItemBuilder();
  #response: ResponseObject;
  #stopped: { readonly reason: StopReason; readonly discards: boolean } | undefined;

  constructor(options: RunOptions) {
    this.#options = options;
    this.#response = newResponse(options.request, options.model);
  }

  get id(): string {
    return this.#response.id;
  }

  /** As it is now. */
  get response(): ResponseObject {
    return this.#response;
  }

  get isOver(): boolean {
    const { status } = this.#response;
    return status !== 'queued' && status !== 'in_progress';
  }

  /** What a response that follows this one has before it. */
  get contextAfter(): Context {
    return this.#options.context.after(this.#response);
  }

  /** Ends the run within a token; `discards` leaves out items that are not whole. */
  stop(reason: StopReason, discards = false): void {
    if (this.isOver || this.#stopped) return;
    this.#stopped = { reason, discards };
    this.#controller.abort();
  }

  /** The events, once; the last is completed, incomplete or failed. Never throws. */
  async *events(): AsyncGenerator<ResponseEvent, void, void> {
    yield { type: 'response.created', response: this.#response };
    this.#response = { ...this.#response, status: 'in_progress' };
    yield { type: 'response.in_progress', response: this.#response };
    const { request, context, answer } = this.#options;
    const { signal } = this.#controller;
    try {
      signal.throwIfAborted();
      for await (const event of answer(turnOfResponse(request, context, signal))) {
        yield* this.#builder.add(event);
        if (event.type === 'end') {
          yield this.#end(event);
          return;
        }
        // A reader's event came before this token: what follows is no longer wanted.
        signal.throwIfAborted();
      }
      throw new Error('a turn ends with its end');
    } catch (error) {
      yield this.#stopped ? this.#incomplete() : this.#fail(error);
    }
  }

  #end({ reason, usage }: TurnEvent & { type: 'end' }): ResponseEvent {
    const isCut = reason === 'length';
    this.#response = {
      ...this.#response,
      status: isCut ? 'incomplete' : 'completed',
      incomplete_details: isCut ? { reason: 'max_output_tokens' } : null,
      output: this.#builder.all,
      usage: responseUsage(usage),
    };
    const type = isCut ? 'response.incomplete' : 'response.completed';
    return { type, response: this.#response };
  }

  #incomplete(): ResponseEvent {
    const { reason, discards } = this.#stopped!;
    const output: readonly OutputItem[] = discards ? this.#builder.completed : this.#builder.all;
    this.#response = {
      ...this.#response,
      status: reason === 'cancelled' ? 'cancelled' : 'incomplete',
      incomplete_details: { reason },
      output,
      ...((reason === 'interrupted' || reason === 'steered') && { end_turn: false }),
    };
    return { type: 'response.incomplete', response: this.#response };
  }

  #fail(error: unknown): ResponseEvent {
    const { status, code, message, type } = toApiError(error);
    if (status >= 500) this.#options.onFault(error);
    this.#response = {
      ...this.#response,
      status: 'failed',
      error: { code: code ?? type, message },
      output: this.#builder.completed,
    };
    return { type: 'response.failed', response: this.#response };
  }
}
