/**
 * The kernels compiled once for all engines of a process: optimised, which takes about 20 ms for their 15 KB.
 *
 * V8's settings for that are the whole process's. A worker that meanwhile starts and has to strip the types of its sources
 * would compile the 3 MB of Node's stripper with them, seconds of both cores' time: so an engine compiles its kernels
 * right after it asked for its workers, which take longer than that to come to their sources.
 */
import { compileKernels, type KernelVariant, optimised } from '@wick/kernels';

/** Modules compiled before: the engines of a process share them. */
const compiled = new Map<KernelVariant, WebAssembly.Module>();

/** `compileKernels`, optimised. Same results, and it throws the same. */
export function compileOptimised(variant: KernelVariant): WebAssembly.Module {
  let module = compiled.get(variant);
  if (!module) {
    module = optimised(() => compileKernels(variant));
    compiled.set(variant, module);
  }
  return module;
}
