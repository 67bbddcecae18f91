/**
 * set-optional and set-readonly: for a property of an interface, class or type, and (optional only) for a
 * parameter of a function. A property that the owner does not have itself is looked for in the types that
 * are written inside the owner, as in `options: { retries: number }`.
 */
import type ts from 'typescript';
import { findDeclarations, nameText } from '../code/declarations.ts';
import { findFunctions, notFound } from '../code/functions.ts';
import { OperationRefused } from '../code/refusal.ts';
import { describeLines, type Source, startLine } from '../code/source.ts';
import { insertion, replacement } from './edits.ts';
import type { TextEdit } from './result.ts';
import type { Arguments, Transforms } from './transform.ts';

export const memberTransforms: Transforms = {
  'set-optional': setOptional,
  'set-readonly': setReadonly,
};

type Member =
  | ts.PropertySignature
  | ts.PropertyDeclaration
  | ts.MethodSignature
  | ts.MethodDeclaration
  | ts.AccessorDeclaration
  | ts.ParameterDeclaration;

function setOptional(source: Source, args: Arguments): TextEdit[] {
  const { ts } = source;
  const symbol = args.text('symbol');
  requireTypes(source);
  const member = findMember(source, symbol, args.text('owner'), true);
  const lines = [startLine(source, member)];
  const refuse = (why: string) =>
    new OperationRefused('not-applicable', `\`${symbol}\` ${why}, so it cannot be optional.`, {
      lines,
    });
  if (ts.isAccessor(member)) throw refuse('is a getter or setter');
  if (member.questionToken) {
    throw new OperationRefused('already-done', `\`${symbol}\` is already optional.`, { lines });
  }
  if (ts.isParameter(member)) {
    if (member.dotDotDotToken) throw refuse('is a rest parameter');
    if (member.initializer) {
      const message = `\`${symbol}\` has a default value, so callers may already leave it out.`;
      throw new OperationRefused('already-done', message, { lines });
    }
    const { parameters } = member.parent;
    const later = parameters.slice(parameters.indexOf(member) + 1);
    const required = later.find((p) => !p.questionToken && !p.initializer && !p.dotDotDotToken);
    if (required)
      throw refuse(`stands before the required \`${required.name.getText(source.file)}\``);
    // `x => …` has no place for a question mark.
    if (!isParenthesized(source, member)) {
      return [insertion(member.getStart(source.file), '('), insertion(member.end, '?)')];
    }
  }
  if (ts.isPropertyDeclaration(member) && member.exclamationToken) {
    return [replacement(source, member.exclamationToken, '?')];
  }
  return [insertion(member.name.end, '?')];
}

function isParenthesized(source: Source, parameter: ts.ParameterDeclaration): boolean {
  const { ts, file } = source;
  return parameter.parent
    .getChildren(file)
    .some(({ kind }) => kind === ts.SyntaxKind.OpenParenToken);
}

function setReadonly(source: Source, args: Arguments): TextEdit[] {
  const { ts, file } = source;
  const symbol = args.text('symbol');
  requireTypes(source);
  const member = findMember(source, symbol, args.text('owner'), false);
  const lines = [startLine(source, member)];
  const isProperty =
    ts.isPropertySignature(member) || ts.isPropertyDeclaration(member) || ts.isParameter(member);
  if (!isProperty) {
    const message = `\`${symbol}\` is not a property, and only properties can be readonly.`;
    throw new OperationRefused('not-applicable', message, { lines });
  }
  if (member.modifiers?.some(({ kind }) => kind === ts.SyntaxKind.ReadonlyKeyword)) {
    throw new OperationRefused('already-done', `\`${symbol}\` is already readonly.`, { lines });
  }
  return [insertion(member.name.getStart(file), 'readonly ')];
}

function requireTypes(source: Source): void {
  if (source.typed) return;
  const message = `${source.path} is JavaScript, which has neither optional nor readonly properties.`;
  throw new OperationRefused('not-applicable', message);
}

/** The member `symbol` of `owner`. Parameters of functions count only with `parameters`. */
function findMember(source: Source, symbol: string, owner: string, parameters: boolean): Member {
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
