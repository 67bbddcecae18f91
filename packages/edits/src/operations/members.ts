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
  {
    name: 'set-access',
    summary: 'make a member of a class private, protected or public',
    parameters: [
      { name: 'symbol', type: 'symbol', sorts: ['property', 'method', 'accessor', 'parameter'] },
      { name: 'access', type: 'word', words: ['private', 'protected', 'public'] },
      { name: 'line', type: 'line', optional: true },
    ],
  },
  {
    name: 'add-property',
    summary: 'add a property at the end of an interface, type or class',
    parameters: [
      { name: 'symbol', type: 'symbol', sorts: ['interface', 'type', 'class'] },
      { name: 'name', type: 'name' },
      { name: 'type', type: 'type' },
    ],
  },
  {
    name: 'change-type',
    summary: 'change the type of a property, parameter or variable, or what a function returns',
    parameters: [
      {
        name: 'symbol',
        type: 'symbol',
        sorts: ['property', 'parameter', 'constant', 'variable', 'function', 'method'],
      },
      { name: 'type', type: 'type' },
      { name: 'line', type: 'line', optional: true },
    ],
  },
];
