/**
 * Ctrl-C: aborts what is running, so that it can say so and leave with exit code 130. While the process is
 * busy loading, no handler is in place, and the system ends it at once.
 */
import { InterruptedError } from './errors.ts';
import { EXIT } from './exit-codes.ts';

/** What is still not over after this many milliseconds is not waited for. */
const GRACE_MS = 50;

export class Interrupt {
  readonly #controller = new AbortController();
  readonly #onSignal = () => this.trigger();

  /** From now on, Ctrl-C (SIGINT) aborts `signal`. */
  constructor() {
    process.once('SIGINT', this.#onSignal);
  }

  get signal(): AbortSignal {
    return this.#controller.signal;
  }

  trigger(): void {
    setTimeout(() => process.exit(EXIT.interrupted), GRACE_MS).unref();
    this.#controller.abort(new InterruptedError());
  }

  /** From here on Ctrl-C is no longer heard: what follows takes milliseconds and must not be cut short. */
  ignore(): void {
    process.off('SIGINT', this.#onSignal);
    process.on('SIGINT', () => {});
  }
}
