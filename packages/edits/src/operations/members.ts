/** Operations on members of interfaces, classes and types, and on parameters. */
import type { OperationSpec } from './spec.ts';

export const memberOperations: readonly OperationSpec[] = [
  {
    name: 'set-optional',
    summary: 'make a property, or a parameter of a function, optional',
    parameters: [
      { name: 'symbol', type: 'symbol', sorts: ['property', 'parameter'] },
      { name: 'owner', type: 'owner' },
    ],
  },
  {
    name: 'set-readonly',
    summary: 'make a property readonly',
    parameters: [
      { name: 'symbol', type: 'symbol', sorts: ['property'] },
      { name: 'owner', type: 'owner' },
    ],
  },
];
