/** Choosing a token: argmax with ties, softmax with temperature, the sum for log-probabilities, and streamSum. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { measureReadBandwidth } from '../src/index.ts';
import {
  argmaxReference,
  softmaxReference,
  sumExpReference,
} from '../src/reference/sampling.reference.ts';
import { streamSumReference } from '../src/reference/streamSum.reference.ts';
import { largestError, Random, VARIANTS, Workbench } from './workbench.ts';

const COUNTS = [1, 2, 3, 4, 5, 37, 5127];

for (const { variant, skip } of VARIANTS) {
  describe(`sampling, ${variant}`, { skip }, () => {
    it('argmax finds the largest value wherever it is', () => {
      for (let place = 0; place < 23; place++) {
        const bench = new Workbench(variant);
        const values = new Random(place + 1).floats(23);
        values[place] = 2;
        assert.equal(bench.kernels.argmax(bench.float32(values), 0, 23), place);
      }
    });

    it('argmax takes the lowest index on ties', () => {
      for (let first = 0; first < 11; first++) {
        for (let second = first + 1; second < 11; second++) {
          const bench = new Workbench(variant);
          const values = Array.from({ length: 11 }, () => -5);
          values[first] = 1;
          values[second] = 1;
          assert.equal(bench.kernels.argmax(bench.float32(values), 0, 11), first);
        }
      }
    });

    it('argmax looks only at its range and gives the range start when nothing is larger', () => {
      const bench = new Workbench(variant);
      const values = bench.float32([9, 1, 5, 2, 5, 7, 3, 9]);
      assert.equal(bench.kernels.argmax(values, 1, 7), 5);
      assert.equal(bench.kernels.argmax(values, 1, 5), 2);
      assert.equal(bench.kernels.argmax(values, 3, 3), 3);
      const lowest = bench.float32(Array.from({ length: 9 }, () => Number.NEGATIVE_INFINITY));
      assert.equal(bench.kernels.argmax(lowest, 2, 9), 2);
    });

    for (const count of COUNTS) {
      const logits = new Random(count).floats(count, 12);

      it(`argmax of ${count} values equals the reference`, () => {
        const bench = new Workbench(variant);
        assert.equal(
          bench.kernels.argmax(bench.float32(logits), 0, count),
          argmaxReference(logits),
        );
      });

      it(`softmax of ${count} logits is within 1e-6 of the reference at any temperature`, () => {
        for (const temperature of [0.25, 1, 2]) {
          const bench = new Workbench(variant);
          const address = bench.float32(logits);
          bench.kernels.softmax(address, count, temperature, address);
          const expected = softmaxReference(logits, temperature);
          assert.ok(largestError(bench.readFloat32(address, count), expected) < 1e-6);
        }
      });

      it(`sumExp of ${count} values is within 1e-5 of the reference, relatively`, () => {
        const bench = new Workbench(variant);
        const expected = sumExpReference(logits, 12);
        const sum = bench.kernels.sumExp(bench.float32(logits), count, 12);
        assert.ok(Math.abs(sum / expected - 1) < 1e-5);
      });
    }

    it('streamSum reads every word once, and the bandwidth measurement reports a speed', () => {
      const bench = new Workbench(variant);
      const words = Array.from({ length: 32 * 33 }, (_, i) => Math.imul(i + 1, 0x9e3779b1));
      const address = bench.int32(words);
      const bytes = 4 * words.length;
      const expected = streamSumReference(Int32Array.from(words));
      assert.equal(bench.kernels.streamSum(address, bytes), expected);
      const measured = measureReadBandwidth(bench.kernels, address, bytes + 5, 2);
      assert.equal(measured.bytes, bytes);
      assert.ok(measured.passes >= 1 && measured.gigabytesPerSecond > 0);
    });
  });
}
