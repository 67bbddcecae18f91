/** The entry point of the lab's module: every variant, each in a file of its own; see ../README.md. */
export { attentionContiguous } from './attentionContiguous';
export { attentionOnePass } from './attentionOnePass';
export { gateUpSwiglu } from './gateUpSwiglu';
export { headRows2 } from './headRows';
export { headTop } from './headTop';
export { matMul1x8, matMul4x4 } from './matMulBlocks';
export { matVecPrefetched8 } from './matVecPrefetched';
export { matVecRows1, matVecRows2, matVecRows4, matVecRows8 } from './matVecRows';
