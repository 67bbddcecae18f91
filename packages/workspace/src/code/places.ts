/**
 * The places in a file that an operation can be given by their line: conditions, operators, chains, calls,
 * comments, imports, statements. Takes a parsed source, gives each with the texts by which an instruction
 * may call it and the names of what stands around it.
 */
import type { LineContent, LineIndex } from '@wick/edits';
import type ts from 'typescript';
import { type Comment, findComments } from './comments.ts';
import { findConcatenations } from './concatenations.ts';
import { findDeclarations, nameText } from './declarations.ts';
import { findFunctions } from './functions.ts';
import { findGuardedAccesses } from './guards.ts';
import { lineOf, type Source, walk } from './source.ts';

/** What a place holds; literals are listed by themselves (literals.ts). */
export type PlaceContent = Exclude<LineContent, 'literal'>;

export interface Place {
  readonly holds: PlaceContent;
  readonly line: LineIndex;
  /** What an instruction may say to mean it: a condition's source, an operator, a callee, a comment's words, … */
  readonly texts: readonly string[];
  /** Names of the functions, classes and types around it, the innermost first. */
  readonly scopes: readonly string[];
}

/** All places of the file; those of one sort in the order of the text. */
export function findPlaces(source: Source): Place[] {
  const { ts, file } = source;
  const places: Place[] = [];
  const scopesOf = scopeFinder(source);
  const add = (
    holds: PlaceContent,
    position: number,
    node: ts.Node,
    texts: readonly (string | undefined)[],
  ) => {
    const line = lineOf(source, position);
    const said = texts.filter((text) => text !== undefined && text !== '') as string[];
    places.push({ holds, line, texts: said, scopes: scopesOf(node) });
  };
  const names = namesByStatement(source);
  walk(source, (node) => {
    const start = node.getStart(file);
    if (ts.isBinaryExpression(node)) {
      const operator = node.operatorToken.getText(file);
      const position = node.operatorToken.getStart(file);
      if (operator !== ',') add('operator', position, node, [operator]);
      if (operator === '==' || operator === '!=') add('equality', position, node, [operator]);
    } else if (ts.isIfStatement(node)) {
      const condition = node.expression.getText(file);
      add('condition', node.expression.getStart(file), node, [condition]);
      if (node.elseStatement) add('branches', start, node, [condition]);
    } else if (ts.isCallExpression(node)) {
      const line = lineOf(source, start);
      const callees = calleeNames(source, node);
      const isSuper = node.expression.kind === ts.SyntaxKind.SuperKeyword;
      // An argument cannot spell a callee over several lines.
      if (!isSuper && lineOf(source, node.expression.end - 1) === line) {
        add('callable', start, node, callees);
      }
      const isOneLine = lineOf(source, node.end - 1) === line;
      if (isOneLine && node.arguments.length === 2) add('swappable', start, node, callees);
    } else if (ts.isImportDeclaration(node)) {
      add('import', start, node, [
        nameText(source, node.moduleSpecifier),
        ...importedNames(source, node),
      ]);
    }
    if (isLineStart(source, start) && isStatementLike(source, node)) {
      add('statement', start, node, names.get(node) ?? []);
    }
    if (ts.isExpressionStatement(node)) {
      let inner = node.expression;
      while (ts.isAwaitExpression(inner) || ts.isVoidExpression(inner)) inner = inner.expression;
      if (ts.isCallExpression(inner)) add('call', start, node, calleeNames(source, inner));
    }
  });
  for (const { node, lines, operands } of findConcatenations(source)) {
    const texts = operands.flatMap((operand) => nameText(source, operand)?.trim() ?? []);
    for (const line of lines) {
      places.push({ holds: 'concatenation', line, texts, scopes: scopesOf(node) });
    }
  }
  for (const { node, lines, guards, last } of findGuardedAccesses(source)) {
    const operands = [...guards.flatMap((guard) => guard.operands), last];
    const texts = operands.map((operand) => operand.getText(file));
    for (const line of lines) places.push({ holds: 'chain', line, texts, scopes: scopesOf(node) });
  }
  for (const comment of findComments(source).filter(({ ownsItsLines }) => ownsItsLines)) {
    const texts = [wordsOf(source, comment)];
    const scopes = scopesAround(source, names, scopesOf, comment.end);
    const last = lineOf(source, comment.end - 1);
    for (let line = lineOf(source, comment.start); line <= last; line++) {
      places.push({ holds: 'comment', line, texts, scopes });
    }
  }
  return places;
}

/** `console.log` and `log` for a call of `console.log`. */
function calleeNames(source: Source, { expression }: ts.CallExpression): string[] {
  const whole = expression.getText(source.file);
  const last = source.ts.isPropertyAccessExpression(expression) ? expression.name.text : undefined;
  return last === undefined || last === whole ? [whole] : [whole, last];
}

function importedNames(source: Source, node: ts.ImportDeclaration): string[] {
  const { ts } = source;
  const clause = node.importClause;
  const bindings = clause?.namedBindings;
  const named =
    bindings === undefined
      ? []
      : ts.isNamespaceImport(bindings)
        ? [bindings.name.text]
        : bindings.elements.map(({ name }) => name.text);
  return [...(clause?.name ? [clause.name.text] : []), ...named];
}

/** Whether only white space stands before `position` on its line. */
function isLineStart(source: Source, position: number): boolean {
  const line = lineOf(source, position);
  return source.text.slice(source.offsets[line], position).trim() === '';
}

function isStatementLike(source: Source, node: ts.Node): boolean {
  const { ts } = source;
  if (ts.isBlock(node)) return false;
  return ts.isStatement(node) || ts.isClassElement(node) || ts.isTypeElement(node);
}

/** The names that a statement or member declares. */
function namesByStatement(source: Source): Map<ts.Node, string[]> {
  const { ts } = source;
  const names = new Map<ts.Node, string[]>();
  for (const { node, name } of findDeclarations(source)) {
    const holder =
      ts.isVariableDeclaration(node) && ts.isVariableDeclarationList(node.parent)
        ? node.parent.parent
        : node;
    names.set(holder, [...(names.get(holder) ?? []), name]);
  }
  return names;
}

/** Gives for a node the names of what it stands in. */
function scopeFinder(source: Source): (node: ts.Node) => readonly string[] {
  const { ts } = source;
  const names = new Map<ts.Node, string>();
  for (const { node, name } of findFunctions(source)) names.set(node, name);
  for (const { node, name, sort } of findDeclarations(source)) {
    if (['class', 'interface', 'type', 'enum', 'namespace'].includes(sort)) names.set(node, name);
  }
  return (node) => {
    const found: string[] = [];
    for (let outer = node.parent; outer && !ts.isSourceFile(outer); outer = outer.parent) {
      const name = names.get(outer);
      if (name !== undefined) found.push(name);
    }
    return found;
  };
}

/** A comment's words, without what marks it as one. */
function wordsOf({ text }: Source, { start, end }: Comment): string {
  return text
    .slice(start, end)
    .replace(/^\/[/*]+!?|\*\/$/g, '')
    .trim();
}

/** The names of the code that a comment stands in or right above, the innermost first. */
function scopesAround(
  source: Source,
  names: ReadonlyMap<ts.Node, readonly string[]>,
  scopesOf: (node: ts.Node) => readonly string[],
  position: number,
): readonly string[] {
  const { ts, file } = source;
  let innermost: ts.Node = file;
  const found: string[] = [];
  const visit = (node: ts.Node): void => {
    if (node.pos > position || node.end < position) return;
    innermost = node;
    found.unshift(...(names.get(node) ?? []));
    ts.forEachChild(node, visit);
  };
  ts.forEachChild(file, visit);
  return [...new Set([...found, ...scopesOf(innermost)])];
}
