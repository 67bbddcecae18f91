/**
 * Parentheses: what an expression needs around it to take another's place. The parser itself is asked: an
 * expression may stand as it is where the changed text has one node of its kind on exactly its characters.
 */
import type ts from 'typescript';
import { parseFile, type Source } from './source.ts';

/** What to write before and after an expression. */
export interface Grouping {
  readonly before: string;
  readonly after: string;
}

/** In the order in which they are tried; the last is for a statement that would continue the one before it. */
const GROUPINGS: readonly Grouping[] = [
  { before: '', after: '' },
  { before: '(', after: ')' },
  { before: ';(', after: ')' },
];

/** What the expression `text`, of syntax `kind`, needs around it in the place of `place`. */
export function groupingFor(
  source: Source,
  place: ts.Node,
  text: string,
  kind: ts.SyntaxKind,
): Grouping {
  const fitting = GROUPINGS.find((grouping) => fits(source, place, text, kind, grouping));
  return fitting ?? GROUPINGS[1]!;
}

function fits(
  source: Source,
  place: ts.Node,
  text: string,
  kind: ts.SyntaxKind,
  { before, after }: Grouping,
): boolean {
  const { ts } = source;
  const start = place.getStart(source.file);
  const changed =
    source.text.slice(0, start) + before + text + after + source.text.slice(place.end);
  const file = parseFile(ts, source.path, changed);
  // With parentheses they are the node to look for, but not the semicolon.
  const first = start + before.length - after.length;
  const end = start + before.length + text.length + after.length;
  const wanted = after === '' ? kind : ts.SyntaxKind.ParenthesizedExpression;
  const find = (node: ts.Node): ts.Node | undefined =>
    node.kind === wanted && node.getStart(file) === first && node.end === end
      ? node
      : ts.forEachChild(node, (child) =>
          child.pos <= first && end <= child.end ? find(child) : undefined,
        );
  const node = find(file);
  return node !== undefined && !needsParentheses(source, node);
}

/** What the parser takes but the language does not mean: `a ?? b || c`, `-a ** b`, `a?.b` going on as `a?.b.c`. */
function needsParentheses(source: Source, node: ts.Node): boolean {
  const { ts } = source;
  const { parent } = node;
  if (ts.isBinaryExpression(parent)) {
    const outer = parent.operatorToken.kind;
    if (outer === ts.SyntaxKind.AsteriskAsteriskToken && parent.left === node) {
      return !ts.isLeftHandSideExpression(node);
    }
    if (!ts.isBinaryExpression(node)) return false;
    const isNullish = (kind: ts.SyntaxKind) => kind === ts.SyntaxKind.QuestionQuestionToken;
    const isBoolean = (kind: ts.SyntaxKind) =>
      kind === ts.SyntaxKind.BarBarToken || kind === ts.SyntaxKind.AmpersandAmpersandToken;
    const inner = node.operatorToken.kind;
    return (isNullish(outer) && isBoolean(inner)) || (isBoolean(outer) && isNullish(inner));
  }
  const goesOn =
    ts.isPropertyAccessExpression(parent) ||
    ts.isElementAccessExpression(parent) ||
    ts.isCallExpression(parent) ||
    ts.isNonNullExpression(parent);
  return goesOn && parent.expression === node && ts.isOptionalChain(node);
}
