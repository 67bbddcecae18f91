/** Refactorings and fixes that the TypeScript compiler carries out, in the whole project where there is one. */
import type { OperationSpec } from './spec.ts';

const FUNCTIONS = ['function', 'method'] as const;
const TYPED = ['parameter', 'property', 'variable', 'constant'] as const;

export const refactoringOperations: readonly OperationSpec[] = [
  {
    name: 'extract-function',
    summary: 'make a function of some lines, given by number, and call it there',
    parameters: [
      { name: 'first', type: 'line', holds: 'first' },
      { name: 'last', type: 'line', holds: 'last' },
      { name: 'name', type: 'name' },
    ],
  },
  {
    name: 'extract-type',
    summary: 'give the type that is written at a parameter, property or variable a name of its own',
    parameters: [
      { name: 'symbol', type: 'symbol', sorts: TYPED },
      { name: 'name', type: 'name' },
      { name: 'line', type: 'line', optional: true },
    ],
  },
  {
    name: 'move-to-file',
    summary: 'move a declaration to another file, or to a new one of its own, with what it imports',
    parameters: [
      { name: 'symbol', type: 'symbol', topLevel: true },
      { name: 'target', type: 'path', optional: true },
    ],
  },
  {
    name: 'to-default-export',
    summary: 'make a named export the default export of its file',
    parameters: [{ name: 'symbol', type: 'symbol', topLevel: true }],
  },
  {
    name: 'to-named-export',
    summary: 'make the default export of a file a named one',
    parameters: [{ name: 'symbol', type: 'symbol', topLevel: true }],
  },
  {
    name: 'parameters-to-object',
    summary: "replace a function's parameters by one object, in its calls, too",
    parameters: [{ name: 'symbol', type: 'symbol', sorts: FUNCTIONS }],
  },
  {
    name: 'swap-parameters',
    summary: 'exchange two parameters of a function, and the arguments of its calls',
    parameters: [
      { name: 'symbol', type: 'symbol', sorts: FUNCTIONS },
      { name: 'parameter', type: 'parameter' },
      { name: 'other', type: 'parameter' },
    ],
  },
  {
    name: 'add-accessors',
    summary: 'put a getter and a setter before a property of a class',
    parameters: [
      { name: 'symbol', type: 'symbol', sorts: ['property', 'parameter'] },
      { name: 'owner', type: 'owner' },
    ],
  },
  {
    name: 'infer-return-type',
    summary: 'write down the return type that the compiler infers for a function',
    parameters: [{ name: 'symbol', type: 'symbol', sorts: FUNCTIONS }],
  },
  {
    name: 'then-to-await',
    summary: 'write the promise chains of a function with async and await',
    parameters: [{ name: 'symbol', type: 'symbol', sorts: FUNCTIONS }],
  },
  {
    name: 'fix-errors',
    summary: "mend the compiler's errors on a line, where it knows how",
    parameters: [{ name: 'line', type: 'line', holds: 'first' }],
  },
  {
    name: 'add-missing-imports',
    summary: 'import what the file uses and does not import',
    parameters: [],
  },
];
