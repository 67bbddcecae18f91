/**
 * Hands out places in one memory before that memory exists: allocate everything, then create a memory
 * of `size` bytes. Nothing is ever given back, as everything an engine places lives as long as it does.
 */
import { ALIGNMENT } from '@wick/kernels';

/** A place in the engine's memory, in bytes from its start. */
export type ByteOffset = number;

export class Arena {
  // Address 0 stays unused, so that a forgotten offset does not point at something.
  #size: number = ALIGNMENT;

  /** Bytes used up to now. */
  get size(): number {
    return this.#size;
  }

  bytes(count: number): ByteOffset {
    const offset = this.#size;
    this.#size = align(offset + count);
    return offset;
  }

  /** Room for `count` 32-bit numbers. */
  words(count: number): ByteOffset {
    return this.bytes(4 * count);
  }
}

function align(offset: number): number {
  return Math.ceil(offset / ALIGNMENT) * ALIGNMENT;
}
