/**
 * Cuts documents out of source files, as the assistant shows them to the model: whole small files, or
 * runs of whole top-level blocks (with the imports, sometimes), or a class with some of its members.
 * What is left out leaves a gap in the line ids.
 */
import ts from 'typescript';
import type { Random } from './random.ts';

export interface Window {
  readonly text: string;
  /** For each line of `text`, its line index in the file. Ascending, with gaps where lines are left out. */
  readonly fileLines: readonly number[];
}

interface Block {
  readonly from: number;
  readonly to: number;
}

/** Longest text of a window, in characters (about 3.3 to a token). */
const LIMIT = 3600;
/** Most windows are shorter: a token of a short example costs less attention, and teaches as much. */
const USUAL_LIMIT = 1900;
const LONG_SHARE = 0.15;
const LONGEST_LINE = 200;

/** Draws windows of a file: at most `count`, fewer where the file is small. */
export function windowsOf(path: string, text: string, count: number, random: Random): Window[] {
  const lines = text.split('\n');
  if (lines.some((line) => line.length > 400)) return [];
  const source = ts.createSourceFile(path, text, ts.ScriptTarget.Latest, true);
  const lineOf = (position: number) => source.getLineAndCharacterOfPosition(position).line;
  const blocks = blocksOf(source.statements, lineOf, 0, lines.length);
  const imports = blocks.filter((_, i) =>
    ts.isImportDeclaration(source.statements[i] as ts.Statement),
  );
  if (text.length <= USUAL_LIMIT || (text.length <= LIMIT && random.chance(LONG_SHARE))) {
    return usable(lines, [{ from: 0, to: lines.length }]);
  }
  const windows: Window[] = [];
  const seen = new Set<number>();
  for (let i = 0; i < count * 3 && windows.length < count; i++) {
    const at = random.below(blocks.length);
    if (seen.has(at) || !blocks[at]) continue;
    seen.add(at);
    const limit = random.chance(LONG_SHARE) ? LIMIT : USUAL_LIMIT;
    const budget = 400 + random.below(limit - 400);
    const chosen =
      grow(lines, blocks, at, budget) ??
      inClass(lines, source.statements[at], lineOf, budget, random);
    if (!chosen) continue;
    const first = chosen[0] as Block;
    const head = imports.at(-1);
    const withImports =
      head && head.to <= first.from && size(lines, imports) < 700 && random.chance(0.4)
        ? [{ from: (imports[0] as Block).from, to: head.to }, ...chosen]
        : chosen;
    windows.push(...usable(lines, withImports));
  }
  return windows;
}

function usable(lines: readonly string[], blocks: readonly Block[]): Window[] {
  const fileLines = blocks.flatMap(({ from, to }) =>
    Array.from({ length: to - from }, (_, i) => from + i),
  );
  const shown = fileLines.map((line) => lines[line] as string);
  const span = (fileLines.at(-1) ?? 0) - (fileLines[0] ?? 0);
  if (shown.length < 4 || span > 900 || shown.some((line) => line.length > LONGEST_LINE)) return [];
  return [{ text: shown.join('\n'), fileLines }];
}

/** Statements as line blocks that cover [from, to): a statement's leading comments and blank lines belong to it. */
function blocksOf(
  nodes: readonly ts.Node[],
  lineOf: (position: number) => number,
  from: number,
  to: number,
): Block[] {
  const blocks: Block[] = [];
  let start = from;
  for (const [i, node] of nodes.entries()) {
    const end = i === nodes.length - 1 ? to : Math.max(start, lineOf(node.end) + 1);
    blocks.push({ from: start, to: end });
    start = end;
  }
  return blocks;
}

function size(lines: readonly string[], blocks: readonly Block[]): number {
  let total = 0;
  for (const { from, to } of blocks)
    for (let i = from; i < to; i++) total += (lines[i] as string).length + 3;
  return total;
}

/** The block at `at` with neighbours after and before it, while they fit. */
function grow(
  lines: readonly string[],
  blocks: readonly Block[],
  at: number,
  budget: number,
): Block[] | undefined {
  let first = at;
  let last = at;
  if (size(lines, [blocks[at] as Block]) > Math.max(budget, USUAL_LIMIT)) return undefined;
  for (;;) {
    const after = blocks[last + 1];
    const before = blocks[first - 1];
    const now = size(lines, blocks.slice(first, last + 1));
    if (after && now + size(lines, [after]) <= budget) last++;
    else if (before && now + size(lines, [before]) <= budget) first--;
    else break;
  }
  return [{ from: (blocks[first] as Block).from, to: (blocks[last] as Block).to }];
}

/** A class too long to show whole: its head, some neighbouring members, its closing line. */
function inClass(
  lines: readonly string[],
  node: ts.Statement | undefined,
  lineOf: (position: number) => number,
  budget: number,
  random: Random,
): Block[] | undefined {
  if (!node || !ts.isClassDeclaration(node) || node.members.length < 3) return undefined;
  const head = lineOf(node.getStart());
  const open = lineOf(node.members.pos);
  const close = lineOf(node.end);
  const members = blocksOf(node.members, lineOf, open + 1, close);
  const at = random.below(members.length);
  const grown = grow(lines, members, at, budget);
  if (!grown || open - head > 8 || close <= open) return undefined;
  return [{ from: head, to: open + 1 }, ...grown, { from: close, to: close + 1 }];
}
