/**
 * add-import: a name from a module. It joins the module's import where there is one, else gets a line of its
 * own below the last import, or at the top of the file. A CommonJS module gets a `require`.
 */
import type ts from 'typescript';
import { findComments } from '../code/comments.ts';
import { findDeclarations, nameText } from '../code/declarations.ts';
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
  requireNew(source, name, module, same);
  const list = same.map((node) => namedImports(source, node)).find((named) => named !== undefined);
  if (list) return [intoList(source, list, name)];
  const last = imports.at(-1);
  const quote = last ? source.text[last.moduleSpecifier.getStart(file)]! : preferredQuote(source);
  const from = `${quote}${module}${quote}`;
  const semicolon = usesSemicolons(source) ? ';' : '';
  if (!last && isCommonJs(source)) {
    const required = file.statements.filter((statement) => isRequire(source, statement));
    return [ownLine(source, required.at(-1), `const { ${name} } = require(${from})${semicolon}`)];
  }
  return [ownLine(source, last, `import { ${name} } from ${from}${semicolon}`)];
}

/** @throws OperationRefused where the module is imported so already, or the name means something else */
function requireNew(
  source: Source,
  name: string,
  module: string,
  same: readonly ts.ImportDeclaration[],
): void {
  const own = findDeclarations(source).find(
    (other) => other.name === name && other.scope === source.file && other.member === 'none',
  );
  if (own === undefined) return;
  const lines = [startLine(source, own.nameNode)];
  const isSame = same.some(({ pos, end }) => pos <= own.nameNode.pos && own.nameNode.end <= end);
  const message = isSame
    ? `\`${name}\` is already imported from \`${module}\` (${describeLines(lines)}).`
    : `\`${name}\` already means something else (${describeLines(lines)}).`;
  throw new OperationRefused(isSame ? 'already-done' : 'not-applicable', message, { lines });
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

/** At the end of `{ a, b }`, on its own line where each name has one. */
function intoList(source: Source, { elements }: ts.NamedImports, name: string): TextEdit {
  const last = elements.at(-1)!;
  const line = startLine(source, last);
  const isOwnLine =
    source.text.slice(source.offsets[line], last.getStart(source.file)).trim() === '';
  if (!isOwnLine) return insertion(last.end, `, ${name}`);
  return insertion(last.end, `,\n${indentOf(source, line)}${name}`);
}

/** On a line of its own: below `last`, or above the first code of the file. */
function ownLine(source: Source, last: ts.Statement | undefined, written: string): TextEdit {
  if (last) {
    const { document, offsets } = source;
    const line = lineOf(source, last.end - 1);
    return insertion(offsets[line]! + document.lines[line]!.length, `\n${written}`);
  }
  const place = headEnd(source);
  const isBlank = /^\s*(?:\n|$)/.test(source.text.slice(place).split('\n')[0]!);
  return insertion(place, isBlank ? `${written}\n` : `${written}\n\n`);
}

/** Where the code begins: behind a shebang, a comment that a blank line follows, and directives. */
function headEnd(source: Source): number {
  const { ts, file, text, offsets } = source;
  const lineAfter = (position: number) => offsets[lineOf(source, position) + 1] ?? text.length;
  let place = text.startsWith('#!') ? lineAfter(0) : 0;
  for (const { start, end } of findComments(source)) {
    const isHead = text.slice(place, start).trim() === '';
    if (!isHead || !/^[ \t]*\r?\n[ \t]*\r?\n/.test(text.slice(end))) break;
    const gap = /^\s*/.exec(text.slice(end))![0].length;
    place = offsets[lineOf(source, end + gap)]!;
  }
  for (const statement of file.statements) {
    const isDirective =
      ts.isExpressionStatement(statement) && ts.isStringLiteral(statement.expression);
    if (!isDirective) break;
    place = Math.max(place, lineAfter(statement.end - 1));
  }
  return place;
}

function isCommonJs(source: Source): boolean {
  const { ts, file, text } = source;
  if (file.statements.some((node) => ts.isExportDeclaration(node) || ts.isExportAssignment(node))) {
    return false;
  }
  const exports = (statement: ts.Statement) =>
    ts.canHaveModifiers(statement) &&
    statement.modifiers?.some(({ kind }) => kind === ts.SyntaxKind.ExportKeyword);
  if (file.statements.some(exports)) return false;
  return /\brequire\s*\(|\bmodule\.exports\b/.test(text);
}

/** Whether a statement is `const x = require(…)`. */
function isRequire(source: Source, statement: ts.Statement): boolean {
  const { ts } = source;
  if (!ts.isVariableStatement(statement)) return false;
  const [first] = statement.declarationList.declarations;
  const value = first?.initializer;
  if (value === undefined || !ts.isCallExpression(value)) return false;
  return ts.isIdentifier(value.expression) && value.expression.text === 'require';
}
