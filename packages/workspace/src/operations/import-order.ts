/**
 * organize-imports: as the TypeScript language service sorts and joins imports, but without losing comments.
 * Imports that follow each other without a blank line or a comment between them are a group; within it they
 * are sorted by module, relative ones last, each with its names sorted, and those of one module are joined.
 * An import for its effect alone (`import './setup'`) stays where it is, and nothing passes it.
 */
import type ts from 'typescript';
import { findComments } from '../code/comments.ts';
import { nameText } from '../code/declarations.ts';
import { type ListEntry, listEntries } from '../code/entries.ts';
import { OperationRefused } from '../code/refusal.ts';
import { type Source, textAfter, textBefore } from '../code/source.ts';
import { endWithComment } from './removals.ts';
import { reordered } from './reorder.ts';
import type { TextEdit } from './result.ts';
import type { Transforms } from './transform.ts';

export const importOrderTransforms: Transforms = { 'organize-imports': organizeImports };

/** Comments that speak of the line below them to a tool. */
const FOR_NEXT_LINE =
  /@ts-(?:ignore|expect-error)|(?:eslint|tslint|oxlint|stylelint)-disable-next-line|tslint:disable-next-line|biome-ignore(?!-)|prettier-ignore|(?:istanbul|c8|v8) ignore/;

/** The comment directly above a statement that tells a tool something of it. */
export function forNextLine(source: Source, statement: ts.Node): ts.CommentRange | undefined {
  const { ts, text, file } = source;
  const comment = ts.getLeadingCommentRanges(text, statement.pos)?.at(-1);
  if (comment === undefined) return undefined;
  const isDirectlyAbove = text.slice(comment.end, statement.getStart(file)).split('\n').length <= 2;
  const speaksToTool = FOR_NEXT_LINE.test(text.slice(comment.pos, comment.end));
  return isDirectlyAbove && speaksToTool ? comment : undefined;
}

/** An import that may move, with the comment behind it. */
interface Movable {
  readonly node: ts.ImportDeclaration;
  readonly module: string;
  readonly start: number;
  readonly end: number;
}

type Compare = (one: string, other: string) => number;

/** How the names of one import are compared. */
type CompareNames = (one: ts.ImportSpecifier, other: ts.ImportSpecifier) => number;

function organizeImports(source: Source): TextEdit[] {
  const groups = importGroups(source);
  const hasImport = source.file.statements.some((s) => source.ts.isImportDeclaration(s));
  if (!hasImport) throw new OperationRefused('already-done', 'This file imports nothing.');
  const byModule = moduleOrder(groups);
  const byName = nameOrder(source, groups.flat());
  const edits = groups.flatMap((group) => organized(source, group, byModule, byName));
  const { text } = source;
  const changing = edits.filter(
    ({ start, end, text: written }) => text.slice(start, end).replaceAll('\r\n', '\n') !== written,
  );
  if (changing.length === 0) {
    throw new OperationRefused('already-done', 'The imports are in order already.');
  }
  return changing;
}

/** The runs of imports within which order says nothing. */
function importGroups(source: Source): Movable[][] {
  const { ts, text, file } = source;
  const groups: Movable[][] = [];
  let open = false;
  for (const statement of file.statements) {
    const movable = movableImport(source, statement);
    const start = statement.getStart(file);
    const gap = text.slice(statement.pos, start);
    const continues =
      open && gap.split('\n').length <= 2 && !ts.getLeadingCommentRanges(text, statement.pos);
    if (movable && continues) groups.at(-1)!.push(movable);
    else if (movable) groups.push([movable]);
    open = movable !== undefined && forNextLine(source, statement) === undefined;
  }
  return groups;
}

function movableImport(source: Source, statement: ts.Statement): Movable | undefined {
  const { ts, file } = source;
  if (!ts.isImportDeclaration(statement) || !statement.importClause) return undefined;
  const module = nameText(source, statement.moduleSpecifier);
  const start = statement.getStart(file);
  const end = endWithComment(source, statement.end);
  const sharesLines =
    textBefore(source, start).trim() !== '' || textAfter(source, end).trim() !== '';
  return module === undefined || sharesLines ? undefined : { node: statement, module, start, end };
}

/** The edits that sort and join a group. */
function organized(
  source: Source,
  group: readonly Movable[],
  byModule: Compare,
  byName: CompareNames,
): TextEdit[] {
  const isRelative = ({ module }: Movable) => Number(/^\.\.?(?:\/|$)/.test(module));
  const order = group.toSorted(
    (one, other) =>
      isRelative(one) - isRelative(other) ||
      byModule(one.module, other.module) ||
      importKind(source, one.node) - importKind(source, other.node),
  );
  const bundles = bundled(source, order);
  const edits = bundles.map((bundle, index): TextEdit => {
    const { start, end } = group[index]!;
    return { start, end, text: writtenBundle(source, bundle, byName) };
  });
  const last = group[bundles.length - 1]!;
  const end = group.at(-1)!.end;
  return end > last.end ? [...edits, { start: last.end, end, text: '' }] : edits;
}

/** Types before values; of each all of a module, its default, its names. */
function importKind({ ts }: Source, { importClause }: ts.ImportDeclaration): number {
  const phase = importClause?.phaseModifier === undefined ? 3 : 0;
  const bindings = importClause?.namedBindings;
  if (bindings && ts.isNamespaceImport(bindings)) return phase;
  return importClause?.name ? phase + 1 : phase + 2;
}

/** Neighbours that can be one import together. */
function bundled(source: Source, order: readonly Movable[]): Movable[][] {
  const bundles: Movable[][] = [];
  for (const movable of order) {
    const bundle = bundles.find((other) => canJoin(source, other, movable));
    if (bundle) bundle.push(movable);
    else bundles.push([movable]);
  }
  return bundles;
}

function canJoin(source: Source, bundle: readonly Movable[], movable: Movable): boolean {
  const all = [...bundle, movable];
  const { ts, file } = source;
  const [first] = all;
  if (first?.module !== movable.module) return false;
  const isPlain = all.every(({ node, start, end }) => {
    const { importClause } = node;
    const bindings = importClause?.namedBindings;
    const isList =
      bindings === undefined || (ts.isNamedImports(bindings) && bindings.elements.length > 0);
    return isList && !findComments(source).some((c) => start <= c.start && c.end <= end);
  });
  const attributes = new Set(all.map(({ node }) => node.attributes?.getText(file)));
  const phases = new Set(all.map(({ node }) => node.importClause?.phaseModifier));
  const defaults = all.filter(({ node }) => node.importClause?.name);
  const isTyped = movable.node.importClause?.phaseModifier !== undefined;
  const most = isTyped ? 0 : 1;
  return isPlain && attributes.size === 1 && phases.size === 1 && defaults.length <= most;
}

/** An import, or several as one, with sorted names. */
function writtenBundle(source: Source, bundle: readonly Movable[], byName: CompareNames): string {
  const { ts, file, text } = source;
  const [first] = bundle as readonly [Movable, ...Movable[]];
  const listed = bundle.flatMap(({ node }) => {
    const bindings = node.importClause?.namedBindings;
    return bindings && ts.isNamedImports(bindings) ? [bindings] : [];
  });
  if (bundle.length === 1) {
    const edits = listed.flatMap((list) => sortedNames(source, list, byName));
    return spliced(text.slice(first.start, first.end), first.start, edits);
  }
  const name = bundle.find(({ node }) => node.importClause?.name)?.node.importClause?.name;
  const phase = first.node.importClause?.phaseModifier === undefined ? '' : 'type ';
  const list = joinedList(source, listed, byName);
  const clause = [...(name ? [name.getText(file)] : []), ...(list ? [list] : [])].join(', ');
  const rest = text.slice(first.node.moduleSpecifier.getStart(file), first.end);
  return `import ${phase}${clause} from ${rest}`.replaceAll('\r\n', '\n');
}

/** One list of all names, in the layout of the longest. */
function joinedList(
  source: Source,
  lists: readonly ts.NamedImports[],
  byName: CompareNames,
): string {
  const { file, text } = source;
  const model = lists.toSorted((one, other) => linesOf(other) - linesOf(one))[0];
  if (model === undefined) return '';
  const { elements } = model;
  const names = lists
    .flatMap((list) => list.elements.map((element) => element))
    .toSorted(byName)
    .map((element) => element.getText(file));
  const opening = text.slice(model.getStart(file) + 1, elements[0]!.getStart(file));
  const closing = text.slice(elements.at(-1)!.end, model.end - 1);
  const between = opening.includes('\n') ? `,${opening}` : ', ';
  return `{${opening}${names.join(between)}${closing}}`;

  function linesOf(list: ts.NamedImports): number {
    return list.getText(file).split('\n').length;
  }
}

/** The edits that sort the names of one import, unless their comments are in the way. */
function sortedNames(source: Source, list: ts.NamedImports, byName: CompareNames): TextEdit[] {
  const { elements } = list;
  const entries = listEntries(source, elements, elements.pos, list.end - 1, 'between');
  const order: ListEntry<ts.ImportSpecifier>[] = entries.toSorted((one, other) =>
    byName(one.node, other.node),
  );
  try {
    return reordered(source, entries, order);
  } catch (error) {
    if (error instanceof OperationRefused) return [];
    throw error;
  }
}

/** A piece of the text that begins at `offset`, with edits. */
function spliced(piece: string, offset: number, edits: readonly TextEdit[]): string {
  const changed = edits
    .toSorted((one, other) => other.start - one.start)
    .reduce(
      (rest, { start, end, text }) =>
        rest.slice(0, start - offset) + text + rest.slice(end - offset),
      piece,
    );
  return changed.replaceAll('\r\n', '\n');
}

const byCode: Compare = (one, other) => (one < other ? -1 : one > other ? 1 : 0);
const byLetter: Compare = (one, other) => byCode(one.toLowerCase(), other.toLowerCase());

/** The order of modules that the file keeps to most: with capitals like small letters, or before them. */
function moduleOrder(groups: readonly (readonly Movable[])[]): Compare {
  const lists = groups.map((group) => group.map(({ module }) => module));
  return mostKept([byLetter, byCode], lists);
}

/** The order of names that the file keeps to most: capitals as in moduleOrder; types last, among the others, or first. */
function nameOrder({ ts }: Source, imports: readonly Movable[]): CompareNames {
  const lists = imports.flatMap(({ node }): ts.ImportSpecifier[][] => {
    const bindings = node.importClause?.namedBindings;
    return bindings && ts.isNamedImports(bindings) ? [[...bindings.elements]] : [];
  });
  const byType = (one: ts.ImportSpecifier, other: ts.ImportSpecifier) =>
    Number(one.isTypeOnly) - Number(other.isTypeOnly);
  const orders = [1, 0, -1].flatMap((typesLast) =>
    [byLetter, byCode].map(
      (compare): CompareNames =>
        (one, other) =>
          typesLast * byType(one, other) || compare(one.name.text, other.name.text),
    ),
  );
  return mostKept(orders, lists);
}

/** Of several orders the one that neighbours break least; the first where several are as good. */
function mostKept<Item>(
  orders: readonly ((one: Item, other: Item) => number)[],
  lists: readonly (readonly Item[])[],
): (one: Item, other: Item) => number {
  const broken = orders.map((order) =>
    lists.reduce(
      (count, list) =>
        count + list.filter((item, index) => index > 0 && order(list[index - 1]!, item) > 0).length,
      0,
    ),
  );
  return orders[broken.indexOf(Math.min(...broken))]!;
}
