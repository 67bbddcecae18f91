/**
 * add-import: a name from a module. It joins the module's import where there is one, else gets a line of its
 * own below the last import, or at the top of the file. A CommonJS module gets a `require`.
 */
import type ts from 'typescript';
import { findComments } from '../code/comments.ts';
import { type Declaration, findDeclarations, nameText } from '../code/declarations.ts';
import { requireBindingName } from '../code/names.ts';
import { OperationRefused } from '../code/refusal.ts';
import {
  describeLines,
  indentOf,
  lineOf,
  preferredQuote,
  type Source,
  startLine,
  usesSemicolons,
  walk,
} from '../code/source.ts';
import { insertion } from './edits.ts';
import type { TextEdit } from './result.ts';
import type { Arguments, Transforms } from './transform.ts';

export const importTransforms: Transforms = { 'add-import': addImport };

function addImport(source: Source, args: Arguments): TextEdit[] {
  const { ts, file } = source;
  const name = args.text('name');
  const module = args.text('module').trim();
  requireBindingName(source, name);
  if (module === '' || /['"`\\\n\r]/.test(module)) {
    throw new OperationRefused('not-applicable', `\`${module}\` is not the name of a module.`);
  }
  const imports = file.statements.filter((statement) => ts.isImportDeclaration(statement));
  const same = imports.filter((node) => nameText(source, node.moduleSpecifier) === module);
  requireNew(source, name, module);
  const list = same.map((node) => namedImports(source, node)).find((named) => named !== undefined);
  if (list) return intoList(source, list, name);
  const example = imports.at(-1)?.moduleSpecifier.getStart(file);
  const quote = example === undefined ? preferredQuote(source) : source.text[example]!;
  const from = `${quote}${module}${quote}`;
  const semicolon = usesSemicolons(source) ? ';' : '';
  if (isCommonJs(source)) {
    const last = file.statements.findLast((statement) => isRequire(source, statement));
    return [ownLine(source, last, `const { ${name} } = require(${from})${semicolon}`)];
  }
  const last = file.statements.findLast((statement) => isImport(source, statement));
  return [ownLine(source, last, `import { ${name} } from ${from}${semicolon}`)];
}

/** @throws OperationRefused where the module is imported so already, or the name means something else */
function requireNew(source: Source, name: string, module: string): void {
  const own = findDeclarations(source).find(
    (other) => other.name === name && other.scope === source.file && other.member === 'none',
  );
  if (own === undefined) return;
  const lines = [startLine(source, own.nameNode)];
  const isSame = isFrom(source, own, module);
  const message = isSame
    ? `\`${name}\` is already imported from \`${module}\` (${describeLines(lines)}).`
    : `\`${name}\` already means something else (${describeLines(lines)}).`;
  throw new OperationRefused(isSame ? 'already-done' : 'not-applicable', message, { lines });
}

/** Whether a declaration gets the module's export of the same name, or its default export. */
function isFrom(source: Source, { name, node }: Declaration, module: string): boolean {
  const { ts } = source;
  const isEntry = ts.isImportSpecifier(node) || ts.isBindingElement(node);
  if (isEntry && node.propertyName && nameText(source, node.propertyName) !== name) return false;
  if (ts.isBindingElement(node)) {
    const { initializer } = ts.walkUpBindingElementsAndPatterns(node);
    const isCall = initializer && ts.isCallExpression(initializer);
    if (!isCall || !requires(source, initializer)) return false;
    const [specifier] = initializer.arguments;
    return specifier !== undefined && nameText(source, specifier) === module;
  }
  const declaration = ts.findAncestor(node, ts.isImportDeclaration);
  return declaration !== undefined && nameText(source, declaration.moduleSpecifier) === module;
}

/** The list of names that values can join; undefined for `import type`, `import * as` and the like. */
function namedImports(source: Source, node: ts.ImportDeclaration): ts.NamedImports | undefined {
  const { ts } = source;
  const { importClause } = node;
  if (importClause === undefined || importClause.isTypeOnly) return undefined;
  const { namedBindings } = importClause;
  const isList = namedBindings !== undefined && ts.isNamedImports(namedBindings);
  return isList && namedBindings.elements.length > 0 ? namedBindings : undefined;
}

/** At the end of `{ a, b }`, on its own line where the last name has one; that keeps its comment. */
function intoList(source: Source, { elements }: ts.NamedImports, name: string): TextEdit[] {
  const { ts, file, text, offsets } = source;
  const { hasTrailingComma, end: listEnd } = elements;
  const last = elements.at(-1)!;
  const line = startLine(source, last);
  const isOwnLine = text.slice(offsets[line], last.getStart(file)).trim() === '';
  if (!isOwnLine) return [insertion(last.end, `, ${name}`)];
  const place = hasTrailingComma ? listEnd : last.end;
  const end = ts.getTrailingCommentRanges(text, place)?.at(-1)?.end ?? place;
  const written = `\n${indentOf(source, line)}${name}`;
  return hasTrailingComma
    ? [insertion(end, `${written},`)]
    : [insertion(last.end, ','), insertion(end, written)];
}

/** On a line of its own: below `last`, or above the first code of the file. */
function ownLine(source: Source, last: ts.Statement | undefined, written: string): TextEdit {
  const { document, offsets, text } = source;
  if (last) {
    const line = lineOf(source, last.end - 1);
    return insertion(offsets[line]! + document.lines[line]!.length, `\n${written}`);
  }
  const place = headEnd(source);
  const before = place > 0 && text[place - 1] !== '\n' ? '\n' : '';
  const isBlank = text.slice(place).split('\n')[0]!.trim() === '';
  return insertion(place, `${before}${written}${isBlank ? '\n' : '\n\n'}`);
}

/** Where the code begins: behind a shebang, comments that a blank line follows, and directives. */
function headEnd(source: Source): number {
  const { ts, file, text, offsets } = source;
  const lineAfter = (position: number) => offsets[lineOf(source, position) + 1] ?? text.length;
  let place = text.startsWith('#!') ? lineAfter(0) : 0;
  let reached = place;
  for (const { start, end } of findComments(source)) {
    if (text.slice(reached, start).trim() !== '') break;
    reached = end;
    const blank = /^[ \t]*\r?\n\s*\n/.exec(text.slice(end));
    if (blank) place = end + blank[0].length;
    else if (FOR_COMPILER.test(text.slice(start, end))) place = lineAfter(end - 1);
  }
  for (const statement of file.statements) {
    const isDirective =
      ts.isExpressionStatement(statement) && ts.isStringLiteral(statement.expression);
    if (!isDirective) break;
    place = Math.max(place, lineAfter(statement.end - 1));
  }
  return place;
}

/** Comments that mean something only before all code. */
const FOR_COMPILER = /^\/\/(?:\/\s*<|\s*@ts-(?:no)?check\b)/;

/** Whether `import` would not do here: the file says `require` or `module.exports`, or its name says so. */
function isCommonJs(source: Source): boolean {
  const { ts, file, path } = source;
  if (/\.m[jt]s$/i.test(path)) return false;
  if (/\.cjs$/i.test(path)) return true;
  const isExported = (statement: ts.Statement) =>
    ts.canHaveModifiers(statement) &&
    statement.modifiers?.some(({ kind }) => kind === ts.SyntaxKind.ExportKeyword);
  const isModule = file.statements.some(
    (statement) =>
      isImport(source, statement) ||
      ts.isExportDeclaration(statement) ||
      ts.isExportAssignment(statement) ||
      isExported(statement),
  );
  if (isModule) return false;
  let found = false;
  walk(source, (node) => {
    const isExports =
      ts.isPropertyAccessExpression(node) && /^(?:module\.)?exports\b/.test(node.getText(file));
    found ||= isExports || (ts.isCallExpression(node) && requires(source, node));
  });
  return found;
}

function isImport(source: Source, statement: ts.Statement): boolean {
  const { ts } = source;
  return ts.isImportDeclaration(statement) || ts.isImportEqualsDeclaration(statement);
}

/** Whether a statement is `const x = require(…)` or `require(…)`, or goes on from there: `require(…).y`. */
function isRequire(source: Source, statement: ts.Statement): boolean {
  const { ts } = source;
  if (ts.isExpressionStatement(statement)) return requires(source, statement.expression);
  if (!ts.isVariableStatement(statement)) return false;
  const { declarations } = statement.declarationList;
  return declarations.some(({ initializer }) => initializer && requires(source, initializer));
}

function requires(source: Source, expression: ts.Expression): boolean {
  const { ts } = source;
  if (ts.isPropertyAccessExpression(expression)) return requires(source, expression.expression);
  if (!ts.isCallExpression(expression)) return false;
  const callee = expression.expression;
  return ts.isIdentifier(callee) ? callee.text === 'require' : requires(source, callee);
}
