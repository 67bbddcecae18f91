/**
 * How the benchmark speaks with an engine, its own or a peer's: each runs in a process of its own (so that load time and
 * peak memory are its own), reads one JSON object a line and answers with one. wick-peer.ts, llama-peer.cpp and
 * torch_peer.py are the other side.
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { createInterface } from 'node:readline';

export interface RunRequest {
  /** Token ids. */
  readonly prompt: readonly number[];
  /** The first tokens of `prompt` that were the first of the run before, or of the last one with `snapshot`: not computed again. */
  readonly keep: number;
  /** Tokens to decode greedily after the first. */
  readonly decode: number;
  /** Remember the state before the prompt's last token, to which later requests with keep = prompt.length - 1 return. */
  readonly snapshot?: boolean;
  /** With `snapshot`: take that state from this file if it is there, else compute it and put it there. For engines that `keepsState`. */
  readonly stateFile?: string;
}

export interface RunAnswer {
  /** From the request to the first token. */
  readonly prefillMs: number;
  /** Between tokens: `decode` of them. */
  readonly gapsMs: readonly number[];
  /** 1 + `decode` tokens. */
  readonly tokens: readonly number[];
}

/** How to start an engine. */
export interface PeerCommand {
  /** Whose figure it is: `wick`, `llama.cpp`, `transformers`. */
  readonly peer: string;
  /** With what settings, in words. */
  readonly setting: string;
  /** Whether it computes what the model is: not with weights of 4 bits. */
  readonly exact: boolean;
  /** Whether it can keep what it has read in a file. */
  readonly keepsState?: boolean;
  readonly command: string;
  readonly arguments: readonly string[];
  readonly environment?: Readonly<Record<string, string>>;
}

/** A peer's process ended, or said what is no answer. */
export class PeerError extends Error {
  override readonly name = 'PeerError';
}

export class PeerProcess {
  readonly peer: string;
  readonly setting: string;
  readonly #child: ChildProcess;
  readonly #lines: AsyncIterator<string>;
  readonly #errors: string[] = [];
  readonly #started = performance.now();
  #readyMs = 0;

  private constructor({ peer, setting, command, arguments: list, environment }: PeerCommand) {
    this.peer = peer;
    this.setting = setting;
    this.#child = spawn(command, list, {
      stdio: ['pipe', 'pipe', 'pipe'],
      env: { ...process.env, ...environment },
    });
    this.#child.stderr!.setEncoding('utf8').on('data', (text: string) => this.#errors.push(text));
    this.#lines = createInterface({ input: this.#child.stdout! })[Symbol.asyncIterator]();
  }

  /** Starts the process and waits until its model is loaded. Throws PeerError. */
  static async start(command: PeerCommand): Promise<PeerProcess> {
    const started = new PeerProcess(command);
    await started.#answer();
    started.#readyMs = performance.now() - started.#started;
    return started;
  }

  /** From the start of the process until its model was loaded, in milliseconds. */
  get readyMs(): number {
    return this.#readyMs;
  }

  async run(request: RunRequest): Promise<RunAnswer> {
    const answer = await this.#ask({ op: 'run', ...request });
    if (!isRunAnswer(answer, request)) throw this.#failure('answers with something else');
    return answer;
  }

  /** The logits after the last token of `prompt`. */
  async logits(prompt: readonly number[]): Promise<readonly number[]> {
    const { logits } = await this.#ask({ op: 'logits', prompt });
    if (!isNumbers(logits)) throw this.#failure('answers with something else');
    return logits;
  }

  /** The most memory the process has had resident, in bytes; undefined where the system does not tell (only Linux does). */
  peakMemory(): number | undefined {
    try {
      const status = readFileSync(`/proc/${this.#child.pid}/status`, 'utf8');
      const [, kilobytes] = /^VmHWM:\s+(\d+) kB$/m.exec(status) ?? [];
      return kilobytes === undefined ? undefined : Number(kilobytes) * 1024;
    } catch {
      return undefined;
    }
  }

  /** Ends the process: it stops when its input does. */
  async close(): Promise<void> {
    const ended = new Promise((resolve) => this.#child.once('exit', resolve));
    if (this.#child.exitCode !== null) return;
    this.#child.stdin!.end();
    await ended;
  }

  async #ask(request: object): Promise<Record<string, unknown>> {
    this.#child.stdin!.write(`${JSON.stringify(request)}\n`);
    return this.#answer();
  }

  async #answer(): Promise<Record<string, unknown>> {
    const { value, done } = await this.#lines.next();
    if (done) throw this.#failure('ended');
    const answer: unknown = JSON.parse(value);
    if (typeof answer !== 'object' || answer === null) throw this.#failure('gave no object');
    return Object.fromEntries(Object.entries(answer));
  }

  #failure(what: string): PeerError {
    return new PeerError(`${this.peer} (${this.setting}) ${what}. ${this.#errors.join('').trim()}`);
  }
}

function isNumbers(value: unknown): value is number[] {
  return Array.isArray(value) && value.every((number) => typeof number === 'number');
}

function isRunAnswer(
  answer: Record<string, unknown> & Partial<RunAnswer>,
  { decode }: RunRequest,
): answer is Record<string, unknown> & RunAnswer {
  const { prefillMs, gapsMs, tokens } = answer;
  return (
    typeof prefillMs === 'number' &&
    isNumbers(gapsMs) &&
    gapsMs.length === decode &&
    isNumbers(tokens) &&
    tokens.length === decode + 1
  );
}
