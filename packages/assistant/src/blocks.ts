/**
 * Cuts a document into its top-level blocks (a function with its comment, a statement, an import), and a
 * block into head, members and closing lines. By indentation and brackets at line starts only, so that it
 * works for any language, and for files that do not parse. Takes lines, gives runs of lines.
 */
import type { LineIndex } from '@wick/edits';

/** Lines [start, end). */
export interface LineRun {
  readonly start: LineIndex;
  readonly end: LineIndex;
}

/** A line that closes or continues the block before it: `}`, `) {`, `] as const`, `</div>`, `else`. */
const CONTINUES = /^\s*(?:[)\]}]|<\/|else\b|catch\b|finally\b|\/>|\*\/)/;
/** A line that belongs to what comes after it: a comment or a decorator. */
const LEADS = /^\s*(?:\/\/|\/\*|\*(?![\w[])|#(?!\w)|@)/;
const IMPORT = /^\s*(?:import\b|export\s.*\sfrom\s|(?:const|let|var)\s.*=\s*require\()/;

/** The top-level blocks of a document; together they are all its lines. */
export function topLevelBlocks(lines: readonly string[]): LineRun[] {
  return blocksWithin(lines, { start: 0, end: lines.length });
}

/**
 * The parts of a block that is too long to show whole: its first lines up to where it gets deeper, the
 * blocks inside, its closing lines. The block itself where nothing in it is deeper.
 */
export function innerBlocks(lines: readonly string[], block: LineRun): LineRun[] {
  const base = indentAt(lines, block);
  let open = block.start;
  while (open < block.end && !(lines[open]!.trim() !== '' && indentOf(lines[open]!) > base)) open++;
  let close = block.end;
  while (close > open && !(lines[close - 1]!.trim() !== '' && indentOf(lines[close - 1]!) > base)) {
    close--;
  }
  if (open >= close) return [block];
  const inner = blocksWithin(lines, { start: open, end: close });
  const head = { start: block.start, end: open };
  const tail = { start: close, end: block.end };
  return [head, ...inner, tail].filter(({ start, end }) => end > start);
}

/** Whether the block brings in names from other files. */
export function isImport(lines: readonly string[], block: LineRun): boolean {
  const first = lines.slice(block.start, block.end).find((line) => isCode(line));
  return first !== undefined && IMPORT.test(first);
}

/** Whether the line is neither blank nor a comment or decorator. */
export function isCode(line: string): boolean {
  return line.trim() !== '' && !LEADS.test(line);
}

function blocksWithin(lines: readonly string[], { start, end }: LineRun): LineRun[] {
  const base = indentAt(lines, { start, end });
  const blocks: LineRun[] = [];
  let blockStart = start;
  // The line after the last one that is certainly part of the current block.
  let settled = start;
  let hasCode = false;
  for (let index = start; index < end; index++) {
    const line = lines[index]!;
    if (line.trim() === '') continue;
    const opens = indentOf(line) <= base && !CONTINUES.test(line);
    if (opens && hasCode) {
      blocks.push({ start: blockStart, end: settled });
      blockStart = settled;
      hasCode = false;
    }
    settled = index + 1;
    if (!LEADS.test(line)) hasCode = true;
  }
  blocks.push({ start: blockStart, end });
  return blocks.filter((block) => block.end > block.start);
}

/** Indentation of the first line that has text: what the run's own level is. */
function indentAt(lines: readonly string[], { start, end }: LineRun): number {
  for (let index = start; index < end; index++) {
    const line = lines[index]!;
    if (line.trim() !== '') return indentOf(line);
  }
  return 0;
}

function indentOf(line: string): number {
  return line.length - line.trimStart().length;
}
