/** WebSocket upgrades of GET /v1/responses: who may, and what becomes of the connections when the server ends. */
import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { ApiError } from '@wick/protocol';
import { WebSocketServer } from 'ws';
import { toApiError } from './errors.ts';
import { ResponseSocket, type SocketLimits } from './responses/socket.ts';
import type { Services } from './services.ts';

/** Connections at once. */
const MOST_CONNECTIONS = 512;

export class Sockets {
  readonly #services: Services;
  readonly #limits: SocketLimits;
  readonly #server: WebSocketServer;
  readonly #open = new Set<ResponseSocket>();
  #isEnding = false;

  constructor(services: Services, mostBytes: number, limits: SocketLimits) {
    this.#services = services;
    this.#limits = limits;
    // Compression costs more than loopback and answers this short gain.
    this.#server = new WebSocketServer({
      noServer: true,
      maxPayload: mostBytes,
      perMessageDeflate: false,
    });
  }

  get count(): number {
    return this.#open.size;
  }

  upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void {
    socket.on('error', () => socket.destroy());
    try {
      const { pathname } = new URL(request.url ?? '/', 'http://wick');
      if (pathname !== '/v1/responses')
        throw refusal(404, 'unknown_url', `No WebSocket at ${pathname}.`);
      const visitor = this.#services.admit(request.headers);
      if (this.#isEnding || this.#open.size >= MOST_CONNECTIONS) {
        throw refusal(503, 'server_busy', 'The server takes no more connections.');
      }
      this.#server.handleUpgrade(request, socket, head, (accepted) => {
        const connection = new ResponseSocket(
          accepted,
          socket,
          this.#services,
          visitor,
          this.#limits,
        );
        this.#open.add(connection);
        accepted.on('close', () => this.#open.delete(connection));
      });
    } catch (thrown) {
      const error = toApiError(thrown);
      const body = JSON.stringify(error.body);
      socket.end(
        `HTTP/1.1 ${error.status} Refused\r\ncontent-type: application/json\r\ncontent-length: ${Buffer.byteLength(body)}\r\nconnection: close\r\n\r\n${body}`,
      );
    }
  }

  /** Each connection ends when its answers have. */
  end(): void {
    this.#isEnding = true;
    for (const connection of this.#open) connection.end();
  }

  terminate(): void {
    for (const client of this.#server.clients) client.terminate();
  }

  async closed(): Promise<void> {
    await Promise.all(
      [...this.#server.clients].map(
        (client) => new Promise<void>((resolve) => client.once('close', () => resolve())),
      ),
    );
  }
}

function refusal(status: number, code: string, message: string): ApiError {
  return new ApiError({ status, type: 'invalid_request_error', code, message });
}
