/** `wick keys`: the API keys of `wick serve`: made, listed, revoked. The server sees the change at once. */
import { type ApiKey, type KeyLimits, KeyStore, openDatabase } from '@wick/server';
import { printJson } from '../change.ts';
import { UsageError } from '../errors.ts';
import { EXIT } from '../exit-codes.ts';
import { databasePath } from './serve.ts';

export interface KeysOptions extends KeyLimits {
  readonly json?: boolean;
}

export function runKeysCreate(name: string, { json, ...limits }: KeysOptions): number {
  return withKeys((keys) => {
    const { key, secret } = keys.create(name, limits);
    if (json) printJson({ ...key, secret });
    else {
      process.stdout.write(`${secret}\n`);
      process.stderr.write(`${key.id} (${name}): this is the only time the key is shown.\n`);
    }
    return EXIT.done;
  });
}

export function runKeysList({ json }: KeysOptions): number {
  return withKeys((keys) => {
    const all = keys.list();
    if (json) printJson({ keys: all });
    else for (const key of all) process.stdout.write(`${line(key)}\n`);
    return EXIT.done;
  });
}

export function runKeysRevoke(id: string): number {
  return withKeys((keys) => {
    if (!keys.revoke(id)) throw new UsageError(`there is no key ${id} in use: wick keys list.`);
    process.stdout.write(`${id} is revoked.\n`);
    return EXIT.done;
  });
}

function line({ id, name, hint, createdAt, revokedAt, limits }: ApiKey): string {
  const day = (seconds: number) => new Date(seconds * 1000).toISOString().slice(0, 10);
  const state = revokedAt === undefined ? `since ${day(createdAt)}` : `revoked ${day(revokedAt)}`;
  const own = Object.entries(limits).map(([limit, value]) => `${limit} ${value}`);
  return [id, hint, name, state, ...own].join('  ');
}

function withKeys(work: (keys: KeyStore) => number): number {
  const database = openDatabase(databasePath());
  try {
    return work(new KeyStore(database));
  } finally {
    database.close();
  }
}
