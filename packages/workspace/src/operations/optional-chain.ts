/**
 * optional-chain: `a && a.b` becomes `a?.b`. What is nullish is passed over as before; where the guard is false
 * in another way ('' or 0), `?.` goes on, and where it is null, gives undefined: that is what is asked for.
 */
import type ts from 'typescript';
import { findComments } from '../code/comments.ts';
import {
  findGuardedAccesses,
  firstOperand,
  type GuardedAccess,
  type Step,
} from '../code/guards.ts';
import { OperationRefused } from '../code/refusal.ts';
import { onLine, type Source, startLine, walk } from '../code/source.ts';
import { insertion } from './edits.ts';
import { notOnLine } from './expressions.ts';
import { workIn } from './inline.ts';
import type { TextEdit } from './result.ts';
import type { Arguments, Transforms } from './transform.ts';

export const chainTransforms: Transforms = { 'optional-chain': optionalChain };

function optionalChain(source: Source, args: Arguments): TextEdit[] {
  const line = args.line('line');
  const all = findGuardedAccesses(source);
  const here = onLine(all, line);
  const [only] = here;
  if (only === undefined) throw nothingToChain(source, line, all);
  if (here.length > 1) {
    const message = `There are ${here.length} chains of && on line ${line + 1} that could be optional.`;
    throw new OperationRefused('ambiguous', message, { lines: [line] });
  }
  requireSameMeaning(source, only);
  const start = firstOperand(only).getStart(source.file);
  const guards = { start, end: only.last.getStart(source.file), text: '' };
  return [guards, ...optionalSteps(only).map((step) => insertion(...mark(source, step)))];
}

/** The refusal for a line without a guarded access. */
function nothingToChain(
  source: Source,
  line: number,
  all: readonly GuardedAccess[],
): OperationRefused {
  const { ts } = source;
  let [isOptional, hasAnd] = [false, false];
  walk(source, (node) => {
    if (node.kind === ts.SyntaxKind.QuestionDotToken)
      isOptional ||= startLine(source, node) === line;
    if (!ts.isBinaryExpression(node)) return;
    const { operatorToken } = node;
    const isAnd = operatorToken.kind === ts.SyntaxKind.AmpersandAmpersandToken;
    hasAnd ||= isAnd && startLine(source, operatorToken) === line;
  });
  if (hasAnd) {
    const message = `No operands of the && on line ${line + 1} continue each other, as in \`a && a.b\`.`;
    return new OperationRefused('not-applicable', message, { lines: [line] });
  }
  if (isOptional) {
    const message = `Line ${line + 1} already has an optional chain.`;
    return new OperationRefused('already-done', message, { lines: [line] });
  }
  const lines = all.map(({ lines: [first] }) => first!);
  return notOnLine(line, 'no && that guards an access', lines);
}

/** @throws OperationRefused where an optional chain would do something else, or lose a comment */
function requireSameMeaning(source: Source, guarded: GuardedAccess): void {
  const { ts, file } = source;
  const { guards, last, node } = guarded;
  const first = firstOperand(guarded);
  const lines = [startLine(source, first)];
  const refuse = (message: string) => new OperationRefused('not-applicable', message, { lines });
  for (const { access, operands, isWhole } of guards) {
    const tested = (access.steps.at(-1) ?? access.base).getText(file);
    if (operands.some((operand) => workIn(source, operand) !== 'none')) {
      throw refuse(`\`${tested}\` is computed more than once, and with ?. it would be once.`);
    }
    if (!isWhole) {
      const message = `\`${operands[0]!.getText(file)}\` tests for only one of null and undefined, and ?. for both.`;
      throw refuse(message);
    }
  }
  let outer: ts.Node = node;
  while (ts.isParenthesizedExpression(outer.parent)) outer = outer.parent;
  const { parent } = outer;
  const isReference =
    (ts.isCallExpression(parent) && parent.expression === outer) ||
    (ts.isTaggedTemplateExpression(parent) && parent.tag === outer) ||
    ts.isDeleteExpression(parent);
  if (isReference && node.right === last && node.getStart(file) === first.getStart(file)) {
    const what = ts.isDeleteExpression(parent) ? 'deleted' : 'called';
    throw refuse(`What the && gives is ${what}, which with ?. would concern its object.`);
  }
  const [start, end] = [first.getStart(file), last.getStart(file)];
  if (findComments(source).some((comment) => start <= comment.start && comment.end <= end)) {
    throw refuse('A comment stands between the operands of the &&, and would be lost.');
  }
}

/** The steps of the access that are left, which take something of what may not be there. */
function optionalSteps({ guards, access }: GuardedAccess): Step[] {
  const optional = new Set<number>();
  for (const guard of guards) {
    optional.add(guard.access.steps.length);
    for (const [index, step] of guard.access.steps.entries()) {
      if (step.questionDotToken) optional.add(index);
    }
  }
  return access.steps.filter((step, index) => optional.has(index) && !step.questionDotToken);
}

/** Where a step begins, and what makes it optional there. */
function mark({ ts, file }: Source, step: Step): [position: number, text: string] {
  const token = step.getChildren(file)[1]!;
  const isDot = token.kind === ts.SyntaxKind.DotToken;
  return [token.getStart(file), isDot ? '?' : '?.'];
}
