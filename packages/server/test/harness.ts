/** A real server with the released model on a free port, and an upstream whose pace and faults tests decide. */
import { mkdtempSync, rmSync } from 'node:fs';
import http from 'node:http';
import net, { type AddressInfo, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Writable } from 'node:stream';
import { text } from 'node:stream/consumers';
import { after } from 'node:test';
import { Assistant } from '@wick/assistant';
import OpenAI from 'openai';
import { WebSocket } from 'ws';
import { checkConfig } from '../src/config.ts';
import { type ServerOptions, WickServer } from '../src/server.ts';

export const MODEL = 'wick-nano';

/** Code that is renamed in most tests. */
export const CODE =
  'function sum(items: number[]) {\n  let total = 0;\n  for (const item of items) total += item;\n  return total;\n}\n';
export const RENAMED = CODE.replaceAll('total', 'subtotal');
export const RENAME = `rename total to subtotal\n\n\`\`\`ts\n${CODE}\`\`\``;

/** What is to be undone when the file's tests are over, the last first. */
const cleanups: (() => unknown)[] = [];
after(async () => {
  for (const cleanup of cleanups.toReversed()) await cleanup();
});

let opened: Promise<Assistant> | undefined;

/** One assistant for all tests of a file. */
export function assistant(): Promise<Assistant> {
  if (!opened) {
    opened = Assistant.open({ threads: 1 });
    cleanups.push(async () => (await opened)?.close());
  }
  return opened;
}

export function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'wick-server-'));
  cleanups.push(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

export interface Started {
  readonly server: WickServer;
  readonly port: number;
  /** http://127.0.0.1:port */
  readonly url: string;
  readonly client: OpenAI;
  /** Lines that were logged. */
  readonly lines: readonly string[];
}

export type StartOptions = Partial<Omit<ServerOptions, 'config'>> & { readonly config?: object };

/** Starts a server; it is closed after the tests. */
export async function start({ config = {}, ...options }: StartOptions = {}): Promise<Started> {
  const lines: string[] = [];
  const stream = new Writable({
    write(chunk, _encoding, done) {
      lines.push(String(chunk));
      done();
    },
  });
  const server = new WickServer({
    assistant: await assistant(),
    modelId: MODEL,
    contextTokens: 8192,
    database: ':memory:',
    log: { level: 'info', stream },
    config: checkConfig(config),
    ...options,
  });
  const { port } = await server.listen('127.0.0.1', 0);
  cleanups.push(() => server.close());
  const url = `http://127.0.0.1:${port}`;
  const client = new OpenAI({ baseURL: `${url}/v1`, apiKey: 'none', maxRetries: 0 });
  return { server, port, url, client, lines };
}

export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  // biome-ignore lint/suspicious/noExplicitAny: tests look into it
  readonly json: any;
}

/** Sends JSON, or bytes as they are. */
export async function post(
  url: string,
  body: object | string | Uint8Array,
  headers: Readonly<Record<string, string>> = {},
): Promise<Answer> {
  const raw = typeof body === 'string' || body instanceof Uint8Array;
  return answered(
    await fetch(url, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...headers },
      body: raw ? (body as string) : JSON.stringify(body),
    }),
  );
}

export async function get(
  url: string,
  method = 'GET',
  headers: Readonly<Record<string, string>> = {},
): Promise<Answer> {
  return answered(await fetch(url, { method, headers }));
}

async function answered(response: Response): Promise<Answer> {
  const body = await response.text();
  const isJson = response.headers.get('content-type')?.includes('json');
  return {
    status: response.status,
    headers: response.headers,
    text: body,
    json: isJson ? JSON.parse(body) : undefined,
  };
}

/** The events in a body of server-sent events. */
// biome-ignore lint/suspicious/noExplicitAny: tests look into it
export function eventsIn(body: string): any[] {
  return body
    .split('\n\n')
    .flatMap((frame) => frame.match(/^data: (.*)$/m)?.[1] ?? [])
    .filter((data) => data !== '[DONE]')
    .map((data) => JSON.parse(data));
}

/** Waits until `condition` holds; fails after 15 seconds, which a loaded machine may take. */
export async function until(condition: () => boolean, what = 'condition'): Promise<void> {
  const end = performance.now() + 15_000;
  while (!condition()) {
    if (performance.now() > end) throw new Error(`${what} did not come`);
    await new Promise((resolve) => setTimeout(resolve, 2));
  }
}

export const pause = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms));

/** What an upstream does with a request. */
export type Behaviour = (
  // biome-ignore lint/suspicious/noExplicitAny: tests look into it
  body: any,
  response: http.ServerResponse,
  request: http.IncomingMessage,
) => void | Promise<void>;

export interface FakeUpstream {
  readonly url: string;
  /** Bodies that came. */
  // biome-ignore lint/suspicious/noExplicitAny: tests look into it
  readonly bodies: any[];
  /** Connections that were closed by the client before their answer was whole. */
  readonly dropped: () => number;
  behave(behaviour: Behaviour): void;
}

/** An upstream on loopback. */
export async function fakeUpstream(behaviour: Behaviour): Promise<FakeUpstream> {
  // biome-ignore lint/suspicious/noExplicitAny: tests look into it
  const bodies: any[] = [];
  let dropped = 0;
  let current = behaviour;
  const server = http.createServer(async (request, response) => {
    const body = JSON.parse(await text(request));
    bodies.push(body);
    response.on('close', () => {
      if (!response.writableFinished) dropped++;
    });
    await current(body, response, request);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  cleanups.push(() => {
    server.closeAllConnections();
    server.close();
  });
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1`,
    bodies,
    dropped: () => dropped,
    behave: (next) => {
      current = next;
    },
  };
}

/** Streams words, one each `everyMs`, until they are over or nobody listens. */
export function wordsEvery(everyMs: number, count: number): Behaviour {
  return async (_body, response) => {
    response.writeHead(200, { 'content-type': 'text/event-stream' });
    for (let i = 0; i < count && !response.destroyed; i++) {
      response.write(chunk({ content: `w${i} ` }));
      await pause(everyMs);
    }
    response.write(chunk({}, 'stop'));
    response.end('data: [DONE]\n\n');
  };
}

/** A chunk of a chat completion as upstreams send it. */
export function chunk(delta: object, finish: string | null = null): string {
  const choices = [{ index: 0, delta, finish_reason: finish }];
  return `data: ${JSON.stringify({ id: 'x', object: 'chat.completion.chunk', choices })}\n\n`;
}

/** A WebSocket to /v1/responses, and the frames that came. */
export class Peer {
  readonly socket: WebSocket;
  /** What lies below it. */
  readonly wire: Socket;
  // biome-ignore lint/suspicious/noExplicitAny: tests look into it
  readonly frames: any[] = [];
  closed: { readonly code: number; readonly reason: string } | undefined;

  private constructor(socket: WebSocket, wire: Socket) {
    this.socket = socket;
    this.wire = wire;
    socket.on('message', (data) => this.frames.push(JSON.parse(String(data))));
    socket.on('close', (code, reason) => {
      this.closed = { code, reason: String(reason) };
    });
    socket.on('error', () => {});
  }

  static async open(port: number, headers: Record<string, string> = {}): Promise<Peer> {
    const wire = net.connect({ host: '127.0.0.1', port });
    const socket = new WebSocket(`ws://127.0.0.1:${port}/v1/responses`, {
      headers,
      createConnection: () => wire,
    });
    const peer = new Peer(socket, wire);
    await new Promise((resolve, reject) => {
      socket.once('open', resolve);
      socket.once('error', reject);
    });
    return peer;
  }

  send(frame: object | string): void {
    this.socket.send(typeof frame === 'string' ? frame : JSON.stringify(frame));
  }

  /** The next frame of a type from the one numbered `from` on; waits for it. */
  // biome-ignore lint/suspicious/noExplicitAny: tests look into it
  async next(type: string, from = 0): Promise<any> {
    const find = () => this.frames.slice(from).find((frame) => frame.type === type);
    await until(() => find() !== undefined || this.closed !== undefined, type);
    return find();
  }
}
