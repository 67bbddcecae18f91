/**
 * Makes documents that need an edit which tidy code seldom needs: some `const` become `let`, some `===` `==`,
 * some `a?.b` `a && a.b`, and some operations are done whose opposite can then be asked for.
 */
import { runOperation } from '@wick/workspace';
import ts from 'typescript';
import type { Finder } from './cases.ts';
import { toArrowFunction } from './kinds/functions.ts';
import { makeAsync, optionalParameters, properties } from './kinds/modifiers.ts';
import { setAccess } from './kinds/more-functions.ts';
import type { Pools } from './pools.ts';
import { Program } from './program.ts';
import type { Random } from './random.ts';

const LOOSER = new Map([
  ['===', '=='],
  ['!==', '!='],
]);

/** A text that parses and means the same as `text`, which parses too, but for the strictness of comparisons and guards. */
export function loosen(path: string, text: string, random: Random): string {
  const source = ts.createSourceFile(path, text, ts.ScriptTarget.Latest, true);
  const edits: { start: number; end: number; text: string }[] = [];
  const walk = (node: ts.Node): void => {
    if (
      ts.isVariableDeclarationList(node) &&
      node.flags & ts.NodeFlags.Const &&
      !ts.isForOfStatement(node.parent)
    ) {
      const start = node.getStart(source);
      if (random.chance(0.15)) edits.push({ start, end: start + 'const'.length, text: 'let' });
    }
    if (ts.isBinaryExpression(node)) {
      const looser = LOOSER.get(node.operatorToken.getText(source));
      if (looser && random.chance(0.3)) {
        edits.push({
          start: node.operatorToken.getStart(source),
          end: node.operatorToken.end,
          text: looser,
        });
      }
    }
    edits.push(...guarded(source, node, random));
    node.forEachChild(walk);
  };
  walk(source);
  let result = text;
  for (const edit of edits.sort((a, b) => b.start - a.start)) {
    result = result.slice(0, edit.start) + edit.text + result.slice(edit.end);
  }
  return result;
}

/**
 * Edits that guard an access with `&&`, where nothing around it must be put in parentheses for that: optional
 * chains, `a?.b`, and now and then a plain `a.b` or `a.b.c`.
 */
function guarded(
  source: ts.SourceFile,
  access: ts.Node,
  random: Random,
): { start: number; end: number; text: string }[] {
  if (!isStep(access) || !mayBeGuarded(access)) return [];
  const steps: Step[] = [];
  for (let step: ts.Expression = access; isStep(step); step = step.expression) steps.unshift(step);
  const optional = steps.filter(({ questionDotToken }) => questionDotToken);
  const isPlain = optional.length === 0;
  const [first, second] = steps;
  // What is called by its own name is there, and so is `this`.
  const isThere =
    first?.expression.kind === ts.SyntaxKind.ThisKeyword || ts.isCallExpression(first ?? access);
  if (!first || (isPlain && isThere) || !random.chance(isPlain ? 0.03 : 0.4)) return [];
  const plain = second && random.chance(0.3) ? [first, second] : [first];
  const guards = (isPlain ? plain : optional).map(({ expression }) => expression.getText(source));
  // What has calls, or is a class or a name of the language, nobody tests.
  if (!guards.every((guard) => /^(?:this\.)?[a-z][\w$]*(?:\.[\w$]+)*$/.test(guard))) return [];
  const start = access.getStart(source);
  const marks = optional.flatMap((step) => {
    const { questionDotToken: mark } = step;
    const text = ts.isPropertyAccessExpression(step) ? '.' : '';
    return mark ? [{ start: mark.getStart(source), end: mark.end, text }] : [];
  });
  return [{ start, end: start, text: guards.map((guard) => `${guard} && `).join('') }, ...marks];
}

type Step = ts.CallExpression | ts.PropertyAccessExpression | ts.ElementAccessExpression;

function isStep(node: ts.Node): node is Step {
  return (
    ts.isPropertyAccessExpression(node) ||
    ts.isElementAccessExpression(node) ||
    ts.isCallExpression(node)
  );
}

/** Whether `a && ` may stand before it as it is, and what it gives may be nothing. */
function mayBeGuarded(access: ts.Expression): boolean {
  const { parent } = access;
  return (
    (ts.isExpressionStatement(parent) && ts.isCallExpression(access)) ||
    ts.isReturnStatement(parent) ||
    ts.isIfStatement(parent) ||
    ts.isJsxExpression(parent) ||
    (ts.isArrowFunction(parent) && parent.body === access) ||
    (ts.isConditionalExpression(parent) && parent.condition === access) ||
    (ts.isVariableDeclaration(parent) &&
      parent.initializer === access &&
      ts.isIdentifier(parent.name))
  );
}

/** Finders of operations that have an opposite; a line stays a line. */
const REVERSIBLE: readonly Finder[] = [
  makeAsync,
  makeAsync,
  toArrowFunction,
  toArrowFunction,
  properties,
  optionalParameters,
  setAccess,
];

/** The text after one or two operations, or `text` itself where none of those drawn can be done. */
export async function undoable(
  path: string,
  text: string,
  pools: Pools,
  random: Random,
): Promise<string> {
  let result = text;
  for (let left = 1 + random.below(2); left > 0; left--) {
    const program = new Program(path, result);
    const { answer } = random.maybe(random.pick(REVERSIBLE)({ program, pools, random })) ?? {};
    if (answer?.kind !== 'operations' || !answer.calls[0]) continue;
    const outcome = await runOperation(result, path, answer.calls[0]);
    const sameLines = outcome.ok && outcome.hunks.every((h) => h.lines.length === h.end - h.start);
    if (outcome.ok && sameLines) result = outcome.after;
  }
  return result;
}
