/**
 * Compiles the kernels with V8's optimising compiler at once. Left to itself V8 starts with its quick
 * compiler and replaces hot functions when a background thread finds the time, which for the first
 * second or so (on a busy machine for several) makes the first prompt three times slower. Compiling
 * the 15 KB of kernels optimised takes about 20 ms.
 */
import { setFlagsFromString } from 'node:v8';
import { compileKernels, type KernelVariant } from '@wick/kernels';

/** The flags matter while the module is compiled; afterwards other modules get V8's usual treatment. */
const OPTIMISED = ['--no-liftoff', '--no-wasm-lazy-compilation'];
const USUAL = ['--liftoff', '--wasm-lazy-compilation'];

/** Modules compiled before: the engines of a process share them. */
const compiled = new Map<KernelVariant, WebAssembly.Module>();

/** `compileKernels`, optimised. Same results, and it throws the same. */
export function compileOptimised(variant: KernelVariant): WebAssembly.Module {
  let module = compiled.get(variant);
  if (!module) {
    OPTIMISED.forEach(setFlagsFromString);
    try {
      module = compileKernels(variant);
    } finally {
      USUAL.forEach(setFlagsFromString);
    }
    compiled.set(variant, module);
  }
  return module;
}
