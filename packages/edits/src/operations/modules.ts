/** Operations on what a module exports. */
import type { OperationSpec } from './spec.ts';

const DECLARATIONS = [
  'function',
  'class',
  'interface',
  'type',
  'enum',
  'namespace',
  'constant',
  'variable',
] as const;

export const moduleOperations: readonly OperationSpec[] = [
  {
    name: 'export',
    summary: 'export a declaration of the top level',
    parameters: [{ name: 'symbol', type: 'symbol', sorts: DECLARATIONS, topLevel: true }],
  },
  {
    name: 'unexport',
    summary: 'stop exporting a declaration',
    parameters: [{ name: 'symbol', type: 'symbol', sorts: DECLARATIONS, topLevel: true }],
  },
];
