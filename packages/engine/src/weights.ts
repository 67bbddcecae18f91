/**
 * The model's tensors by their role, as views into the safetensors file, each checked for type and
 * shape. Names are Hugging Face's for Cohere2; an int8 tensor `X.weight` has its scales in
 * `X.weight_scale`.
 */
import type { ModelConfig } from './config.ts';
import type { SafetensorsFile } from './safetensors.ts';

/** One linear map: int8 [rows = out, columns = in], one scale for each row. */
export interface LinearWeights {
  readonly name: string;
  readonly rows: number;
  readonly columns: number;
  /** [rows, columns], row-major. */
  readonly weights: Int8Array;
  /** [rows] */
  readonly scales: Float32Array;
}

/** The embedding, which is also the head: int8 [vocab, hidden], one scale for each row and column group. */
export interface EmbeddingWeights {
  readonly name: string;
  /** [vocab, hidden], row-major. */
  readonly weights: Int8Array;
  /** [vocab, hidden / headGroup] */
  readonly scales: Float32Array;
}

export interface LayerWeights {
  /** [hidden], the LayerNorm before attention and feed-forward. */
  readonly norm: Float32Array;
  readonly query: LinearWeights;
  readonly key: LinearWeights;
  readonly value: LinearWeights;
  readonly output: LinearWeights;
  readonly gate: LinearWeights;
  readonly up: LinearWeights;
  readonly down: LinearWeights;
}

export interface ModelWeights {
  readonly embedding: EmbeddingWeights;
  readonly layers: readonly LayerWeights[];
  /** [hidden], the LayerNorm before the head. */
  readonly finalNorm: Float32Array;
}

/** Finds every tensor that `config` calls for. Throws TensorError for the first that is missing or different. */
export function readWeights(config: ModelConfig, tensors: SafetensorsFile): ModelWeights {
  const { hiddenSize, intermediateSize, queryWidth, kvWidth, vocabSize, headGroup } = config;
  const linear = (name: string, rows: number, columns: number): LinearWeights => ({
    name,
    rows,
    columns,
    weights: tensors.int8(`${name}.weight`, [rows, columns]),
    scales: tensors.float32(`${name}.weight_scale`, [rows]),
  });
  const norm = (name: string) => tensors.float32(`${name}.weight`, [hiddenSize]);

  const embedding = 'model.embed_tokens';
  return {
    embedding: {
      name: embedding,
      weights: tensors.int8(`${embedding}.weight`, [vocabSize, hiddenSize]),
      scales: tensors.float32(`${embedding}.weight_scale`, [vocabSize, hiddenSize / headGroup]),
    },
    layers: config.layerTypes.map((_, index) => {
      const layer = `model.layers.${index}`;
      return {
        norm: norm(`${layer}.input_layernorm`),
        query: linear(`${layer}.self_attn.q_proj`, queryWidth, hiddenSize),
        key: linear(`${layer}.self_attn.k_proj`, kvWidth, hiddenSize),
        value: linear(`${layer}.self_attn.v_proj`, kvWidth, hiddenSize),
        output: linear(`${layer}.self_attn.o_proj`, hiddenSize, queryWidth),
        gate: linear(`${layer}.mlp.gate_proj`, intermediateSize, hiddenSize),
        up: linear(`${layer}.mlp.up_proj`, intermediateSize, hiddenSize),
        down: linear(`${layer}.mlp.down_proj`, hiddenSize, intermediateSize),
      };
    }),
    finalNorm: norm('model.norm'),
  };
}
