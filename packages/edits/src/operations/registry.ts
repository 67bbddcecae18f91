/**
 * All operations the edit language knows. To add one: its spec into its family's file here (a new family
 * is one more file and one more entry below), its transform into the family's file of the same name in
 * packages/workspace/src/operations. A test holds the two together.
 */
import { commentOperations } from './comments.ts';
import { expressionOperations } from './expressions.ts';
import { functionOperations } from './functions.ts';
import { interfaceOperations } from './interfaces.ts';
import { lineOperations } from './lines.ts';
import { literalOperations } from './literals.ts';
import { memberOperations } from './members.ts';
import { moduleOperations } from './modules.ts';
import { nameOperations } from './names.ts';
import { refactoringOperations } from './refactorings.ts';
import type { OperationSpec } from './spec.ts';
import { variableOperations } from './variables.ts';

/** Operation specs by name. */
export type OperationRegistry = ReadonlyMap<string, OperationSpec>;

/**
 * A registry of `specs`.
 * @throws Error where two have one name, a name is not words joined by '-', or a required parameter follows an optional one
 */
export function createRegistry(specs: readonly OperationSpec[]): OperationRegistry {
  const registry = new Map<string, OperationSpec>();
  for (const spec of specs) {
    if (!/^[a-z]+(-[a-z]+)*$/.test(spec.name)) {
      throw new Error(`operation name "${spec.name}": lower-case words joined by "-" are wanted`);
    }
    if (registry.has(spec.name)) throw new Error(`there are two operations named "${spec.name}"`);
    const firstOptional = spec.parameters.findIndex((parameter) => parameter.optional);
    const lastRequired = spec.parameters.findLastIndex((parameter) => !parameter.optional);
    if (firstOptional >= 0 && firstOptional < lastRequired) {
      throw new Error(`operation "${spec.name}": a required parameter follows an optional one`);
    }
    registry.set(spec.name, spec);
  }
  return registry;
}

/** The operations of this release. */
export const operations: OperationRegistry = createRegistry([
  ...nameOperations,
  ...functionOperations,
  ...moduleOperations,
  ...literalOperations,
  ...memberOperations,
  ...interfaceOperations,
  ...variableOperations,
  ...expressionOperations,
  ...refactoringOperations,
  ...commentOperations,
  ...lineOperations,
]);
