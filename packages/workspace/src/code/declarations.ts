/**
 * The names a file declares: where, what sort of thing, in which scope. Takes a parsed source, gives
 * declarations in the order of the text. Operations find their targets here, and so does the
 * constrained decoder (through `documentSymbols`).
 */
import type ts from 'typescript';
import { type Source, walk } from './source.ts';

export type DeclarationSort =
  | 'function'
  | 'method'
  | 'accessor'
  | 'class'
  | 'interface'
  | 'type'
  | 'enum'
  | 'enum-member'
  | 'namespace'
  | 'constant'
  | 'variable'
  | 'parameter'
  | 'property'
  | 'type-parameter'
  | 'import'
  | 'label';

export interface Declaration {
  readonly name: string;
  readonly nameNode: ts.Node;
  /** The declaring node: VariableDeclaration, FunctionDeclaration, PropertySignature, … */
  readonly node: ts.Node;
  readonly sort: DeclarationSort;
  /** The node within which the name is visible or, for a member, the node it is a member of. */
  readonly scope: ts.Node;
  /** Whether the name is a member's (reached by a dot) or stands for itself. */
  readonly member: 'none' | 'type' | 'object-literal';
}

/** All declarations of the file, in the order of the text. */
export function findDeclarations(source: Source): Declaration[] {
  const { ts, file } = source;
  const found: Declaration[] = [];

  const add = (
    node: ts.Node,
    nameNode: ts.Node | undefined,
    sort: DeclarationSort,
    scope: ts.Node,
    member: Declaration['member'] = 'none',
  ) => {
    const name = nameNode && nameText(source, nameNode);
    if (nameNode && name) found.push({ name, nameNode, node, sort, scope, member });
  };
  const addVariable = (node: ts.VariableDeclaration | ts.BindingElement, name: ts.BindingName) => {
    if (!ts.isIdentifier(name)) {
      for (const element of name.elements) {
        if (ts.isBindingElement(element)) addVariable(element, element.name);
      }
      return;
    }
    const root = ts.isBindingElement(node) ? ts.walkUpBindingElementsAndPatterns(node) : node;
    if (ts.isParameter(root)) return add(node, name, 'parameter', root.parent);
    add(node, name, variableSort(source, node), variableScope(source, node));
  };

  walk(source, (node) => {
    if (ts.isVariableDeclaration(node)) addVariable(node, node.name);
    else if (ts.isParameter(node)) {
      if (ts.isIdentifier(node.name)) {
        if (node.name.text !== 'this') add(node, node.name, 'parameter', node.parent);
      } else {
        for (const element of node.name.elements) {
          if (ts.isBindingElement(element)) addVariable(element, element.name);
        }
      }
    } else if (ts.isFunctionDeclaration(node))
      add(node, node.name, 'function', blockScope(source, node));
    else if (ts.isFunctionExpression(node)) add(node, node.name, 'function', node);
    else if (ts.isClassDeclaration(node)) add(node, node.name, 'class', blockScope(source, node));
    else if (ts.isClassExpression(node)) add(node, node.name, 'class', node);
    else if (ts.isInterfaceDeclaration(node))
      add(node, node.name, 'interface', blockScope(source, node));
    else if (ts.isTypeAliasDeclaration(node))
      add(node, node.name, 'type', blockScope(source, node));
    else if (ts.isEnumDeclaration(node)) add(node, node.name, 'enum', blockScope(source, node));
    else if (ts.isEnumMember(node)) add(node, node.name, 'enum-member', node.parent, 'type');
    else if (ts.isModuleDeclaration(node)) {
      if (ts.isIdentifier(node.name)) add(node, node.name, 'namespace', blockScope(source, node));
    } else if (ts.isTypeParameterDeclaration(node)) {
      add(node, node.name, 'type-parameter', node.parent);
    } else if (ts.isPropertyDeclaration(node) || ts.isPropertySignature(node)) {
      const isFunction = ts.isPropertyDeclaration(node) && functionIn(source, node.initializer);
      add(node, node.name, isFunction ? 'method' : 'property', node.parent, 'type');
    } else if (ts.isMethodSignature(node)) add(node, node.name, 'method', node.parent, 'type');
    else if (ts.isMethodDeclaration(node)) {
      const inLiteral = ts.isObjectLiteralExpression(node.parent);
      add(node, node.name, 'method', node.parent, inLiteral ? 'object-literal' : 'type');
    } else if (ts.isAccessor(node)) {
      const inLiteral = ts.isObjectLiteralExpression(node.parent);
      add(node, node.name, 'accessor', node.parent, inLiteral ? 'object-literal' : 'type');
    } else if (ts.isPropertyAssignment(node)) {
      const isFunction = functionIn(source, node.initializer) !== undefined;
      add(node, node.name, isFunction ? 'method' : 'property', node.parent, 'object-literal');
    } else if (ts.isImportClause(node)) add(node, node.name, 'import', file);
    else if (ts.isNamespaceImport(node) || ts.isImportSpecifier(node)) {
      add(node, node.name, 'import', file);
    } else if (ts.isImportEqualsDeclaration(node)) {
      add(node, node.name, 'import', blockScope(source, node));
    } else if (ts.isLabeledStatement(node)) add(node, node.label, 'label', node);
  });
  return found.sort((one, other) => one.nameNode.getStart(file) - other.nameNode.getStart(file));
}

/** The text of a name as an identifier, string or number name spells it; undefined for a computed one. */
export function nameText(source: Source, name: ts.Node): string | undefined {
  const { ts } = source;
  if (ts.isIdentifier(name) || ts.isPrivateIdentifier(name)) return name.text;
  if (ts.isStringLiteral(name) || ts.isNoSubstitutionTemplateLiteral(name)) return name.text;
  return ts.isNumericLiteral(name) ? name.text : undefined;
}

/** The arrow function or function expression that an expression is, through parentheses and type assertions. */
export function functionIn(
  source: Source,
  expression: ts.Expression | undefined,
): ts.ArrowFunction | ts.FunctionExpression | undefined {
  const { ts } = source;
  let inner = expression;
  while (
    inner &&
    (ts.isParenthesizedExpression(inner) ||
      ts.isAsExpression(inner) ||
      ts.isSatisfiesExpression(inner))
  ) {
    inner = inner.expression;
  }
  return inner && (ts.isArrowFunction(inner) || ts.isFunctionExpression(inner)) ? inner : undefined;
}

function variableSort(
  source: Source,
  node: ts.VariableDeclaration | ts.BindingElement,
): DeclarationSort {
  const { ts } = source;
  if (ts.isVariableDeclaration(node)) {
    if (functionIn(source, node.initializer)) return 'function';
    if (node.initializer && ts.isClassExpression(node.initializer)) return 'class';
  }
  return ts.getCombinedNodeFlags(node) & ts.NodeFlags.Const ? 'constant' : 'variable';
}

function variableScope(source: Source, node: ts.VariableDeclaration | ts.BindingElement): ts.Node {
  const { ts } = source;
  const blockScoped = ts.getCombinedNodeFlags(node) & ts.NodeFlags.BlockScoped;
  const declaration = ts.isBindingElement(node) ? ts.walkUpBindingElementsAndPatterns(node) : node;
  if (blockScoped || ts.isCatchClause(declaration.parent)) return blockScope(source, declaration);
  return functionScope(source, declaration);
}

/**
 * The nearest scope around `node` for let, const, class and the like. A function's body counts as the
 * function itself, as its parameters share the scope; likewise a catch clause's block.
 */
export function blockScope(source: Source, node: ts.Node): ts.Node {
  const { ts } = source;
  let scope = node.parent;
  while (!isScope(source, scope)) scope = scope.parent;
  if (ts.isBlock(scope) && (ts.isFunctionLike(scope.parent) || ts.isCatchClause(scope.parent))) {
    return scope.parent;
  }
  return scope;
}

function functionScope(source: Source, node: ts.Node): ts.Node {
  const { ts } = source;
  let scope = node.parent;
  while (
    !ts.isFunctionLike(scope) &&
    !ts.isSourceFile(scope) &&
    !ts.isModuleBlock(scope) &&
    !ts.isClassStaticBlockDeclaration(scope)
  ) {
    scope = scope.parent;
  }
  return scope;
}

function isScope(source: Source, node: ts.Node): boolean {
  const { ts } = source;
  return (
    ts.isBlock(node) ||
    ts.isSourceFile(node) ||
    ts.isModuleBlock(node) ||
    ts.isCaseBlock(node) ||
    ts.isCatchClause(node) ||
    ts.isFunctionLike(node) ||
    ts.isForStatement(node) ||
    ts.isForInStatement(node) ||
    ts.isForOfStatement(node)
  );
}
