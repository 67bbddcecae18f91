/**
 * The members of interfaces, classes and written-out types, and the parameters of functions, by name and owner.
 * A member that the owner does not have itself is looked for in the types that are written inside the owner, as
 * in `options: { retries: number }`.
 */
import type ts from 'typescript';
import { findDeclarations, nameText } from './declarations.ts';
import { findFunctions, notFound } from './functions.ts';
import { OperationRefused } from './refusal.ts';
import { describeLines, type Source, startLine } from './source.ts';

export type Member =
  | ts.PropertySignature
  | ts.PropertyDeclaration
  | ts.MethodSignature
  | ts.MethodDeclaration
  | ts.AccessorDeclaration
  | ts.ParameterDeclaration;

/**
 * The member `symbol` of `owner`. Parameters of functions count only with `parameters`.
 * @throws OperationRefused not-found (owner or member), or ambiguous
 */
export function findMember(
  source: Source,
  symbol: string,
  owner: string,
  parameters: boolean,
): Member {
  const owners = findOwners(source, owner);
  if (owners.length === 0) {
    const names = findDeclarations(source).map(({ name }) => name);
    throw notFound('declaration', owner, names);
  }
  const direct = owners.flatMap((node) => ownMembers(source, node, parameters));
  const nested = owners.flatMap((node) => nestedMembers(source, node));
  for (const members of [direct, nested]) {
    const named = members.filter(({ name }) => nameText(source, name) === symbol);
    const [only] = named;
    if (only && named.length === 1) return only;
    if (named.length > 1) {
      const lines = named.map((member) => startLine(source, member));
      const message = `\`${owner}\` has ${named.length} members named \`${symbol}\`: on ${describeLines(lines)}.`;
      throw new OperationRefused('ambiguous', message, { lines });
    }
  }
  const names = [...direct, ...nested].map(({ name }) => nameText(source, name) ?? '');
  throw notFound(`member of \`${owner}\``, symbol, names);
}

/** The classes, interfaces, types and functions of that name. */
function findOwners(source: Source, owner: string): ts.Node[] {
  const types = findDeclarations(source)
    .filter(
      ({ name, sort }) =>
        name === owner && ['class', 'interface', 'type', 'constant', 'variable'].includes(sort),
    )
    .map(({ node }) => node);
  const functions = findFunctions(source).filter(({ name }) => name === owner);
  return [...types, ...functions.map(({ node }) => node)];
}

/** The members an owner itself has. */
function ownMembers(source: Source, owner: ts.Node, parameters: boolean): Member[] {
  const { ts } = source;
  if (ts.isInterfaceDeclaration(owner)) return owner.members.filter((m) => isMember(source, m));
  if (ts.isTypeAliasDeclaration(owner)) return literalMembers(source, owner.type);
  if (ts.isVariableDeclaration(owner)) {
    if (owner.type) return literalMembers(source, owner.type);
    const { initializer } = owner;
    return initializer && ts.isClassExpression(initializer)
      ? ownMembers(source, initializer, parameters)
      : [];
  }
  if (ts.isClassLike(owner)) {
    const constructorNode = owner.members.find((member) => ts.isConstructorDeclaration(member));
    const properties = constructorNode?.parameters.filter((parameter) =>
      ts.isParameterPropertyDeclaration(parameter, constructorNode),
    );
    return [...owner.members.filter((m) => isMember(source, m)), ...(properties ?? [])];
  }
  return parameters && ts.isFunctionLike(owner) ? [...owner.parameters] : [];
}

/** The members of a type that is written out, alone or as a part of an intersection or union. */
function literalMembers(source: Source, type: ts.TypeNode): Member[] {
  const { ts } = source;
  if (ts.isTypeLiteralNode(type)) return type.members.filter((m) => isMember(source, m));
  if (ts.isParenthesizedTypeNode(type)) return literalMembers(source, type.type);
  if (ts.isIntersectionTypeNode(type) || ts.isUnionTypeNode(type)) {
    return type.types.flatMap((part) => literalMembers(source, part));
  }
  return [];
}

/** The properties of all types written inside an owner, but not inside function bodies. */
function nestedMembers(source: Source, owner: ts.Node): Member[] {
  const { ts } = source;
  const found: Member[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isBlock(node)) return;
    if (ts.isTypeLiteralNode(node)) found.push(...node.members.filter((m) => isMember(source, m)));
    ts.forEachChild(node, visit);
  };
  visit(owner);
  return found;
}

function isMember(source: Source, node: ts.Node): node is Member {
  const { ts } = source;
  return (
    ts.isPropertySignature(node) ||
    ts.isPropertyDeclaration(node) ||
    ts.isMethodSignature(node) ||
    ts.isMethodDeclaration(node) ||
    ts.isAccessor(node)
  );
}
