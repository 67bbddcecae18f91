/**
 * Attention over the int8 cache and the rotary embedding: rotary equals its reference, attention is within 1e-5 of
 * the largest value, and a head's bits depend neither on the heads computed with it nor on keys outside
 * its range nor on where in memory the cache's blocks lie.
 */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { attentionReference } from '../src/reference/attention.reference.ts';
import { rotaryReference } from '../src/reference/rotary.reference.ts';
import { largestError, Random, rowsOf, VARIANTS, Workbench } from './workbench.ts';

const POSITIONS = 700;
const BLOCK_TOKENS = 64;
const BLOCKS = Math.ceil(POSITIONS / BLOCK_TOKENS);

/** Block b at place b: positions follow each other. */
const IN_ORDER = Array.from({ length: BLOCKS }, (_, block) => block);
/** The same blocks elsewhere, two of them still neighbours. */
const SCATTERED = [7, 2, 3, 10, 0, 6, 9, 1, 8, 5, 4];

for (const { variant, skip } of VARIANTS) {
  describe(`attention, ${variant}`, { skip }, () => {
    for (const headDim of [16, 48, 64]) {
      const random = new Random(headDim);
      const heads = 3;
      const vectors = (count: number) => ({
        q: random.bytes(count * headDim),
        scales: random.scales(count),
      });
      const queries = vectors(heads);
      const keys = vectors(POSITIONS);
      const values = vectors(POSITIONS);
      const scoreScale = Math.fround(headDim ** -0.5);
      const list = ({ q, scales }: { q: number[]; scales: number[] }) =>
        rowsOf(q, headDim).map((row, index) => ({ q: row, scale: scales[index]! }));

      /** The rows of a cache whose table is `blocks`: those of the last positions where it is a ring. */
      const placed = (
        rows: readonly number[],
        width: number,
        blocks: readonly number[],
        to = POSITIONS,
      ) => {
        const places = Math.max(...blocks) + 1;
        const cache = Array.from({ length: places * BLOCK_TOKENS * width }, () => 99);
        for (let position = 0; position < to; position++) {
          const block = blocks[Math.floor(position / BLOCK_TOKENS) % blocks.length]!;
          const row = block * BLOCK_TOKENS + (position % BLOCK_TOKENS);
          for (let i = 0; i < width; i++) cache[row * width + i] = rows[position * width + i]!;
        }
        return cache;
      };

      /** Output of the heads [first, first + count) over the keys [from, to), as bits. */
      const attend = (
        first: number,
        count: number,
        from: number,
        to: number,
        blocks: readonly number[] = IN_ORDER,
      ) => {
        const bench = new Workbench(variant);
        const output = bench.reserve(4 * count * headDim);
        bench.kernels.attention(
          bench.int8(queries.q) + first * headDim,
          bench.float32(queries.scales) + 4 * first,
          count,
          headDim,
          bench.int8(placed(keys.q, headDim, blocks, to)),
          bench.float32(placed(keys.scales, 1, blocks, to)),
          bench.int8(placed(values.q, headDim, blocks, to)),
          bench.float32(placed(values.scales, 1, blocks, to)),
          bench.int32(blocks),
          blocks.length,
          BLOCK_TOKENS,
          from,
          to,
          scoreScale,
          bench.reserve(4 * count * (to - from + 3)),
          output,
        );
        return rowsOf(bench.readFloat32(output, count * headDim), headDim);
      };

      // One key, odd counts, a range that starts late, more than one tile of 256 keys.
      for (const [from, to] of [
        [0, 1],
        [0, 4],
        [5, 8],
        [3, 50],
        [0, 256],
        [100, 700],
      ] as const) {
        it(`of heads of ${headDim} over the keys [${from}, ${to}) is close to the reference`, () => {
          const seenKeys = list(keys).slice(from, to);
          const seenValues = list(values).slice(from, to);
          attend(0, heads, from, to).forEach((output, head) => {
            const query = list(queries)[head]!;
            const expected = attentionReference(query, seenKeys, seenValues, scoreScale);
            const largest = Math.max(...seenValues.map(({ scale }) => 127 * scale));
            assert.ok(largestError(output, expected) < 1e-5 * largest, `head ${head}`);
          });
        });

        it(`of a head of ${headDim} over [${from}, ${to}) is the same alone, in a pair and in three`, () => {
          const three = attend(0, 3, from, to);
          assert.deepEqual(attend(0, 2, from, to), three.slice(0, 2));
          assert.deepEqual(attend(1, 2, from, to), three.slice(1));
          for (let head = 0; head < 3; head++) {
            assert.deepEqual(attend(head, 1, from, to), [three[head]]);
          }
        });
      }

      it(`of heads of ${headDim} is the same wherever the blocks lie, and in a ring of the last ones`, () => {
        for (const [from, to] of [
          [0, 700],
          [61, 131],
          [64, 128],
          [130, 193],
          [127, 385],
        ] as const) {
          const expected = attend(0, heads, from, to);
          assert.deepEqual(attend(0, heads, from, to, SCATTERED), expected);
          // The window, and one block more for a start in the middle of one.
          const ring = Math.ceil((to - from) / BLOCK_TOKENS) + 1;
          assert.deepEqual(attend(0, heads, from, to, IN_ORDER.slice(0, ring)), expected);
        }
      });

      it(`rotary of heads of ${headDim} equals the reference`, () => {
        const bench = new Workbench(variant);
        const input = random.floats(heads * headDim, 4);
        const angles = random.floats(headDim / 2, 3);
        const cosines = angles.map((angle) => Math.fround(Math.cos(angle)));
        const sines = angles.map((angle) => Math.fround(Math.sin(angle)));
        const address = bench.float32(input);
        const tables = [bench.float32(cosines), bench.float32(sines)] as const;
        bench.kernels.rotary(address, heads, headDim, ...tables);
        assert.deepEqual(
          rowsOf(bench.readFloat32(address, heads * headDim), headDim),
          rowsOf(input, headDim).map((head) => rotaryReference(head, cosines, sines)),
        );
      });
    }

    it('of keys that all score very low relative to one takes that one value', () => {
      const bench = new Workbench(variant);
      const headDim = 16;
      const ones = Array.from({ length: headDim }, () => 127);
      const output = bench.reserve(4 * headDim);
      bench.kernels.attention(
        bench.int8(ones),
        bench.float32([1]),
        1,
        headDim,
        bench.int8([...ones.map((x) => -x), ...ones, ...ones.map((x) => -x)]),
        bench.float32([1, 1, 1]),
        bench.int8([...ones, ...ones.map(() => 3), ...ones]),
        bench.float32([1, 2, 1]),
        bench.int32([0]),
        1,
        BLOCK_TOKENS,
        0,
        3,
        1,
        bench.reserve(16),
        output,
      );
      assert.deepEqual(
        bench.readFloat32(output, headDim),
        ones.map(() => 6),
      );
    });
  });
}
