/** Runs the real `wick` as a process, with a state folder of its own. */
import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buffer } from 'node:stream/consumers';
import { after } from 'node:test';

const ROOT = join(import.meta.dirname, '../../..');
export const BIN = join(ROOT, 'packages/cli/bin/wick.mjs');
export const MODEL = join(ROOT, 'model');
export const EXAMPLES = join(ROOT, 'examples');

/** For tests that need the released model: why they are left out where it is not there. */
export const NEEDS_MODEL = {
  skip: existsSync(join(MODEL, 'model.safetensors')) ? false : 'there is no released model',
};

/** A folder that is removed when the test file ends. */
export function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'wick-cli-'));
  after(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

const STATE = temporaryFolder();

export interface Run {
  /** Exit code; null where a signal ended the process. */
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface RunOptions {
  readonly input?: string | Uint8Array;
  readonly env?: Readonly<Record<string, string>>;
  readonly cwd?: string;
}

export function start(args: readonly string[], { env = {}, cwd }: RunOptions = {}): ChildProcess {
  const {
    NO_COLOR: _,
    FORCE_COLOR: __,
    WICK_MODEL: ___,
    WICK_THREADS: ____,
    ...rest
  } = process.env;
  return spawn(process.execPath, [BIN, ...args], {
    env: { ...rest, WICK_STATE: STATE, ...env },
    ...(cwd !== undefined && { cwd }),
  });
}

/** Runs `wick` to its end. */
export async function wick(args: readonly string[], options: RunOptions = {}): Promise<Run> {
  const child = start(args, options);
  const ended = new Promise<number | null>((resolve, reject) => {
    child.on('error', reject);
    child.on('close', resolve);
  });
  child.stdin?.on('error', () => {}); // It may end before it has read all.
  child.stdin?.end(options.input ?? '');
  const [stdout, stderr, code] = await Promise.all([
    buffer(child.stdout!),
    buffer(child.stderr!),
    ended,
  ]);
  return { code, stdout: stdout.toString(), stderr: stderr.toString() };
}
