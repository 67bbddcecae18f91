/** Applying character edits to a source, and small helpers to write them. */
import { diffSequences, dominantEnding } from '@wick/edits';
import type ts from 'typescript';
import { OperationRefused } from '../code/refusal.ts';
import { lineOf, type Source } from '../code/source.ts';
import { isCode, isJson } from '../code/typescript.ts';
import { endsBlock } from '../text/block-ends.ts';
import { isWhole } from '../text/brackets.ts';
import { isBlock } from '../text/gaps.ts';
import { languageOf } from '../text/languages.ts';
import { type Extent, isBranch } from '../text/lines.ts';
import { renumbered } from '../text/numbering.ts';
import type { TextEdit } from './result.ts';

/** An edit that inserts `text` at `position`. */
export function insertion(position: number, text: string): TextEdit {
  return { start: position, end: position, text };
}

/** An edit that replaces a node's own text (comments before it stay). */
export function replacement(source: Source, node: ts.Node, text: string): TextEdit {
  return { start: node.getStart(source.file), end: node.end, text };
}

/** @throws OperationRefused where lines cut what goes on above or below, in languages that no compiler checks afterwards */
export function requireWhole(source: Source, extent: Extent): void {
  const { lines } = source.document;
  if (isCode(source.path) || isJson(source.path) || isBranch(lines[extent.first]!)) return;
  if (isWhole(source, extent) && (!endsBlock(source, extent.first) || isBlock(extent))) return;
  const message = `Line ${extent.first + 1} is part of something that goes on above or below.`;
  throw new OperationRefused('not-applicable', message, { lines: [extent.first] });
}

/**
 * The edits that make `lines` of a source's lines, both without the empty line behind the last line end: a text that ends
 * in a line end goes on ending in one. Numbered lists of documents count on.
 */
export function relined(source: Source, lines: readonly string[]): TextEdit[] {
  const { document, offsets, text } = source;
  const isDocument = languageOf(source.path).blocks === 'headings';
  const counted = isDocument ? renumbered(document.lines, lines) : lines;
  const after = document.lines.at(-1) === '' ? [...counted, ''] : counted;
  return diffSequences(document.lines, after).map(
    ({ beforeStart, beforeEnd, afterStart, afterEnd }) => {
      const added = after.slice(afterStart, afterEnd);
      if (beforeEnd < document.lines.length) {
        const [start, end] = [offsets[beforeStart]!, offsets[beforeEnd]!];
        return { start, end, text: added.map((line) => `${line}\n`).join('') };
      }
      // The last line has no line end of its own: the one before it goes along.
      const previous = document.lines[beforeStart - 1];
      const start = previous === undefined ? 0 : offsets[beforeStart - 1]! + previous.length;
      return {
        start,
        end: text.length,
        text: [...(beforeStart > 0 ? [''] : []), ...added].join('\n'),
      };
    },
  );
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
