/**
 * set-access: private, protected or public for a member of a class or a parameter property. Overloads, and
 * a getter with its setter, are one member.
 */
import type ts from 'typescript';
import { findDeclarations, nameText } from '../code/declarations.ts';
import { notFound } from '../code/functions.ts';
import { OperationRefused } from '../code/refusal.ts';
import { describeLines, type Source, startLine, walk } from '../code/source.ts';
import { insertion, replacement } from './edits.ts';
import type { TextEdit } from './result.ts';
import type { Arguments, Transforms } from './transform.ts';

export const accessTransforms: Transforms = { 'set-access': setAccess };

type Member =
  | ts.PropertyDeclaration
  | ts.MethodDeclaration
  | ts.AccessorDeclaration
  | ts.ConstructorDeclaration
  | ts.ParameterDeclaration;

function setAccess(source: Source, args: Arguments): TextEdit[] {
  const { ts } = source;
  const symbol = args.text('symbol');
  const access = args.text('access');
  if (!source.typed) {
    const message = `${source.path} is JavaScript, which has no private, protected or public.`;
    throw new OperationRefused('not-applicable', message);
  }
  const members = findMember(source, symbol, access, args.lineOrNone('line'));
  const lines = members.map((member) => startLine(source, member));
  const refuse = (why: string) =>
    new OperationRefused('not-applicable', `\`${symbol}\` ${why}.`, { lines });
  if (members.some(({ name }) => name && ts.isPrivateIdentifier(name))) {
    throw refuse('is private by its name; rename it first');
  }
  const open = members.filter((member) => accessOf(source, member) !== access);
  if (open.length === 0) {
    throw new OperationRefused('already-done', `\`${symbol}\` is already ${access}.`, { lines });
  }
  if (access === 'private' && open.some((member) => isAbstract(source, member))) {
    throw refuse('is abstract, so it cannot be private');
  }
  return open.map((member) => withAccess(source, member, access));
}

/** The declarations of one class's member `symbol`: of several classes, the one on `line`, or whose access differs. */
function findMember(
  source: Source,
  symbol: string,
  access: string,
  line: number | undefined,
): readonly Member[] {
  const all = findMembers(source);
  const named = all.filter((member) => memberName(source, member) === symbol);
  if (named.length === 0) throw noSuchMember(source, symbol, all);
  const places = named.map((member) => startLine(source, member.name ?? member));
  const byClass = [...Map.groupBy(named, (member) => classOf(source, member)).values()];
  const here = byClass.filter(
    (members) => line === undefined || members.some((member) => isOn(source, member, line)),
  );
  if (here.length === 0) {
    const message = `\`${symbol}\` is not declared on line ${line! + 1}, but on ${describeLines(places)}.`;
    throw new OperationRefused('not-found', message, { lines: places });
  }
  const isOpen = (members: readonly Member[]) =>
    members.some((member) => accessOf(source, member) !== access);
  for (const narrowed of [here, here.filter(isOpen)]) {
    if (narrowed.length === 1) return narrowed[0]!;
  }
  const lines = here.flatMap((members) => members.map((member) => startLine(source, member)));
  const message = `${here.length} classes have a member named \`${symbol}\`: on ${describeLines(lines)}.`;
  throw new OperationRefused('ambiguous', message, { lines });
}

/** All members of classes that can have an access modifier. */
function findMembers(source: Source): Member[] {
  const { ts } = source;
  const found: Member[] = [];
  walk(source, (node) => {
    const isClassMember =
      ts.isClassElement(node) && node.parent !== undefined && ts.isClassLike(node.parent);
    if (ts.isParameter(node)) {
      if (ts.isParameterPropertyDeclaration(node, node.parent)) found.push(node);
    } else if (isClassMember) {
      const isMember =
        ts.isPropertyDeclaration(node) ||
        ts.isMethodDeclaration(node) ||
        ts.isAccessor(node) ||
        ts.isConstructorDeclaration(node);
      if (isMember) found.push(node);
    }
  });
  return found;
}

function memberName(source: Source, member: Member): string | undefined {
  if (source.ts.isConstructorDeclaration(member)) return 'constructor';
  return nameText(source, member.name);
}

function classOf(source: Source, member: Member): ts.Node {
  return source.ts.isParameter(member) ? member.parent.parent : member.parent;
}

function isOn(source: Source, member: Member, line: number): boolean {
  return startLine(source, member) <= line && line <= startLine(source, member.name ?? member);
}

function noSuchMember(source: Source, symbol: string, all: readonly Member[]): OperationRefused {
  const other = findDeclarations(source).find(({ name }) => name === symbol);
  if (other === undefined) {
    const names = all.flatMap((member) => memberName(source, member) ?? []);
    return notFound('member of a class', symbol, names);
  }
  const lines = [startLine(source, other.nameNode)];
  const message = `\`${symbol}\` (${describeLines(lines)}) is not a member of a class.`;
  return new OperationRefused('not-applicable', message, { lines });
}

function accessModifier(source: Source, { modifiers }: Member): ts.ModifierLike | undefined {
  const { ts } = source;
  return modifiers?.find(
    ({ kind }) =>
      kind === ts.SyntaxKind.PrivateKeyword ||
      kind === ts.SyntaxKind.ProtectedKeyword ||
      kind === ts.SyntaxKind.PublicKeyword,
  );
}

function accessOf(source: Source, member: Member): string {
  return accessModifier(source, member)?.getText(source.file) ?? 'public';
}

function isAbstract(source: Source, { modifiers }: Member): boolean {
  return modifiers?.some(({ kind }) => kind === source.ts.SyntaxKind.AbstractKeyword) === true;
}

/** The modifier in place of the one that is there, or before everything but decorators. */
function withAccess(source: Source, member: Member, access: string): TextEdit {
  const { ts, file } = source;
  const old = accessModifier(source, member);
  if (old) return replacement(source, old, access);
  const first = member
    .getChildren(file)
    .filter((child) => !ts.isJSDoc(child))
    .flatMap((child) =>
      child.kind === ts.SyntaxKind.SyntaxList ? child.getChildren(file) : [child],
    )
    .find((child) => !ts.isDecorator(child));
  return insertion((first ?? member).getStart(file), `${access} `);
}
