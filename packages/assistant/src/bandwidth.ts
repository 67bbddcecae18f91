/**
 * How fast all threads together read memory: the limit that decode speed is compared with, as each token
 * reads every weight once. Each thread reads its own part at the same time as the others.
 */
import { Worker } from 'node:worker_threads';

export interface ReadBandwidth {
  readonly threads: number;
  /** Bytes that all threads together read in each pass. */
  readonly bytes: number;
  /** Sum over the threads of each one's median pass, in bytes per second / 1e9. */
  readonly gigabytesPerSecond: number;
}

/** What a measuring thread is given. */
export interface BandwidthTask {
  readonly bytes: number;
  readonly milliseconds: number;
  /** One Int32: how many threads are ready. All begin when all are. */
  readonly gate: SharedArrayBuffer;
  readonly threads: number;
}

/** Measures for about `milliseconds`, over `bytes` in all (a model's size, so that it is as far from the core). */
export async function measureBandwidth(
  threads: number,
  bytes: number,
  milliseconds = 200,
): Promise<ReadBandwidth> {
  const gate = new SharedArrayBuffer(4);
  const task: BandwidthTask = { bytes: Math.ceil(bytes / threads), milliseconds, gate, threads };
  const speeds = await Promise.all(Array.from({ length: threads }, () => runThread(task)));
  const gigabytesPerSecond = speeds.reduce((sum, speed) => sum + speed, 0);
  return { threads, bytes: task.bytes * threads, gigabytesPerSecond };
}

function runThread(workerData: BandwidthTask): Promise<number> {
  return new Promise((resolve, reject) => {
    const worker = new Worker(new URL('./bandwidth-thread.ts', import.meta.url), { workerData });
    worker.on('message', resolve);
    worker.on('error', reject);
  });
}
