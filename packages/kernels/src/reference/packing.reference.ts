/** The packed order of int8 weights, their sums, and their largest pair sum in plain TypeScript: integers, so equal. */

const BLOCK_ROWS = 8;
const BLOCK_COLUMNS = 16;

/** Rows of equal length in the order [rows / 8, columns / 16, 8, 16], with zeros for rows that the last block lacks. */
export function packWeightsReference(rows: readonly (readonly number[])[]): number[] {
  const columns = rows[0]!.length;
  const packed: number[] = [];
  for (let block = 0; block < rows.length; block += BLOCK_ROWS) {
    for (let start = 0; start < columns; start += BLOCK_COLUMNS) {
      for (let row = block; row < block + BLOCK_ROWS; row++) {
        for (let column = start; column < start + BLOCK_COLUMNS; column++) {
          packed.push(rows[row]?.[column] ?? 0);
        }
      }
    }
  }
  return packed;
}

/** One value for each row and group, [rows, groups], in the order [rows / 8, groups, 8]. */
export function packGroupsReference(values: readonly (readonly number[])[]): number[] {
  const packed: number[] = [];
  for (let block = 0; block < values.length; block += BLOCK_ROWS) {
    for (let group = 0; group < values[0]!.length; group++) {
      for (let row = block; row < block + BLOCK_ROWS; row++) packed.push(values[row]?.[group] ?? 0);
    }
  }
  return packed;
}

/** Sums of the weights in each group of columns: [rows, groups]. */
export function sumGroupsReference(
  rows: readonly (readonly number[])[],
  groupColumns: number,
): number[][] {
  return rows.map((row) =>
    Array.from({ length: row.length / groupColumns }, (_, group) =>
      row
        .slice(group * groupColumns, (group + 1) * groupColumns)
        .reduce((sum, weight) => sum + weight, 0),
    ),
  );
}

export function maxPairSumReference(weights: readonly number[]): number {
  let largest = 0;
  for (let k = 0; k < weights.length; k += 2) {
    largest = Math.max(largest, Math.abs(weights[k]!) + Math.abs(weights[k + 1]!));
  }
  return largest;
}
