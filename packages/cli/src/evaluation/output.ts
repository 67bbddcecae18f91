/** What every suite writes while it runs and at its end: progress on stderr, one JSON row for each case. */
import { writeFile } from 'node:fs/promises';
import { FileError } from '@wick/assistant';
import { renderProgress } from '../screens/eval.ts';

/** How far the suite is. A log gets a line for each tenth; a terminal one line that counts. */
export function showProgress(done: number, total: number, exact: number): void {
  const { isTTY } = process.stderr;
  if (!isTTY && done < total && done % Math.ceil(total / 10) !== 0) return;
  const line = renderProgress(done, total, exact);
  process.stderr.write(isTTY && done < total ? `\r${line}` : `${isTTY ? '\r' : ''}${line}\n`);
}

/** Writes `rows` as JSON lines. Throws FileError. */
export async function writeRows(file: string, rows: readonly object[]): Promise<void> {
  try {
    await writeFile(file, `${rows.map((row) => JSON.stringify(row)).join('\n')}\n`);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new FileError('write-failed', file, `${file} could not be written: ${reason}.`, {
      cause: error,
    });
  }
}
