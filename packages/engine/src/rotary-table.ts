/**
 * Cosines and sines of the rotary position embedding, in the engine's memory: for position p and pair i
 * of a head of dimension d the angle is p * theta^(-2i / d) (Su et al. 2021), rounded to float32 at the
 * points where the training code does. Rows are computed when a position is first reached.
 */
export class RotaryTable {
  readonly #cosines: Float32Array;
  readonly #sines: Float32Array;
  /** theta^(-2i / d) for each pair i. */
  readonly #frequencies: Float32Array;
  /** Positions computed. */
  #length = 0;

  /** `cosines` and `sines` are f32 [positions, headDim / 2]. */
  constructor(cosines: Float32Array, sines: Float32Array, headDim: number, theta: number) {
    this.#cosines = cosines;
    this.#sines = sines;
    this.#frequencies = Float32Array.from(
      { length: headDim / 2 },
      (_, i) => 1 / Math.fround(theta ** Math.fround((2 * i) / headDim)),
    );
  }

  /** Makes sure that positions 0 to `end` - 1 are there. */
  extendTo(end: number): void {
    const pairs = this.#frequencies.length;
    for (; this.#length < end; this.#length++) {
      for (let i = 0; i < pairs; i++) {
        const angle = Math.fround(this.#length * this.#frequencies[i]!);
        this.#cosines[this.#length * pairs + i] = Math.cos(angle);
        this.#sines[this.#length * pairs + i] = Math.sin(angle);
      }
    }
  }
}
