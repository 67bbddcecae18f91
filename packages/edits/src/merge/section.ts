/**
 * What is compared when a snippet is merged: the document's lines and the snippet's sections (its lines between two
 * placeholders), numbered alike, and what the document declares where. Pure.
 */
import type { LineIndex } from '../document.ts';
import type { SnippetItem } from './align.ts';
import type { ComparedLine } from './line-match.ts';

/** The document as it is compared. */
export interface Original {
  readonly lines: readonly ComparedLine[];
  /** A number for each line: the same where words and depth are the same. */
  readonly ids: readonly number[];
  /** How often each number stands in it. */
  readonly counts: ReadonlyMap<number, number>;
  /** Where each line stands, at whatever depth. */
  readonly byWords: ReadonlyMap<string, readonly LineIndex[]>;
  /** Where each name is declared, by depth and name; and where it is imported. */
  readonly declared: ReadonlyMap<string, readonly LineIndex[]>;
  readonly imported: ReadonlyMap<string, readonly LineIndex[]>;
  /** Filled lines before each line, and before the end. */
  readonly filledBefore: readonly number[];
  /** The least depth of the filled lines [from, to); infinite where there are none. */
  readonly leastIndent: (from: LineIndex, to: LineIndex) => number;
  /** How often each name stands in it. */
  readonly names: ReadonlyMap<string, number>;
  /** Lines that declare or import each name, at whatever depth. */
  readonly declarers: ReadonlyMap<string, readonly LineIndex[]>;
}

/**
 * What an end of the snippet says of the lines beyond: that they stay (a placeholder), nothing because the other end
 * says nothing either, or, as the other end has a placeholder and this has none, that there are none.
 */
export type Edge = 'kept' | 'unsaid' | 'none';

/** The lines of a snippet between two placeholders, without blank lines at its ends. */
export interface Section {
  /** Items [first, last) of the snippet. */
  readonly first: number;
  readonly last: number;
  readonly lines: readonly ComparedLine[];
  readonly ids: readonly number[];
  readonly before: Edge;
  readonly after: Edge;
}

/** Gives equal lines equal numbers. */
export class LineNumbers {
  readonly #ids = new Map<string, number>();

  /** `shift`: how much farther to the right the document has the line. */
  of({ words, indent }: ComparedLine, shift: number): number {
    const key = words === '' ? '' : `${indent + shift} ${words}`;
    const id = this.#ids.get(key) ?? this.#ids.size;
    this.#ids.set(key, id);
    return id;
  }
}

export function originalOf(lines: readonly ComparedLine[], numbers: LineNumbers): Original {
  const ids = lines.map((line) => numbers.of(line, 0));
  const counts = new Map<number, number>();
  for (const id of ids) counts.set(id, (counts.get(id) ?? 0) + 1);
  const declared = new Map<string, LineIndex[]>();
  for (const [index, line] of lines.entries()) {
    if (line.declares !== undefined) listed(declared, declarationKey(line, 0)).push(index);
  }
  const byWords = new Map<string, LineIndex[]>();
  for (const [index, { words }] of lines.entries()) listed(byWords, words).push(index);
  const imported = new Map<string, LineIndex[]>();
  for (const { name, line } of importedNames(lines)) listed(imported, name).push(line);
  const filledBefore = [0];
  for (const { words } of lines) filledBefore.push(filledBefore.at(-1)! + (words === '' ? 0 : 1));
  const names = new Map<string, number>();
  for (const { parts } of lines) {
    for (const [part, count] of parts) names.set(part, (names.get(part) ?? 0) + count);
  }
  const declarers = new Map<string, LineIndex[]>();
  for (const [index, line] of lines.entries()) {
    for (const name of declaredNames(line)) listed(declarers, name).push(index);
  }
  for (const [name, at] of imported) listed(declarers, name).push(...at);
  return {
    lines,
    ids,
    counts,
    byWords,
    declared,
    imported,
    filledBefore,
    leastIndent: leastIndents(lines),
    names,
    declarers,
  };
}

/** The names that a line declares. */
export function declaredNames({ declares }: ComparedLine): readonly string[] {
  if (declares === undefined || /^['"`]/.test(declares)) return [];
  if (/^[\p{L}_$][\w$]*$/u.test(declares)) return [declares];
  return [...declares.matchAll(/([\p{L}_$][\w$]*)\s*(?=[,}\]=]|$)/gu)].map((match) => match[1]!);
}

/** Least depths of runs of lines, by a sparse table: rows of the least of 1, 2, 4, ... lines. */
function leastIndents(lines: readonly ComparedLine[]): Original['leastIndent'] {
  const rows = [
    Float64Array.from(lines, ({ words, indent }) => (words === '' ? Infinity : indent)),
  ];
  for (let width = 1; 2 * width <= lines.length; width *= 2) {
    const row = rows.at(-1)!;
    const count = lines.length - 2 * width + 1;
    rows.push(
      Float64Array.from({ length: count }, (_, at) => Math.min(row[at]!, row[at + width]!)),
    );
  }
  return (from, to) => {
    if (from >= to) return Infinity;
    const level = 31 - Math.clz32(to - from);
    return Math.min(rows[level]![from]!, rows[level]![to - 2 ** level]!);
  };
}

function listed<T>(map: Map<string, T[]>, key: string): T[] {
  const list = map.get(key) ?? [];
  map.set(key, list);
  return list;
}

/** What a declaration is known by: a name may be declared once at each depth. */
export function declarationKey({ declares, indent }: ComparedLine, shift: number): string {
  return `${indent + shift} ${declares}`;
}

/** An import and the names between its braces, on one line or on many. */
const IMPORT = /^import\s+(?:type\s+)?([^'"]*?)\s+from\b/;
/** Lines of an import at most. */
const LONGEST_IMPORT = 40;

/** The names that the lines import, each with the line of its import. */
export function importedNames(
  lines: readonly ComparedLine[],
): readonly { readonly name: string; readonly line: number }[] {
  return lines.flatMap(({ words }, line) => {
    if (!words.startsWith('import ')) return [];
    let text = words;
    for (let next = line + 1; next < line + LONGEST_IMPORT && !/['"]/.test(text); next++) {
      if (lines[next] === undefined) return [];
      text += ` ${lines[next]!.words}`;
    }
    const names = IMPORT.exec(text)?.[1] ?? '';
    return names
      .replaceAll(/[{}]/g, ',')
      .split(',')
      .map((name) => name.trim().split(' ').at(-1)!)
      .filter((name) => name !== '' && name !== '*')
      .map((name) => ({ name, line }));
  });
}

/** The sections of a snippet, in order. */
export function sectionsOf(
  items: readonly SnippetItem[],
  numbers: LineNumbers,
  shift: number,
): readonly Section[] {
  const opens = items[0]?.kind === 'line';
  const closes = items.at(-1)?.kind === 'line';
  const unsaid = opens && closes ? 'unsaid' : 'none';
  const isFilled = (item: SnippetItem | undefined) =>
    item?.kind === 'line' && item.line.words !== '';
  const sections: Section[] = [];
  for (let start = 0; start < items.length; start++) {
    if (items[start]!.kind === 'kept') continue;
    let end = start;
    while (items[end]?.kind === 'line') end++;
    let [first, last] = [start, end];
    while (first < last && !isFilled(items[first])) first++;
    while (last > first && !isFilled(items[last - 1])) last--;
    if (first < last) {
      const lines = items
        .slice(first, last)
        .flatMap((item) => (item.kind === 'line' ? [item.line] : []));
      sections.push({
        first,
        last,
        lines,
        ids: lines.map((line) => numbers.of(line, shift)),
        before: start === 0 ? unsaid : 'kept',
        after: end === items.length ? unsaid : 'kept',
      });
    }
    start = end;
  }
  return sections;
}
