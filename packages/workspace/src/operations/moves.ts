/**
 * move-to-file, to-default-export and to-named-export: where a declaration stands and how others import it, by the
 * compiler's refactorings; the imports of other files follow.
 */
import { readdirSync } from 'node:fs';
import { basename, extname, relative, resolve } from 'node:path';
import type ts from 'typescript';
import { findDeclarations } from '../code/declarations.ts';
import { notFound } from '../code/functions.ts';
import { OperationRefused } from '../code/refusal.ts';
import { describeLines, type Source, startLine } from '../code/source.ts';
import { isCode } from '../code/typescript.ts';
import { folderOf, type LanguageTools, type Rewrite } from '../project/language-tools.ts';
import type { TextEdit } from './result.ts';
import type { Arguments, Transforms } from './transform.ts';

export const moveTransforms: Transforms = {
  'move-to-file': moveToFile,
  'to-default-export': toDefaultExport,
  'to-named-export': toNamedExport,
};

function moveToFile(source: Source, args: Arguments, makeTools: () => LanguageTools): Rewrite {
  const symbol = args.text('symbol');
  const tools = makeTools();
  const statement = topLevelStatement(source, symbol);
  const targetFile = targetOf(tools, args.textOrEmpty('target').trim(), symbol);
  if (targetFile === tools.path) {
    const message = `\`${symbol}\` is in that file already.`;
    throw new OperationRefused('already-done', message, { lines: [startLine(source, statement)] });
  }
  const twin = filesIn(folderOf(targetFile)).find(
    (name) =>
      name !== basename(targetFile) && name.toLowerCase() === basename(targetFile).toLowerCase(),
  );
  if (twin !== undefined) {
    const message = `There is a file ${twin} beside ${basename(targetFile)}, and not all systems tell them apart; name another file to move \`${symbol}\` to.`;
    throw new OperationRefused('not-applicable', message);
  }
  const range = { start: statement.getStart(source.file), end: statement.end };
  const name = 'Move to file';
  const { edits, others } = tools.refactor(source.text, { name, action: name, range, targetFile });
  return { edits: withoutEmptyStart(source.text, edits), others };
}

/** Where the first lines go, the empty ones behind them go, too. */
function withoutEmptyStart(text: string, edits: readonly TextEdit[]): readonly TextEdit[] {
  return edits.map((edit) => {
    if (edit.start > 0 || edit.text !== '') return edit;
    const isFree = (at: number) => edits.every(({ start, end }) => at < start || end <= at);
    let { end } = edit;
    while (/[\r\n]/.test(text[end] ?? '') && isFree(end)) end++;
    return { ...edit, end };
  });
}

/**
 * Absolute path of the file to move to: as it is said, beside the file or from the project's folder; where nothing is
 * said, a new file that is called after the symbol, in the way of its neighbours.
 */
function targetOf({ path, root }: LanguageTools, said: string, symbol: string): string {
  const folder = folderOf(path);
  const ending = extname(path);
  const wanted = said === '' ? fileNameFor(symbol, folder) : said;
  const named = isCode(wanted) ? wanted : `${wanted}${ending}`;
  const isFromRoot = /^[^./].*\//.test(named) && named.split('/')[0] !== '..';
  const target = resolve(isFromRoot ? root : folder, named).replaceAll('\\', '/');
  if (!relative(root, target).startsWith('..')) return target;
  const message = `${named} lies outside the project's folder, so nothing is moved there.`;
  throw new OperationRefused('not-applicable', message);
}

/** parse-header where the folder's files are called so, else parseHeader. */
function fileNameFor(symbol: string, folder: string): string {
  const kebab = symbol.replaceAll(/(?<=[a-z\d])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])/g, '-');
  const neighbours = filesIn(folder).filter(isCode);
  const hasKebab = neighbours.some((name) => /^[a-z\d]+-[a-z\d-]+\./.test(name));
  return hasKebab ? kebab.replaceAll('_', '-').toLowerCase() : symbol;
}

function filesIn(folder: string): readonly string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}

function toDefaultExport(source: Source, args: Arguments, tools: () => LanguageTools): Rewrite {
  const { ts } = source;
  const { SyntaxKind } = ts;
  const symbol = args.text('symbol');
  const statement = topLevelStatement(source, symbol);
  const lines = [startLine(source, statement)];
  if (hasModifier(ts, statement, SyntaxKind.DefaultKeyword)) {
    const message = `\`${symbol}\` (${describeLines(lines)}) is the default export already.`;
    throw new OperationRefused('already-done', message, { lines });
  }
  if (!hasModifier(ts, statement, SyntaxKind.ExportKeyword)) {
    const message = `\`${symbol}\` (${describeLines(lines)}) is not exported where it is declared.`;
    throw new OperationRefused('not-applicable', message, { lines });
  }
  return convertExport(source, statement, tools());
}

function toNamedExport(source: Source, args: Arguments, tools: () => LanguageTools): Rewrite {
  const { ts, file } = source;
  const { SyntaxKind } = ts;
  const symbol = args.text('symbol');
  const statement = topLevelStatement(source, symbol);
  const lines = [startLine(source, statement)];
  // `export default load;` further down.
  const assignment = file.statements.find(
    (other) =>
      ts.isExportAssignment(other) &&
      !other.isExportEquals &&
      ts.isIdentifier(other.expression) &&
      other.expression.text === symbol,
  );
  const isDefault = hasModifier(ts, statement, SyntaxKind.DefaultKeyword);
  if (assignment || isDefault) return convertExport(source, assignment ?? statement, tools());
  const isExported = hasModifier(ts, statement, SyntaxKind.ExportKeyword);
  const state = isExported ? 'is a named export already' : 'is not the default export';
  const message = `\`${symbol}\` (${describeLines(lines)}) ${state}.`;
  const reason = isExported ? 'already-done' : 'not-applicable';
  throw new OperationRefused(reason, message, { lines });
}

/** The refactoring knows itself from which to which. */
function convertExport(source: Source, statement: ts.Statement, tools: LanguageTools): Rewrite {
  const range = { start: statement.getStart(source.file), end: statement.end };
  const [name, action] = ['Convert export', 'Convert '];
  return tools.refactor(source.text, { name, action, range });
}

/** The statement of the top level that declares the symbol. */
function topLevelStatement(source: Source, symbol: string): ts.Statement {
  const { file } = source;
  const top = findDeclarations(source).filter(
    ({ scope, sort }) => scope === file && sort !== 'import',
  );
  const declared = top.find(({ name }) => name === symbol);
  const statement = file.statements.find(
    ({ pos, end }) => declared && pos <= declared.node.pos && declared.node.end <= end,
  );
  if (statement) return statement;
  throw notFound(
    'declaration of the top level',
    symbol,
    top.map(({ name }) => name),
  );
}

function hasModifier(compiler: Source['ts'], node: ts.Node, kind: ts.SyntaxKind): boolean {
  const modifiers = compiler.canHaveModifiers(node) ? compiler.getModifiers(node) : undefined;
  return modifiers?.some((modifier) => modifier.kind === kind) ?? false;
}
