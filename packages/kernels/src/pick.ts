/** Placeholder while the probe is written. */
import type { KernelVariant } from './load.ts';

export interface KernelChoice {
  readonly variant: KernelVariant;
  /** Why, in a sentence that `wick info` shows. */
  readonly reason: string;
}

export function pickKernel(): KernelChoice {
  return { variant: 'plain', reason: 'the probe is not written yet' };
}
