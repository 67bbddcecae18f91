/**
 * remove-property: takes a property out of an interface, a written-out type or a class, with its comments.
 * Refused where the file still uses it, so far as the file alone tells.
 */
import type { LineIndex } from '@wick/edits';
import type ts from 'typescript';
import { type ListEntry, listEntries } from '../code/entries.ts';
import { findMember, type Member } from '../code/members.ts';
import { OperationRefused } from '../code/refusal.ts';
import { serviceFor } from '../code/service.ts';
import { describeLines, lineOf, type Source, startLine, walk } from '../code/source.ts';
import { insertion } from './edits.ts';
import { removal } from './removals.ts';
import type { TextEdit } from './result.ts';
import type { Arguments, Transforms } from './transform.ts';

export const propertyRemovalTransforms: Transforms = { 'remove-property': removeProperty };

function removeProperty(source: Source, args: Arguments): TextEdit[] {
  const { ts } = source;
  const symbol = args.text('symbol');
  const owner = args.text('owner');
  const member = findMember(source, symbol, owner, false);
  if (ts.isParameter(member)) {
    const lines = [startLine(source, member)];
    const message = `\`${symbol}\` (${describeLines(lines)}) is a parameter of the constructor, too; remove it there.`;
    throw new OperationRefused('not-applicable', message, { lines });
  }
  const lines = linesUsing(source, member, symbol, owner);
  if (lines.length > 0) {
    const message = `\`${symbol}\` of \`${owner}\` is still used on ${describeLines(lines)}.`;
    throw new OperationRefused('not-applicable', message, { lines });
  }
  return withoutMember(source, member);
}

/**
 * The lines that speak of the member: its uses, values that have it, `Pick<Owner, 'name'>`, and the same member
 * of types that extend or implement the owner, or that the owner does.
 */
function linesUsing(source: Source, member: Member, name: string, owner: string): LineIndex[] {
  const { ts, file, text } = source;
  if (text.indexOf(name) === text.lastIndexOf(name)) return [];
  const declared = member.name.getStart(file);
  const used = serviceFor(source)
    .references(declared)
    .filter((position) => position < declared || member.name.end <= position);
  walk(source, (node) => {
    if (!ts.isLiteralTypeNode(node) || !ts.isStringLiteral(node.literal)) return;
    if (node.literal.text !== name) return;
    const named = ts.findAncestor(node, (outer): outer is ts.TypeReferenceNode =>
      ts.isTypeReferenceNode(outer),
    );
    const others = named?.typeArguments ?? [];
    const isOfOwner = others.some((other) =>
      new RegExp(`\\b${owner}\\b`).test(other.getText(file)),
    );
    if (isOfOwner) used.push(node.getStart(file));
  });
  return [...new Set(used.map((position) => lineOf(source, position)))].sort((a, b) => a - b);
}

/** What has members between braces. */
type Holder = ts.InterfaceDeclaration | ts.TypeLiteralNode | ts.ClassLikeDeclaration;

function withoutMember(
  source: Source,
  member: Exclude<Member, ts.ParameterDeclaration>,
): TextEdit[] {
  const { ts, text } = source;
  // `findMember` looks nowhere else.
  const holder = member.parent as Holder;
  const isClass = ts.isClassLike(holder);
  const nodes: readonly ts.Node[] = holder.members;
  const open = holder.members.pos;
  const close = holder.end - 1;
  const entries = listEntries(source, nodes, open, close, isClass ? 'within' : 'between');
  const index = nodes.indexOf(member);
  const entry = entries[index]!;
  const rest = text.slice(open, entry.start) + text.slice(entry.end, close);
  if (!entry.ownsItsLines && rest.trim() === '') return [{ start: open, end: close, text: '' }];
  const isLast = text.slice(entry.end, close).trim() === '';
  const start = isLast && index > 0 ? startWithGap(source, entry) : entry.start;
  const separation = isClass
    ? separated(source, nodes[index - 1], nodes[index + 1])
    : withoutSeparator(entries[index - 1], entry, isLast);
  return [...separation, removal(source, { start, end: entry.end }, entry.ownsItsLines)];
}

/** The start of an entry, or of the blank lines above it where it owns its lines. */
function startWithGap(source: Source, entry: ListEntry): number {
  if (!entry.ownsItsLines) return entry.start;
  let line = lineOf(source, entry.start);
  while (source.document.lines[line - 1]?.trim() === '') line--;
  return source.offsets[line]!;
}

/** Where the last member ended in no separator, the one that becomes the last loses its own. */
function withoutSeparator(
  previous: ListEntry | undefined,
  entry: ListEntry,
  isLast: boolean,
): TextEdit[] {
  const hasNone = entry.bodyEnd === entry.separatorEnd;
  if (!previous || !isLast || !hasNone || previous.bodyEnd === previous.separatorEnd) return [];
  return [{ start: previous.bodyEnd, end: previous.separatorEnd, text: '' }];
}

/** A semicolon behind a property of a class that would otherwise go on with the member that then follows it. */
function separated(
  source: Source,
  previous: ts.Node | undefined,
  next: ts.Node | undefined,
): TextEdit[] {
  const { ts, file, text } = source;
  if (!previous || !next || !ts.isPropertyDeclaration(previous)) return [];
  const goesOn = text[previous.end - 1] !== ';' && /^[*[(]/.test(next.getText(file));
  return goesOn ? [insertion(previous.end, ';')] : [];
}
