/**
 * `Atomics.pause`, which Node 24 has and TypeScript declares only in its "esnext" library.
 * Source: https://tc39.es/proposal-atomics-microwait/
 */
interface Atomics {
  /** Hints to the processor that this is a spin loop. */
  pause(iterations?: number): void;
}
