/**
 * Questions about a code base, as operations: what to look up, and of what. Their answers are places in
 * files. They have a registry of their own, as an answer of the task `ask` has no others.
 */
import { createRegistry, type OperationRegistry } from './registry.ts';
import type { OperationSpec } from './spec.ts';

const symbol = { name: 'symbol', type: 'symbol' } as const;
/** Where it is left out, the file that the question is asked in. */
const file = { name: 'file', type: 'file', optional: true } as const;

const specs: readonly OperationSpec[] = [
  { name: 'definition', summary: 'where a name is declared', parameters: [symbol] },
  { name: 'references', summary: 'all places where a name is used', parameters: [symbol] },
  { name: 'callers', summary: 'all calls of a function', parameters: [symbol] },
  {
    name: 'implementations',
    summary: 'what implements an interface, extends a class or overrides a member',
    parameters: [symbol],
  },
  { name: 'signature', summary: 'the declaration of a name, with its types', parameters: [symbol] },
  { name: 'tests', summary: 'the tests that use a name', parameters: [symbol] },
  { name: 'importers', summary: 'the files that import a name', parameters: [symbol] },
  { name: 'exports', summary: 'what a file exports', parameters: [file] },
  { name: 'dependents', summary: 'the files that import a file', parameters: [file] },
  { name: 'imports', summary: 'what a file imports', parameters: [file] },
  { name: 'outline', summary: 'what a file declares', parameters: [file] },
  {
    name: 'text',
    summary: 'where a text stands',
    parameters: [{ name: 'text', type: 'text' }],
  },
  {
    name: 'find',
    summary: 'the declarations whose names say what is described',
    parameters: [{ name: 'words', type: 'text' }],
  },
];

/** The operations of the task `ask`. */
export const questionOperations: OperationRegistry = createRegistry(specs);
