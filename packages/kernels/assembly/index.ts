/**
 * The entry point of all .wasm files. src/kernels.ts documents what each kernel takes and gives; the
 * naive reference of each is in src/reference/.
 */
export { attention } from './attention';
export { barrier } from './barrier';
export { embedToken } from './embedToken';
export { expRows } from './exp';
export { headMatMul, headMatVec } from './head';
export { layerNormQuantizeRows, layerNormRows } from './layerNorm';
export { matMul, matMulAdd } from './matMul';
export { matVec, matVecAdd } from './matVec';
export { copy, maxPairSum, packRows } from './packing';
export { quantizeRows, quantizeSignedRows } from './quantize';
export { rotary } from './rotary';
export { argmax, softmax, sumExp } from './sampling';
export { streamSum } from './streamSum';
export { swiglu } from './swiglu';
