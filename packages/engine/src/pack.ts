/**
 * Packs a model's weights into their places in the engine's memory, in the order and with the sums that the kernels
 * want (Kernels.packRows).
 */
import { BLOCK_ROWS, type Kernels, PAIR_BOUND } from '@wick/kernels';
import type { ByteOffset } from './arena.ts';
import { TensorError } from './errors.ts';
import type { Layout, MatrixPlace } from './layout.ts';
import type { Model } from './model.ts';

interface PackedMatrix {
  readonly name: string;
  readonly weights: Int8Array;
  readonly scales: Float32Array;
}

/** Fills the weights' part of `memory`. Throws TensorError for weights that the int8 kernels cannot take exactly. */
export function packWeights(
  model: Model,
  layout: Layout,
  memory: ArrayBufferLike,
  kernels: Kernels,
): void {
  const { embedding, layers, finalNorm } = model.weights;
  const bytes = new Int8Array(memory);
  const floats = new Float32Array(memory);

  const vector = (values: Float32Array, place: ByteOffset) => floats.set(values, place / 4);
  /** Packs `matrices` below each other into `place`, a block of rows at a time. */
  const matrix = (place: MatrixPlace, ...matrices: PackedMatrix[]) => {
    const { columns, groupColumns } = place;
    const groups = columns / groupColumns;
    const { rows: staged, scales: stagedScales } = layout.staging;
    let block = 0;
    for (const { name, weights, scales } of matrices) {
      let pairSum = 0;
      for (let at = 0; at < weights.length; at += BLOCK_ROWS * columns, block++) {
        const part = weights.subarray(at, at + BLOCK_ROWS * columns);
        const first = at / groupColumns;
        bytes.set(part, staged);
        floats.set(scales.subarray(first, first + BLOCK_ROWS * groups), stagedScales / 4);
        pairSum = Math.max(pairSum, kernels.maxPairSum(staged, part.length));
        kernels.packRows(
          staged,
          stagedScales,
          part.length / columns,
          columns,
          groupColumns,
          place.weights + block * BLOCK_ROWS * columns,
          place.scales + block * BLOCK_ROWS * groups * 4,
          place.sums + block * BLOCK_ROWS * groups * 4,
        );
      }
      checkPairs(model, name, pairSum);
    }
  };

  matrix(layout.embedding, embedding);
  layers.forEach((layer, index) => {
    const place = layout.layers[index]!;
    vector(layer.norm, place.norm);
    matrix(place.queryKeyValue, layer.query, layer.key, layer.value);
    matrix(place.gate, layer.gate);
    matrix(place.up, layer.up);
    matrix(place.output, layer.output);
    matrix(place.down, layer.down);
  });
  vector(finalNorm, layout.finalNorm);
}

/** Beyond the bound the 16-bit sums of some hosts' dot products saturate, and results would depend on the host. */
function checkPairs(model: Model, tensor: string, pairSum: number): void {
  if (pairSum <= PAIR_BOUND) return;
  throw new TensorError(
    model.weightsFile,
    `${tensor}.weight`,
    `has neighbouring weights whose magnitudes add up to ${pairSum}`,
    `at most ${PAIR_BOUND} for every pair (the exporter sees to it)`,
  );
}
