/** Operations on variable declarations. */
import type { OperationSpec } from './spec.ts';

const VARIABLES = ['function', 'constant', 'variable'] as const;

export const variableOperations: readonly OperationSpec[] = [
  {
    name: 'make-const',
    summary: 'declare a variable with const instead of let',
    parameters: [
      { name: 'symbol', type: 'symbol', sorts: VARIABLES },
      { name: 'line', type: 'line', optional: true },
    ],
  },
  {
    name: 'make-let',
    summary: 'declare a variable with let instead of const',
    parameters: [
      { name: 'symbol', type: 'symbol', sorts: VARIABLES },
      { name: 'line', type: 'line', optional: true },
    ],
  },
  {
    name: 'inline-variable',
    summary: 'replace the uses of a variable by its value and remove its declaration',
    parameters: [
      { name: 'symbol', type: 'symbol', sorts: ['constant', 'variable'] },
      { name: 'line', type: 'line', optional: true },
    ],
  },
];
