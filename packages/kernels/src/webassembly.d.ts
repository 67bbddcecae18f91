/**
 * The part of the WebAssembly JavaScript API that the kernels use. TypeScript declares it only
 * together with the browser's DOM (lib "dom"), which this code does not run in.
 * Source: https://webassembly.github.io/spec/js-api/
 */
declare namespace WebAssembly {
  interface MemoryDescriptor {
    /** Pages of 64 KiB. */
    readonly initial: number;
    /** Pages of 64 KiB. */
    readonly maximum: number;
    readonly shared: true;
  }

  class Memory {
    constructor(descriptor: MemoryDescriptor);
    readonly buffer: SharedArrayBuffer;
    /** Adds pages of 64 KiB and returns the former number of pages. */
    grow(pages: number): number;
  }

  class Module {
    constructor(bytes: Uint8Array);
    /** Without a member any object would pass for a module. */
    private readonly compiled: true;
  }

  type Imports = Readonly<Record<string, Readonly<Record<string, Memory>>>>;

  class Instance {
    constructor(module: Module, imports: Imports);
    readonly exports: Readonly<Record<string, unknown>>;
  }

  /** Whether `bytes` is a module that this host can compile. */
  function validate(bytes: Uint8Array): boolean;
}
