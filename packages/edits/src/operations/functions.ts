/** Operations on functions and methods. */
import type { OperationSpec } from './spec.ts';

const FUNCTIONS = ['function', 'method'] as const;

export const functionOperations: readonly OperationSpec[] = [
  {
    name: 'make-async',
    summary: 'make a function async, with Promise<> around its return type',
    parameters: [
      { name: 'symbol', type: 'symbol', sorts: FUNCTIONS },
      { name: 'line', type: 'line', optional: true },
    ],
  },
  {
    name: 'remove-async',
    summary: 'make a function synchronous again, without Promise<> around its return type',
    parameters: [
      { name: 'symbol', type: 'symbol', sorts: FUNCTIONS },
      { name: 'line', type: 'line', optional: true },
    ],
  },
  {
    name: 'add-parameter',
    summary: "add a parameter at the end of a function's list",
    parameters: [
      { name: 'symbol', type: 'symbol', sorts: FUNCTIONS },
      { name: 'name', type: 'name' },
      { name: 'type', type: 'type', optional: true },
      { name: 'default', type: 'expression', optional: true },
    ],
  },
  {
    name: 'remove-parameter',
    summary: 'remove a parameter that its function does not use',
    parameters: [
      { name: 'symbol', type: 'symbol', sorts: FUNCTIONS },
      { name: 'parameter', type: 'parameter' },
    ],
  },
  {
    name: 'set-default',
    summary: 'give a parameter a default value, or another one',
    parameters: [
      { name: 'symbol', type: 'symbol', sorts: FUNCTIONS },
      { name: 'parameter', type: 'parameter' },
      { name: 'default', type: 'expression' },
    ],
  },
  {
    name: 'to-arrow-function',
    summary: 'turn a function declaration into a const that holds an arrow function',
    parameters: [{ name: 'symbol', type: 'symbol', sorts: ['function'] }],
  },
  {
    name: 'to-function',
    summary: 'turn a const that holds a function into a function declaration',
    parameters: [{ name: 'symbol', type: 'symbol', sorts: ['function'] }],
  },
  {
    name: 'wrap-try',
    summary: 'put the whole body of a function into try, with a catch that logs and throws again',
    parameters: [{ name: 'symbol', type: 'symbol', sorts: FUNCTIONS }],
  },
  {
    name: 'set-return-type',
    summary: "add or change a function's return type",
    parameters: [
      { name: 'symbol', type: 'symbol', sorts: FUNCTIONS },
      { name: 'type', type: 'type' },
    ],
  },
  {
    name: 'guard-clause',
    summary: 'return at the start of a function where a parameter is missing',
    parameters: [
      { name: 'symbol', type: 'symbol', sorts: FUNCTIONS },
      { name: 'parameter', type: 'parameter' },
    ],
  },
  {
    name: 'add-log',
    summary: "log a function's name where it begins",
    parameters: [{ name: 'symbol', type: 'symbol', sorts: FUNCTIONS }],
  },
];
