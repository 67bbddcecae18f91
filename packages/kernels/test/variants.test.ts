/**
 * The promise behind the choice of a variant: every kernel, run over the same memory, leaves the same bytes in
 * all variants. Also the choice itself, and what loading says when it cannot.
 */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import {
  compileKernels,
  createMemory,
  KERNEL_VARIANTS,
  KernelFileError,
  type KernelVariant,
  loadKernels,
  PAGE_BYTES,
  pickKernel,
} from '../src/index.ts';
import { isExact } from '../src/pick.ts';
import { padded, Random, rowsOf, VARIANTS, Workbench } from './workbench.ts';

/** A small model's step with every kernel that computes; returns all of memory afterwards, and the scalars. */
function everything(variant: KernelVariant): { bytes: Uint8Array; scalars: number[] } {
  const bench = new Workbench(variant, 1 << 20);
  const { kernels } = bench;
  const random = new Random(77);
  const [tokens, columns, rows, headDim, heads] = [6, 64, 37, 16, 3] as const;
  const hidden = bench.float32(random.floats(tokens * columns, 2));
  const norm = bench.float32(random.scales(columns, 0.5, 1.5));
  const scratch = bench.reserve(4 * columns);
  const q = bench.reserve(tokens * columns);
  const scales = bench.reserve(4 * tokens);
  kernels.layerNormRows(hidden, norm, 1e-5, tokens, columns, bench.reserve(4 * tokens * columns));
  kernels.layerNormQuantizeRows(hidden, norm, 1e-5, tokens, columns, scratch, q, scales);
  kernels.quantizeRows(hidden, tokens, columns, bench.reserve(tokens * columns), bench.reserve(64));

  const unpacked = rowsOf(random.weights(rows * columns), columns);
  const packed = bench.packed(unpacked, rowsOf(random.scales(rows), 1), columns);
  const matrix = [...packed, columns, 0, rows] as const;
  const stride = padded(rows);
  const out = bench.reserve(4 * stride * tokens);
  kernels.matVec(...matrix, q, scales, bench.reserve(4 * stride));
  kernels.matMul(...matrix, q, scales, tokens, out, stride);
  kernels.matVecAdd(...matrix, q, scales, out);
  kernels.matMulAdd(...matrix, q, scales, tokens, out, stride);
  kernels.swiglu(out, out + 4 * rows, rows, bench.reserve(4 * rows));

  const grouped = bench.packed(unpacked, rowsOf(random.scales(rows * 4), 4), 16);
  const logits = bench.reserve(4 * stride);
  const head = [...grouped, columns, 16, 0, rows, q, scales] as const;
  kernels.headMatVec(...head, 0.5, logits);
  kernels.headMatMul(...head, tokens, 0.5, bench.reserve(4 * stride * tokens), stride);
  kernels.embedToken(grouped[0], grouped[1], columns, 16, 5, bench.reserve(4 * columns));

  const angles = random.floats(headDim / 2);
  kernels.rotary(hidden, heads, headDim, bench.float32(angles), bench.float32(angles));
  const cache = bench.reserve(20 * headDim);
  const cacheScales = bench.reserve(80);
  kernels.quantizeSignedRows(hidden, headDim, 20, headDim, cache, cacheScales);
  const blocks = bench.int32([2, 0, 4, 1, 3]);
  const kv = [cache, cacheScales, cache, cacheScales, blocks, 5, 4, 1, 20, 0.25] as const;
  const room = [bench.reserve(4 * heads * 20), bench.reserve(4 * heads * headDim)] as const;
  kernels.attention(cache, cacheScales, heads, headDim, ...kv, ...room);

  kernels.copy(cache, bench.reserve(20 * headDim), 20 * headDim);

  kernels.softmax(logits, rows, 0.7, bench.reserve(4 * rows));
  kernels.expRows(logits, rows, bench.reserve(4 * rows));
  const scalars = [
    kernels.argmax(logits, 0, rows),
    kernels.sumExp(logits, rows, 1),
    kernels.maxPairSum(packed[0], padded(rows) * columns),
    kernels.streamSum(hidden, 1280),
  ];
  return { bytes: new Uint8Array(bench.memory.buffer).slice(), scalars };
}

describe('variants', () => {
  const plain = everything('plain');

  for (const { variant, skip } of VARIANTS) {
    it(`${variant} leaves the same bytes as plain after every kernel`, { skip }, () => {
      const other = everything(variant);
      assert.deepEqual(other.scalars, plain.scalars);
      const different = other.bytes.findIndex((byte, index) => byte !== plain.bytes[index]);
      assert.equal(different, -1, 'address of the first different byte');
    });
  }

  it('the pick is an exact variant, the fastest, and says why', () => {
    const { variant, reason, probes } = pickKernel();
    assert.deepEqual(
      probes.map((probe) => probe.variant),
      KERNEL_VARIANTS,
    );
    const speeds = probes.map((probe) => (probe.usable ? probe.gigabytesPerSecond : 0));
    const picked = probes.find((probe) => probe.variant === variant);
    assert.ok(picked?.usable && picked.gigabytesPerSecond === Math.max(...speeds));
    assert.match(reason, new RegExp(`^${variant} is `));
  });

  it('the probe refuses a dot product that saturates or reads activations as signed', () => {
    const memory = createMemory(1 << 20);
    const exact = loadKernels(memory, 'plain');
    assert.equal(isExact(exact, memory), true);
    /** Plain kernels whose matVec results pass through `distort`, as another host's instruction would. */
    const distorted = (distort: (value: number) => number) => ({
      ...exact,
      matVec: (...all: Parameters<typeof exact.matVec>) => {
        exact.matVec(...all);
        const output = new Float32Array(memory.buffer, all[8], all[5]);
        output.set(output.map(distort));
      },
    });
    // 32 pairs of at most 255 * 128: saturation at 2^15 - 1 of each pair's half would show as a smaller sum.
    assert.equal(
      isExact(
        distorted((y) => Math.min(y, 32 * 255 * 127)),
        memory,
      ),
      false,
    );
    assert.equal(
      isExact(
        distorted((y) => y - 256),
        memory,
      ),
      false,
    );
    assert.equal(
      isExact(
        distorted((y) => y),
        memory,
      ),
      true,
    );
  });

  it('a module that lacks kernels is refused by name', () => {
    const empty = new WebAssembly.Module(Uint8Array.of(0, 0x61, 0x73, 0x6d, 1, 0, 0, 0));
    assert.throws(
      () => loadKernels(createMemory(1), empty),
      (error) => error instanceof KernelFileError && /lacks quantizeRows/.test(error.message),
    );
  });

  it('a compiled module and a variant name load the same kernels', () => {
    const memory = createMemory(PAGE_BYTES + 1);
    assert.equal(memory.buffer.byteLength, 2 * PAGE_BYTES);
    const kernels = loadKernels(memory, compileKernels('plain'));
    assert.deepEqual(Object.keys(kernels), Object.keys(loadKernels(memory, 'plain')));
  });

  it('a memory beyond 4 GiB is refused', () => {
    assert.throws(() => createMemory(2 ** 33), RangeError);
  });
});
