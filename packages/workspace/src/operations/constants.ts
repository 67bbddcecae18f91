/**
 * extract-constant: a constant above the statement of the module that holds a literal, used in the literal's
 * place. Where code further up may call a function that holds it, the constant stands above that code.
 */
import type { LineIndex } from '@wick/edits';
import type ts from 'typescript';
import { findDeclarations } from '../code/declarations.ts';
import { findLiterals, type Literal } from '../code/literals.ts';
import { requireBindingName } from '../code/names.ts';
import { OperationRefused } from '../code/refusal.ts';
import {
  describeLines,
  indentOf,
  lineOf,
  preferredQuote,
  type Source,
  startLine,
  walk,
} from '../code/source.ts';
import { insertion } from './edits.ts';
import { literalsOnLine, notOnLine } from './literals.ts';
import { declaredNames } from './modules.ts';
import { needsSemicolon } from './prologue.ts';
import { startWithComments } from './removals.ts';
import type { TextEdit } from './result.ts';
import type { Arguments, Transforms } from './transform.ts';

export const constantTransforms: Transforms = { 'extract-constant': extractConstant };

/** A literal with its node in the tree; template pieces and texts of elements have none. */
interface Place {
  readonly literal: Literal;
  readonly node: ts.Node | undefined;
}

function extractConstant(source: Source, args: Arguments): TextEdit[] {
  const line = args.line('line');
  const wanted = args.text('literal');
  const name = args.text('name');
  requireBindingName(source, name);
  const places = findPlaces(source, line, wanted, name);
  requireFree(source, name);
  const usable = places.flatMap(({ literal, node }) =>
    node && problemOf(source, literal, node) === undefined ? [{ literal, node }] : [],
  );
  const [first] = usable;
  if (first === undefined) {
    const { literal, node } = places[0]!;
    const message = `\`${literal.text}\` on line ${line + 1} ${problemOf(source, literal, node)}.`;
    throw new OperationRefused('not-applicable', message, { lines: [line] });
  }
  const written = `const ${name} = ${valueText(source, first.literal, first.node)}`;
  const statement = statementOf(source, first.node);
  return [
    declaration(source, firstUser(source, statement), written),
    ...usable.map(({ literal, node }) => use(source, literal, node, name)),
  ];
}

/** All literals on the line that have the value of the one that is meant. */
function findPlaces(source: Source, line: LineIndex, wanted: string, name: string): Place[] {
  const [first] = literalsOnLine(source, line, wanted);
  if (first) {
    const same = findLiterals(source).filter(
      ({ line: place, kind, value }) =>
        place === line && kind === first.kind && value === first.value,
    );
    return same.map((literal) => ({ literal, node: nodeOf(source, literal) }));
  }
  const constant = findDeclarations(source).find((other) => other.name === name)?.node;
  const value = constant && source.ts.isVariableDeclaration(constant) && constant.initializer;
  const isDone =
    value &&
    literalsOnLine(source, startLine(source, value), wanted).some(
      ({ start }) => start === value.getStart(source.file),
    );
  if (!isDone) throw notOnLine(source, line, wanted);
  const lines = [startLine(source, constant)];
  const message = `\`${wanted}\` is already the value of \`${name}\` (${describeLines(lines)}), and not on line ${line + 1}.`;
  throw new OperationRefused('already-done', message, { lines });
}

/** The innermost node that is exactly the literal. */
function nodeOf(source: Source, { kind, start, end }: Literal): ts.Node | undefined {
  if (kind === 'template' || kind === 'jsx-text') return undefined;
  let found: ts.Node | undefined;
  walk(source, (node) => {
    if (node.end === end && node.getStart(source.file) === start) found = node;
  });
  return found;
}

/** @throws OperationRefused where the name means something in this file */
function requireFree(source: Source, name: string): void {
  const { ts } = source;
  const declared = findDeclarations(source).find(
    (other) => other.name === name && other.member === 'none',
  );
  let used = declared?.nameNode;
  walk(source, (node) => {
    if (ts.isIdentifier(node) && node.text === name && !isName(source, node)) used ??= node;
  });
  if (used === undefined) return;
  const lines = [startLine(source, used)];
  const what = declared ? 'declared' : 'used';
  const message = `\`${name}\` is already ${what} on ${describeLines(lines)}; the constant needs another name.`;
  throw new OperationRefused('not-applicable', message, { lines });
}

/** Whether a node is the name of a member, or of what its parent declares: not a value. */
function isName({ ts }: Source, node: ts.Node): boolean {
  const parent: ts.Node & { readonly name?: ts.Node; readonly propertyName?: ts.Node } =
    node.parent;
  if (ts.isShorthandPropertyAssignment(parent)) return false;
  return parent.name === node || parent.propertyName === node;
}

/** Why a literal cannot be a constant's name instead, as the end of a sentence; undefined where it can. */
function problemOf(
  source: Source,
  { kind, text }: Literal,
  node: ts.Node | undefined,
): string | undefined {
  const { ts, file } = source;
  if (kind === 'template') return 'is a part of a template literal';
  if (kind === 'jsx-text' || node === undefined) return 'is the text of an element';
  if (kind === 'regexp' && /\/[a-z]*[gy][a-z]*$/.test(text)) {
    return 'remembers where it matched last, so it cannot be shared';
  }
  const { parent } = node;
  if (ts.isComputedPropertyName(parent) && !ts.isObjectLiteralExpression(parent.parent.parent)) {
    return 'is the name of a member';
  }
  if (isName(source, node)) return 'is a name, not a value';
  const inside = (fits: (outer: ts.Node) => boolean) => ts.findAncestor(parent, fits) !== undefined;
  if (
    inside(
      (outer) =>
        ts.isImportDeclaration(outer) ||
        ts.isExportDeclaration(outer) ||
        ts.isExternalModuleReference(outer),
    )
  ) {
    return 'belongs to an import';
  }
  if (ts.isLiteralTypeNode(parent) || inside(ts.isTypeLiteralNode)) return 'is a part of a type';
  if (inside(ts.isEnumMember)) return 'is the value of an enum member';
  if (file.isDeclarationFile || inside((outer) => isAmbient(source, outer)))
    return 'belongs to a declaration without code';
  if (ts.isExpressionStatement(parent)) return 'is a directive';
  if (ts.isTaggedTemplateExpression(parent)) return 'is the template of a tag';
  if (ts.isCallExpression(parent) && /^(?:import|require)$/.test(parent.expression.getText(file))) {
    return 'is the path of a module';
  }
  const isConst = ts.isAssertionExpression(parent) && parent.type.getText(file) === 'const';
  if (isConst) return 'is made constant by `as const`, which only literals can be';
  if (
    source.typed &&
    ts.isBinaryExpression(parent) &&
    [parent.left, parent.right].some(ts.isTypeOfExpression)
  ) {
    return 'is compared with a `typeof`, which tells the type only beside a literal';
  }
  if (
    ts.isVariableDeclaration(parent) &&
    statementOf(source, node) === parent.parent.parent &&
    parent.parent.flags & ts.NodeFlags.Const
  ) {
    return `is already the value of the constant \`${parent.name.getText(file)}\``;
  }
  const isSpecial = ts.isJsxAttribute(parent) && /[&\\\n]/.test(text);
  return isSpecial ? 'has characters that mean something else outside of an element' : undefined;
}

function isAmbient({ ts }: Source, node: ts.Node): boolean {
  const modifiers = ts.canHaveModifiers(node) ? node.modifiers : undefined;
  return modifiers?.some(({ kind }) => kind === ts.SyntaxKind.DeclareKeyword) === true;
}

/** The literal as the value of a constant. */
function valueText(source: Source, { text }: Literal, node: ts.Node): string {
  if (!source.ts.isJsxAttribute(node.parent)) return text.replaceAll('\r\n', '\n');
  const content = text.slice(1, -1);
  const quote = preferredQuote(source);
  return content.includes(quote) ? text : quote + content + quote;
}

/** The constant's name in place of the literal. */
function use(source: Source, { start, end }: Literal, node: ts.Node, name: string): TextEdit {
  if (source.ts.isJsxAttribute(node.parent)) return { start, end, text: `{${name}}` };
  const before = /[\w$]/.test(source.text[start - 1] ?? '') ? ' ' : '';
  const after = /[\w$]/.test(source.text[end] ?? '') ? ' ' : '';
  return { start, end, text: before + name + after };
}

/** The statement of the module that a node is a part of. */
function statementOf({ ts, file }: Source, node: ts.Node): ts.Statement {
  const inFile = ts.findAncestor(node, (outer) => outer.parent === file);
  return inFile as ts.Statement;
}

/**
 * The first statement that may run code of `statement`: itself, unless that is a function, which can be called
 * further up, also by way of others.
 */
function firstUser(source: Source, statement: ts.Statement): ts.Statement {
  const { ts, file } = source;
  if (!ts.isFunctionDeclaration(statement)) return statement;
  const before = file.statements.slice(0, file.statements.indexOf(statement));
  const names = new Set(declaredNames(source, statement));
  const users = new Set<ts.Statement>();
  for (let known = 0; known < names.size + users.size; ) {
    known = names.size + users.size;
    for (const other of before) {
      if (users.has(other) || !mentions(source, other, names)) continue;
      users.add(other);
      for (const name of declaredNames(source, other) ?? []) names.add(name);
    }
  }
  return before.find((other) => users.has(other) && calls(source, other)) ?? statement;
}

function mentions(source: Source, root: ts.Node, names: ReadonlySet<string>): boolean {
  let found = false;
  const visit = (node: ts.Node) => {
    found ||= source.ts.isIdentifier(node) && names.has(node.text) && !isName(source, node);
  };
  walk(source, visit, root);
  return found;
}

/** Whether a statement calls something when it is reached, not only when a function in it is called. */
function calls({ ts }: Source, statement: ts.Statement): boolean {
  const visit = (node: ts.Node): boolean =>
    ts.isCallExpression(node) ||
    ts.isNewExpression(node) ||
    ts.isTaggedTemplateExpression(node) ||
    ts.isDecorator(node) ||
    (!ts.isFunctionLike(node) && ts.forEachChild(node, visit) === true);
  return visit(statement);
}

/** The declaration on a line of its own above a statement and the comments that belong to that. */
function declaration(source: Source, statement: ts.Statement, written: string): TextEdit {
  const { file, offsets, text } = source;
  const { statements } = file;
  const start = startWithComments(source, statement);
  const line = lineOf(source, start);
  const before = statements[statements.indexOf(statement) - 1];
  if (before && text.slice(offsets[line], start).trim() !== '') {
    return declaration(source, before, written);
  }
  const semicolon = needsSemicolon(source, statement) ? ';' : '';
  // A semicolon that begins the next line belongs to what stands there.
  const own = text.slice(start, statement.end).replace(/\s*;$/, '');
  const isShort = start === statement.getStart(file) && !own.includes('\n');
  return insertion(
    offsets[line]!,
    `${indentOf(source, line)}${written}${semicolon}\n${isShort ? '' : '\n'}`,
  );
}
