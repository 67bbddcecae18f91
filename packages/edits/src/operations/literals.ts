/** Operations on literals. */
import type { OperationSpec } from './spec.ts';

export const literalOperations: readonly OperationSpec[] = [
  {
    name: 'change-literal',
    summary: 'replace a number, string, boolean or other literal on a line',
    parameters: [
      { name: 'line', type: 'line' },
      { name: 'literal', type: 'literal' },
      { name: 'newLiteral', type: 'newLiteral' },
    ],
  },
];
