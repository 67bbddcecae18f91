/**
 * Server-sent events: those of one turn of the event loop go out in one write, and none waits longer than a millisecond; a
 * slow reader holds up only its own stream, a reader that is gone aborts the signal, and comments keep a silent stream alive.
 */
import type { ServerResponse } from 'node:http';
import { setImmediate as turn } from 'node:timers/promises';
import type { FastifyReply } from 'fastify';
import { drained } from './drained.ts';

/** Events that follow one another at once are held so long before the event loop is let turn. */
const HELD_MS = 1;
const COMMENT = ': keep-alive\n\n';

export class EventStream {
  readonly #reply: FastifyReply;
  readonly #response: ServerResponse;
  readonly #keepAlive: NodeJS.Timeout;
  #isOpen = false;
  /** Frames that go out when the event loop turns. */
  #held = '';
  #turnedAt = 0;

  /** After each `keepAliveMs` in which nothing is sent a comment is: proxies and clients give up on silence. */
  constructor(reply: FastifyReply, keepAliveMs: number) {
    this.#reply = reply;
    this.#response = reply.raw;
    this.#keepAlive = setInterval(() => this.#write(COMMENT), keepAliveMs).unref();
  }

  /** Whether the head is out, so that an error can only be told as an event. */
  get isOpen(): boolean {
    return this.#isOpen;
  }

  /** Sends one event; waits while the reader does not keep up. Resolves, too, when the reader is gone. */
  async send(data: object | string, event?: string): Promise<void> {
    if (this.#response.destroyed) return;
    const text = typeof data === 'string' ? data : JSON.stringify(data);
    if (this.#held === '') setImmediate(() => this.#release());
    this.#held += event === undefined ? `data: ${text}\n\n` : `event: ${event}\ndata: ${text}\n\n`;
    this.#keepAlive.refresh();
    if (performance.now() - this.#turnedAt >= HELD_MS) {
      await turn();
      this.#turnedAt = performance.now();
    }
    await drained(this.#response);
  }

  end(): void {
    this.stop();
    this.#open();
    this.#response.end(this.#held);
    this.#held = '';
  }

  /** Keeps the stream alive no longer. */
  stop(): void {
    clearInterval(this.#keepAlive);
  }

  #release(): void {
    if (this.#held === '') return;
    const frames = this.#held;
    this.#held = '';
    this.#write(frames);
  }

  #write(text: string): void {
    if (this.#response.destroyed) return;
    this.#open();
    this.#response.write(text);
  }

  #open(): void {
    if (this.#isOpen) return;
    this.#isOpen = true;
    this.#reply.hijack();
    for (const [name, value] of Object.entries(this.#reply.getHeaders())) {
      if (value !== undefined) this.#response.setHeader(name, value);
    }
    this.#response.writeHead(200, {
      'content-type': 'text/event-stream; charset=utf-8',
      'cache-control': 'no-cache',
      // Tells nginx and its like not to buffer.
      'x-accel-buffering': 'no',
    });
  }
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
