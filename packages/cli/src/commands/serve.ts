/** `wick serve`: the model behind the wire formats that coding tools speak, until Ctrl-C or SIGTERM. */
import { join } from 'node:path';
import { Assistant, preload, stateFolder } from '@wick/assistant';
import {
  ConfigError,
  isLoopback,
  KeyStore,
  openDatabase,
  readConfig,
  type ServerConfig,
  WickServer,
} from '@wick/server';
import { UsageError } from '../errors.ts';
import { EXIT } from '../exit-codes.ts';
import { assistantOptions, type ModelOptions } from '../options.ts';

export interface ServeOptions extends ModelOptions {
  readonly host: string;
  readonly port: number;
  readonly config?: string;
  readonly root?: readonly string[];
  readonly requireKey?: boolean;
  readonly logLevel: string;
  readonly grace: number;
}

/** Where stored responses and keys lie. */
export function databasePath(): string {
  return join(stateFolder(), 'server.sqlite');
}

export async function runServe(options: ServeOptions): Promise<number> {
  const { host, port, logLevel, grace } = options;
  const config = configIn(options.config);
  if (!isLoopback(host)) checkKeys(host);
  const assistant = await Assistant.open(assistantOptions(options));
  const [{ model, contextTokens }] = await Promise.all([assistant.info(), preload('code.ts')]);
  const server = new WickServer({
    assistant,
    modelId: model.name,
    contextTokens,
    config,
    database: databasePath(),
    ...(options.root && { roots: options.root }),
    requireKey: options.requireKey === true,
    log: { level: logLevel, stream: process.stderr },
  });
  try {
    const address = await listen(server, host, port);
    process.stdout.write(`wick serves ${model.name} at ${address}/v1\n`);
    await stopWish();
    process.stdout.write('stopping; running answers may finish\n');
  } finally {
    await server.close(grace * 1000);
    await assistant.close();
  }
  return EXIT.done;
}

function configIn(path: string | undefined): ServerConfig {
  try {
    return readConfig(path);
  } catch (error) {
    if (error instanceof ConfigError) throw new UsageError(error.message);
    throw error;
  }
}

async function listen(server: WickServer, host: string, port: number): Promise<string> {
  try {
    const address = await server.listen(host, port);
    return `http://${host.includes(':') ? `[${host}]` : host}:${address.port}`;
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code;
    if (code === 'EADDRINUSE') {
      throw new UsageError(
        `port ${port} is in use; choose another: --port N (0 takes a free one).`,
      );
    }
    if (code === 'EADDRNOTAVAIL') throw new UsageError(`this machine has no address ${host}.`);
    throw error;
  }
}

/** A server that others can reach is of no use without a key. */
function checkKeys(host: string): void {
  const database = openDatabase(databasePath());
  const isOpen = new KeyStore(database).list().some(({ revokedAt }) => revokedAt === undefined);
  database.close();
  if (isOpen) return;
  throw new UsageError(
    `on ${host} every request needs a key, and there is none: make one with wick keys create NAME.`,
  );
}

/** Resolves at Ctrl-C or SIGTERM; the second one ends the process at once. */
async function stopWish(): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>();
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.once(signal, () => {
      resolve();
      process.once(signal, () => process.exit(EXIT.interrupted));
    });
  }
  await promise;
}
