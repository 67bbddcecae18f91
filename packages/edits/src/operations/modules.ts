/** Operations on what a module exports. */
import type { OperationSpec } from './spec.ts';

export const moduleOperations: readonly OperationSpec[] = [
  {
    name: 'export',
    summary: 'export a declaration of the top level',
    parameters: [{ name: 'symbol', type: 'symbol' }],
  },
  {
    name: 'unexport',
    summary: 'stop exporting a declaration',
    parameters: [{ name: 'symbol', type: 'symbol' }],
  },
];
