/**
 * The client of evals/server.ts, in a thread of its own, so that it hears the first bytes when they come and not when the
 * server lets the event loop turn. Takes requests as messages, gives times.
 */
import http from 'node:http';
import { parentPort } from 'node:worker_threads';

export interface TimedRequest {
  readonly port: number;
  readonly path: string;
  readonly json: string;
}

export interface Times {
  /** Milliseconds to the first piece of text. */
  readonly first: number;
  /** Milliseconds between two pieces. */
  readonly each: number;
}

const agent = new http.Agent({ keepAlive: true, maxSockets: 1 });

parentPort?.on('message', async (request: TimedRequest) => {
  parentPort?.postMessage(await timed(request));
});

async function timed({ port, path, json }: TimedRequest): Promise<Times> {
  const headers = {
    'content-type': 'application/json',
    'content-length': Buffer.byteLength(json),
  };
  const start = performance.now();
  const response = await new Promise<http.IncomingMessage>((resolve, reject) => {
    const request = http.request({ port, path, method: 'POST', agent, headers }, resolve);
    request.on('error', reject);
    request.end(json);
  });
  let first: number | undefined;
  let pieces = 0;
  for await (const bytes of response) {
    const count = String(bytes).split('"content":').length - 1;
    if (count > 0) first ??= performance.now() - start;
    pieces += count;
  }
  const total = performance.now() - start;
  return { first: first!, each: (total - first!) / (pieces - 1) };
}
