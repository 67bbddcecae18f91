/**
 * The blocks of one group: which are free, which are used by running sequences (and by how many), and
 * which are idle: used by nobody, but with content that a later request may want. A block is taken from the
 * free ones first, then from the idle ones, the least recently used first.
 */
import type { BlockIndex } from './kv-memory.ts';

export class BlockPool<Content> {
  readonly size: number;
  readonly #free: BlockIndex[];
  /** Sequences that use a block. */
  readonly #users: Int32Array;
  readonly #contents: (Content | undefined)[];
  /** In the order in which they fell idle, the longest idle first. */
  readonly #idle = new Set<BlockIndex>();

  constructor(size: number) {
    this.size = size;
    // Handed out from 0 up, so that a sequence's blocks tend to follow each other in memory.
    this.#free = Array.from({ length: size }, (_, i) => size - 1 - i);
    this.#users = new Int32Array(size);
    this.#contents = new Array<Content | undefined>(size).fill(undefined);
  }

  /** Blocks that running sequences use. */
  get used(): number {
    return this.size - this.#free.length - this.#idle.size;
  }

  /** Blocks that hold a prefix that nobody uses now. */
  get idle(): number {
    return this.#idle.size;
  }

  isIdle(block: BlockIndex): boolean {
    return this.#users[block] === 0;
  }

  /**
   * A block for one user, or undefined where all are used. If its old content has to go, `evicted` is
   * told, and may give back further blocks.
   */
  take(evicted: (content: Content) => void): BlockIndex | undefined {
    const free = this.#free.pop();
    const block = free ?? this.#idle.values().next().value;
    if (block === undefined) return undefined;
    this.#users[block] = 1;
    if (free === undefined) {
      this.#idle.delete(block);
      const content = this.#contents[block];
      this.#contents[block] = undefined;
      if (content !== undefined) evicted(content);
    }
    return block;
  }

  /** Notes one more user. */
  retain(block: BlockIndex): void {
    if (this.#users[block]!++ === 0) this.#idle.delete(block);
  }

  /** Notes one user less; a block without users is idle if it has content, else free. */
  release(block: BlockIndex): void {
    if (--this.#users[block]! > 0) return;
    if (this.#contents[block] === undefined) this.#free.push(block);
    else this.#idle.add(block);
  }

  /** Notes what a used block holds, so that it is kept when its users are gone. */
  label(block: BlockIndex, content: Content): void {
    this.#contents[block] = content;
  }

  /** Its content is of no use any more. */
  forget(block: BlockIndex): void {
    this.#contents[block] = undefined;
    if (this.#idle.delete(block)) this.#free.push(block);
  }
}
