/**
 * Writes the frames of a WebSocket: those of one turn of the event loop go out in one write, which costs as much as one
 * frame's. No frame waits longer than a millisecond, and a reader who does not keep up is waited for.
 */
import type { Duplex } from 'node:stream';
import type { WebSocket } from 'ws';
import { drained } from '../drained.ts';

/** So long frames are held where the event loop does not turn. */
const HELD_MS = 1;

export class FrameWriter {
  readonly #socket: WebSocket;
  /** What lies below the WebSocket. */
  readonly #wire: Duplex;
  /** When the first of the frames that are held was written; undefined where none is. */
  #heldSince: number | undefined;

  constructor(socket: WebSocket, wire: Duplex) {
    this.#socket = socket;
    this.#wire = wire;
  }

  /** Writes a frame; resolves when more may come. A frame to a peer that is gone is dropped. */
  async write(frame: object): Promise<void> {
    if (this.#socket.readyState !== this.#socket.OPEN) return;
    this.#hold();
    this.#socket.send(JSON.stringify(frame));
    if (performance.now() - this.#heldSince! >= HELD_MS) this.#release();
    if (this.#wire.writableNeedDrain) {
      this.#release();
      await drained(this.#wire);
    }
  }

  #hold(): void {
    if (this.#heldSince !== undefined) return;
    this.#heldSince = performance.now();
    this.#wire.cork();
    setImmediate(() => this.#release());
  }

  readonly #release = (): void => {
    if (this.#heldSince === undefined) return;
    this.#heldSince = undefined;
    this.#wire.uncork();
  };
}
