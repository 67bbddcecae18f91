/**
 * String concatenations: whole chains of `+` in which at least one operand is written as a string or template.
 * Takes a parsed source, gives each chain with the operands that a template literal would have.
 */
import type { LineIndex } from '@wick/edits';
import type ts from 'typescript';
import { type Source, startLine, walk } from './source.ts';

export interface Concatenation {
  readonly node: ts.BinaryExpression;
  /** The lines on which its operands begin. */
  readonly lines: readonly LineIndex[];
  /**
   * What is joined, in order. What is added up before the first string is one operand, as in `a + b + 'x'`;
   * a concatenation in parentheses is part of the one around it.
   */
  readonly operands: readonly ts.Expression[];
}

/** All concatenations of the file, in the order of the text; not those that are part of another. */
export function findConcatenations(source: Source): Concatenation[] {
  const found: Concatenation[] = [];
  walk(source, (node) => {
    if (!isSum(source, node) || isPart(source, node)) return;
    const operands = operandsOf(source, node);
    if (operands === undefined) return;
    const lines = [node, ...operands].map((part) => startLine(source, part));
    found.push({ node, operands, lines: [...new Set(lines)] });
  });
  return found;
}

/** Whether another sum goes on from this one, or takes it in parentheses as a text. */
function isPart(source: Source, node: ts.BinaryExpression): boolean {
  let outer: ts.Node = node;
  while (source.ts.isParenthesizedExpression(outer.parent)) outer = outer.parent;
  if (!isSum(source, outer.parent)) return false;
  return outer === node ? outer.parent.left === node : operandsOf(source, node) !== undefined;
}

function isSum({ ts }: Source, node: ts.Node): node is ts.BinaryExpression {
  return ts.isBinaryExpression(node) && node.operatorToken.kind === ts.SyntaxKind.PlusToken;
}

/** What a chain of `+` joins; undefined where no operand is a string. */
function operandsOf(source: Source, node: ts.BinaryExpression): ts.Expression[] | undefined {
  const chain: ts.BinaryExpression[] = [];
  for (let sum: ts.Expression = node; isSum(source, sum); sum = sum.left) chain.unshift(sum);
  const [innermost] = chain;
  const operands = innermost ? [innermost.left, ...chain.map(({ right }) => right)] : [];
  const first = operands.findIndex((operand) => textOperands(source, operand) !== undefined);
  if (first < 0) return undefined;
  const texts = operands
    .slice(first)
    .flatMap((operand) => textOperands(source, operand) ?? operand);
  const before = first > 0 ? [chain[first - 1]!.left] : [];
  return [...before, ...texts];
}

/** The operands that a string, a template or a concatenation in parentheses gives; undefined for what may be no string. */
function textOperands(source: Source, operand: ts.Expression): ts.Expression[] | undefined {
  const { ts } = source;
  if (ts.isStringLiteralLike(operand) || ts.isTemplateExpression(operand)) return [operand];
  if (!ts.isParenthesizedExpression(operand)) return undefined;
  const inner = operand.expression;
  return isSum(source, inner) ? operandsOf(source, inner) : textOperands(source, inner);
}
