/**
 * A small seeded random number generator (sfc32 by Chris Doty-Humphrey, public domain), so that a
 * sampled answer can be repeated. Not for secrets.
 */
export class Random {
  readonly #state: Uint32Array;

  /** Equal seeds give equal sequences; any number is a seed. */
  constructor(seed: number) {
    const words = new Uint32Array(new Float64Array([seed]).buffer);
    this.#state = Uint32Array.of(words[0]!, words[1]!, 0x9e3779b9, 1);
    // The first outputs of similar seeds resemble each other.
    for (let i = 0; i < 16; i++) this.next();
  }

  /** The next number in [0, 1). */
  next(): number {
    const s = this.#state;
    const [a, b, c, counter] = [s[0]!, s[1]!, s[2]!, s[3]!];
    const result = (a + b + counter) >>> 0;
    s[3] = counter + 1;
    s[0] = b ^ (b >>> 9);
    s[1] = c + (c << 3);
    s[2] = ((c << 21) | (c >>> 11)) + result;
    return result / 2 ** 32;
  }
}
