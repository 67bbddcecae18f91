/**
 * How evenly threads share a layer's weights: each matrix cut into whole blocks of rows for every thread, or all matrices of a
 * phase laid end to end and cut by bytes. No clock: a thread's time is the bytes it reads.
 */

/** [rows, columns] of the matrices of one phase between two barriers; the released model's. */
const PHASES: readonly (readonly (readonly [number, number])[])[] = [
  [
    [384, 256],
    [704, 256],
    [704, 256],
  ],
  [
    [256, 256],
    [256, 704],
  ],
  [[5120, 256]],
];
const THREADS = [2, 3, 4, 8] as const;

/** By design and number of threads: the bytes of the busiest thread over those of an equal share, all phases together. */
export function partitions(): Record<string, Record<string, number>> {
  return {
    rows16: byThreads((phase, threads) => busiestByMatrix(phase, threads, 16)),
    rows8: byThreads((phase, threads) => busiestByMatrix(phase, threads, 8)),
    bytes: byThreads((phase, threads) => busiestByBytes(phase, threads, 8)),
  };
}

type Phase = (typeof PHASES)[number];

function byThreads(busiest: (phase: Phase, threads: number) => number): Record<string, number> {
  const all = PHASES.flat().reduce((sum, [rows, columns]) => sum + rows * columns, 0);
  return Object.fromEntries(
    THREADS.map((threads) => {
      const waited = PHASES.reduce((sum, phase) => sum + busiest(phase, threads), 0);
      return [`threads${threads}`, waited / (all / threads)];
    }),
  );
}

/** Every matrix cut for itself, in blocks of `block` rows. */
function busiestByMatrix(phase: Phase, threads: number, block: number): number {
  const loads = new Array<number>(threads).fill(0);
  for (const [rows, columns] of phase) {
    const blocks = Math.ceil(rows / block);
    for (let thread = 0; thread < threads; thread++) {
      const own =
        Math.ceil((blocks * (thread + 1)) / threads) - Math.ceil((blocks * thread) / threads);
      loads[thread]! += own * block * columns;
    }
  }
  return Math.max(...loads);
}

/** The phase's blocks in one row; a block belongs to the thread in whose share of the bytes it begins. */
function busiestByBytes(phase: Phase, threads: number, block: number): number {
  const loads = new Array<number>(threads).fill(0);
  const all = phase.reduce((sum, [rows, columns]) => sum + rows * columns, 0);
  let begin = 0;
  for (const [rows, columns] of phase) {
    for (let row = 0; row < rows; row += block) {
      loads[Math.floor((begin * threads) / all)]! += block * columns;
      begin += block * columns;
    }
  }
  return Math.max(...loads);
}
