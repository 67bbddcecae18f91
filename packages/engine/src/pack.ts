/**
 * Copies a model's weights to their places in the engine's memory and prepares what the kernels want
 * beside them: the sum of each row, which takes the activations' offset of 128 out of a dot product.
 */
import { type Kernels, PAIR_BOUND } from '@wick/kernels';
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
  /** Writes `matrices` below each other into `place`. */
  const matrix = (place: MatrixPlace, ...matrices: PackedMatrix[]) => {
    let { weights, scales } = place;
    for (const part of matrices) {
      bytes.set(part.weights, weights);
      floats.set(part.scales, scales / 4);
      checkPairs(model, part.name, kernels.maxPairSum(weights, part.weights.length));
      weights += part.weights.byteLength;
      scales += part.scales.byteLength;
    }
    const sums = (scales - place.scales) / 4;
    kernels.sumRows(place.weights, sums, (weights - place.weights) / sums, place.sums);
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
