/** Operations on names. */
import type { OperationSpec } from './spec.ts';

export const nameOperations: readonly OperationSpec[] = [
  {
    name: 'rename',
    summary: 'rename a symbol wherever the file refers to it',
    parameters: [
      { name: 'symbol', type: 'symbol' },
      { name: 'name', type: 'name' },
      { name: 'line', type: 'line', optional: true },
    ],
  },
];
