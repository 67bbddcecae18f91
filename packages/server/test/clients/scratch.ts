/** A scratch repository, and clients as they come from npm, each run as a process with a home of its own. */
import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { text } from 'node:stream/consumers';
import { temporaryFolder } from '../harness.ts';

const CLIENTS = process.env.WICK_CLIENTS ?? '';

export const FILES = {
  'src/cart.ts': `export function cartTotal(prices: number[]): number {
  let total = 0;
  for (const price of prices) total += price;
  return total;
}

export function checkout(prices: number[]): string {
  return cartTotal(prices).toFixed(2);
}
`,
  'src/main.ts': "import { cartTotal } from './cart.ts';\n\nconsole.log(cartTotal([1, 2]));\n",
};

/** The path of a client's program, and why its tests are left out where it is not there. */
export function client(path: string): { readonly path: string; readonly skip: string | false } {
  const program = join(CLIENTS, 'node_modules', path);
  const isThere = CLIENTS !== '' && existsSync(program);
  const how = 'npm install --prefix FOLDER @openai/codex opencode-ai @continuedev/cli';
  return {
    path: program,
    skip: isThere ? false : `not installed: ${how}, then WICK_CLIENTS=FOLDER npm run test:clients`,
  };
}

export class Repository {
  readonly root = temporaryFolder();

  constructor() {
    for (const [path, content] of Object.entries(FILES)) {
      mkdirSync(dirname(join(this.root, path)), { recursive: true });
      writeFileSync(join(this.root, path), content);
    }
    this.#git('init', '-q');
    this.#git('add', '.');
    this.#git('-c', 'user.name=wick', '-c', 'user.email=wick@localhost', 'commit', '-qm', 'cart');
  }

  read(path: keyof typeof FILES): string {
    return readFileSync(join(this.root, path), 'utf8');
  }

  /** Files that differ from what was committed. */
  get changed(): readonly string[] {
    return this.#git('diff', '--name-only').split('\n').filter(Boolean);
  }

  #git(...args: string[]): string {
    return execFileSync('git', args, { cwd: this.root, encoding: 'utf8' });
  }
}

export interface Run {
  readonly child: ChildProcess;
  readonly output: Promise<string>;
}

/** Runs a client in the repository; whatever it writes goes below `home`. */
export function run(
  program: string,
  args: readonly string[],
  { cwd, home, env = {} }: { cwd: string; home: string; env?: Record<string, string> },
): Run {
  const child = spawn(program, args, {
    cwd,
    stdio: ['ignore', 'pipe', 'pipe'],
    env: {
      PATH: process.env.PATH,
      HOME: home,
      XDG_DATA_HOME: join(home, 'data'),
      XDG_CONFIG_HOME: join(home, 'config'),
      XDG_CACHE_HOME: join(home, 'cache'),
      XDG_STATE_HOME: join(home, 'state'),
      ...env,
    },
  });
  const output = Promise.all([text(child.stdout!), text(child.stderr!)]).then((all) =>
    all.join(''),
  );
  return { child, output };
}
