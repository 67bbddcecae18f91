/**
 * Order and tidiness: imports sorted, unused imports removed, members sorted by name. All are operations, two of
 * them without arguments. What they find is asked of the operations themselves; where they refuse (an order
 * that means something), the call is the right answer nevertheless, at most once in a document.
 */
import { operations } from '@wick/edits';
import ts from 'typescript';
import { OperationRefused } from '../../../packages/workspace/src/code/refusal.ts';
import { parseSource } from '../../../packages/workspace/src/code/source.ts';
import { transforms } from '../../../packages/workspace/src/operations/run.ts';
import { Arguments } from '../../../packages/workspace/src/operations/transform.ts';
import { call, type EditCase, type Finding, ordinal, slots, targetSlots } from '../cases.ts';
import type { Program } from '../program.ts';
import { variableSort } from '../program.ts';
import { already } from './more-functions.ts';

export type Outcome = 'done' | 'already' | 'refused';

/** What an operation would do to the program. */
export function outcomeOf(program: Program, name: string, ...args: string[]): Outcome {
  const spec = operations.get(name)!;
  try {
    transforms[name]!(
      parseSource(ts, program.path, program.text),
      new Arguments(spec, { name, args }),
      () => {
        throw new Error(`${name} needs the compiler's tools`);
      },
    );
    return 'done';
  } catch (error) {
    if (!(error instanceof OperationRefused)) throw error;
    return error.refusal.reason === 'already-done' ? 'already' : 'refused';
  }
}

export function organizeImports(finding: Finding): EditCase[] {
  const { program } = finding;
  if (program.find(ts.isImportDeclaration).length === 0) return [];
  const found = importCase('organize-imports');
  return outcomeOf(program, 'organize-imports') === 'done'
    ? [found]
    : already(finding, 'organize-imports', [found]);
}

export function removeUnusedImports(finding: Finding): EditCase[] {
  const { program } = finding;
  if (program.find(ts.isImportDeclaration).length === 0) return [];
  const found = importCase('remove-unused-imports');
  const used = new Set(
    program.find(ts.isIdentifier).flatMap((node) => (isImported(node) ? [] : [node.text])),
  );
  const imported = program.find(ts.isIdentifier).filter(isImported);
  const isLikely = imported.some(({ text }) => !used.has(text));
  return isLikely && outcomeOf(program, 'remove-unused-imports') === 'done'
    ? [found]
    : already(finding, 'remove-unused-imports', [found]);
}

function importCase(kind: string): EditCase {
  return { kind, slots: {}, answer: call(kind) };
}

/** Whether an identifier stands in an import. */
function isImported(node: ts.Identifier): boolean {
  return ts.findAncestor(node, ts.isImportDeclaration) !== undefined;
}

/** A declaration with members or keys. */
interface Sortable {
  readonly name: string;
  readonly sort: string;
  readonly node: ts.Node;
}

export function sortMembers(finding: Finding): EditCase[] {
  const { program, random } = finding;
  const all = program
    .find(isDeclaration)
    .flatMap((node) => sortable(node) ?? [])
    .filter(({ name }) => program.declared.get(name) === 1);
  const made: EditCase[] = [];
  const same: EditCase[] = [];
  const refused: EditCase[] = [];
  for (const { name, sort, node } of all) {
    const declaration = program.declarations.find((other) => other.name === name);
    const alike = program.declarations.filter((other) => other.sort === declaration?.sort);
    const nth = declaration && ordinal(alike, declaration, random);
    const found: EditCase = {
      kind: 'sort-members',
      slots: slots({ name, ...targetSlots({ name, sort, line: program.lineAt(node), nth }) }),
      answer: call('sort-members', name),
    };
    const outcome = outcomeOf(program, 'sort-members', name);
    ({ done: made, already: same, refused })[outcome].push(found);
  }
  const one = random.maybe(refused);
  return [...made, ...(one ? [one] : []), ...already(finding, 'sort-members', same)];
}

type SortableNode =
  | ts.InterfaceDeclaration
  | ts.TypeAliasDeclaration
  | ts.EnumDeclaration
  | ts.ClassDeclaration
  | ts.VariableDeclaration;

function isDeclaration(node: ts.Node): node is SortableNode {
  return (
    ts.isInterfaceDeclaration(node) ||
    ts.isTypeAliasDeclaration(node) ||
    ts.isEnumDeclaration(node) ||
    ts.isClassDeclaration(node) ||
    ts.isVariableDeclaration(node)
  );
}

/** The declaration, in people's words, where it has at least two members. */
function sortable(node: SortableNode): Sortable | undefined {
  if (!node.name || !ts.isIdentifier(node.name)) return undefined;
  const name = node.name.text;
  const as = (sort: string, members: readonly ts.Node[]) =>
    members.length > 1 ? { name, sort, node } : undefined;
  if (ts.isInterfaceDeclaration(node)) return as('interface', node.members);
  if (ts.isEnumDeclaration(node)) return as('enum', node.members);
  if (ts.isClassDeclaration(node)) return as('class', node.members);
  if (ts.isTypeAliasDeclaration(node)) {
    return ts.isTypeLiteralNode(node.type) ? as('type', node.type.members) : undefined;
  }
  const list = node.parent;
  const value = objectIn(node.initializer);
  if (!value || !ts.isVariableDeclarationList(list)) return undefined;
  return as(variableSort(list), value.properties);
}

function objectIn(value: ts.Expression | undefined): ts.ObjectLiteralExpression | undefined {
  if (value === undefined) return undefined;
  if (ts.isAsExpression(value) || ts.isSatisfiesExpression(value))
    return objectIn(value.expression);
  return ts.isObjectLiteralExpression(value) ? value : undefined;
}
