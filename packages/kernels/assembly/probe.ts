/**
 * The entry point of the probes, src/pick.ts's: only what decides which variant is exact and fastest here, so that all of
 * them are compiled in a few milliseconds.
 */
export { matVec } from './matVec';
export { maxPairSum } from './packing';
