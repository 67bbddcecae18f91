/** Operations on what a module exports, imports and declares. */
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
  {
    name: 'add-import',
    summary: 'import a name from a module',
    parameters: [
      { name: 'name', type: 'name' },
      { name: 'module', type: 'module' },
    ],
  },
  {
    name: 'remove-import',
    summary: 'remove an import declaration',
    parameters: [{ name: 'line', type: 'line', holds: 'import' }],
  },
  {
    name: 'organize-imports',
    summary: 'sort the imports and what each of them names, and join those of one module',
    parameters: [],
  },
  {
    name: 'remove-unused-imports',
    summary: 'remove the imports that the file does not use',
    parameters: [],
  },
  {
    name: 'remove-declaration',
    summary: 'remove a declaration of the top level with its comment',
    parameters: [{ name: 'symbol', type: 'symbol', sorts: DECLARATIONS, topLevel: true }],
  },
];
