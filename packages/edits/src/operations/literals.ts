/** Operations on literals and arrays. */
import type { OperationSpec } from './spec.ts';

export const literalOperations: readonly OperationSpec[] = [
  {
    name: 'change-literal',
    summary: 'replace a number, string, boolean or other literal on a line',
    parameters: [
      { name: 'line', type: 'line', holds: 'literal' },
      { name: 'literal', type: 'literal' },
      { name: 'newLiteral', type: 'newLiteral' },
    ],
  },
  {
    name: 'extract-constant',
    summary: 'declare a constant for a literal and use it on the line of that',
    parameters: [
      { name: 'line', type: 'line', holds: 'literal' },
      { name: 'literal', type: 'literal' },
      { name: 'name', type: 'name' },
    ],
  },
  {
    name: 'add-element',
    summary: 'add an element at the end of the array that a variable or property holds',
    parameters: [
      { name: 'symbol', type: 'symbol', sorts: ['constant', 'variable', 'property'] },
      { name: 'element', type: 'expression' },
    ],
  },
];
