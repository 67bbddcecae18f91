/**
 * Makes documents that need an edit which tidy code seldom needs: some `const` become `let`, some `===` `==`.
 *
 * In: a text that parses. Out: a text that parses and means the same, but for the strictness of comparisons.
 */
import ts from 'typescript';
import type { Random } from './random.ts';

const LOOSER = new Map([
  ['===', '=='],
  ['!==', '!='],
]);

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
