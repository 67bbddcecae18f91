/** The kernels compiled once for all engines of a process: optimised, which takes about 20 ms for their 15 KB. */
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
