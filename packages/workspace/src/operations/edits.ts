/** Applying character edits to a source, and small helpers to write them. */
import { dominantEnding } from '@wick/edits';
import type ts from 'typescript';
import { lineOf, type Source } from '../code/source.ts';
import type { TextEdit } from './result.ts';

/** An edit that inserts `text` at `position`. */
export function insertion(position: number, text: string): TextEdit {
  return { start: position, end: position, text };
}

/** An edit that replaces a node's own text (comments before it stay). */
export function replacement(source: Source, node: ts.Node, text: string): TextEdit {
  return { start: node.getStart(source.file), end: node.end, text };
}

/**
 * The source's whole text with `edits` applied, byte order mark included. Edits may come in any order but
 * must not overlap; of two insertions at one place the first given comes first.
 */
export function applyTextEdits(source: Source, edits: readonly TextEdit[]): string {
  const { text, document } = source;
  const ordered = [...edits].sort((one, other) => one.start - other.start || one.end - other.end);
  const parts: string[] = [document.bom];
  let done = 0;
  for (const edit of ordered) {
    if (edit.start < done)
      throw new Error(`edits overlap at offset ${edit.start} of ${source.path}`);
    parts.push(
      text.slice(done, edit.start),
      edit.text.replaceAll('\n', endingAt(source, edit.start)),
    );
    done = edit.end;
  }
  parts.push(text.slice(done));
  return parts.join('');
}

/** The line ending to use at a place: its line's, or else the one before it, or else the file's. */
function endingAt(source: Source, position: number): string {
  const { document } = source;
  const line = lineOf(source, position);
  return document.endings[line] || document.endings[line - 1] || dominantEnding(document);
}
