/** Weights as the released file holds them: int8 with a scale for each head, in the safetensors format. */
import type { Weights } from './classifier.ts';

export interface Tensor {
  readonly name: string;
  readonly dtype: 'I8' | 'F32';
  readonly shape: readonly number[];
  readonly data: Int8Array | Float32Array;
}

const MOST = 127;

/** int8 weights with their scales, and the weights that these stand for. */
export function quantised({ buckets, heads, weights, bias }: Weights): {
  readonly weights: Int8Array;
  readonly scales: Float32Array;
  readonly restored: Weights;
} {
  const scales = new Float32Array(heads);
  weights.forEach((weight, i) => {
    const head = i % heads;
    scales[head] = Math.max(scales[head]!, Math.abs(weight) / MOST);
  });
  const small = Int8Array.from(weights, (weight, i) =>
    Math.round(weight / (scales[i % heads] || 1)),
  );
  const restored = Float32Array.from(small, (value, i) => value * scales[i % heads]!);
  return { weights: small, scales, restored: { buckets, heads, weights: restored, bias } };
}

/** A safetensors file: length of the header, header, data. (Format: github.com/huggingface/safetensors.) */
export function safetensors(
  tensors: readonly Tensor[],
  metadata: Record<string, string>,
): Uint8Array {
  let end = 0;
  const header: Record<string, unknown> = { __metadata__: metadata };
  for (const { name, dtype, shape, data } of tensors) {
    header[name] = { dtype, shape, data_offsets: [end, end + data.byteLength] };
    end += data.byteLength;
  }
  // Padded so that the data begins at a multiple of 8.
  const json = JSON.stringify(header);
  const text = Buffer.from(json.padEnd(Math.ceil(json.length / 8) * 8));
  const length = Buffer.alloc(8);
  length.writeBigUInt64LE(BigInt(text.length));
  const bytes = tensors.map(({ data }) =>
    Buffer.from(data.buffer, data.byteOffset, data.byteLength),
  );
  return Buffer.concat([length, text, ...bytes]);
}
