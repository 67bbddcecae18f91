/**
 * From the files that build.mjs wrote to callable kernels. Everything is synchronous, so that a worker
 * thread that was sent a WebAssembly.Module and a shared memory can start at once.
 */
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { KERNEL_NAMES, type Kernels } from './kernels.ts';

/**
 * Which dot product the module uses: `plain` widens to 16 bits (any host with SIMD); `relaxed` and
 * `pairs` are relaxed SIMD, on hosts where it is exact for signed times unsigned bytes: the whole dot product
 * (fast where the processor has one), or sums of pairs (faster where it has not).
 */
export type KernelVariant = 'plain' | 'relaxed' | 'pairs';

export const KERNEL_VARIANTS: readonly KernelVariant[] = ['plain', 'relaxed', 'pairs'];

/** Bytes of a page, the unit in which WebAssembly memory is counted. */
export const PAGE_BYTES = 65536;

/** The most pages that the modules accept as a memory's maximum: 4 GiB. Must equal build.mjs's --maximumMemory. */
const MAXIMUM_PAGES = 65536;

/** All kernels, or only those of the probe (assembly/probe.ts). */
type ModuleName = 'kernels' | 'probe';

function fileOf(variant: KernelVariant, name: ModuleName): string {
  const suffix = variant === 'plain' ? '' : `-${variant}`;
  return fileURLToPath(new URL(`../build/${name}${suffix}.wasm`, import.meta.url));
}

/** A compiled kernel file is missing, or is not what this version's sources export. */
export class KernelFileError extends Error {
  override readonly name = 'KernelFileError';
  /** Path of the .wasm file, or the variant's name when a module came from elsewhere. */
  readonly file: string;

  constructor(file: string, problem: string, options?: ErrorOptions) {
    super(`${file}: ${problem}. Build the kernels with \`npm run prepare\`.`, options);
    this.file = file;
  }
}

/** A shared memory that holds at least `bytes` and never grows. Throws RangeError if the host cannot reserve it. */
export function createMemory(bytes: number): WebAssembly.Memory {
  const pages = Math.max(1, Math.ceil(bytes / PAGE_BYTES));
  if (!(pages <= MAXIMUM_PAGES)) {
    throw new RangeError(`A memory of ${bytes} bytes is beyond WebAssembly's limit of 4 GiB.`);
  }
  return new WebAssembly.Memory({ initial: pages, maximum: pages, shared: true });
}

/** The variant's WebAssembly binary. Throws KernelFileError if it was not built. */
export function kernelBytes(variant: KernelVariant, name: ModuleName = 'kernels'): Uint8Array {
  const file = fileOf(variant, name);
  try {
    return readFileSync(file);
  } catch (error) {
    throw new KernelFileError(file, 'the kernels are not built', { cause: error });
  }
}

/**
 * The variant's compiled module; it can be sent to worker threads, which need not compile again.
 * Throws KernelFileError if it was not built or this host cannot run it (for the relaxed ones: see pickKernel).
 */
export function compileKernels(variant: KernelVariant): WebAssembly.Module {
  const bytes = kernelBytes(variant);
  if (!WebAssembly.validate(bytes)) {
    const file = fileOf(variant, 'kernels');
    throw new KernelFileError(file, `this host (Node ${process.versions.node}) cannot run it`);
  }
  return new WebAssembly.Module(bytes);
}

/**
 * The kernels over `memory`, of a compiled module or a variant by name. Throws KernelFileError as
 * compileKernels does, and for a module that lacks a kernel.
 */
export function loadKernels(
  memory: WebAssembly.Memory,
  module: WebAssembly.Module | KernelVariant,
): Kernels {
  const compiled = typeof module === 'string' ? compileKernels(module) : module;
  const { exports } = new WebAssembly.Instance(compiled, { env: { memory } });
  if (!areKernels(exports)) {
    const missing = KERNEL_NAMES.filter((name) => typeof exports[name] !== 'function');
    throw new KernelFileError('kernels.wasm', `it lacks ${missing.join(', ')}`);
  }
  return exports;
}

function areKernels(exports: object): exports is Kernels {
  return KERNEL_NAMES.every((name) => typeof Reflect.get(exports, name) === 'function');
}
