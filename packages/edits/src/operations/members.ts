/** Operations on members of interfaces, classes, types and objects, and on parameters. */
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
    name: 'set-required',
    summary: 'make an optional property, or an optional parameter of a function, required',
    parameters: [
      { name: 'symbol', type: 'symbol', sorts: ['property', 'parameter'] },
      { name: 'owner', type: 'owner' },
    ],
  },
  {
    name: 'set-mutable',
    summary: 'make a readonly property mutable',
    parameters: [
      { name: 'symbol', type: 'symbol', sorts: ['property', 'parameter'] },
      { name: 'owner', type: 'owner' },
    ],
  },
  {
    name: 'remove-property',
    summary: 'remove a property that the file does not use from an interface, type or class',
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
    name: 'add-enum-member',
    summary: 'add a member at the end of an enum',
    parameters: [
      { name: 'symbol', type: 'symbol', sorts: ['enum'] },
      { name: 'name', type: 'name' },
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
  {
    name: 'sort-members',
    summary:
      'sort the members of an interface, type, enum or class, or the keys of an object, by name',
    parameters: [
      {
        name: 'symbol',
        type: 'symbol',
        sorts: ['interface', 'type', 'enum', 'class', 'constant', 'variable'],
      },
    ],
  },
];
