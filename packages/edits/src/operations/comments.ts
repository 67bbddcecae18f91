/** Operations on comments. */
import type { OperationSpec } from './spec.ts';

export const commentOperations: readonly OperationSpec[] = [
  {
    name: 'add-jsdoc',
    summary: 'put a documentation comment above a declaration',
    parameters: [
      {
        name: 'symbol',
        type: 'symbol',
        sorts: [
          'function',
          'method',
          'accessor',
          'class',
          'interface',
          'type',
          'enum',
          'namespace',
          'constant',
          'variable',
          'property',
        ],
      },
      { name: 'text', type: 'text' },
    ],
  },
  {
    name: 'add-todo',
    summary: 'put a TODO comment above a line',
    parameters: [
      { name: 'line', type: 'line', holds: 'statement' },
      { name: 'text', type: 'text' },
    ],
  },
  {
    name: 'remove-comment',
    summary: 'remove a comment that has its line to itself',
    parameters: [{ name: 'line', type: 'line', holds: 'comment' }],
  },
];
