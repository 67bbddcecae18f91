/**
 * Cosines and sines of the rotary position embedding: for position p and pair i of a head of dimension d
 * the angle is p * theta^(-2i / d) (Su et al. 2021), rounded to float32 at the points where the training code does.
 * A table of all positions of a long context would be as large as the cache itself, so only some thousand of the positions
 * used last are remembered; a step gets a copy of the rows it needs.
 */

/** Positions remembered: position p in place p % REMEMBERED. */
const REMEMBERED = 8192;

export class RotaryTable {
  /** theta^(-2i / d) for each pair i. */
  readonly #frequencies: Float32Array;
  /** f32 [REMEMBERED, pairs] each. */
  readonly #cosines: Float32Array;
  readonly #sines: Float32Array;
  /** Which position a place holds; -1 for none. */
  readonly #positions: Int32Array;

  /** For positions below `contextTokens`. */
  constructor(headDim: number, theta: number, contextTokens: number) {
    const pairs = headDim / 2;
    const places = Math.min(REMEMBERED, contextTokens);
    this.#frequencies = Float32Array.from(
      { length: pairs },
      (_, i) => 1 / Math.fround(theta ** Math.fround((2 * i) / headDim)),
    );
    this.#cosines = new Float32Array(places * pairs);
    this.#sines = new Float32Array(places * pairs);
    this.#positions = new Int32Array(places).fill(-1);
  }

  /** Writes the rotation of `position` to row `row` of `cosines` and `sines`, f32 [rows, headDim / 2]. */
  writeRow(position: number, row: number, cosines: Float32Array, sines: Float32Array): void {
    const pairs = this.#frequencies.length;
    const place = position % this.#positions.length;
    if (this.#positions[place] !== position) this.#compute(position, place);
    for (let i = 0; i < pairs; i++) {
      cosines[row * pairs + i] = this.#cosines[place * pairs + i]!;
      sines[row * pairs + i] = this.#sines[place * pairs + i]!;
    }
  }

  #compute(position: number, place: number): void {
    const pairs = this.#frequencies.length;
    for (let i = 0; i < pairs; i++) {
      const angle = Math.fround(position * this.#frequencies[i]!);
      this.#cosines[place * pairs + i] = Math.cos(angle);
      this.#sines[place * pairs + i] = Math.sin(angle);
    }
    this.#positions[place] = position;
  }
}
