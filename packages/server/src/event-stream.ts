/**
 * Server-sent events on a raw response: each frame is on the wire when it is written (no buffering, TCP_NODELAY), a slow
 * reader holds up only its own stream, and a reader that is gone aborts the signal.
 */
import type { ServerResponse } from 'node:http';
import { setImmediate as turn } from 'node:timers/promises';

/** Node holds what is written back until the event loop turns: after so long it is let. */
const HELD_MS = 1;

export class EventStream {
  readonly #response: ServerResponse;
  #isOpen = false;
  #turnedAt = 0;

  constructor(response: ServerResponse) {
    this.#response = response;
  }

  /** Whether the head is out, so that an error can only be told as an event. */
  get isOpen(): boolean {
    return this.#isOpen;
  }

  /** Sends one event; waits while the reader does not keep up. Resolves, too, when the reader is gone. */
  async send(data: object | string, event?: string): Promise<void> {
    if (!this.#isOpen) this.#open();
    const text = typeof data === 'string' ? data : JSON.stringify(data);
    const frame = event === undefined ? `data: ${text}\n\n` : `event: ${event}\ndata: ${text}\n\n`;
    if (this.#response.destroyed) return;
    if (!this.#response.write(frame)) await drained(this.#response);
    const now = performance.now();
    if (now - this.#turnedAt < HELD_MS) return;
    this.#turnedAt = now;
    await turn();
  }

  end(): void {
    if (!this.#isOpen) this.#open();
    this.#response.end();
  }

  #open(): void {
    this.#isOpen = true;
    this.#response.writeHead(200, {
      'content-type': 'text/event-stream; charset=utf-8',
      'cache-control': 'no-cache',
      // Tells nginx and its like not to buffer.
      'x-accel-buffering': 'no',
    });
  }
}

function drained(response: ServerResponse): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>();
  const done = () => {
    response.off('drain', done);
    response.off('close', done);
    resolve();
  };
  response.on('drain', done);
  response.on('close', done);
  return promise;
}

/** A signal that aborts when the response's connection closes before the response is whole. */
export function closedSignal(response: ServerResponse): AbortSignal {
  const controller = new AbortController();
  response.on('close', () => {
    if (!response.writableFinished) controller.abort(new ClientGoneError());
  });
  return controller.signal;
}

/** Nobody is there to hear the answer. */
export class ClientGoneError extends Error {
  override readonly name = 'ClientGoneError';

  constructor() {
    super('the client closed its connection');
  }
}
