/**
 * A text document as lines: what line ids, hunks and diffs are about. Takes a file's text, gives its
 * lines, the line ending of each, and the byte order mark, so that printing an untouched document
 * gives back every character (mixed CRLF and LF, missing final newline, tabs, anything).
 *
 * A line ends at "\n" or "\r\n"; a lone "\r" is part of the line. A text that ends in a line ending has
 * an empty last line: "a\nb\n" has the lines "a", "b" and "". Every document has at least one line.
 * Pure values; nothing here changes one in place.
 */

/** 0-based number of a line; as an anchor it may equal the number of lines (the place after the last). */
export type LineIndex = number;

/** What ends a line; the last line of a document, and only that, ends in ''. */
export type LineEnding = '\n' | '\r\n' | '';

/** The mark that some editors put at the start of a file. */
export const BYTE_ORDER_MARK = '\uFEFF';

export interface TextDocument {
  /** '\uFEFF' or ''; belongs to no line. */
  readonly bom: '' | typeof BYTE_ORDER_MARK;
  /** Texts of the lines without their endings; at least one. */
  readonly lines: readonly string[];
  /** Ending of each line, as many as lines. */
  readonly endings: readonly LineEnding[];
}

/** Splits `text` into a document; `documentText` gives exactly `text` again. */
export function parseDocument(text: string): TextDocument {
  const bom = text.startsWith(BYTE_ORDER_MARK) ? BYTE_ORDER_MARK : '';
  const lines: string[] = [];
  const endings: LineEnding[] = [];
  let start = bom.length;
  for (;;) {
    const newline = text.indexOf('\n', start);
    if (newline < 0) break;
    const crlf = newline > start && text[newline - 1] === '\r';
    lines.push(text.slice(start, crlf ? newline - 1 : newline));
    endings.push(crlf ? '\r\n' : '\n');
    start = newline + 1;
  }
  lines.push(text.slice(start));
  endings.push('');
  return { bom, lines, endings };
}

/** The document's text, byte order mark and all. */
export function documentText(document: TextDocument): string {
  return document.bom + bodyText(document);
}

/** The document's text without the byte order mark: what character offsets below count in. */
export function bodyText(document: TextDocument): string {
  const parts: string[] = [];
  for (const [index, line] of document.lines.entries()) parts.push(line, document.endings[index]!);
  return parts.join('');
}

/** Offset in `bodyText` of the start of each line, ascending. */
export function lineOffsets(document: TextDocument): number[] {
  const offsets: number[] = [];
  let offset = 0;
  for (const [index, line] of document.lines.entries()) {
    offsets.push(offset);
    offset += line.length + document.endings[index]!.length;
  }
  return offsets;
}

/** The line that holds the character at `offset`, given the line starts (`lineOffsets`). */
export function lineAtOffset(offsets: readonly number[], offset: number): LineIndex {
  let low = 0;
  let high = offsets.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if (offsets[middle]! <= offset) low = middle;
    else high = middle - 1;
  }
  return low;
}

/** The ending most lines have; '\n' where there is none. On a tie, '\n'. */
export function dominantEnding(document: TextDocument): '\n' | '\r\n' {
  const crlf = document.endings.filter((ending) => ending === '\r\n').length;
  const lf = document.endings.filter((ending) => ending === '\n').length;
  return crlf > lf ? '\r\n' : '\n';
}
