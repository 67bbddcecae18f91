/** Events of a background response, kept so that readers can join late and read from any place. */
import type { ResponseEvent } from '@wick/protocol';

export class EventLog {
  readonly #events: ResponseEvent[] = [];
  #isOver = false;
  #news = Promise.withResolvers<void>();

  add(event: ResponseEvent): void {
    this.#events.push(event);
    this.#tell();
  }

  end(): void {
    this.#isOver = true;
    this.#tell();
  }

  /** All events from the one numbered `from` on, those to come included. */
  async *read(from = 0): AsyncGenerator<ResponseEvent, void, void> {
    for (let i = from; ; ) {
      for (; i < this.#events.length; i++) yield this.#events[i]!;
      if (this.#isOver) return;
      await this.#news.promise;
    }
  }

  #tell(): void {
    this.#news.resolve();
    this.#news = Promise.withResolvers();
  }
}
