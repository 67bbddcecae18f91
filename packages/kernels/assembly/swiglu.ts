/** The gated activation of the feed-forward part, SwiGLU (Shazeer 2020), alone or followed by quantisation. */
import { expFour, expOne } from './exp';
import { quantizeRow } from './quantize';

/** output = silu(gate) * up; see Kernels.swiglu. */
export function swiglu(gate: usize, up: usize, count: i32, output: usize): void {
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

/** See Kernels.swigluQuantizeRows. */
export function swigluQuantizeRows(
  gate: usize,
  up: usize,
  rows: i32,
  columns: i32,
  scratch: usize,
  output: usize,
  scales: usize,
): void {
  for (let row = 0; row < rows; row++) {
    const start = <usize>row * columns;
    swiglu(gate + (start << 2), up + (start << 2), columns, scratch);
    quantizeRow(scratch, columns, output + start, scales + (<usize>row << 2), 0x80);
  }
}
