/** Node's Worker over the browser's: what thread-pool.ts and worker.ts of the engine use. */
export class Worker {
  #worker;
  #ended = () => {};

  constructor(url) {
    this.#worker = new globalThis.Worker(url, { type: 'module' });
  }

  on(event, listener) {
    if (event === 'exit') this.#ended = listener;
    else {
      this.#worker.addEventListener(event, (message) => {
        listener(event === 'message' ? message.data : new Error(message.message));
      });
    }
    return this;
  }

  postMessage(message) {
    this.#worker.postMessage(message);
  }

  async terminate() {
    this.#worker.terminate();
    this.#ended(0);
  }

  /** A page's workers never keep it open. */
  unref() {}
}

/** The other end, inside a worker. */
export const parentPort = {
  once(event, listener) {
    globalThis.addEventListener(event, ({ data }) => listener(data), { once: true });
  },
  postMessage: (message) => globalThis.postMessage(message),
};
