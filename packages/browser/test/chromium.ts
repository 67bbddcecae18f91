/**
 * Debian's headless Chromium, driven through the DevTools protocol over a pipe: messages are JSON, ended by a zero byte,
 * on file descriptors 3 (to the browser) and 4 (from it). (Protocol: chromedevtools.github.io/devtools-protocol.)
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Readable, Writable } from 'node:stream';
import { setTimeout as sleep } from 'node:timers/promises';

const PROGRAMS = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'];

/** The program's path; undefined where there is none. */
export function findChromium(): string | undefined {
  const named = process.env.WICK_CHROMIUM;
  return [...(named ? [named] : []), ...PROGRAMS].find((path) => existsSync(path));
}

/** A page has this many turns to become ready: a minute. */
const MOST_TURNS = 1200;
const TURN_MS = 50;

interface Reply {
  readonly id?: number;
  readonly result?: Record<string, unknown>;
  readonly error?: { readonly message: string };
}

export class Chromium {
  readonly #child: ChildProcess;
  readonly #profile: string;
  readonly #waiting = new Map<number, (reply: Reply) => void>();
  #sent = 0;

  constructor(program: string) {
    this.#profile = mkdtempSync(join(tmpdir(), 'wick-chromium-'));
    const options = [
      '--headless=new',
      '--no-sandbox', // the tests may run as root, whom Chromium's sandbox refuses
      '--disable-gpu',
      '--disable-background-networking',
      '--no-first-run',
      '--remote-debugging-pipe',
      `--user-data-dir=${this.#profile}`,
      'about:blank',
    ];
    this.#child = spawn(program, options, {
      stdio: ['ignore', 'ignore', 'ignore', 'pipe', 'pipe'],
    });
    let text = '';
    this.#output.setEncoding('utf8').on('data', (part: string) => {
      const messages = (text + part).split('\0');
      text = messages.pop() ?? '';
      for (const message of messages) {
        const reply: Reply = JSON.parse(message);
        if (reply.id === undefined) continue;
        this.#waiting.get(reply.id)?.(reply);
        this.#waiting.delete(reply.id);
      }
    });
  }

  /**
   * Opens `url` and waits until `ready`, an expression, holds there; gives a function that evaluates an expression and waits
   * for the promise it may be.
   */
  async open(url: string, ready: string): Promise<(expression: string) => Promise<unknown>> {
    const { targetId } = await this.#call('Target.createTarget', { url });
    const attached = await this.#call('Target.attachToTarget', { targetId, flatten: true });
    const sessionId = String(attached.sessionId);
    const evaluate = async (expression: string) => {
      const options = { expression, awaitPromise: true, returnByValue: true };
      const answer = await this.#call('Runtime.evaluate', options, sessionId);
      if (answer.exceptionDetails) throw new Error(JSON.stringify(answer.exceptionDetails));
      return Reflect.get(Object(answer.result), 'value');
    };
    // While a page loads there is at times nothing that could evaluate.
    const isReady = () => evaluate(ready).catch(() => false);
    for (let turn = 0; !(await isReady()); turn++) {
      if (turn === MOST_TURNS) throw new Error(`${url}: ${ready} does not come true`);
      await sleep(TURN_MS);
    }
    return evaluate;
  }

  async close(): Promise<void> {
    const ended = new Promise((resolve) => this.#child.once('exit', resolve));
    await this.#call('Browser.close', {});
    await ended;
    rmSync(this.#profile, { recursive: true, force: true, maxRetries: 5 });
  }

  get #input(): Writable {
    return this.#child.stdio[3] as Writable;
  }

  get #output(): Readable {
    return this.#child.stdio[4] as Readable;
  }

  #call(method: string, params: object, sessionId?: string): Promise<Record<string, unknown>> {
    const id = ++this.#sent;
    return new Promise((resolve, reject) => {
      this.#waiting.set(id, ({ result, error }) => {
        if (error) reject(new Error(`${method}: ${error.message}`));
        else resolve(result ?? {});
      });
      this.#input.write(`${JSON.stringify({ id, method, params, sessionId })}\0`);
    });
  }
}
