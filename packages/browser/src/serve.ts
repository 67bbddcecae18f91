/**
 * The page's server: gives a browser the engine's TypeScript sources, the wasm and the weights as they lie in the repository.
 *
 *     node scripts/node24.mjs packages/browser/src/serve.ts [PORT] [--not-isolated]
 *
 * In a browser the engine runs as it is; where it asks Node for something, src/page/node has the browser's way of doing
 * it. With the headers of a cross-origin isolated page threads share memory; without them one thread does all.
 * Listens on the loopback address alone.
 */
import { readFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import { join, normalize, sep } from 'node:path';
import { moduleFor } from './modules.ts';

const ROOT = join(import.meta.dirname, '..', '..', '..');

/** What may be read, and nothing else: paths from the root. */
const SERVED = /^\/(packages\/(engine|kernels|browser)\/(src|build)|model)\/[\w./-]+$/;

const TYPES: Readonly<Record<string, string>> = {
  html: 'text/html; charset=utf-8',
  js: 'text/javascript; charset=utf-8',
  ts: 'text/javascript; charset=utf-8',
  json: 'application/json',
  wasm: 'application/wasm',
};

/** A page may share memory between threads only if nothing of another origin can read it. */
const ISOLATION = {
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cross-Origin-Embedder-Policy': 'require-corp',
};

export interface PageServer {
  /** Where the page is. */
  readonly url: string;
  close(): Promise<void>;
}

/** Starts the server on `port` (0: any that is free). `isolated`: with the headers that let threads share memory. */
export async function servePage({ port = 0, isolated = true } = {}): Promise<PageServer> {
  const server: Server = createServer((request, response) => {
    const path = decodeURIComponent(new URL(request.url ?? '/', 'http://localhost').pathname);
    const file = fileOf(path);
    try {
      if (request.method !== 'GET' || file === undefined) throw new NotServedError();
      const bytes = readFileSync(file);
      const body = file.endsWith('.ts') ? moduleFor(path, bytes.toString('utf8')) : bytes;
      const type = TYPES[file.slice(file.lastIndexOf('.') + 1)] ?? 'application/octet-stream';
      response.writeHead(200, {
        'Content-Type': type,
        'Cache-Control': 'no-store',
        ...(isolated && ISOLATION),
      });
      response.end(body);
    } catch {
      response.writeHead(404, { 'Content-Type': 'text/plain' });
      response.end('There is nothing here.\n');
    }
  });
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
  const address = server.address();
  const bound = typeof address === 'object' && address ? address.port : port;
  return {
    url: `http://127.0.0.1:${bound}/`,
    close: () =>
      new Promise((resolve) => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  };
}

class NotServedError extends Error {
  override readonly name = 'NotServedError';
}

/** The file that a path of the page stands for; undefined for one that is not served. */
function fileOf(path: string): string | undefined {
  if (path === '/') return join(import.meta.dirname, 'page', 'index.html');
  const file = normalize(join(ROOT, path));
  return SERVED.test(path) && !path.includes('..') && file.startsWith(ROOT + sep)
    ? file
    : undefined;
}

if (import.meta.main) {
  const isolated = !process.argv.includes('--not-isolated');
  const port = Number(process.argv.slice(2).find((argument) => /^\d+$/.test(argument)) ?? 8080);
  console.log((await servePage({ port, isolated })).url);
}
