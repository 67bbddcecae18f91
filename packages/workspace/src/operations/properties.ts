/** add-property: at the end of an interface, a type that is written out, or a class's properties. */
import type ts from 'typescript';
import { findDeclarations, nameText } from '../code/declarations.ts';
import { notFound } from '../code/functions.ts';
import { isMemberName, requireType } from '../code/names.ts';
import { OperationRefused } from '../code/refusal.ts';
import {
  describeLines,
  indentOf,
  indentUnit,
  lineOf,
  preferredQuote,
  type Source,
  startLine,
  usesSemicolons,
} from '../code/source.ts';
import { insertion } from './edits.ts';
import type { TextEdit } from './result.ts';
import type { Arguments, Transforms } from './transform.ts';

export const propertyTransforms: Transforms = { 'add-property': addProperty };

/** What has members between braces. */
type Owner = ts.InterfaceDeclaration | ts.ClassLikeDeclaration | ts.TypeLiteralNode;

function addProperty(source: Source, args: Arguments): TextEdit[] {
  const { ts, file } = source;
  const symbol = args.text('symbol');
  const name = args.text('name');
  const type = args.text('type').trim();
  requireType(source, type);
  const owner = findOwner(source, symbol);
  const members: readonly (ts.TypeElement | ts.ClassElement)[] = owner.members;
  const same = [...members, ...parameterProperties(source, owner)].find(
    (member) => member.name && nameText(source, member.name) === name,
  );
  if (same) {
    const lines = [startLine(source, same)];
    const declared = 'type' in same ? (same.type as ts.TypeNode | undefined) : undefined;
    const isSame = declared?.getText(file) === type;
    const how = isSame ? `${name}: ${type}` : name;
    const message = `\`${symbol}\` already has \`${how}\` (${describeLines(lines)}).`;
    throw new OperationRefused(isSame ? 'already-done' : 'not-applicable', message, { lines });
  }
  if (name.startsWith('#') && !ts.isClassLike(owner)) {
    const lines = [startLine(source, owner)];
    const message = `\`${name}\` is a private name, which only a class can have.`;
    throw new OperationRefused('not-applicable', message, { lines });
  }
  const quote = preferredQuote(source);
  const written = `${isMemberName(ts, name) ? name : quote + name + quote}: ${type}`;
  const last = ts.isClassLike(owner)
    ? owner.members.findLast((member) => ts.isPropertyDeclaration(member))
    : owner.members.at(-1);
  return last ? after(source, owner, last, written) : atStart(source, owner, written);
}

/** The one interface, class or written-out type of that name. */
function findOwner(source: Source, symbol: string): Owner {
  const { ts } = source;
  const declarations = findDeclarations(source);
  const named = declarations.filter(({ name }) => name === symbol);
  const nodes = named.flatMap(({ node }): Owner[] => {
    if (ts.isInterfaceDeclaration(node) || ts.isClassLike(node)) return [node];
    if (ts.isVariableDeclaration(node)) {
      const { initializer } = node;
      return initializer && ts.isClassExpression(initializer) ? [initializer] : [];
    }
    return ts.isTypeAliasDeclaration(node) ? literalsOf(source, node.type) : [];
  });
  // `const A = class A {}` gives one class two names.
  const owners = [...new Set(nodes)];
  const [only] = owners;
  if (named.length === 0) {
    const isOwner = ({ sort }: { sort: string }) => ['interface', 'type', 'class'].includes(sort);
    const names = declarations.filter(isOwner).map(({ name }) => name);
    throw notFound('interface, type or class', symbol, names);
  }
  if (only === undefined) {
    const lines = [startLine(source, named[0]!.nameNode)];
    const message = `\`${symbol}\` (${describeLines(lines)}) has no members that are written out here.`;
    throw new OperationRefused('not-applicable', message, { lines });
  }
  if (owners.length > 1) {
    const lines = owners.map((owner) => startLine(source, owner));
    const message = `\`${symbol}\` is written out in ${owners.length} places: on ${describeLines(lines)}.`;
    throw new OperationRefused('ambiguous', message, { lines });
  }
  return only;
}

/** The parameters of a class's constructor that declare properties: `constructor(private a: string)`. */
function parameterProperties(source: Source, owner: Owner): ts.ParameterDeclaration[] {
  const { ts } = source;
  if (!ts.isClassLike(owner)) return [];
  const builder = owner.members.find((member) => ts.isConstructorDeclaration(member));
  return (builder?.parameters ?? []).filter((parameter) =>
    ts.isParameterPropertyDeclaration(parameter, parameter.parent),
  );
}

/** The type literals of a type, also as parts of an intersection. */
export function literalsOf(source: Source, type: ts.TypeNode): ts.TypeLiteralNode[] {
  const { ts } = source;
  if (ts.isTypeLiteralNode(type)) return [type];
  if (ts.isParenthesizedTypeNode(type)) return literalsOf(source, type.type);
  if (!ts.isIntersectionTypeNode(type)) return [];
  return type.types.flatMap((part) => literalsOf(source, part));
}

/** Behind member `last`: on a line of its own where that has one, with the separator that it has. */
function after(source: Source, owner: Owner, last: ts.Node, written: string): TextEdit[] {
  const { ts, text } = source;
  const separator = separatorOf(source, last);
  const usual = separator || usualSeparator(source, owner, last);
  const end = ts.getTrailingCommentRanges(text, last.end)?.at(-1)?.end ?? last.end;
  const isLineEnd = text.slice(end, endOfLine(source, end)).trim() === '';
  if (isLineEnd && lineOf(source, last.end) < lineOf(source, owner.end - 1)) {
    const line = insertion(
      end,
      `\n${indentOf(source, startLine(source, last))}${written}${separator}`,
    );
    return separator || !usual ? [line] : [insertion(last.end, usual), line];
  }
  // On one line: `{ a: 1 }`, `{ a: 1; b: 2 }` or `{ a: 1, b: 2 }`.
  return separator
    ? [insertion(end, ` ${written}${separator}`)]
    : [insertion(end, `${usual || ';'} ${written}`)];
}

function separatorOf(source: Source, member: ts.Node): string {
  return /[;,]$/.exec(source.text.slice(member.pos, member.end))?.[0] ?? '';
}

/** What ends the member before the last, where that one ends in nothing: the separator of `{ a: 1, b: 2 }`. */
function usualSeparator(source: Source, owner: Owner, last: ts.Node): string {
  const { ts } = source;
  if (ts.isClassLike(owner)) return '';
  const before = owner.members[owner.members.length - 2];
  return before && before !== last ? separatorOf(source, before) : '';
}

/** Where no property is yet, behind the opening brace. */
function atStart(source: Source, owner: Owner, written: string): TextEdit[] {
  const { ts, file, text } = source;
  const open = text.indexOf('{', bracesFrom(source, owner));
  const close = owner.end - 1;
  const isEmpty = text.slice(open + 1, close).trim() === '';
  if (ts.isTypeLiteralNode(owner) && isEmpty) {
    return [{ start: open + 1, end: close, text: ` ${written} ` }];
  }
  const outer = indentOf(source, startLine(source, owner));
  const line = `\n${outer}${indentUnit(source)}${written}${usesSemicolons(source) ? ';' : ''}`;
  if (isEmpty) return [{ start: open + 1, end: close, text: `${line}\n${outer}` }];
  const next = owner.members[0]?.getStart(file) ?? close;
  if (lineOf(source, next) === lineOf(source, open)) {
    return [insertion(open + 1, ` ${written};`)];
  }
  // A comment behind the brace stays there.
  const end = ts.getTrailingCommentRanges(text, open + 1)?.at(-1)?.end ?? open + 1;
  return [insertion(end, line)];
}

/** A position behind which the owner's own opening brace is the next one. */
function bracesFrom(source: Source, owner: Owner): number {
  const { ts, file } = source;
  if (ts.isTypeLiteralNode(owner)) return owner.getStart(file);
  const heads = [
    owner.name,
    ...(owner.typeParameters ?? []),
    ...(owner.heritageClauses ?? []),
  ].flatMap((node) => (node ? [node.end] : []));
  return Math.max(owner.getStart(file), ...heads);
}

function endOfLine(source: Source, position: number): number {
  const line = lineOf(source, position);
  return source.offsets[line]! + source.document.lines[line]!.length;
}
