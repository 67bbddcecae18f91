/**
 * remove-unused-imports: names that nothing in the file refers to, and whole declarations where none of their
 * names is left. Nothing else moves. Imports for their effect alone stay, and so does what JSX needs unseen.
 */
import type ts from 'typescript';
import { type ListEntry, listEntries } from '../code/entries.ts';
import { OperationRefused } from '../code/refusal.ts';
import { serviceFor } from '../code/service.ts';
import { type Source, walk } from '../code/source.ts';
import { forNextLine } from './import-order.ts';
import { endWithComment, joined, removal, type Span } from './removals.ts';
import type { TextEdit } from './result.ts';
import type { Transforms } from './transform.ts';

export const unusedImportTransforms: Transforms = { 'remove-unused-imports': removeUnusedImports };

type ImportStatement = ts.ImportDeclaration | ts.ImportEqualsDeclaration;

function removeUnusedImports(source: Source): TextEdit[] {
  const { ts, file } = source;
  const imports = file.statements.filter(
    (statement): statement is ImportStatement =>
      ts.isImportDeclaration(statement) || isImportEquals(source, statement),
  );
  if (imports.length === 0) {
    throw new OperationRefused('already-done', 'This file imports nothing.');
  }
  const implicit = implicitNames(source);
  const isUnused = (name: ts.Identifier) =>
    !implicit.has(name.text) && !isReferredTo(source, name, imports);
  const spans: Span[] = [];
  const edits = imports.flatMap((statement): TextEdit[] => {
    const names = importedNames(source, statement);
    const unused = new Set(names.filter(isUnused));
    if (unused.size === 0) return [];
    if (unused.size < names.length) return withoutNames(source, statement, unused);
    if (isAugmented(source, statement)) return [];
    const start = forNextLine(source, statement)?.pos ?? statement.getStart(file);
    spans.push({ start, end: endWithComment(source, statement.end) });
    return [];
  });
  if (edits.length + spans.length === 0) {
    throw new OperationRefused('already-done', 'Every import of this file is used.');
  }
  return [...edits, ...joined(source, spans).map((span) => removal(source, span, true))];
}

/** `import a = require('a')`, but for one that is exported. */
function isImportEquals({ ts }: Source, statement: ts.Statement): boolean {
  return (
    ts.isImportEqualsDeclaration(statement) &&
    ts.isExternalModuleReference(statement.moduleReference) &&
    !statement.modifiers?.some(({ kind }) => kind === ts.SyntaxKind.ExportKeyword)
  );
}

/** The names that an import brings in. */
function importedNames({ ts }: Source, statement: ImportStatement): ts.Identifier[] {
  if (ts.isImportEqualsDeclaration(statement)) return [statement.name];
  const { importClause } = statement;
  if (importClause === undefined) return [];
  const { name, namedBindings } = importClause;
  const first = name ? [name] : [];
  if (namedBindings === undefined) return first;
  if (ts.isNamespaceImport(namedBindings)) return [...first, namedBindings.name];
  return [...first, ...namedBindings.elements.map((element) => element.name)];
}

/** Whether anything but imports refers to an imported name; documentation comments count. */
function isReferredTo(
  source: Source,
  name: ts.Identifier,
  imports: readonly ImportStatement[],
): boolean {
  const positions = serviceFor(source).references(name.getStart(source.file));
  return positions.some((at) => !imports.some(({ pos, end }) => pos <= at && at < end));
}

/** Names that JSX refers to without being written: its factories. */
function implicitNames(source: Source): ReadonlySet<string> {
  const { ts, text } = source;
  let hasJsx = false;
  walk(source, (node) => {
    hasJsx ||= ts.isJsxOpeningLikeElement(node) || ts.isJsxFragment(node);
  });
  if (!hasJsx) return new Set();
  const named = [...text.matchAll(/@jsx(?:Frag)?[ \t]+([\w$]+)/g)].map(([, name]) => name!);
  return new Set(['React', 'h', ...named]);
}

/** Whether the file adds to what the module declares, for which it must be imported. */
function isAugmented({ ts, file }: Source, statement: ImportStatement): boolean {
  if (!ts.isImportDeclaration(statement)) return false;
  const { moduleSpecifier } = statement;
  return file.statements.some(
    (other) =>
      ts.isModuleDeclaration(other) &&
      ts.isStringLiteral(other.name) &&
      ts.isStringLiteral(moduleSpecifier) &&
      other.name.text === moduleSpecifier.text,
  );
}

/** Takes some of the names out of an import, at least one of which stays. */
function withoutNames(
  source: Source,
  statement: ImportStatement,
  unused: ReadonlySet<ts.Identifier>,
): TextEdit[] {
  const { ts, file } = source;
  const clause = ts.isImportDeclaration(statement) ? statement.importClause : undefined;
  const { name, namedBindings } = clause ?? {};
  if (namedBindings === undefined) return [];
  const isGone = name !== undefined && unused.has(name);
  if (isGone && !ts.isNamedImports(namedBindings)) {
    return [{ start: name.getStart(file), end: namedBindings.getStart(file), text: '' }];
  }
  const listed = ts.isNamedImports(namedBindings) ? namedBindings.elements : [];
  const kept = listed.filter((element) => !unused.has(element.name));
  if (name && !isGone && kept.length === 0) {
    return [{ start: name.end, end: namedBindings.end, text: '' }];
  }
  const first = isGone
    ? [{ start: name.getStart(file), end: namedBindings.getStart(file), text: '' }]
    : [];
  const { pos } = ts.isNamedImports(namedBindings) ? namedBindings.elements : namedBindings;
  const entries = listEntries(source, listed, pos, namedBindings.end - 1, 'between');
  return [...first, ...withoutEntries(source, entries, ({ node }) => unused.has(node.name))];
}

/** Takes entries out of a list with their comments and lines; the last that stays ends as the last did. */
function withoutEntries<Node extends ts.Node>(
  source: Source,
  entries: readonly ListEntry<Node>[],
  isGone: (entry: ListEntry<Node>) => boolean,
): TextEdit[] {
  const { text } = source;
  const lastKept = entries.findLastIndex((entry) => !isGone(entry));
  const edits = entries.flatMap((entry, index): TextEdit[] => {
    if (!isGone(entry) || index > lastKept) return [];
    const space = /^\s*/.exec(text.slice(entry.end))![0].length;
    return [{ start: entry.start, end: entry.end + space, text: '' }];
  });
  const kept = entries[lastKept]!;
  const last = entries.at(-1)!;
  if (last === kept) return edits;
  const endsInSeparator = last.separatorEnd > last.bodyEnd;
  if (!endsInSeparator) edits.push({ start: kept.bodyEnd, end: kept.separatorEnd, text: '' });
  return [...edits, { start: kept.end, end: last.end, text: '' }];
}
