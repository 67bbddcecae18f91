/** One request at a time, first come first served: the engine holds one sequence, so requests take turns. */
export class RequestQueue {
  /** Settles when the last request that entered is done. */
  #last: Promise<void> = Promise.resolve();

  /**
   * Waits for the turn and gives the function that ends it. If `signal` aborts while waiting, throws
   * its reason and gives the place up.
   */
  async enter(signal?: AbortSignal): Promise<() => void> {
    signal?.throwIfAborted();
    const { promise: done, resolve: leave } = Promise.withResolvers<void>();
    const previous = this.#last;
    this.#last = previous.then(() => done);
    try {
      await abortable(previous, signal);
    } catch (reason) {
      leave();
      throw reason;
    }
    return leave;
  }
}

/** `promise`, or a rejection with the signal's reason as soon as it aborts. */
async function abortable(promise: Promise<void>, signal?: AbortSignal): Promise<void> {
  if (!signal) return promise;
  const { promise: aborted, reject } = Promise.withResolvers<never>();
  const onAbort = () => reject(signal.reason);
  signal.addEventListener('abort', onAbort);
  try {
    await Promise.race([promise, aborted]);
    signal.throwIfAborted();
  } finally {
    signal.removeEventListener('abort', onAbort);
  }
}
