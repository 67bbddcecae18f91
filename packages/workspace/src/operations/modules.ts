/**
 * export and unexport: for declarations at the top level of a module. A declaration that comes in several
 * pieces (overloads, merged interfaces) is exported as a whole.
 */
import type { LineIndex } from '@wick/edits';
import type ts from 'typescript';
import { findDeclarations } from '../code/declarations.ts';
import { notFound } from '../code/functions.ts';
import { OperationRefused } from '../code/refusal.ts';
import { describeLines, type Source, startLine, walk } from '../code/source.ts';
import { insertion } from './edits.ts';
import type { TextEdit } from './result.ts';
import type { Arguments, Transforms } from './transform.ts';

export const moduleTransforms: Transforms = { export: exportDeclaration, unexport };

/** A statement that can carry the `export` modifier. */
type Exportable =
  | ts.VariableStatement
  | ts.FunctionDeclaration
  | ts.ClassDeclaration
  | ts.InterfaceDeclaration
  | ts.TypeAliasDeclaration
  | ts.EnumDeclaration
  | ts.ModuleDeclaration;

function exportDeclaration(source: Source, args: Arguments): TextEdit[] {
  const symbol = args.text('symbol');
  const statements = findStatements(source, symbol);
  if (statements.length === 0) throw notAtTopLevel(source, symbol);
  const listed = exportEntries(source, symbol)[0];
  const missing = statements.filter((statement) => !exportKeyword(source, statement));
  if (listed || missing.length === 0) {
    const lines = [startLine(source, listed ?? statements[0]!)];
    const message = `\`${symbol}\` is already exported (${describeLines(lines)}).`;
    throw new OperationRefused('already-done', message, { lines });
  }
  requireEsModule(source);
  for (const statement of missing) requireAlone(source, statement, symbol);
  return missing.map((statement) => insertion(exportPosition(source, statement), 'export '));
}

function unexport(source: Source, args: Arguments): TextEdit[] {
  const symbol = args.text('symbol');
  const statements = findStatements(source, symbol);
  const entries = exportEntries(source, symbol);
  const exported = statements.filter((statement) => exportKeyword(source, statement));
  if (exported.length === 0 && entries.length === 0) {
    if (statements.length === 0) throw notAtTopLevel(source, symbol);
    throw new OperationRefused('already-done', `\`${symbol}\` is not exported.`, {
      lines: [startLine(source, statements[0]!)],
    });
  }
  for (const statement of exported) requireAlone(source, statement, symbol);
  return [
    ...exported.map((statement) => removeExportKeyword(source, statement)),
    ...removeEntries(source, entries),
  ];
}

/** The top-level statements that declare `symbol`. */
export function findStatements(source: Source, symbol: string): Exportable[] {
  return source.file.statements.filter(
    (statement): statement is Exportable =>
      declaredNames(source, statement)?.includes(symbol) === true,
  );
}

/** The names a statement declares; undefined where it cannot be exported. */
export function declaredNames(source: Source, statement: ts.Statement): string[] | undefined {
  const { ts } = source;
  if (ts.isVariableStatement(statement)) {
    return statement.declarationList.declarations.flatMap(({ name }) => bindingNames(source, name));
  }
  const isNamed =
    ts.isFunctionDeclaration(statement) ||
    ts.isClassDeclaration(statement) ||
    ts.isInterfaceDeclaration(statement) ||
    ts.isTypeAliasDeclaration(statement) ||
    ts.isEnumDeclaration(statement) ||
    ts.isModuleDeclaration(statement);
  return isNamed ? [statement.name?.text ?? ''] : undefined;
}

function bindingNames(source: Source, name: ts.BindingName): string[] {
  const { ts } = source;
  if (ts.isIdentifier(name)) return [name.text];
  return name.elements.flatMap((element) =>
    ts.isBindingElement(element) ? bindingNames(source, element.name) : [],
  );
}

function exportKeyword(source: Source, statement: Exportable): ts.Node | undefined {
  return statement.modifiers?.find(({ kind }) => kind === source.ts.SyntaxKind.ExportKeyword);
}

/** What exports `symbol` from elsewhere: entries of `export { … }` and `export default symbol`. */
export function exportEntries(
  source: Source,
  symbol: string,
): (ts.ExportSpecifier | ts.ExportAssignment)[] {
  const { ts } = source;
  return source.file.statements.flatMap(
    (statement): (ts.ExportSpecifier | ts.ExportAssignment)[] => {
      if (ts.isExportAssignment(statement)) {
        const { expression } = statement;
        return ts.isIdentifier(expression) && expression.text === symbol ? [statement] : [];
      }
      if (!ts.isExportDeclaration(statement)) return [];
      const { exportClause } = statement;
      if (exportClause === undefined || !ts.isNamedExports(exportClause)) return [];
      return exportClause.elements.filter(
        ({ name, propertyName }) => (propertyName ?? name).text === symbol,
      );
    },
  );
}

function notAtTopLevel(source: Source, symbol: string): OperationRefused {
  const declarations = findDeclarations(source);
  const other = declarations.find(({ name }) => name === symbol);
  if (other === undefined) {
    return notFound(
      'declaration',
      symbol,
      declarations.map(({ name }) => name),
    );
  }
  const lines = [startLine(source, other.nameNode)];
  const reason = other.sort === 'import' ? 'is an import' : 'is not declared at the top level';
  const message = `\`${symbol}\` (${describeLines(lines)}) ${reason}, so it cannot carry \`export\`.`;
  return new OperationRefused('not-applicable', message, { lines });
}

/** @throws OperationRefused where the file is a CommonJS module, which `export` would break */
function requireEsModule(source: Source): void {
  const { ts } = source;
  const line = commonJsLine(source);
  const isEsModule = source.file.statements.some(
    (statement) =>
      ts.isImportDeclaration(statement) ||
      ts.isExportDeclaration(statement) ||
      (ts.canHaveModifiers(statement) &&
        statement.modifiers?.some(({ kind }) => kind === ts.SyntaxKind.ExportKeyword)),
  );
  if (line === undefined || (isEsModule && source.typed)) return;
  const message = `This is a CommonJS module (${describeLines([line])}); \`export\` does not work in it.`;
  throw new OperationRefused('not-applicable', message, { lines: [line] });
}

/** The first line that says `module.exports`, `exports.x =` or `export =`. */
function commonJsLine(source: Source): LineIndex | undefined {
  const { ts } = source;
  let line: LineIndex | undefined;
  walk(source, (node) => {
    const isExportsObject =
      ts.isPropertyAccessExpression(node) &&
      ts.isIdentifier(node.expression) &&
      ((node.expression.text === 'module' && node.name.text === 'exports') ||
        (node.expression.text === 'exports' && isAssigned(source, node)));
    const isExportEquals = ts.isExportAssignment(node) && node.isExportEquals === true;
    if (isExportsObject || isExportEquals) line ??= startLine(source, node);
  });
  return line;
}

function isAssigned(source: Source, node: ts.Node): boolean {
  const { parent } = node;
  return (
    source.ts.isBinaryExpression(parent) &&
    parent.left === node &&
    parent.operatorToken.kind === source.ts.SyntaxKind.EqualsToken
  );
}

/** @throws OperationRefused where the statement declares other names, too, which would share the change */
function requireAlone(source: Source, statement: Exportable, symbol: string): void {
  const others = (declaredNames(source, statement) ?? []).filter((name) => name !== symbol);
  if (others.length === 0) return;
  const names = others.map((name) => `\`${name}\``).join(', ');
  const lines = [startLine(source, statement)];
  const message = `\`${symbol}\` is declared together with ${names} (${describeLines(lines)}); separate them first.`;
  throw new OperationRefused('not-applicable', message, { lines });
}

/** Where `export` goes: after decorators, before everything else. */
function exportPosition(source: Source, statement: Exportable): number {
  const { ts, file } = source;
  const decorator = statement.modifiers?.findLast((modifier) => ts.isDecorator(modifier));
  if (decorator === undefined) return statement.getStart(file);
  return skipTrivia(source, decorator.end);
}

/** `export` and a `default` after it, with the space behind them. */
function removeExportKeyword(source: Source, statement: Exportable): TextEdit {
  const { ts, file } = source;
  const keyword = exportKeyword(source, statement)!;
  const fallback = statement.modifiers?.find(({ kind }) => kind === ts.SyntaxKind.DefaultKeyword);
  const last = fallback ?? keyword;
  return { start: keyword.getStart(file), end: skipSpaces(source, last.end), text: '' };
}

/** Takes entries out of their lists; a list that becomes empty goes with its statement and line. */
export function removeEntries(
  source: Source,
  entries: readonly (ts.ExportSpecifier | ts.ExportAssignment)[],
): TextEdit[] {
  const { ts } = source;
  return entries.map((entry): TextEdit => {
    if (ts.isExportAssignment(entry)) return removeStatement(source, entry);
    const { elements } = entry.parent;
    const lines = [startLine(source, entry.parent.parent)];
    if (elements.filter((element) => entries.includes(element)).length > 1) {
      const message = `${describeLines(lines)} exports it more than once; that must be untangled by hand.`;
      throw new OperationRefused('not-applicable', capitalized(message), { lines });
    }
    if (elements.length === 1) return removeStatement(source, entry.parent.parent);
    const index = elements.indexOf(entry);
    const next = elements[index + 1];
    const previous = elements[index - 1];
    const start = entry.getStart(source.file);
    if (next) return { start, end: next.getStart(source.file), text: '' };
    return { start: previous?.end ?? start, end: entry.end, text: '' };
  });
}

function capitalized(sentence: string): string {
  return sentence.charAt(0).toUpperCase() + sentence.slice(1);
}

/** Removes a statement with the rest of its line, where that is blank. */
function removeStatement(source: Source, statement: ts.Statement): TextEdit {
  const start = statement.getStart(source.file);
  const rest = /^[ \t]*(?:\r?\n|$)/.exec(source.text.slice(statement.end));
  const alone = /(?:^|\n)[ \t]*$/.test(source.text.slice(0, start));
  return { start, end: statement.end + (rest && alone ? rest[0].length : 0), text: '' };
}

function skipSpaces(source: Source, position: number): number {
  return position + /^[ \t]*/.exec(source.text.slice(position))![0].length;
}

/** The next token after white space and comments. */
function skipTrivia(source: Source, position: number): number {
  const { ts, text } = source;
  const scanner = ts.createScanner(ts.ScriptTarget.Latest, true, ts.LanguageVariant.Standard, text);
  scanner.resetTokenState(position);
  scanner.scan();
  return scanner.getTokenStart();
}
