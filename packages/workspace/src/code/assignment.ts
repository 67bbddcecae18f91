/** Whether a reference gives its variable a new value, by any of the syntaxes that do. */
import type ts from 'typescript';
import type { Source } from './source.ts';

/** Whether the identifier is assigned here: `a = 1`, `a += 1`, `a++`, `[a] = list`, `({ a } = object)`, `for (a of list)`. */
export function isAssigned(source: Source, identifier: ts.Node): boolean {
  const { ts } = source;
  let node = identifier;
  for (let { parent } = node; parent; node = parent, parent = node.parent) {
    if (ts.isBinaryExpression(parent)) {
      const operator = parent.operatorToken.kind;
      const isAssignment =
        operator >= ts.SyntaxKind.FirstAssignment && operator <= ts.SyntaxKind.LastAssignment;
      if (isAssignment) return parent.left === node;
      return false;
    }
    if (ts.isPrefixUnaryExpression(parent) || ts.isPostfixUnaryExpression(parent)) {
      const { operator } = parent;
      return operator === ts.SyntaxKind.PlusPlusToken || operator === ts.SyntaxKind.MinusMinusToken;
    }
    if (ts.isForInStatement(parent) || ts.isForOfStatement(parent)) {
      return parent.initializer === node;
    }
    // Patterns of assignments are written as array and object literals.
    const isPattern =
      ts.isArrayLiteralExpression(parent) ||
      ts.isObjectLiteralExpression(parent) ||
      ts.isSpreadElement(parent) ||
      ts.isSpreadAssignment(parent) ||
      ts.isParenthesizedExpression(parent) ||
      ts.isNonNullExpression(parent) ||
      ts.isAsExpression(parent) ||
      (ts.isShorthandPropertyAssignment(parent) && parent.name === node) ||
      (ts.isPropertyAssignment(parent) && parent.initializer === node);
    if (!isPattern) return false;
  }
  return false;
}

/** The identifier that begins at `position`. */
export function identifierAt(source: Source, position: number): ts.Identifier | undefined {
  const { ts, file } = source;
  const find = (node: ts.Node): ts.Identifier | undefined => {
    if (ts.isIdentifier(node) && node.getStart(file) === position) return node;
    return ts.forEachChild(node, (child) =>
      child.pos <= position && position < child.end ? find(child) : undefined,
    );
  };
  return find(file);
}
