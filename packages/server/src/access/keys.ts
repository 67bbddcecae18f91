/**
 * API keys: 256 random bits each, of which the database holds the SHA-256 alone. A key is shown once, when it is made.
 * (A slow hash guards passwords that can be guessed; these cannot.)
 */
import { createHash, randomBytes, randomUUID } from 'node:crypto';
import type { DatabaseSync, StatementSync } from 'node:sqlite';
import { withDatabase } from '../store/database.ts';

export interface KeyLimits {
  readonly concurrency?: number;
  readonly requestsPerMinute?: number;
  readonly tokensPerMinute?: number;
}

export interface ApiKey {
  readonly id: string;
  readonly name: string;
  /** The key's first and last characters, to tell it from others. */
  readonly hint: string;
  /** Unix seconds. */
  readonly createdAt: number;
  readonly revokedAt: number | undefined;
  readonly limits: KeyLimits;
}

export class KeyStore {
  readonly #insert: StatementSync;
  readonly #find: StatementSync;
  readonly #list: StatementSync;
  readonly #revoke: StatementSync;

  constructor(database: DatabaseSync) {
    this.#insert = database.prepare(
      'INSERT INTO keys (id, name, hash, hint, created_at, limits) VALUES (?, ?, ?, ?, ?, ?)',
    );
    this.#find = database.prepare('SELECT * FROM keys WHERE hash = ? AND revoked_at IS NULL');
    this.#list = database.prepare('SELECT * FROM keys ORDER BY created_at, id');
    this.#revoke = database.prepare(
      'UPDATE keys SET revoked_at = ? WHERE id = ? AND revoked_at IS NULL',
    );
  }

  /** Makes a key; `secret` is the only copy there will be. */
  create(name: string, limits: KeyLimits = {}): { readonly key: ApiKey; readonly secret: string } {
    const secret = `wick-${randomBytes(32).toString('base64url')}`;
    const key = {
      id: `key_${randomUUID().replaceAll('-', '').slice(0, 12)}`,
      name,
      hint: `${secret.slice(0, 8)}…${secret.slice(-4)}`,
      createdAt: Math.floor(Date.now() / 1000),
      revokedAt: undefined,
      limits,
    };
    withDatabase(() =>
      this.#insert.run(
        key.id,
        name,
        hashOf(secret),
        key.hint,
        key.createdAt,
        JSON.stringify(limits),
      ),
    );
    return { key, secret };
  }

  /** The key that `secret` is; undefined where it is none, or revoked. */
  find(secret: string): ApiKey | undefined {
    const row = withDatabase(() => this.#find.get(hashOf(secret)));
    return row && keyOf(row);
  }

  list(): readonly ApiKey[] {
    return withDatabase(() => this.#list.all()).map(keyOf);
  }

  /** From now on the key opens nothing. False where there is no such key, or it is revoked. */
  revoke(id: string): boolean {
    return withDatabase(() => this.#revoke.run(Math.floor(Date.now() / 1000), id).changes) > 0;
  }
}

function hashOf(secret: string): Buffer {
  return createHash('sha256').update(secret).digest();
}

function keyOf(row: Readonly<Record<string, unknown>>): ApiKey {
  return {
    id: String(row.id),
    name: String(row.name),
    hint: String(row.hint),
    createdAt: Number(row.created_at),
    revokedAt: row.revoked_at === null ? undefined : Number(row.revoked_at),
    limits: JSON.parse(String(row.limits)) as KeyLimits,
  };
}
