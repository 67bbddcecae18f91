/**
 * to-arrow-function: `function f(a) { … }` becomes `const f = (a) => { … };`. Only what must change does:
 * `export`, comments, parameters, types and the body stay character for character. What an arrow function
 * cannot do (its own `this`, `arguments`, `yield`, being called before its line) is refused.
 */
import type ts from 'typescript';
import { identifierAt, isAssigned } from '../code/assignment.ts';
import { findFunctions, requireFunction } from '../code/functions.ts';
import { OperationRefused } from '../code/refusal.ts';
import { serviceFor } from '../code/service.ts';
import { describeLines, lineOf, type Source, startLine, usesSemicolons } from '../code/source.ts';
import { insertion } from './edits.ts';
import type { TextEdit } from './result.ts';
import type { Arguments } from './transform.ts';

export function toArrowFunction(source: Source, args: Arguments): TextEdit[] {
  const { ts, file, path } = source;
  const symbol = args.text('symbol');
  const suits = (node: ts.Node) => ts.isFunctionDeclaration(node);
  const found = requireFunction(source, symbol, undefined, (f) => suits(f.node));
  const { node } = found;
  const lines = [lineOf(source, found.namePosition)];
  if (ts.isArrowFunction(node)) {
    const message = `\`${symbol}\` is already an arrow function.`;
    throw new OperationRefused('already-done', message, { lines });
  }
  const refuse = (why: string, at = lines) =>
    new OperationRefused('not-applicable', `\`${symbol}\` ${why}.`, { lines: at });
  if (!ts.isFunctionDeclaration(node)) throw refuse('is not a function declaration');
  const { name, body } = node;
  if (name === undefined || body === undefined) throw refuse('has no body here');
  if (found.overloads.length > 0)
    throw refuse('has overloads, which an arrow function cannot have');
  if (node.asteriskToken) throw refuse('is a generator, which an arrow function cannot be');
  if (hasModifier(node, ts.SyntaxKind.DefaultKeyword)) {
    throw refuse('is the default export, which must stay a declaration');
  }
  if (node.type && ts.isTypePredicateNode(node.type) && node.type.assertsModifier) {
    throw refuse('asserts a type, which needs a declaration');
  }
  const own = ownFunctionSyntax(source, node);
  if (own) {
    const line = startLine(source, own);
    throw refuse(`uses \`${own.getText(file)}\` (${describeLines([line])})`, [line]);
  }
  requireReferencesAllow(source, node, name, refuse);

  const isAsync = hasModifier(node, ts.SyntaxKind.AsyncKeyword);
  const keywords = node
    .getChildren(file)
    .flatMap((child) =>
      child.kind === ts.SyntaxKind.SyntaxList ? child.getChildren(file) : [child],
    );
  const first = keywords.find(
    ({ kind }) => kind === ts.SyntaxKind.AsyncKeyword || kind === ts.SyntaxKind.FunctionKeyword,
  )!;
  const close = node.getChildren(file).find(({ kind }) => kind === ts.SyntaxKind.CloseParenToken)!;
  const head = `const ${name.text} = ${isAsync ? 'async ' : ''}`;
  const edits = [
    { start: first.getStart(file), end: name.end, text: head },
    insertion(node.type?.end ?? close.end, ' =>'),
  ];
  const [typeParameter] = node.typeParameters ?? [];
  // In TSX `<T>(` would open an element; a comma makes it a list of type parameters.
  const looksLikeElement = node.typeParameters?.length === 1 && !typeParameter?.constraint;
  if (
    /x$/i.test(path) &&
    typeParameter &&
    looksLikeElement &&
    !node.typeParameters.hasTrailingComma
  ) {
    edits.push(insertion(typeParameter.end, ','));
  }
  if (usesSemicolons(source) && source.text[node.end] !== ';') edits.push(insertion(node.end, ';'));
  return edits;
}

function hasModifier(node: ts.FunctionDeclaration, kind: ts.SyntaxKind): boolean {
  return node.modifiers?.some((modifier) => modifier.kind === kind) === true;
}

/** The first `this`, `arguments`, `super` or `new.target` that is the function's own. */
export function ownFunctionSyntax(source: Source, root: ts.Node): ts.Node | undefined {
  const { ts } = source;
  const find = (node: ts.Node): ts.Node | undefined => {
    const isOwn =
      node.kind === ts.SyntaxKind.ThisKeyword ||
      node.kind === ts.SyntaxKind.ThisType ||
      node.kind === ts.SyntaxKind.SuperKeyword ||
      ts.isMetaProperty(node) ||
      (ts.isIdentifier(node) &&
        (node.text === 'arguments' || node.text === 'this') &&
        !isMemberName(source, node));
    if (isOwn) {
      const isImportMeta =
        ts.isMetaProperty(node) && node.keywordToken === ts.SyntaxKind.ImportKeyword;
      return isImportMeta ? undefined : node;
    }
    const hasOwnThis =
      node !== root &&
      ((ts.isFunctionLike(node) && !ts.isArrowFunction(node)) || ts.isClassLike(node));
    return hasOwnThis ? undefined : ts.forEachChild(node, find);
  };
  return find(root);
}

/** Whether an identifier is only the name of a property, as in `call.arguments`. */
export function isMemberName(source: Source, node: ts.Identifier): boolean {
  const { ts } = source;
  const { parent } = node;
  return (
    (ts.isPropertyAccessExpression(parent) && parent.name === node) ||
    (ts.isPropertyAssignment(parent) && parent.name === node) ||
    (ts.isPropertySignature(parent) && parent.name === node) ||
    (ts.isBindingElement(parent) && parent.propertyName === node)
  );
}

/** @throws OperationRefused where a use of the function would break: before its line, `new f`, assignment, a second declaration */
function requireReferencesAllow(
  source: Source,
  node: ts.FunctionDeclaration,
  name: ts.Identifier,
  refuse: (why: string, at?: number[]) => OperationRefused,
): void {
  const { ts, file } = source;
  if (
    findFunctions(source).some(
      (f) => f.node !== node && f.node.parent === node.parent && f.name === name.text,
    )
  ) {
    throw refuse('is declared more than once');
  }
  const container = functionAround(source, node);
  for (const reference of serviceFor(source).references(name.getStart(file))) {
    const use = identifierAt(source, reference);
    if (use === undefined || use === name) continue;
    const lines = [startLine(source, use)];
    const place = describeLines(lines);
    if (isAssigned(source, use)) {
      throw refuse(`is assigned again (${place}), which a const cannot be`, lines);
    }
    if (ts.isNewExpression(use.parent) && use.parent.expression === use) {
      throw refuse(`is called with \`new\` (${place})`, lines);
    }
    const early = use.getStart(file) < node.getStart(file);
    const isExport = ts.isExportSpecifier(use.parent) || ts.isExportAssignment(use.parent);
    if (early && !isExport && functionAround(source, use) === container) {
      throw refuse(`is used before it is declared (${place}), which a const cannot be`, lines);
    }
  }
}

/** The function whose code runs when `node`'s does; undefined at the top level. */
function functionAround(source: Source, node: ts.Node): ts.Node | undefined {
  return source.ts.findAncestor(node.parent, source.ts.isFunctionLike);
}
