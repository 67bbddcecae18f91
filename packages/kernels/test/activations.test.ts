/**
 * Quantisation (equal to the reference), layer normalisation, SwiGLU and the exponential (close to it,
 * within the tolerances stated here; the fused kernels equal their parts).
 */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { expReference } from '../src/reference/exp.reference.ts';
import { layerNormReference } from '../src/reference/layerNorm.reference.ts';
import { quantizeReference } from '../src/reference/quantize.reference.ts';
import { swigluReference } from '../src/reference/swiglu.reference.ts';
import { largestError, Random, rowsOf, VARIANTS, Workbench } from './workbench.ts';

const SIZES = [16, 48, 256, 704];

for (const { variant, skip } of VARIANTS) {
  describe(`activations, ${variant}`, { skip }, () => {
    for (const columns of SIZES) {
      const random = new Random(columns);
      const rows = [
        random.floats(columns),
        random.floats(columns, 1000),
        random.floats(columns, 1e-6),
        Array.from({ length: columns }, () => 0),
        // Exactly between two integers: absmax 127 gives a scale of 1.
        Array.from({ length: columns }, (_, c) => (c === 0 ? -127 : (c % 9) - 4.5)),
      ];

      it(`quantizeRows of ${columns} columns equals the reference, as unsigned bytes`, () => {
        const bench = new Workbench(variant);
        const output = bench.reserve(rows.length * columns);
        const scales = bench.reserve(4 * rows.length);
        bench.kernels.quantizeRows(
          bench.float32(rows.flat()),
          rows.length,
          columns,
          output,
          scales,
        );
        const expected = rows.map(quantizeReference);
        assert.deepEqual(
          bench.readUint8(output, rows.length * columns),
          expected.flatMap(({ q }) => q.map((x) => x + 128)),
        );
        assert.deepEqual(
          bench.readFloat32(scales, rows.length),
          expected.map(({ scale }) => scale),
        );
      });

      it(`quantizeSignedRows of ${columns} columns reads rows at a stride`, () => {
        const bench = new Workbench(variant);
        const stride = columns + 32;
        const padding = Array.from({ length: 32 }, () => 1e9);
        const input = bench.float32(rows.flatMap((row) => [...row, ...padding]));
        const output = bench.reserve(rows.length * columns);
        const scales = bench.reserve(4 * rows.length);
        bench.kernels.quantizeSignedRows(input, stride, rows.length, columns, output, scales);
        const expected = rows.map(quantizeReference);
        assert.deepEqual(
          bench.readInt8(output, rows.length * columns),
          // -0 is a float's notion.
          expected.flatMap(({ q }) => q.map((x) => x + 0)),
        );
        assert.deepEqual(
          bench.readFloat32(scales, rows.length),
          expected.map(({ scale }) => scale),
        );
      });

      it(`layerNormRows of ${columns} columns is within 1e-5 of the reference`, () => {
        const bench = new Workbench(variant);
        const weight = random.scales(columns, 0.5, 1.5);
        const input = bench.float32(rows.flat());
        const output = bench.reserve(4 * rows.length * columns);
        const epsilon = Math.fround(1e-5);
        const weights = bench.float32(weight);
        bench.kernels.layerNormRows(input, weights, epsilon, rows.length, columns, output);
        rowsOf(bench.readFloat32(output, rows.length * columns), columns).forEach((row, index) => {
          const expected = layerNormReference(rows[index]!, weight, epsilon);
          assert.ok(largestError(row, expected) < 1e-5, `row ${index}`);
        });
      });

      it(`layerNormQuantizeRows of ${columns} columns equals its two parts, also in place`, () => {
        const bench = new Workbench(variant);
        const input = bench.float32(rows.flat());
        const weight = bench.float32(random.scales(columns, 0.5, 1.5));
        const bytes = rows.length * columns;
        const fused = [bench.reserve(bytes), bench.reserve(4 * rows.length)] as const;
        const parts = [bench.reserve(bytes), bench.reserve(4 * rows.length)] as const;
        const scratch = bench.reserve(4 * columns);
        const { kernels } = bench;
        kernels.layerNormQuantizeRows(input, weight, 1e-5, rows.length, columns, scratch, ...fused);
        kernels.layerNormRows(input, weight, 1e-5, rows.length, columns, input);
        kernels.quantizeRows(input, rows.length, columns, ...parts);
        assert.deepEqual(bench.readUint8(fused[0], bytes), bench.readUint8(parts[0], bytes));
        assert.deepEqual(
          bench.readUint8(fused[1], 4 * rows.length),
          bench.readUint8(parts[1], 4 * rows.length),
        );
      });
    }

    it('swiglu is within 1e-6 of the reference, relatively, for any count', () => {
      const gate = [...new Random(3).floats(50, 20), -87, 0, 90, 1000, 3.5];
      const up = new Random(4).floats(gate.length, 3);
      const bench = new Workbench(variant);
      const output = bench.reserve(4 * gate.length);
      bench.kernels.swiglu(bench.float32(gate), bench.float32(up), gate.length, output);
      const expected = swigluReference(gate, up);
      bench.readFloat32(output, gate.length).forEach((value, index) => {
        const error = Math.abs(value - expected[index]!);
        assert.ok(error <= 1e-6 * Math.abs(expected[index]!), `gate ${gate[index]}: ${value}`);
      });
    });

    it('swiglu of a gate so low that exp reaches its limit is next to nothing', () => {
      const bench = new Workbench(variant);
      const gate = [-1000, -90, -1e6, -88.5, -200];
      const output = bench.reserve(20);
      bench.kernels.swiglu(bench.float32(gate), bench.float32([3, 3, 3, 3, 3]), 5, output);
      assert.ok(largestError(bench.readFloat32(output, 5), [0, 0, 0, 0, 0]) < 1e-30);
    });

    it('exp has a relative error of at most 2.5e-7 from -87 to 88, and its documented limits beyond', () => {
      const count = 1 << 18;
      const inputs = Array.from({ length: count }, (_, i) =>
        Math.fround(-87 + (175 * i) / (count - 1)),
      );
      inputs.push(-1e30, -87.001, Number.NEGATIVE_INFINITY, 88.5, 1e30, 0, -0, 1, -1e-8, 1e-40);
      const bench = new Workbench(variant);
      const output = bench.reserve(4 * inputs.length);
      bench.kernels.expRows(bench.float32(inputs), inputs.length, output);
      const results = bench.readFloat32(output, inputs.length);
      let worst = 0;
      results.forEach((value, index) => {
        const expected = expReference(inputs[index]!);
        const error = expected === 0 ? value : Math.abs(value / expected - 1);
        worst = Math.max(worst, Number.isNaN(error) ? Number.POSITIVE_INFINITY : error);
      });
      assert.ok(worst <= 2.5e-7, `largest relative error ${worst}`);
      assert.equal(results[inputs.indexOf(1e30)], results[inputs.indexOf(88.5)]);
    });
  });
}
