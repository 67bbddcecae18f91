/**
 * Brings the peers onto this machine, once, into training/work/peers, which git ignores: llama.cpp as node-llama-cpp's
 * prebuilt library, with a small program compiled against it (its headers lie in the package too), and transformers
 * with torch in the Python environment of training/work, which is made where there is none; transformers.js with ONNX Runtime, and what exports
 * a model for it.
 *
 * Needs npm, git, a C++ compiler and Python 3.11 or later. What is missing is said in words, and that peer is left out.
 */
import { execFileSync } from 'node:child_process';
import { existsSync, globSync, mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const ROOT = join(import.meta.dirname, '..', '..');
export const WORK = join(ROOT, 'training', 'work', 'peers');

const NODE_LLAMA_CPP = 'node-llama-cpp@3.22.1';
const TRANSFORMERS_JS = '@huggingface/transformers@4.3.1';

export interface LlamaCpp {
  readonly program: string;
  /** Folder of the prebuilt libraries. */
  readonly libraries: string;
  readonly version: string;
}

export interface Python {
  readonly program: string;
  /** What the programs find the further packages with. */
  readonly environment: Readonly<Record<string, string>>;
  /** transformers' and torch's. */
  readonly version: string;
}

/** Throws what npm, git or the compiler throw. */
export function installLlamaCpp(): LlamaCpp {
  mkdirSync(WORK, { recursive: true });
  const packaged = join(WORK, 'node_modules', 'node-llama-cpp', 'llama');
  // Its scripts would look for another build; the prebuilt library is a package of its own.
  if (!existsSync(packaged)) installPackage(NODE_LLAMA_CPP);
  const libraries = globSync(
    join(WORK, `node_modules/@node-llama-cpp/${platform()}/bins/${platform()}`),
  )[0];
  if (libraries === undefined) throw new Error(`node-llama-cpp has no library for ${platform()}`);
  const sources = join(WORK, 'llama.cpp');
  if (!existsSync(sources))
    call('git', ['clone', '-q', join(packaged, 'gitRelease.bundle'), sources]);

  const source = join(import.meta.dirname, 'llama-peer.cpp');
  const program = join(WORK, 'llama-peer');
  if (!isNewer(program, source)) {
    say('compiling llama-peer');
    const headers = ['include', 'ggml/include', 'vendor'].map((name) => `-I${join(sources, name)}`);
    const linked = ['libllama.v*', 'libggml.v*', 'libggml-base.*'].flatMap((name) =>
      globSync(join(libraries, name)),
    );
    const options = ['-O2', '-std=c++17', ...headers, source, '-o', program, ...linked];
    call('c++', [...options, `-Wl,-rpath,${libraries}`]);
  }
  const info: { release: string } = JSON.parse(
    readFileSync(join(packaged, 'binariesGithubRelease.json'), 'utf8'),
  );
  return { program, libraries, version: `llama.cpp ${info.release} (node-llama-cpp)` };
}

/** transformers.js with ONNX Runtime, whose library for the CPU is in its package. Throws what npm throws. */
export function installTransformersJs(): { readonly version: string } {
  const folder = join(WORK, 'node_modules', '@huggingface', 'transformers');
  if (!existsSync(folder)) installPackage(TRANSFORMERS_JS);
  const { version }: { version: string } = JSON.parse(
    readFileSync(join(folder, 'package.json'), 'utf8'),
  );
  return { version: `transformers.js ${version}` };
}

/** Puts an npm package into WORK, without running its scripts. */
function installPackage(name: string): void {
  say(`installing ${name}`);
  mkdirSync(WORK, { recursive: true });
  const list = join(WORK, 'package.json');
  if (!existsSync(list)) writeFileSync(list, '{ "private": true }');
  call('npm', ['install', '--ignore-scripts', '--no-audit', name], WORK);
}

/** Python with transformers, torch and gguf. Throws what Python and pip throw. */
export function installPython(): Python {
  mkdirSync(WORK, { recursive: true });
  const packages = join(WORK, 'python');
  const environment = { PYTHONPATH: [packages, join(ROOT, 'training')].join(':') };
  const program = process.env.WICK_PYTHON ?? join(ROOT, 'training/work/venv/bin/python');
  if (!existsSync(program)) {
    say('making the Python environment of training/work (torch: some GB)');
    call('python3', ['-m', 'venv', join(ROOT, 'training/work/venv')]);
    call(program, ['-m', 'pip', 'install', '-q', '-r', join(ROOT, 'training/requirements.txt')]);
  }
  const requirements = join(import.meta.dirname, 'requirements.txt');
  if (!isNewer(join(packages, 'installed'), requirements)) {
    say('installing gguf and onnx');
    const target = ['--no-deps', '--target', packages];
    call(program, ['-m', 'pip', 'install', '-q', '--upgrade', ...target, '-r', requirements]);
    writeFileSync(join(packages, 'installed'), '');
  }
  const ask =
    'import torch, transformers; print(f"transformers {transformers.__version__}, torch {torch.__version__}")';
  return { program, environment, version: call(program, ['-c', ask]).trim() };
}

/** What `command` prints. Throws with what it said if it fails. */
export function call(
  command: string,
  list: readonly string[],
  folder = ROOT,
  environment: Readonly<Record<string, string>> = {},
): string {
  return execFileSync(command, list, {
    cwd: folder,
    env: { ...process.env, ...environment },
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'pipe'],
    maxBuffer: 1 << 28,
  });
}

/** Whether `made` exists and was made after `source` changed. */
export function isNewer(made: string, source: string): boolean {
  const times = [made, source].map((file) => statSync(file, { throwIfNoEntry: false })?.mtimeMs);
  const [madeAt = 0, changedAt = 0] = times;
  return madeAt > changedAt;
}

/** On stderr: stdout is the report's. */
export function say(text: string): void {
  process.stderr.write(`${text}\n`);
}

/** node-llama-cpp's name of this platform. */
function platform(): string {
  return `${process.platform === 'darwin' ? 'mac' : process.platform}-${process.arch}`;
}
