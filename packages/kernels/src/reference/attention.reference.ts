/** Attention of one query head over quantised keys and values in plain TypeScript and f64: the kernel is close to it. */

/** A quantised vector: q in [-127, 127] times scale. */
export interface QuantizedReference {
  readonly q: readonly number[];
  readonly scale: number;
}

/** `keys` and `values` are those the query sees. */
export function attentionReference(
  query: QuantizedReference,
  keys: readonly QuantizedReference[],
  values: readonly QuantizedReference[],
  scoreScale: number,
): number[] {
  const scores = keys.map((key) => {
    const dot = key.q.reduce((sum, k, dim) => sum + k * query.q[dim]!, 0);
    return dot * query.scale * key.scale * scoreScale;
  });
  const highest = Math.max(...scores);
  const weights = scores.map((score) => Math.exp(score - highest));
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  return query.q.map((_, dim) =>
    values.reduce((sum, { q, scale }, key) => sum + (weights[key]! * scale * q[dim]!) / total, 0),
  );
}
