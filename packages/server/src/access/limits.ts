/**
 * Limits for each key, on requests and tokens in a minute (token buckets, which fill steadily) and on what runs at once;
 * and one for all on what runs or waits. Told with the headers that OpenAI's clients read.
 */
import { ApiError } from '@wick/protocol';
import type { Limits } from '../config.ts';
import type { KeyLimits } from './keys.ts';

/** A bucket that fills steadily, up to a minute's worth. */
class Bucket {
  readonly capacity: number;
  #level: number;
  #at: number;

  constructor(capacity: number, now: number) {
    this.capacity = capacity;
    this.#level = capacity;
    this.#at = now;
  }

  /** What is in it at `now`, in milliseconds; less than none after a request took more than was there. */
  level(now: number): number {
    this.#level = Math.min(
      this.capacity,
      this.#level + ((now - this.#at) * this.capacity) / MINUTE,
    );
    this.#at = now;
    return this.#level;
  }

  take(amount: number): void {
    this.#level -= amount;
  }

  /** Milliseconds until there is at least `amount`. */
  waitFor(amount: number, now: number): number {
    return Math.max(0, ((amount - this.level(now)) * MINUTE) / this.capacity);
  }
}

const MINUTE = 60_000;

interface Account {
  readonly requests: Bucket;
  readonly tokens: Bucket;
  running: number;
}

/** A request that was let in; `leave` once, when it is over. */
export interface Admission {
  readonly headers: Readonly<Record<string, string>>;
  /** Tokens are known only afterwards: they are taken off what the key has left. */
  spend(tokens: number): void;
  leave(): void;
  /** Keeps the request counted beyond `leave`, for work in the background, until what this gives is called. */
  hold(): () => void;
}

export class Admissions {
  readonly #defaults: Limits;
  readonly #accounts = new Map<string, Account>();
  readonly #onRefused: (limit: string) => void;
  #inFlight = 0;

  constructor(defaults: Limits, onRefused: (limit: string) => void) {
    this.#defaults = defaults;
    this.#onRefused = onRefused;
  }

  get inFlight(): number {
    return this.#inFlight;
  }

  /** Lets a request of `owner` in. Throws ApiError: 429 where the key's limits are spent, 503 where all is busy. */
  enter(owner: string, own: KeyLimits, now = performance.now()): Admission {
    const limits = { ...this.#defaults, ...own };
    const account = this.#account(owner, limits, now);
    if (this.#inFlight >= limits.inFlight) {
      throw this.#refusal('in_flight', 503, 'The server is busy', 1000, {});
    }
    const headers = headersOf(account, now);
    if (account.running >= limits.concurrency) {
      const what = `The key has ${limits.concurrency} requests running, as many as it may`;
      throw this.#refusal('concurrency', 429, what, 1000, headers);
    }
    const forRequest = account.requests.waitFor(1, now);
    if (forRequest > 0) {
      const what = `The key's ${limits.requestsPerMinute} requests a minute are spent`;
      throw this.#refusal('requests', 429, what, forRequest, headers);
    }
    const forTokens = account.tokens.waitFor(1, now);
    if (forTokens > 0) {
      const what = `The key's ${limits.tokensPerMinute} tokens a minute are spent`;
      throw this.#refusal('tokens', 429, what, forTokens, headers);
    }
    account.requests.take(1);
    account.running++;
    this.#inFlight++;
    let holders = 0;
    const hold = () => {
      holders++;
      let holds = true;
      return () => {
        if (!holds) return;
        holds = false;
        holders--;
        if (holders > 0) return;
        account.running--;
        this.#inFlight--;
      };
    };
    return {
      headers: headersOf(account, now),
      spend: (tokens) => account.tokens.take(tokens),
      leave: hold(),
      hold,
    };
  }

  #account(owner: string, limits: Limits, now: number): Account {
    const known = this.#accounts.get(owner);
    const isSame =
      known?.requests.capacity === limits.requestsPerMinute &&
      known.tokens.capacity === limits.tokensPerMinute;
    if (known && isSame) return known;
    const account = {
      requests: new Bucket(limits.requestsPerMinute, now),
      tokens: new Bucket(limits.tokensPerMinute, now),
      running: known?.running ?? 0,
    };
    this.#accounts.set(owner, account);
    return account;
  }

  #refusal(
    limit: string,
    status: number,
    what: string,
    waitMs: number,
    headers: Readonly<Record<string, string>>,
  ): ApiError {
    this.#onRefused(limit);
    const seconds = Math.max(1, Math.ceil(waitMs / 1000));
    return new ApiError({
      status,
      type: status === 429 ? 'rate_limit_error' : 'server_error',
      code: status === 429 ? 'rate_limit_exceeded' : 'server_busy',
      // Codex reads the time to wait from these words.
      message: `${what}. Please try again in ${seconds}s.`,
      headers: { ...headers, 'retry-after': String(seconds) },
    });
  }
}

function headersOf({ requests, tokens }: Account, now: number): Record<string, string> {
  const seconds = (bucket: Bucket) =>
    `${(bucket.waitFor(bucket.capacity, now) / 1000).toFixed(3)}s`;
  const left = (bucket: Bucket) => String(Math.max(0, Math.floor(bucket.level(now))));
  return {
    'x-ratelimit-limit-requests': String(requests.capacity),
    'x-ratelimit-remaining-requests': left(requests),
    'x-ratelimit-reset-requests': seconds(requests),
    'x-ratelimit-limit-tokens': String(tokens.capacity),
    'x-ratelimit-remaining-tokens': left(tokens),
    'x-ratelimit-reset-tokens': seconds(tokens),
  };
}
