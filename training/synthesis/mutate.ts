/**
 * Makes documents that need an edit which tidy code seldom needs: some `const` become `let`, some `===` `==`,
 * and some operations are done whose opposite can then be asked for.
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

/** A text that parses and means the same as `text`, which parses too, but for the strictness of comparisons. */
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
    node.forEachChild(walk);
  };
  walk(source);
  let result = text;
  for (const edit of edits.sort((a, b) => b.start - a.start)) {
    result = result.slice(0, edit.start) + edit.text + result.slice(edit.end);
  }
  return result;
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
