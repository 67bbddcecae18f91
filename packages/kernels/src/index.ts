/**
 * The int8 kernels: AssemblyScript compiled to WebAssembly SIMD, in two variants that give the same
 * bits. An engine calls `pickKernel` once, `compileKernels` once, sends the module to its threads and
 * calls `loadKernels` in each; `Kernels` documents what can then be called.
 */
export { measureReadBandwidth, type ReadBandwidth } from './bandwidth.ts';
export {
  ALIGNMENT,
  BARRIER_BYTES,
  BLOCK_ROWS,
  COLUMN_MULTIPLE,
  type Kernels,
  PAIR_BOUND,
  type Pointer,
} from './kernels.ts';
export {
  compileKernels,
  createMemory,
  KERNEL_VARIANTS,
  KernelFileError,
  type KernelVariant,
  kernelBytes,
  loadKernels,
  PAGE_BYTES,
} from './load.ts';
export { optimised } from './optimised.ts';
export { type KernelChoice, pickKernel, type VariantProbe } from './pick.ts';
