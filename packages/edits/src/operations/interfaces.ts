/** Operations on how an object type is declared. */
import type { OperationSpec } from './spec.ts';

/** Either way: what is declared as asked is found to be so, and told. */
const OBJECT_TYPES = ['interface', 'type'] as const;

export const interfaceOperations: readonly OperationSpec[] = [
  {
    name: 'interface-to-type',
    summary: 'turn an interface into a type alias',
    parameters: [{ name: 'symbol', type: 'symbol', sorts: OBJECT_TYPES }],
  },
  {
    name: 'type-to-interface',
    summary: 'turn the type alias of an object type into an interface',
    parameters: [{ name: 'symbol', type: 'symbol', sorts: OBJECT_TYPES }],
  },
];
