/** The lanes of one connection: they run side by side, and what is in one of them runs one after the other. */
import { ApiError, invalidRequest } from '@wick/protocol';

/** Requests that run or wait on one connection at once. */
const MOST_IN_FLIGHT = 16;
/** Lanes with a name; the one without is another. */
const MOST_NAMED = 32;

interface Lane {
  /** Settles when the last request that entered is done. */
  last: Promise<void>;
  waiting: number;
}

export class Lanes {
  readonly #lanes = new Map<string | undefined, Lane>();
  readonly #onIdle: () => void;
  #inFlight = 0;

  /** `onIdle` hears when nothing runs or waits any more. */
  constructor(onIdle: () => void) {
    this.#onIdle = onIdle;
  }

  get isIdle(): boolean {
    return this.#inFlight === 0;
  }

  /** Runs `work`, which never throws, when the lane's earlier requests are done. Throws ApiError (400, 429) where it is too much. */
  enter(name: string | undefined, work: () => Promise<void>): void {
    if (this.#inFlight >= MOST_IN_FLIGHT) throw tooManyInFlight();
    const named = this.#lanes.size - (this.#lanes.has(undefined) ? 1 : 0);
    if (name !== undefined && !this.#lanes.has(name) && named >= MOST_NAMED) {
      throw invalidRequest(`A connection has at most ${MOST_NAMED} named streams.`, 'stream_id');
    }
    const lane = this.#lanes.get(name) ?? { last: Promise.resolve(), waiting: 0 };
    this.#lanes.set(name, lane);
    lane.waiting++;
    this.#inFlight++;
    lane.last = lane.last.then(work).then(() => {
      lane.waiting--;
      this.#inFlight--;
      if (lane.waiting === 0) this.#lanes.delete(name);
      if (this.isIdle) this.#onIdle();
    });
  }
}

function tooManyInFlight(): ApiError {
  return new ApiError({
    status: 429,
    type: 'rate_limit_error',
    code: 'too_many_in_flight',
    message: `A connection runs at most ${MOST_IN_FLIGHT} responses at once.`,
  });
}
