/**
 * Applying hunks to a document. Lines outside the hunks keep every byte; new lines get the line ending
 * of the line they replace, or of the line before them, or of the line after them. The document ends as
 * it did: where the last line is replaced, the new last line has no line ending either.
 */
import { dominantEnding, type LineEnding, type LineIndex, type TextDocument } from './document.ts';
import { type Hunk, normalizeHunks, validateHunks } from './hunk.ts';

/**
 * The document with `hunks` applied.
 * @throws HunkError where the hunks are not valid for this document
 */
export function applyHunks(document: TextDocument, hunks: readonly Hunk[]): TextDocument {
  validateHunks(hunks, document.lines.length);
  const lines: string[] = [];
  const endings: LineEnding[] = [];
  let next: LineIndex = 0;
  const keepUntil = (end: LineIndex) => {
    for (; next < end; next++) {
      lines.push(document.lines[next]!);
      endings.push(document.endings[next]!);
    }
  };
  for (const hunk of normalizeHunks(hunks, document.lines.length)) {
    keepUntil(hunk.start);
    for (const [offset, line] of hunk.lines.entries()) {
      const replaced = hunk.start + offset;
      const own =
        hunk.endings?.[offset] || (replaced < hunk.end ? document.endings[replaced] : undefined);
      lines.push(line);
      endings.push(own || endings.at(-1) || document.endings[hunk.start] || '');
    }
    next = hunk.end;
  }
  keepUntil(document.lines.length);
  return { bom: document.bom, lines, endings: settleEndings(lines, endings, document) };
}

/**
 * Makes `endings` right for `lines`: none at the end of the document, one everywhere else. The last line
 * of the old document has none to give, so what now follows it takes its neighbour's.
 */
function settleEndings(
  lines: readonly string[],
  endings: readonly LineEnding[],
  document: TextDocument,
): LineEnding[] {
  const settled: LineEnding[] = [];
  for (const [index, line] of lines.entries()) {
    if (index === lines.length - 1) settled.push('');
    // A line that ends in a lone "\r" would swallow a "\n": only "\r\n" keeps it as it is.
    else if (line.endsWith('\r')) settled.push('\r\n');
    else settled.push(endings[index] || settled.at(-1) || dominantEnding(document));
  }
  return settled;
}
