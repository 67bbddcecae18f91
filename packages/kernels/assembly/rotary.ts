/** Rotary position embedding (Su et al. 2021) in Cohere's layout, where pairs are neighbours: (0, 1), (2, 3), ... */

/** Turns each pair (a, b) by its angle, in place; see Kernels.rotary. */
export function rotary(vectors: usize, heads: i32, headDim: i32, cosines: usize, sines: usize): void {
  // Two pairs at a time: the first of each pair subtracts its partner's part, the second adds it.
  const signs = i32x4(<i32>0x80000000, 0, <i32>0x80000000, 0);
  let address = vectors;
  for (let head = 0; head < heads; head++) {
    for (let pair = 0; pair < headDim / 2; pair += 2, address += 16) {
      const cos2 = v128.load64_zero(cosines + (<usize>pair << 2));
      const sin2 = v128.load64_zero(sines + (<usize>pair << 2));
      const cos = v128.shuffle<i32>(cos2, cos2, 0, 0, 1, 1);
      const sin = v128.xor(v128.shuffle<i32>(sin2, sin2, 0, 0, 1, 1), signs);
      const values = v128.load(address);
      const partners = v128.shuffle<i32>(values, values, 1, 0, 3, 2);
      v128.store(address, f32x4.add(f32x4.mul(values, cos), f32x4.mul(partners, sin)));
    }
  }
}
