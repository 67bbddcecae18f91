/**
 * The forward pass of the int8 model, written down as plainly as possible: one token after the other,
 * no threads, no shared buffers, no kernels. It is what the engine is checked against, so it shares
 * nothing with it but the reading of the weights.
 *
 * Architecture: Cohere2. h = x + attention(n) + mlp(n) with n = LayerNorm(x); sliding layers rotate
 * queries and keys (interleaved RoPE) and see `slidingWindow` positions, full layers see all and do not
 * rotate. Vectors that meet int8 weights are quantised for each token, keys, values and queries for
 * each head. Values are float32 wherever the engine stores float32; sums are formed in float64.
 */
import type { ModelConfig } from '../src/config.ts';
import type { TokenId } from '../src/tokenizer.ts';
import type { LinearWeights, ModelWeights } from '../src/weights.ts';

/** One quantised vector: value i is q[i] * scale. */
interface Quantised {
  readonly q: readonly number[];
  readonly scale: number;
}

type Vector = readonly number[];

export interface ReferenceOutput {
  /** layers[layer][token]: the residual stream [hidden] after that layer. */
  readonly layers: readonly (readonly Vector[])[];
  /** logits[token]: [vocab] */
  readonly logits: readonly Vector[];
}

/** Runs `tokens` from position 0 on. */
export function referenceForward(
  config: ModelConfig,
  weights: ModelWeights,
  tokens: readonly TokenId[],
): ReferenceOutput {
  const cache = config.layerTypes.map(() => ({
    keys: [] as Quantised[][],
    values: [] as Quantised[][],
  }));
  const layers: Vector[][] = config.layerTypes.map(() => []);
  const logits: Vector[] = [];

  tokens.forEach((token, position) => {
    let x = embed(config, weights, token);
    weights.layers.forEach((layer, index) => {
      const sliding = config.layerTypes[index] === 'sliding_attention';
      const n = quantise(layerNorm(x, layer.norm, config.layerNormEps));
      const rotate = (head: Vector) => (sliding ? rope(head, position, config.ropeTheta) : head);
      const heads = (vector: Vector) => chunks(vector, config.headDim);

      const queries = heads(linear(layer.query, n)).map(rotate).map(quantise);
      const { keys, values } = cache[index]!;
      keys.push(heads(linear(layer.key, n)).map(rotate).map(quantise));
      values.push(heads(linear(layer.value, n)).map(quantise));

      const firstKey = sliding ? Math.max(0, position - config.slidingWindow + 1) : 0;
      const attended = queries.flatMap((query, head) => {
        const kvHead = Math.floor(head / (config.heads / config.kvHeads));
        return attend(
          query,
          keys.slice(firstKey).map((heads) => heads[kvHead]!),
          values.slice(firstKey).map((heads) => heads[kvHead]!),
        );
      });

      const gate = linear(layer.gate, n);
      const up = linear(layer.up, n);
      const activated = gate.map((g, i) => f32(f32(g / (1 + Math.exp(-g))) * up[i]!));

      const fromAttention = linear(layer.output, quantise(attended));
      const fromMlp = linear(layer.down, quantise(activated));
      x = x.map((value, i) => f32(f32(value + fromAttention[i]!) + fromMlp[i]!));
      layers[index]!.push(x);
    });
    logits.push(head(config, weights, x));
  });
  return { layers, logits };
}

const f32 = Math.fround;

/** q = round to even(x * 127 / absmax), scale = absmax / 127; all zero for a zero vector. */
function quantise(x: Vector): Quantised {
  const absmax = x.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
  if (absmax === 0) return { q: x.map(() => 0), scale: 0 };
  const inverse = f32(127 / absmax);
  return { q: x.map((value) => roundTiesToEven(f32(value * inverse))), scale: f32(absmax / 127) };
}

function roundTiesToEven(value: number): number {
  const floor = Math.floor(value);
  const rest = value - floor;
  if (rest !== 0.5) return Math.round(value);
  return floor % 2 === 0 ? floor : floor + 1;
}

/** y[row] = (sum of w[row][k] * q[k]) * (weight scale[row] * activation scale). */
function linear({ weights, scales, rows, columns }: LinearWeights, x: Quantised): Vector {
  return Array.from({ length: rows }, (_, row) => {
    let sum = 0;
    for (let k = 0; k < columns; k++) sum += weights[row * columns + k]! * x.q[k]!;
    return f32(f32(sum) * f32(scales[row]! * x.scale));
  });
}

function layerNorm(x: Vector, weight: Float32Array, eps: number): Vector {
  const mean = x.reduce((sum, value) => sum + value, 0) / x.length;
  const variance = x.reduce((sum, value) => sum + (value - mean) ** 2, 0) / x.length;
  return x.map((value, i) => f32(((value - mean) / Math.sqrt(variance + eps)) * weight[i]!));
}

/** Rotates the pairs (0, 1), (2, 3), … by position * theta^(-2i / length). */
function rope(head: Vector, position: number, theta: number): Vector {
  return head.map((value, i) => {
    const pair = i - (i % 2);
    const angle = position * theta ** (-pair / head.length);
    const partner = i % 2 === 0 ? -head[i + 1]! : head[i - 1]!;
    return f32(value * Math.cos(angle) + partner * Math.sin(angle));
  });
}

function attend(
  query: Quantised,
  keys: readonly Quantised[],
  values: readonly Quantised[],
): Vector {
  const scale = query.q.length ** -0.5;
  const scores = keys.map(
    (key) =>
      key.q.reduce((sum, q, i) => sum + q * query.q[i]!, 0) * query.scale * key.scale * scale,
  );
  const highest = Math.max(...scores);
  const weights = scores.map((score) => Math.exp(score - highest));
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  return query.q.map((_, i) => {
    const sum = values.reduce(
      (sum, value, key) => sum + weights[key]! * value.scale * value.q[i]!,
      0,
    );
    return f32(sum / total);
  });
}

function embed(
  { hiddenSize, headGroup }: ModelConfig,
  { embedding }: ModelWeights,
  token: TokenId,
): Vector {
  const groups = hiddenSize / headGroup;
  return Array.from({ length: hiddenSize }, (_, k) => {
    const scale = embedding.scales[token * groups + Math.floor(k / headGroup)]!;
    return f32(embedding.weights[token * hiddenSize + k]! * scale);
  });
}

function head(config: ModelConfig, { embedding, finalNorm }: ModelWeights, x: Vector): Vector {
  const { hiddenSize, headGroup, vocabSize } = config;
  const n = quantise(layerNorm(x, finalNorm, config.layerNormEps));
  const groups = hiddenSize / headGroup;
  return Array.from({ length: vocabSize }, (_, row) => {
    let sum = 0;
    for (let group = 0; group < groups; group++) {
      let dot = 0;
      for (let k = group * headGroup; k < (group + 1) * headGroup; k++) {
        dot += embedding.weights[row * hiddenSize + k]! * n.q[k]!;
      }
      sum += dot * embedding.scales[row * groups + group]!;
    }
    return f32(sum * n.scale * config.logitScale);
  });
}

function chunks(vector: Vector, length: number): Vector[] {
  return Array.from({ length: vector.length / length }, (_, i) =>
    vector.slice(i * length, (i + 1) * length),
  );
}
