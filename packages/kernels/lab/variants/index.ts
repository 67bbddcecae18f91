/** The entry point of the lab's module: every variant, each in a file of its own; see ../README.md. */
export { attentionContiguous } from './attentionContiguous';
export { attentionOnePass } from './attentionOnePass';
export { gateUpSwiglu } from './gateUpSwiglu';
export { headPacked8 } from './headPacked';
export { headTop } from './headTop';
export { layerNormQuantizeTwoPasses } from './layerNormQuantize';
export { matMul1x8, matMul4x4 } from './matMulBlocks';
export { matVecPacked8 } from './matVecPacked';
export { matVecPrefetched8 } from './matVecPrefetched';
export { matVecRows1, matVecRows2, matVecRows4 } from './matVecRows';
