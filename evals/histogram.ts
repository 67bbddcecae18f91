/** How often durations fell where, in a fixed amount of memory, however many there are: each class is 2% wide. */

const SMALLEST_MS = 0.001;
const WIDTH = Math.log(1.02);
/** Up to some minutes. */
const CLASSES = 1024;

export class Histogram {
  readonly #counts = new Uint32Array(CLASSES);
  #count = 0;

  add(ms: number): void {
    const index = Math.floor(Math.log(Math.max(ms, SMALLEST_MS) / SMALLEST_MS) / WIDTH);
    this.#counts[Math.min(index, CLASSES - 1)]!++;
    this.#count++;
  }

  /** The upper bound of the class in which `share` of all durations is reached; 0 for none. */
  percentile(share: number): number {
    let rest = share * this.#count;
    for (const [index, count] of this.#counts.entries()) {
      rest -= count;
      if (count > 0 && rest <= 0) return SMALLEST_MS * Math.exp((index + 1) * WIDTH);
    }
    return 0;
  }
}
