/**
 * Guarded accesses: operands of `&&` of which each tests what the next one takes a step from, as in
 * `a && a.b && a.b.c()`. Takes a parsed source, gives each run of such operands.
 */
import type { LineIndex } from '@wick/edits';
import type ts from 'typescript';
import { type Source, startLine, walk } from './source.ts';

/** One step of an access: `.name`, `[key]` or `(…)`. */
export type Step = ts.PropertyAccessExpression | ts.ElementAccessExpression | ts.CallExpression;

/** What an operand takes, from its base on. */
export interface Access {
  readonly base: ts.Expression;
  readonly steps: readonly Step[];
}

/** What one or more operands test to be there. */
export interface Guard {
  readonly access: Access;
  readonly operands: readonly ts.Expression[];
  /** Whether it tests for both null and undefined, as `?.` does; not so `a !== undefined` alone. */
  readonly isWhole: boolean;
}

export interface GuardedAccess {
  /** The whole chain of `&&`, of which it may be a part. */
  readonly node: ts.BinaryExpression;
  /** The lines on which its operands begin. */
  readonly lines: readonly LineIndex[];
  readonly guards: readonly Guard[];
  /** The operand that is left. */
  readonly last: ts.Expression;
  /** What that takes: the operand itself, or what it compares. */
  readonly access: Access;
}

/** What an operand says of an access: that it is truthy, not nullish, not null, not undefined, or equal to a literal. */
type Test = 'truthy' | 'nullish' | 'null' | 'undefined' | 'equal';

interface Operand {
  readonly node: ts.Expression;
  readonly access: Access;
  readonly test: Test;
}

/** All guarded accesses of the file, in the order of the text. */
export function findGuardedAccesses(source: Source): GuardedAccess[] {
  const found: GuardedAccess[] = [];
  walk(source, (node) => {
    const isInner = isAnd(source, node.parent) && node.parent.left === node;
    if (!isAnd(source, node) || isInner) return;
    const operands: ts.Expression[] = [];
    let left: ts.Expression = node;
    for (; isAnd(source, left); left = left.left) operands.unshift(left.right);
    for (const run of runsOf(source, [left, ...operands])) {
      const guarded = guardedAccess(source, node, run);
      if (guarded) found.push(guarded);
    }
  });
  return found.sort((one, other) => firstOperand(one).pos - firstOperand(other).pos);
}

/** Where it begins. */
export function firstOperand({ guards }: GuardedAccess): ts.Expression {
  return guards[0]!.operands[0]!;
}

function isAnd({ ts }: Source, node: ts.Node | undefined): node is ts.BinaryExpression {
  return (
    node !== undefined &&
    ts.isBinaryExpression(node) &&
    node.operatorToken.kind === ts.SyntaxKind.AmpersandAmpersandToken
  );
}

/** Operands in a row that continue each other, in groups that test the same. */
function runsOf(source: Source, operands: readonly ts.Expression[]): Operand[][][] {
  const runs: Operand[][][] = [];
  let before: Operand | undefined;
  for (const node of operands) {
    const operand = operandOf(source, node);
    const group = runs.at(-1)?.at(-1);
    // What is equal to something is there, and more than that.
    const goesOn = before && before.test !== 'equal' && operand;
    const more = goesOn ? stepsBeyond(source, before!.access, operand.access) : undefined;
    if (operand && more === 0) group!.push(operand);
    else if (operand && more !== undefined) runs.at(-1)!.push([operand]);
    else if (operand) runs.push([[operand]]);
    before = operand;
  }
  return runs;
}

/** How many steps `longer` goes beyond `shorter`; undefined where it does not continue it. */
function stepsBeyond(source: Source, shorter: Access, longer: Access): number | undefined {
  const { file } = source;
  const isSame =
    shorter.base.getText(file) === longer.base.getText(file) &&
    shorter.steps.every((step, index) => {
      const other = longer.steps[index];
      return other !== undefined && stepText(source, step) === stepText(source, other);
    });
  return isSame ? longer.steps.length - shorter.steps.length : undefined;
}

/** A step without what may differ between two writings of it: `?.` for `.`, white space between its tokens. */
function stepText({ ts, file }: Source, step: Step): string {
  if (ts.isPropertyAccessExpression(step)) return `.${step.name.text}`;
  if (ts.isElementAccessExpression(step)) return `[${step.argumentExpression.getText(file)}]`;
  const types = (step.typeArguments ?? []).map((type) => type.getText(file));
  return `<${types}>(${step.arguments.map((argument) => argument.getText(file))})`;
}

/** The run as far as its last operand can be written with `?.`; undefined where there is no guard before that. */
function guardedAccess(
  source: Source,
  node: ts.BinaryExpression,
  run: readonly (readonly Operand[])[],
): GuardedAccess | undefined {
  // `a?.b !== null` is true where there is no `a`.
  const end = run.findLastIndex(([first]) => first?.test !== 'null');
  const last = run[end]?.[0];
  if (end < 1 || last === undefined) return undefined;
  const guards = run.slice(0, end).map((group): Guard => {
    const tests = group.map(({ test }) => test);
    const isWhole =
      tests.includes('truthy') ||
      tests.includes('nullish') ||
      (tests.includes('null') && tests.includes('undefined'));
    return { access: group[0]!.access, operands: group.map((one) => one.node), isWhole };
  });
  const operands = [...guards.flatMap((guard) => guard.operands), last.node];
  const lines = [...new Set(operands.map((operand) => startLine(source, operand)))];
  return { node, lines, guards, last: last.node, access: last.access };
}

/** What an operand tests; undefined where that is something else than whether an access is there. */
function operandOf(source: Source, node: ts.Expression): Operand | undefined {
  const { ts } = source;
  if (!ts.isBinaryExpression(node)) return { node, access: accessOf(source, node), test: 'truthy' };
  const operator = node.operatorToken.getText(source.file);
  const access = accessOf(source, node.left);
  const nothing = nothingIn(source, node.right);
  if (nothing && operator === '!==') return { node, access, test: nothing };
  if (nothing && operator === '!=') return { node, access, test: 'nullish' };
  const isEqual = operator === '===' || operator === '==';
  return isEqual && isValue(source, node.right) ? { node, access, test: 'equal' } : undefined;
}

function nothingIn({ ts }: Source, node: ts.Expression): 'null' | 'undefined' | undefined {
  if (node.kind === ts.SyntaxKind.NullKeyword) return 'null';
  return ts.isIdentifier(node) && node.text === 'undefined' ? 'undefined' : undefined;
}

/** Whether it is a literal of something that is there. */
function isValue({ ts }: Source, node: ts.Expression): boolean {
  return (
    ts.isStringLiteralLike(node) ||
    ts.isNumericLiteral(node) ||
    ts.isBigIntLiteral(node) ||
    node.kind === ts.SyntaxKind.TrueKeyword ||
    node.kind === ts.SyntaxKind.FalseKeyword
  );
}

function accessOf({ ts }: Source, node: ts.Expression): Access {
  const steps: Step[] = [];
  let base = node;
  while (
    ts.isPropertyAccessExpression(base) ||
    ts.isElementAccessExpression(base) ||
    ts.isCallExpression(base)
  ) {
    steps.unshift(base);
    base = base.expression;
  }
  return { base, steps };
}
