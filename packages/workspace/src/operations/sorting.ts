/**
 * sort-members: the members of an interface, type, enum or class, or the keys of an object, by name from A to Z,
 * capitals like small letters; those of one name keep their order. What has no name of its own (constructors,
 * index signatures) keeps its place. Refused where the order decides a value, or which of two effects is first.
 */
import type ts from 'typescript';
import { findDeclarations, nameText } from '../code/declarations.ts';
import { type ListEntry, listEntries } from '../code/entries.ts';
import { notFound } from '../code/functions.ts';
import { OperationRefused } from '../code/refusal.ts';
import { describeLines, parseFile, type Source, startLine, walk } from '../code/source.ts';
import { isMemberName } from './arrow.ts';
import { applyTextEdits } from './edits.ts';
import { workIn } from './inline.ts';
import { literalsOf } from './properties.ts';
import { reordered } from './reorder.ts';
import type { TextEdit } from './result.ts';
import type { Arguments, Transforms } from './transform.ts';

export const sortingTransforms: Transforms = { 'sort-members': sortMembers };

/** What has members or keys between braces. */
type Owner =
  | ts.InterfaceDeclaration
  | ts.TypeLiteralNode
  | ts.EnumDeclaration
  | ts.ClassLikeDeclaration
  | ts.ObjectLiteralExpression;

type Refuse = (why: string, node: ts.Node) => OperationRefused;

function sortMembers(source: Source, args: Arguments): TextEdit[] {
  const symbol = args.text('symbol');
  const owner = findOwner(source, symbol);
  const refuse: Refuse = (why, node) => {
    const lines = [startLine(source, node)];
    const message = `\`${symbol}\` cannot be sorted: ${why} (${describeLines(lines)}).`;
    return new OperationRefused('not-applicable', message, { lines });
  };
  requireSortable(source, owner, refuse);
  const entries = entriesOf(source, owner);
  const order = sorted(source, entries);
  if (order.every((entry, index) => entry === entries[index])) {
    const lines = [startLine(source, owner)];
    const message = `\`${symbol}\` (${describeLines(lines)}) is sorted by name already.`;
    throw new OperationRefused('already-done', message, { lines });
  }
  requireSameEffects(source, owner, order, refuse);
  const edits = reordered(source, entries, order);
  requireSameMembers(source, owner, order, edits, refuse);
  return edits;
}

/** The one declaration of that name with members or keys that are written out. */
function findOwner(source: Source, symbol: string): Owner {
  const declarations = findDeclarations(source);
  const named = declarations.filter(({ name }) => name === symbol);
  // `const A = class A {}` gives one class two names.
  const owners = [...new Set(named.flatMap(({ node }) => ownersIn(source, node)))];
  const [only] = owners;
  if (named.length === 0) {
    const names = declarations.flatMap(({ name, node }) =>
      ownersIn(source, node).length > 0 ? [name] : [],
    );
    throw notFound('declaration with members', symbol, names);
  }
  if (only === undefined) {
    const lines = [startLine(source, named[0]!.nameNode)];
    const message = `\`${symbol}\` (${describeLines(lines)}) has no members or keys that are written out here.`;
    throw new OperationRefused('not-applicable', message, { lines });
  }
  if (owners.length > 1) {
    const lines = owners.map((owner) => startLine(source, owner));
    const message = `\`${symbol}\` has members in ${owners.length} places: on ${describeLines(lines)}.`;
    throw new OperationRefused('ambiguous', message, { lines });
  }
  return only;
}

function ownersIn(source: Source, node: ts.Node): Owner[] {
  const { ts } = source;
  if (ts.isInterfaceDeclaration(node) || ts.isEnumDeclaration(node) || ts.isClassLike(node)) {
    return [node];
  }
  if (ts.isTypeAliasDeclaration(node)) return literalsOf(source, node.type);
  if (!ts.isVariableDeclaration(node)) return [];
  let value = node.initializer;
  while (
    value &&
    (ts.isAsExpression(value) ||
      ts.isSatisfiesExpression(value) ||
      ts.isParenthesizedExpression(value))
  ) {
    value = value.expression;
  }
  return value && (ts.isObjectLiteralExpression(value) || ts.isClassExpression(value))
    ? [value]
    : [];
}

function membersOf(owner: Owner): ts.NodeArray<Member> {
  return 'properties' in owner ? owner.properties : owner.members;
}

type Member = ts.TypeElement | ts.ClassElement | ts.EnumMember | ts.ObjectLiteralElementLike;

/** A member with its comments; overloads are one. */
interface Entry extends ListEntry<Member> {
  readonly members: readonly Member[];
}

function entriesOf(source: Source, owner: Owner): Entry[] {
  const members = membersOf(owner);
  const separators = source.ts.isClassLike(owner) ? 'within' : 'between';
  const entries: Entry[] = [];
  for (const entry of listEntries<Member>(
    source,
    members,
    members.pos,
    owner.end - 1,
    separators,
  )) {
    const last = entries.at(-1);
    if (!last || !isOverload(source, last.node, entry.node)) {
      entries.push({ ...entry, members: [entry.node] });
      continue;
    }
    entries[entries.length - 1] = {
      ...entry,
      members: [...last.members, entry.node],
      start: last.start,
      ownsItsLines: last.ownsItsLines && entry.ownsItsLines,
      heading: last.heading ?? entry.heading,
      needsOwnLines: last.needsOwnLines || entry.needsOwnLines,
    };
  }
  return entries;
}

/** Whether `next` goes on with the overloads that `method` is one of. */
function isOverload(source: Source, method: Member, next: Member): boolean {
  const { ts } = source;
  const isSignature =
    ts.isMethodSignature(method) || (ts.isMethodDeclaration(method) && !method.body);
  const name = method.name && nameText(source, method.name);
  return (
    isSignature &&
    next.kind === method.kind &&
    name !== undefined &&
    name === nameText(source, next.name!)
  );
}

/** The entries by name; those without one stay where they are. */
function sorted(source: Source, entries: readonly Entry[]): Entry[] {
  const keys = new Map(
    entries.flatMap((entry) => {
      const { name } = entry.node;
      const text = name && nameText(source, name);
      return text === undefined ? [] : [[entry, text.replace(/^#/, '').toLowerCase()] as const];
    }),
  );
  const named = [...keys].sort(([, one], [, other]) => (one < other ? -1 : one > other ? 1 : 0));
  let next = 0;
  return entries.map((entry) => (keys.has(entry) ? named[next++]![0] : entry));
}

/** @throws OperationRefused where the order itself gives members their values or names */
function requireSortable(source: Source, owner: Owner, refuse: Refuse): void {
  const { ts } = source;
  if (ts.isEnumDeclaration(owner)) requireSortableEnum(source, owner, refuse);
  if (ts.isClassLike(owner)) {
    for (const member of owner.members) {
      if (ts.isClassStaticBlockDeclaration(member)) throw refuse('it has a static block', member);
      if (ts.isSemicolonClassElement(member)) {
        throw refuse('a semicolon stands for itself', member);
      }
    }
  }
  if (!ts.isObjectLiteralExpression(owner)) return;
  const names = new Set<string>();
  for (const property of owner.properties) {
    if (ts.isSpreadAssignment(property)) {
      throw refuse('what is spread may replace keys or be replaced by them', property);
    }
    const name = nameText(source, property.name);
    if (name === undefined) throw refuse('a key is computed', property);
    if (ts.isAccessor(property)) throw refuse(`\`${name}\` is a getter or setter`, property);
    if (names.has(name)) throw refuse(`it has the key \`${name}\` twice`, property);
    names.add(name);
  }
}

function requireSortableEnum(source: Source, owner: ts.EnumDeclaration, refuse: Refuse): void {
  const { ts, file } = source;
  const names = new Set(owner.members.map(({ name }) => nameText(source, name)));
  const values = new Set<string>();
  for (const { name, initializer } of owner.members) {
    if (initializer === undefined) throw refuse('members get their values by their places', name);
    walk(
      source,
      (node) => {
        const isOther = ts.isIdentifier(node) && names.has(node.text);
        if (isOther) throw refuse(`a value refers to the member \`${node.text}\``, node);
      },
      initializer,
    );
    // Of two numbers that are the same, the last gives its name to the number.
    const value = initializer.getText(file);
    if (!ts.isStringLiteralLike(initializer) && values.has(value)) {
      throw refuse(`two members are ${value}`, initializer);
    }
    values.add(value);
  }
}

/** What computing a member's value does, or looks at: nothing, names, its owner, or something with an effect. */
type Dependence = 'nothing' | 'names' | 'owner' | 'effect';

/** @throws OperationRefused where a value would be computed after what it was before, and that can be told */
function requireSameEffects(
  source: Source,
  owner: Owner,
  order: readonly Entry[],
  refuse: Refuse,
): void {
  const values = order.flatMap((entry) => {
    const dependence = dependenceOf(source, owner, entry.node);
    return dependence === undefined ? [] : [{ entry, dependence }];
  });
  for (const [index, { entry, dependence }] of values.entries()) {
    if (dependence !== 'effect' && dependence !== 'owner') continue;
    const overtaken = values.filter(
      (other, at) => at < index !== other.entry.start < entry.start && other.entry !== entry,
    );
    if (dependence === 'owner' && overtaken.length > 0) {
      throw refuse('a value depends on other members', entry.node);
    }
    if (overtaken.some((other) => other.dependence !== 'nothing')) {
      throw refuse('values would be computed in another order', entry.node);
    }
  }
}

/** What a member's value depends on; undefined where it is not computed with the others. */
function dependenceOf(source: Source, owner: Owner, member: Member): Dependence | undefined {
  const { ts } = source;
  if (ts.isClassLike(owner)) {
    if (isDecorated(source, member)) return 'effect';
    if (!ts.isPropertyDeclaration(member) || member.initializer === undefined) return undefined;
    return valueDependence(source, member.initializer, owner);
  }
  if (ts.isShorthandPropertyAssignment(member)) return 'names';
  const hasValue = ts.isPropertyAssignment(member) || ts.isEnumMember(member);
  return hasValue && member.initializer ? valueDependence(source, member.initializer) : undefined;
}

/** Whether a member has decorators, or its parameters do; they run in the order of the members. */
function isDecorated({ ts }: Source, member: Member): boolean {
  const parameters = ts.isFunctionLike(member) ? member.parameters : [];
  return [member, ...parameters].some(
    (node) => ts.canHaveDecorators(node) && ts.getDecorators(node) !== undefined,
  );
}

function valueDependence(
  source: Source,
  value: ts.Expression,
  owner?: ts.ClassLikeDeclaration,
): Dependence {
  const { ts } = source;
  const work = workIn(source, value);
  let dependence: Dependence = work === 'effect' ? 'effect' : 'nothing';
  const visit = (node: ts.Node): void => {
    const isName = ts.isIdentifier(node) && !isMemberName(source, node);
    const isOwner =
      node.kind === ts.SyntaxKind.ThisKeyword ||
      node.kind === ts.SyntaxKind.SuperKeyword ||
      (isName && node.text === owner?.name?.text);
    if (owner && isOwner) dependence = 'owner';
    else if (isName && dependence === 'nothing') dependence = 'names';
    // What a function does, it does when it is called: at once where something is called here.
    if (work === 'effect' || !ts.isFunctionLike(node)) ts.forEachChild(node, visit);
  };
  visit(value);
  return dependence;
}

/** @throws OperationRefused where the changed text would have other members than these, in this order */
function requireSameMembers(
  source: Source,
  owner: Owner,
  order: readonly Entry[],
  edits: readonly TextEdit[],
  refuse: Refuse,
): void {
  const { ts } = source;
  const text = applyTextEdits(source, edits).slice(source.document.bom.length);
  const file = parseFile(ts, source.path, text);
  const start = owner.getStart(source.file);
  const find = (node: ts.Node): ts.Node | undefined =>
    node.kind === owner.kind && node.getStart(file) === start ? node : ts.forEachChild(node, find);
  const changed = find(file) as Owner | undefined;
  const textOf = (member: Member, parent: ts.SourceFile) =>
    member
      .getText(parent)
      .replace(/\s*[,;]$/, '')
      .replaceAll('\r\n', '\n');
  const before = order.flatMap(({ members }) => members.map((one) => textOf(one, source.file)));
  const after = changed ? membersOf(changed).map((member) => textOf(member, file)) : [];
  const isSame = before.length === after.length && before.every((one, i) => one === after[i]);
  if (!isSame) throw refuse('its lines would not mean the same in another order', owner);
}
