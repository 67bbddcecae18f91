/**
 * Compiles a module with V8's optimising compiler at once. Left to itself V8 starts with its quick compiler and
 * replaces hot functions when a background thread finds the time, which for the first second or so (on a busy machine for
 * several) makes a first prompt three times slower, and a measurement meaningless.
 */
import { setFlagsFromString } from 'node:v8';

/** The flags matter while the module is compiled; afterwards other modules get V8's usual treatment. */
const OPTIMISED = ['--no-liftoff', '--no-wasm-lazy-compilation'];
const USUAL = ['--liftoff', '--wasm-lazy-compilation'];

/** What `compile` gives; the modules that it compiles are optimised. */
export function optimised<T>(compile: () => T): T {
  OPTIMISED.forEach(setFlagsFromString);
  try {
    return compile();
  } finally {
    USUAL.forEach(setFlagsFromString);
  }
}
