/** Operations on conditions, branches, operators and calls. */
import type { OperationSpec } from './spec.ts';

export const expressionOperations: readonly OperationSpec[] = [
  {
    name: 'strict-equality',
    summary: 'compare with === or !== instead of == or !=',
    parameters: [{ name: 'line', type: 'line', holds: 'equality' }],
  },
  {
    name: 'replace-operator',
    summary: 'replace a binary operator by another',
    parameters: [
      { name: 'line', type: 'line', holds: 'operator' },
      { name: 'operator', type: 'operator' },
      { name: 'newOperator', type: 'newOperator' },
    ],
  },
  {
    name: 'negate-condition',
    summary: 'turn the condition of an if into its opposite',
    parameters: [{ name: 'line', type: 'line', holds: 'condition' }],
  },
  {
    name: 'swap-branches',
    summary: 'exchange the two branches of an if',
    parameters: [{ name: 'line', type: 'line', holds: 'branches' }],
  },
  {
    name: 'to-template',
    summary: 'turn a string concatenation into a template literal',
    parameters: [{ name: 'line', type: 'line', holds: 'concatenation' }],
  },
  {
    name: 'optional-chain',
    summary: 'write a && a.b as a?.b',
    parameters: [{ name: 'line', type: 'line', holds: 'chain' }],
  },
  {
    name: 'swap-arguments',
    summary: 'exchange the two arguments of a call',
    parameters: [
      { name: 'line', type: 'line', holds: 'swappable' },
      { name: 'callee', type: 'callee' },
    ],
  },
  {
    name: 'await-call',
    summary: 'await the result of a call',
    parameters: [
      { name: 'line', type: 'line', holds: 'callable' },
      { name: 'callee', type: 'callee' },
    ],
  },
  {
    name: 'remove-call',
    summary: 'remove a statement that is a call',
    parameters: [{ name: 'line', type: 'line', holds: 'call' }],
  },
];
