/**
 * The entry point of both .wasm files: every kernel, one per file. src/kernels.ts documents what each
 * takes and gives; the naive reference of each is in src/reference/.
 */
export { matVec, matVecAdd } from './matVec';
export { streamSum } from './streamSum';
