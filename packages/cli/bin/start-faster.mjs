/**
 * What lets Node start Wick faster: compiled code is kept between runs, and our own imports are resolved without
 * searching the disk for each (decision 23). Changes nothing but the time. Plain JavaScript for Node 24.
 */
import { enableCompileCache, registerHooks } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export function startFaster() {
  // Node's own default, in the environment so that the engine's threads use it, too: it spares them stripping the types.
  process.env.NODE_COMPILE_CACHE ??= join(tmpdir(), 'node-compile-cache');
  enableCompileCache();
  registerHooks({ resolve: resolveOwn });
}

/** Our packages by name: the same wherever they are imported. */
const packages = new Map();

/** A file that is named in full is where it says, and is TypeScript; all else Node resolves. */
function resolveOwn(specifier, context, next) {
  if (/^\.\.?\/.*\.ts$/.test(specifier)) {
    const { href } = new URL(specifier, context.parentURL);
    return { url: href, format: 'module-typescript', shortCircuit: true };
  }
  if (!specifier.startsWith('@wick/')) return next(specifier, context);
  const known = packages.get(specifier) ?? { ...next(specifier, context), shortCircuit: true };
  packages.set(specifier, known);
  return known;
}
