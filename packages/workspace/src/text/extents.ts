/**
 * What begins on a line of a text in any language: the line alone, or the block, tag, section or entry that it opens, with
 * all lines that belong to it. Takes a source and a line, gives first and last line. Code is read by its syntax tree, other
 * languages by their looks (block-ends.ts).
 */
import type { LineIndex } from '@wick/edits';
import type ts from 'typescript';
import { FILE_WIDE, findComments } from '../code/comments.ts';
import { lineOf, type Source, walk } from '../code/source.ts';
import { isCode } from '../code/typescript.ts';
import { endOfBlock } from './block-ends.ts';
import { bracketsOn, codeOf, leftOpen } from './brackets.ts';
import { languageAt } from './languages.ts';
import { depthOf, type Extent, isBlank, isBranch } from './lines.ts';

/** What begins on `line`, with the decorators above it. A decorator alone on its lines is something for itself. */
export function extentAt(source: Source, line: LineIndex): Extent {
  const { lines } = source.document;
  if (isBlank(lines[line])) return { first: line, last: line };
  const byTree = isCode(source.path) && !isBranch(lines[line]!) ? codeEnd(source, line) : undefined;
  const last = byTree ?? endOfBlock(source, line);
  return { first: begunAbove(source, line), last };
}

/** As `extentAt`, with the comments directly above a block, and those above anything that document it. */
export function describedAt(source: Source, line: LineIndex): Extent {
  const { lines } = source.document;
  const { first, last } = extentAt(source, line);
  const isComment = (at: LineIndex) => codeOf(source, at) === '' && !isBlank(lines[at]);
  // What stands above a decorator speaks of what that decorates.
  if (isComment(line) || decoratorEnd(source, line) === last) return { first, last };
  let from = first;
  while (from > 0 && isComment(from - 1)) from--;
  const about = lines.slice(from, first).map((text) => text.trim());
  const isDocument = about.some((text) => /^(?:\/\*\*|\/\/\/)/.test(text));
  // A rule or a region speaks of more than the next block.
  const isHeading = about.some((text) => /[-=*#~_]{3,}|-\*-|\bregion\b/.test(text));
  const belongs = isDocument || (last > first && !isHeading);
  const isFileWide = about.some((text) => FILE_WIDE.test(text));
  return { first: belongs && !isFileWide ? from : first, last };
}

/** The first line of the decorators, or of the selectors parted by commas, that stand directly above `line`. */
function begunAbove(source: Source, line: LineIndex): LineIndex {
  const { lines } = source.document;
  const { isStyle } = languageAt(source, line);
  const isSelector = (at: LineIndex) => isStyle && codeOf(source, at).endsWith(',');
  const opens = isSelector(line) || leftOpen(source, line)?.sign === '{';
  let first = line;
  for (let at = line - 1; at >= 0 && depthOf(lines[at]!) >= depthOf(lines[line]!); at--) {
    if (isBlank(lines[at])) break;
    if (depthOf(lines[at]!) > depthOf(lines[line]!)) continue;
    if (decoratorEnd(source, at) === first - 1 || (isSelector(at) && opens && at === first - 1))
      first = at;
    else if (!/^\s*[)\]}]/.test(lines[at]!)) break;
  }
  return first;
}

/** The last line of the decorator with which a line begins, where it has its lines to itself. */
function decoratorEnd(source: Source, line: LineIndex): LineIndex | undefined {
  const code = codeOf(source, line);
  const name = languageAt(source, line).decorator.exec(code.trimStart())?.[0];
  if (name === undefined) return undefined;
  const end = depthOf(code) + name.length;
  if (code.length === end) return line;
  const close = bracketsOn(source, line).find(({ column }) => column === end)?.partner;
  const isLast = close?.column === (close && codeOf(source, close.line).length - 1);
  return isLast ? close?.line : undefined;
}

const beginnings = new WeakMap<Source, ReadonlyMap<number, ts.Node>>();

/** The outermost node that begins where a line's text does, by that place. */
function nodeAt(source: Source, start: number): ts.Node | undefined {
  let nodes = beginnings.get(source);
  if (!nodes) {
    const found = new Map<number, ts.Node>();
    walk(source, (node) => {
      if (isGroup(source, node)) return;
      const at = beginningOf(source, node);
      if (node.end > at && !found.has(at)) found.set(at, node);
    });
    beginnings.set(source, found);
    nodes = found;
  }
  return nodes.get(start);
}

/** Nodes of which each line is something for itself: attributes, the members of a union, the operands of a condition. */
function isGroup({ ts, file }: Source, node: ts.Node): boolean {
  return (
    node === file ||
    ts.isJsxText(node) ||
    ts.isJsxAttributes(node) ||
    ts.isUnionTypeNode(node) ||
    ts.isIntersectionTypeNode(node) ||
    (ts.isBinaryExpression(node) &&
      [ts.SyntaxKind.AmpersandAmpersandToken, ts.SyntaxKind.BarBarToken].includes(
        node.operatorToken.kind,
      ))
  );
}

/** Where a node's own text begins: behind decorators on lines of their own. */
function beginningOf(source: Source, node: ts.Node): number {
  const { ts, file, text } = source;
  const decorator = ts.canHaveDecorators(node) ? ts.getDecorators(node)?.at(-1) : undefined;
  const gap = decorator && /^\s*/.exec(text.slice(decorator.end))![0];
  return gap?.includes('\n') ? decorator!.end + gap.length : node.getStart(file);
}

/** The last line of the comment or node that begins where the line's text does. */
function codeEnd(source: Source, line: LineIndex): LineIndex | undefined {
  const { text, offsets, document } = source;
  const start = offsets[line]! + depthOf(document.lines[line]!);
  const comment = findComments(source).find((each) => each.start === start && each.ownsItsLines);
  if (comment) return lineOf(source, comment.end - 1);
  const node = nodeAt(source, start);
  if (!node) return undefined;
  const separator = /^[ \t]*[,;]/.exec(text.slice(node.end))?.[0].length ?? 0;
  return lineOf(source, node.end + separator - 1);
}
