/** The gated activation of the feed-forward part, SwiGLU (Shazeer 2020). */
import { expConstants, expFour, expOne } from './exp';

/** output = silu(gate) * up; see Kernels.swiglu. */
export function swiglu(gate: usize, up: usize, count: i32, output: usize): void {
  expConstants(gate);
  const fours = count & ~3;
  for (let index = 0; index < fours; index += 4) {
    const offset = <usize>index << 2;
    const g = v128.load(gate + offset);
    const silu = f32x4.div(g, f32x4.add(f32x4.splat(1), expFour(f32x4.neg(g))));
    v128.store(output + offset, f32x4.mul(silu, v128.load(up + offset)));
  }
  for (let index = fours; index < count; index++) {
    const offset = <usize>index << 2;
    const g = load<f32>(gate + offset);
    store<f32>(output + offset, (g / (1 + expOne(-g))) * load<f32>(up + offset));
  }
}
