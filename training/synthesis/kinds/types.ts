/**
 * Types and their members: required and mutable again, properties removed, interfaces and type aliases turned
 * into each other, enums with one more member. All are operations, which are asked what they would do: where
 * one refuses (a property that is used, a part that is imported), the call is the right answer nevertheless, at
 * most once in a document.
 */
import ts from 'typescript';
import { call, type EditCase, type Finding, ordinal, slots, targetSlots } from '../cases.ts';
import { freshName } from '../pools.ts';
import { type Declaration, hasModifier } from '../program.ts';
import { ownerOf } from './modifiers.ts';
import { already } from './more-functions.ts';
import { outcomeOf } from './order.ts';

/** The cases that their operation does; at most one that it refuses, and one where nothing is left to do. */
function byOutcome({ program, random, ...rest }: Finding, cases: readonly EditCase[]): EditCase[] {
  const byResult = Map.groupBy(cases, ({ answer }) => {
    const [only] = answer.kind === 'operations' ? answer.calls : [];
    return only ? outcomeOf(program, only.name, ...only.args.map(String)) : 'refused';
  });
  const refused = random.maybe(byResult.get('refused') ?? []);
  const same = byResult.get('already') ?? [];
  return [
    ...(byResult.get('done') ?? []),
    ...(refused ? [refused] : []),
    ...already({ program, random, ...rest }, same[0]?.kind ?? '', same),
  ];
}

type Property = ts.PropertySignature | ts.PropertyDeclaration;

function isProperty(node: ts.Node): node is Property {
  return ts.isPropertySignature(node) || ts.isPropertyDeclaration(node);
}

interface OwnedProperty {
  readonly node: Property;
  readonly make: (kind: string) => EditCase;
}

/** The properties that the name of their owner leads to, and their own. */
function ownedProperties({ program }: Finding): OwnedProperty[] {
  const all = program.find(isProperty);
  const lineOf = (node: Property) => program.lineAt(node.name);
  return all.flatMap((node): OwnedProperty[] => {
    const owner = ownerOf(node);
    if (!owner || !ts.isIdentifier(node.name)) return [];
    const name = node.name.text;
    const isSame = (other: Property) =>
      ownerOf(other) === owner && program.textOf(other.name) === name;
    if (all.filter(isSame).length !== 1) return [];
    const line = lineOf(node);
    const isAlone = program.declared.get(name) === 1;
    const hasLine = all.filter((other) => lineOf(other) === line).length === 1;
    const words = slots({
      name,
      owner,
      ...targetSlots({ name, sort: 'property', line, scope: owner }),
      line: hasLine ? String(line + 1) : undefined,
    });
    const make = (kind: string): EditCase => ({
      kind,
      slots: words,
      answer: call(kind, name, owner),
      ...(isAlone ? {} : { needsOneOf: ['owner', 'line', 'scope'] }),
    });
    return [{ node, make }];
  });
}

export function setRequired(finding: Finding): EditCase[] {
  if (!finding.program.isTypeScript) return [];
  const properties = ownedProperties(finding).map(({ make }) => make('set-required'));
  return byOutcome(finding, [...properties, ...optionalParameters(finding)]);
}

/** The parameters of functions that callers may leave out. */
function optionalParameters({ program }: Finding): EditCase[] {
  return program.functions.flatMap((fn) => {
    if (program.declared.get(fn.name) !== 1) return [];
    return fn.node.parameters.flatMap((node): EditCase[] => {
      const isOptional = node.questionToken !== undefined || node.initializer !== undefined;
      if (!ts.isIdentifier(node.name) || !isOptional) return [];
      const name = node.name.text;
      const words = slots({ name, owner: fn.name, sort: 'parameter', scope: fn.name });
      const answer = call('set-required', name, fn.name);
      return [{ kind: 'set-required', slots: words, answer, needsOneOf: ['owner', 'scope'] }];
    });
  });
}

export function setMutable(finding: Finding): EditCase[] {
  if (!finding.program.isTypeScript) return [];
  const cases = ownedProperties(finding).map(({ make }) => make('set-mutable'));
  return byOutcome(finding, [...cases, ...readonlyParameters(finding)]);
}

/** The readonly parameters of constructors that are properties of their classes. */
function readonlyParameters({ program }: Finding): EditCase[] {
  const parameters = program.find(ts.isConstructorDeclaration).flatMap((node) => node.parameters);
  return parameters.flatMap((node): EditCase[] => {
    if (!ts.isIdentifier(node.name) || !hasModifier(node, ts.SyntaxKind.ReadonlyKeyword)) return [];
    const around = node.parent.parent;
    const owner = ts.isClassDeclaration(around) ? around.name?.text : undefined;
    const name = node.name.text;
    const same = parameters.filter((other) => program.textOf(other.name) === name);
    if (!owner || same.length !== 1) return [];
    const line = program.lineAt(node.name);
    const words = slots({
      name,
      owner,
      ...targetSlots({ name, sort: 'property', line, scope: owner }),
      line: undefined,
    });
    // The decoder knows parameters by their function.
    const answer = call('set-mutable', name, 'constructor');
    return [{ kind: 'set-mutable', slots: words, answer, needsOneOf: ['owner', 'scope'] }];
  });
}

/** References are looked up for no more than so many properties of a document. */
const MOST_REMOVALS = 8;

export function removeProperty(finding: Finding): EditCase[] {
  const cases = ownedProperties(finding).map(({ make }) => make('remove-property'));
  return byOutcome(finding, finding.random.shuffled(cases).slice(0, MOST_REMOVALS));
}

/** A declaration of the top level that its name alone identifies, with the words for it. */
interface Named {
  readonly declaration: Declaration;
  readonly words: Record<string, string | undefined>;
}

function namedDeclarations({ program, random }: Finding, sort: string): Named[] {
  const same = program.declarations.filter((other) => other.sort === sort);
  return same
    .filter(({ name, node }) => {
      const hasName = program.declared.get(name) === 1;
      return hasName && !hasModifier(node, ts.SyntaxKind.DefaultKeyword);
    })
    .map((declaration) => {
      const { name, line } = declaration;
      const nth = ordinal(same, declaration, random);
      return { declaration, words: { name, ...targetSlots({ name, sort, line, nth }) } };
    });
}

export function interfaceToType(finding: Finding): EditCase[] {
  return declaredAnew(finding, 'interface-to-type', 'interface', 'type');
}

export function typeToInterface(finding: Finding): EditCase[] {
  return declaredAnew(finding, 'type-to-interface', 'type', 'interface');
}

function declaredAnew(finding: Finding, kind: string, from: string, to: string): EditCase[] {
  const make = (name: string, words: Record<string, string | undefined>): EditCase => ({
    kind,
    slots: slots(words),
    answer: call(kind, name),
  });
  const those = namedDeclarations(finding, from).filter(({ declaration: { node } }) => {
    // Of unions, functions and the like nobody thinks as of interfaces.
    if (!ts.isTypeAliasDeclaration(node)) return true;
    return ts.isTypeLiteralNode(node.type) || ts.isIntersectionTypeNode(node.type);
  });
  // What is so already has no "{nth} interface" to be called by.
  const others = namedDeclarations(finding, to);
  return byOutcome(finding, [
    ...those.map(({ declaration, words }) => make(declaration.name, words)),
    ...others.map(({ declaration: { name } }) => make(name, { name })),
  ]);
}

export function addEnumMember(finding: Finding): EditCase[] {
  const { program, pools, random } = finding;
  const enums = program.declarations.filter(({ sort }) => sort === 'enum');
  const cases = namedDeclarations(finding, 'enum').flatMap(({ declaration, words }): EditCase[] => {
    const { name: owner, node } = declaration;
    if (!ts.isEnumDeclaration(node)) return [];
    const members = node.members.flatMap(({ name }) => (ts.isIdentifier(name) ? [name.text] : []));
    const make = (name: string): EditCase => ({
      kind: 'add-enum-member',
      slots: slots({ ...words, name, owner }),
      answer: call('add-enum-member', owner, name),
      needsAllOf: ['name'],
      ...(enums.length === 1 ? {} : { needsOneOf: ['owner', 'line', 'words', 'nth'] }),
    });
    const taken = new Set([...members, ...program.identifiers]);
    const fresh = Array.from({ length: MOST_NAMES }, () =>
      make(freshName(random.maybe(members) ?? 'Value', pools, taken, random)),
    );
    const old = random.maybe(members);
    return [...fresh, ...(old ? [make(old)] : [])];
  });
  return byOutcome(finding, cases);
}

/** Enums are rare: each is asked for several members. */
const MOST_NAMES = 3;
