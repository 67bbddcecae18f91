/**
 * Linear maps (matVec, matMul, head, embedding) and what packing computes for them: equal, bit for bit, to the
 * references, for odd row counts, any split of the blocks between threads, and weights at the pair bound.
 */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { embedTokenReference } from '../src/reference/embedToken.reference.ts';
import { headMatVecReference } from '../src/reference/headMatVec.reference.ts';
import { matMulReference } from '../src/reference/matMul.reference.ts';
import { matVecReference } from '../src/reference/matVec.reference.ts';
import {
  maxPairSumReference,
  packGroupsReference,
  packWeightsReference,
  sumGroupsReference,
} from '../src/reference/packing.reference.ts';
import { padded, Random, rowsOf, splits, VARIANTS, Workbench } from './workbench.ts';

/** [rows, columns]: the released model's shapes, and the smallest and odd ones. */
const SHAPES = [
  [1, 16],
  [7, 48],
  [9, 32],
  [17, 80],
  [64, 256],
  [256, 704],
  [703, 256],
] as const;

for (const { variant, skip } of VARIANTS) {
  describe(`linear maps, ${variant}`, { skip }, () => {
    for (const [rows, columns] of SHAPES) {
      const random = new Random(rows * 1000 + columns);
      const weights = random.weights(rows * columns);
      const matrix = { rows: rowsOf(weights, columns), scales: random.scales(rows) };
      const tokens = Array.from({ length: 9 }, () => ({
        q: random.bytes(columns),
        scale: random.scales(1)[0]!,
      }));

      /** A workbench with the matrix and the first `count` tokens, output still to be placed. */
      const prepare = (count: number) => {
        const bench = new Workbench(variant);
        const used = tokens.slice(0, count);
        return {
          bench,
          matrixArguments: [
            ...bench.packed(matrix.rows, rowsOf(matrix.scales, 1), columns),
            columns,
          ] as const,
          activations: bench.activations(used.flatMap(({ q }) => q)),
          scales: bench.float32(used.map(({ scale }) => scale)),
        };
      };

      it(`matVec of ${rows} x ${columns} equals the reference for any split of the rows`, () => {
        const expected = matVecReference(matrix, tokens[0]!.q, tokens[0]!.scale);
        for (const bounds of splits(rows)) {
          const { bench, matrixArguments, activations, scales } = prepare(1);
          const output = bench.reserve(4 * padded(rows));
          for (let part = 0; part + 1 < bounds.length; part++) {
            const range = [bounds[part]!, bounds[part + 1]!] as const;
            bench.kernels.matVec(...matrixArguments, ...range, activations, scales, output);
          }
          assert.deepEqual(bench.readFloat32(output, rows), expected);
        }
      });

      it(`matVecAdd of ${rows} x ${columns} adds to what is there`, () => {
        const { bench, matrixArguments, activations, scales } = prepare(1);
        const residual = new Random(5).floats(padded(rows), 3);
        const output = bench.float32(residual);
        bench.kernels.matVecAdd(...matrixArguments, 0, rows, activations, scales, output);
        const product = matVecReference(matrix, tokens[0]!.q, tokens[0]!.scale);
        const expected = product.map((y, row) => Math.fround(residual[row]! + y));
        assert.deepEqual(bench.readFloat32(output, rows), expected);
      });

      it(`matMul of ${rows} x ${columns} equals matVec for 1 to 9 tokens and any split of the rows`, () => {
        for (let count = 1; count <= tokens.length; count++) {
          const expected = matMulReference(matrix, tokens.slice(0, count));
          const stride = padded(rows) + 3;
          for (const bounds of splits(rows)) {
            const { bench, matrixArguments, activations, scales } = prepare(count);
            const output = bench.reserve(4 * count * stride);
            for (let part = 0; part + 1 < bounds.length; part++) {
              const range = [bounds[part]!, bounds[part + 1]!] as const;
              const batch = [activations, scales, count, output, stride] as const;
              bench.kernels.matMul(...matrixArguments, ...range, ...batch);
            }
            const zeros = Array.from({ length: stride - rows }, () => 0);
            const withZeros = expected.flatMap((row) => [...row, ...zeros]);
            assert.deepEqual(bench.readFloat32(output, count * stride), withZeros);
          }
        }
      });

      it(`matMulAdd of ${rows} x ${columns} adds to what is there`, () => {
        const { bench, matrixArguments, activations, scales } = prepare(6);
        const stride = padded(rows);
        const residual = new Random(6).floats(6 * stride, 3);
        const output = bench.float32(residual);
        bench.kernels.matMulAdd(
          ...matrixArguments,
          0,
          rows,
          activations,
          scales,
          6,
          output,
          stride,
        );
        const zeros = Array.from({ length: stride - rows }, () => 0);
        const product = matMulReference(matrix, tokens.slice(0, 6)).flatMap((y) => [
          ...y,
          ...zeros,
        ]);
        const expected = product.map((y, index) => Math.fround(residual[index]! + y));
        assert.deepEqual(bench.readFloat32(output, 6 * stride), expected);
      });

      it(`packRows and maxPairSum of ${rows} x ${columns} equal the references`, () => {
        const bench = new Workbench(variant);
        const groupColumns = columns % 64 === 0 ? 64 : 16;
        const scales = rowsOf(
          random.scales((rows * columns) / groupColumns),
          columns / groupColumns,
        );
        const [packed, packedScales, sums] = bench.packed(matrix.rows, scales, groupColumns);
        const sizes = padded(rows) * columns;
        assert.deepEqual(bench.readInt8(packed, sizes), packWeightsReference(matrix.rows));
        const expectedScales = packGroupsReference(scales);
        assert.deepEqual(bench.readFloat32(packedScales, expectedScales.length), expectedScales);
        const expectedSums = packGroupsReference(sumGroupsReference(matrix.rows, groupColumns));
        assert.deepEqual(bench.readInt32(sums, expectedSums.length), expectedSums);
        const largest = bench.kernels.maxPairSum(bench.int8(weights), rows * columns);
        assert.equal(largest, maxPairSumReference(weights));
      });
    }

    it('a sum of extremes at the pair bound does not saturate', () => {
      const columns = 704;
      const pairs = [
        [64, 64],
        [127, 1],
        [-64, -64],
        [-127, -1],
        [-128, 0],
      ];
      const rows = pairs.map((pair) => Array.from({ length: columns }, (_, c) => pair[c % 2]!));
      for (const extreme of [127, -127]) {
        const bench = new Workbench(variant);
        const output = bench.reserve(4 * padded(rows.length));
        bench.kernels.matVec(
          ...bench.packed(
            rows,
            rows.map(() => [1]),
            columns,
          ),
          columns,
          0,
          rows.length,
          bench.activations(Array.from({ length: columns }, () => extreme)),
          bench.float32([1]),
          output,
        );
        const expected = pairs.map(([a, b]) => (columns / 2) * (a! + b!) * extreme);
        assert.deepEqual(bench.readFloat32(output, rows.length), expected);
      }
    });

    it('copy moves bytes, also where the places overlap', () => {
      const bench = new Workbench(variant);
      const bytes = new Random(8).bytes(100);
      const from = bench.int8([...bytes, ...Array.from({ length: 60 }, () => 0)]);
      bench.kernels.copy(from, from + 33, 100);
      assert.deepEqual(bench.readInt8(from + 33, 100), bytes);
      bench.kernels.copy(from + 33, from, 100);
      assert.deepEqual(bench.readInt8(from, 100), bytes);
    });

    it('maxPairSum finds a violation of the pair bound wherever it is', () => {
      for (let place = 0; place < 32; place++) {
        const bench = new Workbench(variant);
        const weights = Array.from({ length: 32 }, () => 1);
        weights[place] = -128;
        assert.equal(bench.kernels.maxPairSum(bench.int8(weights), 32), 129);
      }
    });

    // [vocab, columns, columns in a group]
    for (const [vocab, columns, groupColumns] of [
      [101, 256, 64],
      [33, 64, 64],
      [12, 320, 64],
      [5, 96, 16],
    ] as const) {
      const random = new Random(vocab);
      const groups = columns / groupColumns;
      const weights = random.weights(vocab * columns);
      const matrix = {
        rows: rowsOf(weights, columns),
        scales: rowsOf(random.scales(vocab * groups), groups),
        groupColumns,
      };

      it(`the head of ${vocab} x ${columns} in groups of ${groupColumns} equals the reference for any split`, () => {
        const q = random.bytes(columns);
        const scale = Math.fround(0.013);
        const logitScale = Math.fround(0.0625);
        const expected = headMatVecReference(matrix, q, scale, logitScale);
        for (const bounds of splits(vocab)) {
          const bench = new Workbench(variant);
          const output = bench.reserve(4 * padded(vocab));
          const head = [
            ...bench.packed(matrix.rows, matrix.scales, groupColumns),
            columns,
            groupColumns,
          ] as const;
          const vector = [bench.activations(q), bench.float32([scale]), logitScale] as const;
          for (let part = 0; part + 1 < bounds.length; part++) {
            bench.kernels.headMatVec(...head, bounds[part]!, bounds[part + 1]!, ...vector, output);
          }
          assert.deepEqual(bench.readFloat32(output, vocab), expected);
        }
      });

      it(`the head of ${vocab} x ${columns} for 1 to 9 tokens equals that for each, for any split`, () => {
        const tokens = Array.from({ length: 9 }, () => ({
          q: random.bytes(columns),
          scale: random.scales(1)[0]!,
        }));
        const logitScale = Math.fround(0.0625);
        const stride = padded(vocab) + 3;
        const zeros = Array.from({ length: stride - vocab }, () => 0);
        for (let count = 1; count <= tokens.length; count++) {
          const used = tokens.slice(0, count);
          const expected = used.flatMap(({ q, scale }) => [
            ...headMatVecReference(matrix, q, scale, logitScale),
            ...zeros,
          ]);
          for (const bounds of splits(vocab)) {
            const bench = new Workbench(variant);
            const output = bench.reserve(4 * count * stride);
            const head = [
              ...bench.packed(matrix.rows, matrix.scales, groupColumns),
              columns,
              groupColumns,
            ] as const;
            const vectors = [
              bench.activations(used.flatMap(({ q }) => q)),
              bench.float32(used.map(({ scale }) => scale)),
              count,
              logitScale,
            ] as const;
            for (let part = 0; part + 1 < bounds.length; part++) {
              const range = [bounds[part]!, bounds[part + 1]!] as const;
              bench.kernels.headMatMul(...head, ...range, ...vectors, output, stride);
            }
            assert.deepEqual(bench.readFloat32(output, count * stride), expected);
          }
        }
      });

      it(`the embedding of ${vocab} x ${columns} in groups of ${groupColumns} equals the reference`, () => {
        const bench = new Workbench(variant);
        const [packed, scales] = bench.packed(matrix.rows, matrix.scales, groupColumns);
        const table = [packed, scales] as const;
        const output = bench.reserve(4 * columns);
        for (const token of [0, 1, vocab - 1]) {
          bench.kernels.embedToken(...table, columns, groupColumns, token, output);
          assert.deepEqual(bench.readFloat32(output, columns), embedTokenReference(matrix, token));
        }
      });
    }
  });
}
