/**
 * A plan as it stands in markdown: headings, and below them lists of steps, with or without check boxes.
 * Takes lines, gives what each one is; line by line, as people write plans, not as a whole markdown parser.
 */
import type { LineIndex } from '@wick/edits';

/** A list item and what belongs to it: lines of text, and items below it. */
export interface Step {
  readonly line: LineIndex;
  /** The line after its last one; blank lines behind it are not its own. */
  readonly end: LineIndex;
  /** The line after its own text; notes and steps below it begin there. */
  readonly textEnd: LineIndex;
  readonly indent: string;
  /** `-`, `*` or `+`, or a number with its point or bracket. */
  readonly marker: string;
  /** What stands between marker and box or text. */
  readonly gap: string;
  /** What its box holds; undefined where it has none. */
  readonly box: string | undefined;
  /** The words on its first line. */
  readonly text: string;
  /** The step that it is a part of. */
  readonly parent: Step | undefined;
  /** The heading above it. */
  readonly section: Section | undefined;
}

export interface Section {
  readonly line: LineIndex;
  readonly title: string;
  /** 1 for `#`, 2 for `##`, … */
  readonly level: number;
}

export interface Checklist {
  readonly lines: readonly string[];
  readonly sections: readonly Section[];
  /** All items of lists, in order. */
  readonly items: readonly Step[];
  /** Those that are steps: items with a box; all of them where none has one. */
  readonly steps: readonly Step[];
}

const ITEM = /^([ \t]*)([-*+]|\d{1,9}[.)])([ \t]+)(?:\[([ xX])\](?:[ \t]+|$))?(.*)$/;
const HEADING = /^ {0,3}(#{1,6})[ \t]+(.*?)(?:[ \t]+#+)?[ \t]*$/;
const FENCE = /^[ \t]*(`{3,}|~{3,})/;
const TAB_WIDTH = 4;

export function parseChecklist(lines: readonly string[]): Checklist {
  const kinds = kindsOf(lines);
  const sections: Section[] = [];
  const items: Step[] = [];
  for (const [line, kind] of kinds.entries()) {
    if (kind.type === 'heading') sections.push({ line, title: kind.title, level: kind.level });
    if (kind.type !== 'item') continue;
    const end = endOf(kinds, line);
    const around = items.filter((item) => item.end > line && width(item.indent) < kind.width);
    items.push({
      ...kind.item,
      line,
      end,
      textEnd: textEndOf(kinds, line, end),
      parent: around.at(-1),
      section: sections.at(-1),
    });
  }
  const boxed = items.filter(({ box }) => box !== undefined);
  return { lines, sections, items, steps: boxed.length > 0 ? boxed : items };
}

type LineKind =
  | { readonly type: 'blank' }
  | { readonly type: 'heading'; readonly title: string; readonly level: number }
  | {
      readonly type: 'item';
      readonly width: number;
      readonly item: Pick<Step, 'indent' | 'marker' | 'gap' | 'box' | 'text'>;
    }
  | { readonly type: 'text'; readonly width: number };

/** What each line is by itself; all lines of a fenced block are text. */
function kindsOf(lines: readonly string[]): LineKind[] {
  let fence: string | undefined;
  return lines.map((line): LineKind => {
    const [, mark] = FENCE.exec(line) ?? [];
    const text: LineKind = { type: 'text', width: width(/^[ \t]*/.exec(line)![0]) };
    if (fence !== undefined) {
      if (mark?.startsWith(fence)) fence = undefined;
      return text;
    }
    if (mark !== undefined) {
      fence = mark;
      return text;
    }
    if (line.trim() === '') return { type: 'blank' };
    const [, signs, title] = HEADING.exec(line) ?? [];
    if (signs !== undefined) return { type: 'heading', title: title!, level: signs.length };
    const [, indent, marker, gap, box, words] = ITEM.exec(line) ?? [];
    if (indent === undefined || isRule(line)) return text;
    const item = { indent, marker: marker!, gap: gap!, box, text: words! };
    return { type: 'item', width: width(indent), item };
  });
}

/** `* * *` and `- - -` part sections, they list nothing. */
function isRule(line: string): boolean {
  return /^ {0,3}([-*_])[ \t]*(?:\1[ \t]*){2,}$/.test(line);
}

/** Columns that white space takes. */
export function width(space: string): number {
  let columns = 0;
  for (const sign of space) columns += sign === '\t' ? TAB_WIDTH - (columns % TAB_WIDTH) : 1;
  return columns;
}

/** The line after the last one that belongs to the item on `line`. */
function endOf(kinds: readonly LineKind[], line: LineIndex): LineIndex {
  const own = (kinds[line] as { width: number }).width;
  let end = line + 1;
  for (let next = line + 1; next < kinds.length; next++) {
    const kind = kinds[next]!;
    if (kind.type === 'blank') continue;
    if (kind.type === 'heading') break;
    const isBelow = kind.width > own;
    // Text that goes on right below an item belongs to it, wherever it begins.
    const goesOn = kind.type === 'text' && next === end;
    if (!isBelow && !goesOn) break;
    end = next + 1;
  }
  return end;
}

/** The line after the item's own paragraph. */
function textEndOf(kinds: readonly LineKind[], line: LineIndex, end: LineIndex): LineIndex {
  let next = line + 1;
  while (next < end && kinds[next]!.type === 'text') next++;
  return next;
}
