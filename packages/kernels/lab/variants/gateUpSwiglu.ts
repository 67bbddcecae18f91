/**
 * Fused gate/up + SwiGLU: four rows of the gate and the same four of up share each load of an activation, and their
 * activation function is applied at once; neither product is written to memory. Same bits as matVec twice and swiglu.
 */
import { activationsHigh, activationsLow, dotAt, pairOnes } from '../../assembly/dot';
import { expConstants, expFour } from '../../assembly/exp';
import { sumsOfInts } from '../../assembly/lanes';
import { rescaleFour } from '../../assembly/rescale';

/** gate and up have the same rows and columns. */
export function gateUpSwiglu(
  gate: usize, gateScales: usize, gateSums: usize, up: usize, upScales: usize, upSums: usize, columns: i32, begin: i32,
  end: i32, activations: usize, activationScale: usize, output: usize,
): void {
  expConstants(activations);
  const scales = v128.load32_splat(activationScale);
  const ones = pairOnes(activations);
  const width = <usize>columns;
  for (let row = begin; row < end; row += 4) {
    let gate0 = i32x4.splat(0);
    let gate1 = i32x4.splat(0);
    let gate2 = i32x4.splat(0);
    let gate3 = i32x4.splat(0);
    let up0 = i32x4.splat(0);
    let up1 = i32x4.splat(0);
    let up2 = i32x4.splat(0);
    let up3 = i32x4.splat(0);
    const first = <usize>row * columns;
    for (let column: usize = 0; column < width; column += 16) {
      const low = activationsLow(activations + column);
      const high = activationsHigh(activations + column);
      let at = gate + first + column;
      gate0 = dotAt(at, low, high, ones, gate0);
      at += width;
      gate1 = dotAt(at, low, high, ones, gate1);
      at += width;
      gate2 = dotAt(at, low, high, ones, gate2);
      at += width;
      gate3 = dotAt(at, low, high, ones, gate3);
      at = up + first + column;
      up0 = dotAt(at, low, high, ones, up0);
      at += width;
      up1 = dotAt(at, low, high, ones, up1);
      at += width;
      up2 = dotAt(at, low, high, ones, up2);
      at += width;
      up3 = dotAt(at, low, high, ones, up3);
    }
    const offset = <usize>row << 2;
    const gateDots = sumsOfInts(gate0, gate1, gate2, gate3);
    const upDots = sumsOfInts(up0, up1, up2, up3);
    const g = rescaleFour(gateDots, v128.load(gateSums + offset), v128.load(gateScales + offset), scales);
    const u = rescaleFour(upDots, v128.load(upSums + offset), v128.load(upScales + offset), scales);
    const silu = f32x4.div(g, f32x4.add(f32x4.splat(1), expFour(f32x4.neg(g))));
    v128.store(output + offset, f32x4.mul(silu, u));
  }
}
