/**
 * The server's SQLite file: stored responses and API keys. node:sqlite is synchronous, so a lock is waited for only
 * briefly; whoever needs the file then says that it cannot be used.
 */
import { chmodSync, mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { ApiError } from '@wick/protocol';

/** A write waits so long for another process; the event loop stands still meanwhile. */
const BUSY_MS = 50;

const SCHEMA = `
  CREATE TABLE IF NOT EXISTS keys (
    id TEXT PRIMARY KEY,
    name TEXT NOT NULL,
    hash BLOB NOT NULL UNIQUE,
    hint TEXT NOT NULL,
    created_at INTEGER NOT NULL,
    revoked_at INTEGER,
    limits TEXT NOT NULL
  ) STRICT;
  CREATE TABLE IF NOT EXISTS responses (
    id TEXT PRIMARY KEY,
    owner TEXT NOT NULL,
    created_at INTEGER NOT NULL,
    previous TEXT,
    input TEXT NOT NULL,
    response TEXT NOT NULL
  ) STRICT;
  CREATE INDEX IF NOT EXISTS responses_created_at ON responses (created_at);
`;

/** Opens or makes the file at `path` (`:memory:` keeps all in memory). Throws where it is no database. */
export function openDatabase(path: string): DatabaseSync {
  if (path !== ':memory:') mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
  const database = new DatabaseSync(path, { timeout: BUSY_MS });
  try {
    database.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL;');
    database.exec(SCHEMA);
    if (path !== ':memory:') chmodSync(path, 0o600);
  } catch (error) {
    // A file that can only be read still answers.
    if (!isReadOnly(error)) {
      database.close();
      throw error;
    }
  }
  return database;
}

function isReadOnly(error: unknown): boolean {
  return error instanceof Error && /readonly|read-only|EROFS|EACCES|EPERM/i.test(error.message);
}

/** Runs `work` on the database. Throws ApiError (503) where the file is locked, read-only or broken. */
export function withDatabase<Result>(work: () => Result): Result {
  try {
    return work();
  } catch (error) {
    if (!(error instanceof Error) || !('errcode' in error)) throw error;
    throw new ApiError({
      status: 503,
      type: 'server_error',
      code: 'storage_unavailable',
      message: `The server's database cannot be used: ${error.message}. Try again, or send store: false.`,
      headers: { 'retry-after': '1' },
      cause: error,
    });
  }
}
