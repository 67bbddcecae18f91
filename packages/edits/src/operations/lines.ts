/** Operations on lines as such, whatever stands on them. */
import type { OperationSpec } from './spec.ts';

export const lineOperations: readonly OperationSpec[] = [
  {
    name: 'delete-lines',
    summary: 'delete the lines given by number, both included',
    parameters: [
      { name: 'first', type: 'line', holds: 'first' },
      { name: 'last', type: 'line', holds: 'last' },
    ],
  },
];
