/** The figures of repeated measurements: median, and how bad it gets. */

export interface Measure {
  readonly name: string;
  readonly unit: string;
  readonly median: number;
  readonly p95: number;
  readonly p99: number;
}

/** The value below which `share` of `values` lie (nearest rank); 0 for none. */
export function percentile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  return (
    sorted[Math.min(sorted.length - 1, Math.max(0, Math.ceil(share * sorted.length) - 1))] ?? 0
  );
}

/** Median, and the 95th and 99th percentile in the direction that is worse. */
export function measure(name: string, unit: string, values: readonly number[]): Measure {
  const worse = unit.endsWith('/s') ? (share: number) => 1 - share : (share: number) => share;
  return {
    name,
    unit,
    median: percentile(values, 0.5),
    p95: percentile(values, worse(0.95)),
    p99: percentile(values, worse(0.99)),
  };
}
