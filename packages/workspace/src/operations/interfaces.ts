/**
 * interface-to-type and type-to-interface: an object type declared the other way. `extends` becomes an
 * intersection and an intersection `extends`, where that is exactly the same: no part has a member that another
 * part has, too.
 */
import type ts from 'typescript';
import { findComments } from '../code/comments.ts';
import { type Declaration, findDeclarations, nameText } from '../code/declarations.ts';
import { notFound } from '../code/functions.ts';
import { OperationRefused } from '../code/refusal.ts';
import {
  describeLines,
  indentOf,
  lineOf,
  type Source,
  startLine,
  textAfter,
  usesSemicolons,
  walk,
} from '../code/source.ts';
import { insertion, replacement } from './edits.ts';
import type { TextEdit } from './result.ts';
import type { Arguments, Transforms } from './transform.ts';

export const interfaceTransforms: Transforms = {
  'interface-to-type': interfaceToType,
  'type-to-interface': typeToInterface,
};

type Refuse = (why: string) => OperationRefused;

function interfaceToType(source: Source, args: Arguments): TextEdit[] {
  const { ts, file, text } = source;
  const symbol = args.text('symbol');
  const node = findOne(source, symbol, 'interface');
  const refuse = refuseFor(source, node);
  const bases = node.heritageClauses?.flatMap(({ types }) => types) ?? [];
  requireAliasable(source, node, bases, refuse);
  requireDistinct(source, [...bases, node], refuse);
  const keyword = childOf(source, node, ts.SyntaxKind.InterfaceKeyword);
  const brace = node.members.pos - 1;
  const gap = /\s/.test(text[brace - 1]!) ? '' : ' ';
  const isEmpty = text.slice(brace + 1, node.end - 1).trim() === '';
  const edits = [replacement(source, keyword, 'type')];
  const extending = node.heritageClauses?.[0];
  const lastBase = bases.at(-1);
  if (extending === undefined || lastBase === undefined) edits.push(insertion(brace, `${gap}= `));
  else {
    const start = extending.getStart(file);
    edits.push({ start, end: start + 'extends'.length, text: '=' });
    for (const base of bases.slice(1))
      edits.push({ start: base.pos - 1, end: base.pos, text: ' &' });
    if (isEmpty && isBlankBetween(source, lastBase.end, brace)) {
      edits.push({ start: lastBase.end, end: node.end, text: '' });
    } else edits.push(insertion(brace, `${gap}& `));
  }
  const rest = textAfter(source, node.end).trim();
  const isEnded = rest.startsWith(';');
  const isAlone = rest === '' || /^\/[/*]/.test(rest);
  if (!isEnded && (usesSemicolons(source) || !isAlone)) edits.push(insertion(node.end, ';'));
  return edits;
}

/** @throws OperationRefused where only an interface can be what this one is */
function requireAliasable(
  source: Source,
  node: ts.InterfaceDeclaration,
  bases: readonly ts.ExpressionWithTypeArguments[],
  refuse: Refuse,
): void {
  const { ts, file } = source;
  const has = (kind: ts.SyntaxKind) => node.modifiers?.some((modifier) => modifier.kind === kind);
  if (has(ts.SyntaxKind.DefaultKeyword)) throw refuse('is the default export where it is declared');
  const isElsewhere = ts.findAncestor(
    node,
    (outer) =>
      ts.isModuleDeclaration(outer) &&
      (ts.isStringLiteral(outer.name) || (outer.flags & ts.NodeFlags.GlobalAugmentation) !== 0),
  );
  if (isElsewhere || (file.isDeclarationFile && !ts.isExternalModule(file))) {
    throw refuse('may add to a declaration elsewhere, which a type alias cannot');
  }
  const own = ownType(source, node);
  if (own) {
    const place = describeLines([startLine(source, own)]);
    throw refuse(`speaks of its own type as \`this\` (${place}), which a type alias cannot`);
  }
  if (bases.some((base) => names(source, base).has(node.name.text))) {
    throw refuse('speaks of itself in what it extends, which a type alias cannot');
  }
  const isVariant = node.typeParameters?.some(({ modifiers }) => modifiers?.length);
  if (isVariant && bases.length > 0) {
    throw refuse('tells how its type parameters vary, which an intersection cannot');
  }
}

function typeToInterface(source: Source, args: Arguments): TextEdit[] {
  const { ts, file, text } = source;
  const symbol = args.text('symbol');
  const node = findOne(source, symbol, 'type');
  const refuse = refuseFor(source, node);
  const { type } = node;
  const parts: readonly ts.TypeNode[] = ts.isIntersectionTypeNode(type) ? type.types : [type];
  const literals = parts.filter((part) => ts.isTypeLiteralNode(part));
  const bases = parts.filter((part) => ts.isTypeReferenceNode(part));
  const isObject = ts.isIntersectionTypeNode(type) || literals.length === 1;
  if (!isObject || literals.length + bases.length < parts.length) {
    throw refuse(`is ${sortOf(source, type)}, not an object type that is written out`);
  }
  if (literals.length > 1) throw refuse('is written out in several parts');
  const own = ownType(source, type);
  if (own) throw refuse('holds the type `this` of the class around it');
  requireExtendable(source, node, bases, refuse);
  requireDistinct(source, parts, refuse);
  const [literal] = literals;
  const keyword = childOf(source, node, ts.SyntaxKind.TypeKeyword);
  const equals = childOf(source, node, ts.SyntaxKind.EqualsToken).getStart(file);
  const edits = [replacement(source, keyword, 'interface')];
  if (literal && bases.length === 0) {
    const space = /^\s*/.exec(text.slice(equals + 1))![0].length;
    edits.push({ start: equals, end: equals + 1 + space, text: '' });
    if (text[node.end - 1] === ';') edits.push({ start: node.end - 1, end: node.end, text: '' });
    return edits;
  }
  const isCommented = findComments(source).some(
    ({ start, end }) =>
      equals < start &&
      end <= node.end &&
      !(literal && literal.getStart(file) < start && end <= literal.end),
  );
  if (isCommented) throw refuse('has a comment between its parts, which would lose its place');
  const heads = bases.map((base) => base.getText(file).replaceAll('\r\n', '\n')).join(', ');
  const extending = `${/\s/.test(text[equals - 1]!) ? '' : ' '}extends ${heads} `;
  if (literal === undefined) {
    return [...edits, { start: equals, end: node.end, text: `${extending}{}` }];
  }
  return [
    ...edits,
    { start: equals, end: literal.getStart(file), text: extending },
    ...outdented(source, literal, indentOf(source, startLine(source, node))),
    { start: literal.end, end: node.end, text: '' },
  ];
}

/** @throws OperationRefused where an interface could not extend all of the types */
function requireExtendable(
  source: Source,
  node: ts.TypeAliasDeclaration,
  bases: readonly ts.TypeReferenceNode[],
  refuse: Refuse,
): void {
  const { file } = source;
  for (const base of bases) {
    const name = base.typeName.getText(file);
    const isParameter = node.typeParameters?.some((parameter) => parameter.name.text === name);
    if (isParameter) throw refuse(`holds its type parameter \`${name}\`, which it cannot extend`);
    const members = memberNames(source, base);
    if (members === undefined) {
      throw refuse(`holds \`${name}\`, and this file does not tell whether it can be extended`);
    }
  }
  const all = [...bases, node.type].flatMap((part) => [...(memberNames(source, part) ?? [])]);
  if (bases.length > 0 && all.includes(INDEX)) {
    throw refuse('has an index signature, which an interface would hold against all it extends');
  }
}

/** The lines of an object type behind its first, with the indentation that its closing brace should have. */
function outdented(source: Source, literal: ts.TypeLiteralNode, to: string): TextEdit[] {
  const { offsets, text, document } = source;
  const last = lineOf(source, literal.end - 1);
  const from = indentOf(source, last);
  if (from === to || !from.startsWith(to) || literal.getText(source.file).includes('`')) return [];
  const edits: TextEdit[] = [];
  for (let line = startLine(source, literal) + 1; line <= last; line++) {
    if (!document.lines[line]!.startsWith(from)) continue;
    const start = offsets[line]!;
    if (text.startsWith(from, start)) {
      edits.push({ start, end: start + from.length - to.length, text: '' });
    }
  }
  return edits;
}

type Kinds = { interface: ts.InterfaceDeclaration; type: ts.TypeAliasDeclaration };

const WORDS = { interface: 'an interface', type: 'a type alias' } as const;

/**
 * The one declaration of that name, of that sort.
 * @throws OperationRefused not-found; already-done where it is of the other sort; ambiguous; not-applicable
 *   where several are merged, or the name is something else's
 */
function findOne<Sort extends keyof Kinds>(
  source: Source,
  symbol: string,
  sort: Sort,
): Kinds[Sort] {
  const declarations = findDeclarations(source);
  const named = declarations.filter(({ name }) => name === symbol);
  const lines = named.map(({ nameNode }) => startLine(source, nameNode));
  const refuse = (reason: 'already-done' | 'ambiguous' | 'not-applicable', why: string) =>
    new OperationRefused(reason, `\`${symbol}\` ${why}.`, { lines });
  if (named.length === 0) {
    const names = declarations.filter((d) => d.sort === sort).map(({ name }) => name);
    throw notFound(sort === 'type' ? 'type alias' : sort, symbol, names);
  }
  const isOfSort = (declaration: Declaration): declaration is Declaration & { node: Kinds[Sort] } =>
    declaration.sort === sort;
  const found = named.filter(isOfSort);
  const [only] = found;
  if (only === undefined) {
    const other = sort === 'type' ? 'interface' : 'type';
    const place = describeLines(lines);
    if (named.some((d) => d.sort === other)) {
      throw refuse('already-done', `(${place}) is ${WORDS[other]} already`);
    }
    throw refuse('not-applicable', `(${place}) is not ${WORDS[sort]}`);
  }
  const isMerged = named.some((d) => d !== only && d.scope === only.scope && d.sort === 'class');
  const scopes = new Set(found.map(({ scope }) => scope));
  if (isMerged || found.length > scopes.size) {
    const why = `is declared ${named.length} times (${describeLines(lines)}), and type aliases do not merge`;
    throw refuse('not-applicable', why);
  }
  if (found.length > 1) {
    throw refuse('ambiguous', `is declared ${found.length} times: on ${describeLines(lines)}`);
  }
  return only.node;
}

function refuseFor(
  source: Source,
  node: ts.InterfaceDeclaration | ts.TypeAliasDeclaration,
): Refuse {
  const lines = [startLine(source, node.name)];
  return (why) => {
    const message = `\`${node.name.text}\` (${describeLines(lines)}) ${why}.`;
    return new OperationRefused('not-applicable', message, { lines });
  };
}

/** What a type is, in words. */
function sortOf({ ts }: Source, type: ts.TypeNode): string {
  if (ts.isUnionTypeNode(type)) return 'a union';
  if (ts.isTypeReferenceNode(type)) return 'another name for a type';
  if (ts.isFunctionTypeNode(type) || ts.isConstructorTypeNode(type)) return 'a function type';
  if (ts.isMappedTypeNode(type)) return 'a mapped type';
  if (ts.isConditionalTypeNode(type)) return 'a conditional type';
  if (ts.isArrayTypeNode(type) || ts.isTupleTypeNode(type)) return 'a list';
  if (ts.isIntersectionTypeNode(type)) return 'an intersection of other than object types';
  return 'a plain type';
}

/** A type `this` inside a type, which is that of the interface or class around it. */
function ownType({ ts }: Source, root: ts.Node): ts.Node | undefined {
  const find = (node: ts.Node): ts.Node | undefined =>
    ts.isThisTypeNode(node) ? node : ts.forEachChild(node, find);
  return find(root);
}

/** The identifiers inside a node. */
function names(source: Source, root: ts.Node): Set<string> {
  const found = new Set<string>();
  walk(source, (node) => void (source.ts.isIdentifier(node) && found.add(node.text)), root);
  return found;
}

/** What stands for an index signature among names of members. */
const INDEX = '[]';

/** @throws OperationRefused where two of the parts of a type have a member of the same name */
function requireDistinct(source: Source, parts: readonly ts.Node[], refuse: Refuse): void {
  const taken = new Set<string>();
  for (const part of parts) {
    const own = source.ts.isInterfaceDeclaration(part)
      ? elementNames(source, part.members)
      : (memberNames(source, part) ?? new Set());
    for (const name of own) {
      if (taken.has(name)) {
        throw refuse(`has \`${name}\` twice, once of what it extends, which would not be the same`);
      }
      taken.add(name);
    }
  }
}

function elementNames(source: Source, members: readonly ts.TypeElement[]): Set<string> {
  const { ts, file } = source;
  return new Set(
    members.flatMap((member) => {
      if (ts.isIndexSignatureDeclaration(member)) return [INDEX];
      return member.name ? [nameText(source, member.name) ?? member.name.getText(file)] : [];
    }),
  );
}

/** The names of all members of a type, also those it inherits; undefined where this file alone does not tell. */
function memberNames(
  source: Source,
  type: ts.Node,
  passed: readonly ts.Node[] = [],
): Set<string> | undefined {
  const { ts, file } = source;
  const union = (parts: readonly (Set<string> | undefined)[]) =>
    parts.includes(undefined) ? undefined : new Set(parts.flatMap((part) => [...part!]));
  if (ts.isTypeLiteralNode(type)) return elementNames(source, type.members);
  const inner = (node: ts.Node) => memberNames(source, node, [...passed, type]);
  if (ts.isIntersectionTypeNode(type)) return union(type.types.map(inner));
  const name = ts.isTypeReferenceNode(type)
    ? type.typeName.getText(file)
    : ts.isExpressionWithTypeArguments(type)
      ? type.expression.getText(file)
      : undefined;
  const declared = findDeclarations(source).filter((d) => d.name === name && TYPES.has(d.sort));
  if (declared.length === 0 || passed.includes(type) || passed.length > 8) return undefined;
  return union(
    declared.map(({ node }) => {
      if (ts.isTypeAliasDeclaration(node)) return inner(node.type);
      if (!ts.isInterfaceDeclaration(node)) return undefined;
      const bases = node.heritageClauses?.flatMap(({ types }) => types) ?? [];
      return union([elementNames(source, node.members), ...bases.map(inner)]);
    }),
  );
}

/** The sorts of declaration that a type's name may be of. */
const TYPES: ReadonlySet<string> = new Set([
  'class',
  'enum',
  'import',
  'interface',
  'type',
  'type-parameter',
]);

function childOf({ file }: Source, node: ts.Node, kind: ts.SyntaxKind): ts.Node {
  const child = node.getChildren(file).find((other) => other.kind === kind);
  if (child === undefined) throw new Error(`a declaration lacks its keyword at ${node.pos}`);
  return child;
}

function isBlankBetween({ text }: Source, start: number, end: number): boolean {
  return text.slice(start, end).trim() === '';
}
