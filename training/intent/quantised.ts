/** Weights as the released file holds them: int8 with a scale for each head, in the safetensors format. */
import type { Weights } from './classifier.ts';

export interface Tensor {
  readonly name: string;
  readonly dtype: 'I8' | 'F32';
  readonly shape: readonly number[];
  readonly data: Int8Array | Float32Array;
}

const MOST = 127;

/** int8 weights [rows, heads] with a scale for each head. */
export function quantised(
  weights: Float32Array,
  heads: number,
): { readonly weights: Int8Array; readonly scales: Float32Array } {
  const scales = new Float32Array(heads);
  weights.forEach((weight, i) => {
    const head = i % heads;
    scales[head] = Math.max(scales[head]!, Math.abs(weight) / MOST);
  });
  const small = Int8Array.from(weights, (weight, i) =>
    Math.round(weight / (scales[i % heads] || 1)),
  );
  return { weights: small, scales };
}

/** The buckets that are kept of a classifier, as bits, and their weights in a row: the `most` that weigh most. */
export function keptRows(
  { buckets, heads, weights }: Weights,
  most: number,
): { readonly kept: Int8Array; readonly rows: number; readonly weights: Weights['weights'] } {
  const sizes = Float32Array.from({ length: buckets }, (_, bucket) => {
    const row = weights.subarray(bucket * heads, (bucket + 1) * heads);
    return row.reduce((sum, weight) => sum + weight * weight, 0);
  });
  const least = sizes.toSorted().at(-Math.min(most, buckets))!;
  const kept = new Int8Array(buckets / 8);
  const rows: number[] = [];
  for (const [bucket, size] of sizes.entries()) {
    if (size === 0 || size < least || rows.length === most) continue;
    kept[bucket >> 3]! |= 1 << (bucket & 7);
    rows.push(bucket);
  }
  const own = new Float32Array(rows.length * heads);
  for (const [i, bucket] of rows.entries())
    own.set(weights.subarray(bucket * heads, (bucket + 1) * heads), i * heads);
  return { kept, rows: rows.length, weights: own };
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
