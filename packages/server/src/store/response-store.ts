/**
 * Stored responses: what was asked, what came, and which response each follows. In SQLite, so that they outlive the
 * process; each belongs to the key that made it.
 */
import type { DatabaseSync, StatementSync } from 'node:sqlite';
import type { InputItem, ResponseObject } from '@wick/protocol';
import { withDatabase } from './database.ts';

export interface StoredResponse {
  readonly response: ResponseObject;
  /** The request's own items, without those of the responses before. */
  readonly input: readonly InputItem[];
}

/** As at OpenAI. */
const KEPT_DAYS = 30;

export class ResponseStore {
  readonly #put: StatementSync;
  readonly #get: StatementSync;
  readonly #delete: StatementSync;
  readonly #prune: StatementSync;

  constructor(database: DatabaseSync) {
    this.#put = database.prepare(
      `INSERT INTO responses (id, owner, created_at, previous, input, response) VALUES (?, ?, ?, ?, ?, ?)
       ON CONFLICT (id) DO UPDATE SET response = excluded.response`,
    );
    this.#get = database.prepare(
      'SELECT input, response FROM responses WHERE id = ? AND owner = ?',
    );
    this.#delete = database.prepare('DELETE FROM responses WHERE id = ? AND owner = ?');
    this.#prune = database.prepare('DELETE FROM responses WHERE created_at < ?');
  }

  /** Throws ApiError (503), as all methods do, where the database cannot be used. */
  put(owner: string, { response, input }: StoredResponse): void {
    const { id, created_at, previous_response_id } = response;
    withDatabase(() =>
      this.#put.run(
        id,
        owner,
        created_at,
        previous_response_id,
        JSON.stringify(input),
        JSON.stringify(response),
      ),
    );
  }

  get(owner: string, id: string): StoredResponse | undefined {
    const row = withDatabase(() => this.#get.get(id, owner));
    if (row === undefined) return undefined;
    return {
      input: JSON.parse(String(row.input)) as InputItem[],
      response: JSON.parse(String(row.response)) as ResponseObject,
    };
  }

  delete(owner: string, id: string): boolean {
    return withDatabase(() => this.#delete.run(id, owner).changes) > 0;
  }

  /** Removes what is older than it is kept. */
  prune(now = Date.now()): void {
    withDatabase(() => this.#prune.run(Math.floor(now / 1000) - KEPT_DAYS * 86_400));
  }
}
