/**
 * The entries of a list (members of a type, keys of an object, names of an import), each with the comments
 * that belong to it: those directly above it, and those behind it on its line. What stands between entries
 * (separators, line ends, blank lines, indentation) belongs to the place, not to the entry, so that entries
 * can change places or go. Takes nodes and the text between their brackets, gives spans.
 */
import type ts from 'typescript';
import { type Comment, findComments } from './comments.ts';
import { lineOf, type Source, textAfter, textBefore } from './source.ts';

export interface ListEntry<Node extends ts.Node = ts.Node> {
  readonly node: Node;
  /** With the comments above it. */
  readonly start: number;
  /** Behind the node itself and the comments before its separator. */
  readonly bodyEnd: number;
  /** Behind its separator and the white space before that; `bodyEnd` where it has none. */
  readonly separatorEnd: number;
  /** Behind the comments that follow on its line. */
  readonly end: number;
  /** Whether nothing else stands on its lines. */
  readonly ownsItsLines: boolean;
  /** A comment above it that speaks of more than it: a heading, or one that a blank line keeps apart. */
  readonly heading: Comment | undefined;
  /** Whether it has a comment that ends its line or reaches over several. */
  readonly needsOwnLines: boolean;
}

/** Rules, regions, and what switches a tool off or on from here. */
const HEADING =
  /^\/[/*]\s*(?:#?(?:end)?region\b|[-=#~_+]{3,}|[/*]{4,}|\w+-(?:disable|enable)(?!-))/;

/** A separator belongs to the node itself (members of a class), or stands between nodes. */
export type SeparatorUse = 'within' | 'between';

/** The entries that `nodes` are, between `open` (behind the opening bracket) and `close` (before the closing one). */
export function listEntries<Node extends ts.Node>(
  source: Source,
  nodes: readonly Node[],
  open: number,
  close: number,
  separators: SeparatorUse,
): ListEntry<Node>[] {
  const { file } = source;
  const gaps = [...nodes, undefined].map((node, index): Gap => {
    const before = nodes[index - 1];
    const start = before ? nodeEnd(source, before, separators) : open;
    const end = node?.getStart(file) ?? close;
    return gapBetween(source, start, end, { separators, isFirst: !before, isLast: !node });
  });
  return nodes.map((node, index) => {
    const above = gaps[index]!;
    const below = gaps[index + 1]!;
    const start = above.nextStart;
    const { bodyEnd, separatorEnd, end } = below;
    const comments = [...above.leading, ...below.trailing];
    return {
      node,
      start,
      bodyEnd,
      separatorEnd,
      end,
      ownsItsLines: isBlank(textBefore(source, start)) && isBlank(textAfter(source, end)),
      heading: above.heading,
      needsOwnLines: comments.some(
        (comment) =>
          comment.kind === 'line' || lineOf(source, comment.start) < lineOf(source, comment.end),
      ),
    };
  });
}

/** What lies between two nodes, or between a bracket and a node. */
interface Gap {
  readonly bodyEnd: number;
  readonly separatorEnd: number;
  readonly end: number;
  /** The comments of the entry before. */
  readonly trailing: readonly Comment[];
  /** Where the entry behind begins, with its comments. */
  readonly nextStart: number;
  readonly leading: readonly Comment[];
  readonly heading: Comment | undefined;
}

function gapBetween(
  source: Source,
  start: number,
  end: number,
  place: { separators: SeparatorUse; isFirst: boolean; isLast: boolean },
): Gap {
  const { text } = source;
  const comments = findComments(source).filter((c) => start <= c.start && c.end <= end);
  const code = blanked(text.slice(start, end), start, comments);
  const hasSeparator = place.separators === 'between' && !place.isFirst;
  const separator = hasSeparator ? code.search(/[,;]/) : -1;
  const lineBreak = code.indexOf('\n', Math.max(separator, 0));
  const isBefore = (comment: Comment): boolean => {
    if (separator >= 0 && comment.start < start + separator) return true;
    return lineBreak >= 0 ? comment.start < start + lineBreak : place.isLast;
  };
  const trailing = comments.filter(isBefore);
  const following = comments.filter((comment) => !isBefore(comment));
  // Of one line, what stands behind the last entry would stand before its separator.
  const isOneLine = place.separators === 'between' && separator < 0 && lineBreak < 0;
  const inner = trailing.filter(({ end: last }) => isOneLine || last <= start + separator);
  const bodyEnd = inner.at(-1)?.end ?? start;
  const separatorEnd = separator >= 0 ? start + separator + 1 : bodyEnd;
  const leading: Comment[] = [];
  let nextStart = end;
  for (const comment of following.toReversed()) {
    if (isApart(text, comment.end, nextStart)) break;
    leading.unshift(comment);
    nextStart = comment.start;
  }
  const isHeading = ({ start: at }: Comment) => HEADING.test(text.slice(at));
  const heading = following[following.length - leading.length - 1] ?? leading.find(isHeading);
  return {
    bodyEnd,
    separatorEnd,
    end: Math.max(separatorEnd, trailing.at(-1)?.end ?? 0),
    trailing,
    nextStart,
    leading,
    heading,
  };
}

/** The end of a node without a separator that the compiler counts to it. */
function nodeEnd(source: Source, node: ts.Node, separators: SeparatorUse): number {
  const hasOwn = separators === 'between' && /[,;]/.test(source.text[node.end - 1]!);
  return hasOwn ? node.end - 1 : node.end;
}

/** A text in which comments are spaces. */
function blanked(text: string, offset: number, comments: readonly Comment[]): string {
  return comments.reduce((rest, { start, end }) => {
    const space = ' '.repeat(end - start);
    return rest.slice(0, start - offset) + space + rest.slice(end - offset);
  }, text);
}

/** Whether a blank line lies between two places. */
function isApart(text: string, start: number, end: number): boolean {
  return text.slice(start, end).split('\n').length > 2;
}

function isBlank(text: string): boolean {
  return text.trim() === '';
}
