/**
 * The training of a linear classifier over hashed cues: softmax regression by AdaGrad, one example at a time, with
 * one step size for each bucket. Takes examples as buckets and a head, gives weights.
 */
import { softmax } from '../../packages/assistant/src/intent/intent-model.ts';
import type { Random } from '../synthesis/random.ts';

export interface Example {
  readonly buckets: Uint32Array;
  readonly head: number;
}

export interface Weights {
  readonly buckets: number;
  readonly heads: number;
  /** Row-major [buckets, heads]. */
  readonly weights: Float32Array;
  readonly bias: Float32Array;
}

export interface TrainingOptions {
  readonly epochs: number;
  readonly rate: number;
  /** Share of an example's cues that are left out each time, so that no single one is relied on. */
  readonly dropout: number;
  /** Probability that is spread over all heads, so that the classifier never grows too sure. */
  readonly smoothing: number;
}

/** Trains on `examples`, in another order each epoch; `told` is told each epoch's mean loss in nats. */
export function trainClassifier(
  examples: readonly Example[],
  { buckets, heads }: { readonly buckets: number; readonly heads: number },
  { epochs, rate, dropout, smoothing }: TrainingOptions,
  random: Random,
  told: (epoch: number, loss: number) => void,
): Weights {
  const weights = new Float32Array(buckets * heads);
  const bias = new Float32Array(heads);
  const squares = new Float32Array(buckets + 1);
  const order = examples.map((_, i) => i);
  for (let epoch = 1; epoch <= epochs; epoch++) {
    let loss = 0;
    for (const i of random.shuffled(order)) {
      const { head, buckets: all } = examples[i]!;
      const kept = all.filter(() => !random.chance(dropout));
      const probabilities = softmax(scores({ buckets, heads, weights, bias }, kept));
      loss -= Math.log(probabilities[head]!);
      const gradient = probabilities.map(
        (p, h) => p - smoothing / heads - (h === head ? 1 - smoothing : 0),
      );
      const square = gradient.reduce((sum, g) => sum + g * g, 0) / heads;
      for (const bucket of kept) {
        squares[bucket]! += square;
        const step = rate / Math.sqrt(squares[bucket]! + EPSILON);
        const row = bucket * heads;
        for (let h = 0; h < heads; h++) weights[row + h]! -= step * gradient[h]!;
      }
      squares[buckets]! += square;
      const step = rate / Math.sqrt(squares[buckets]! + EPSILON);
      for (let h = 0; h < heads; h++) bias[h]! -= step * gradient[h]!;
    }
    told(epoch, loss / examples.length);
  }
  return { buckets, heads, weights, bias };
}

const EPSILON = 1e-4;

/** The logits (heads,) of an example's buckets. */
export function scores({ heads, weights, bias }: Weights, buckets: Uint32Array): Float64Array {
  const sums = Float64Array.from(bias);
  for (const bucket of buckets) {
    const row = bucket * heads;
    for (let h = 0; h < heads; h++) sums[h]! += weights[row + h]!;
  }
  return sums;
}
