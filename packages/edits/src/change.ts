/**
 * The algebra of hunks, after CodeMirror's change sets: computing hunks from two documents, taking them
 * back (`invertHunks`), doing two steps in one (`composeHunks`), and following a line through a change
 * (`shiftLine`). The laws are tested as properties over random documents:
 *
 *     apply(apply(d, h), invert(d, h)) = d
 *     apply(d, compose(d, f, s)) = apply(apply(d, f), s)
 *     apply(d, diff(d, e)) = e                      (for equal byte order marks)
 */
import { applyHunks } from './apply.ts';
import { diffSequences, type Span } from './diff.ts';
import type { LineIndex, TextDocument } from './document.ts';
import { type Hunk, normalizeHunks, validateHunks } from './hunk.ts';

/**
 * The hunks that turn `before` into `after`, as few lines as possible (Myers). A byte order mark is part
 * of no line: the hunks leave it as it is in `before`.
 */
export function diffDocuments(before: TextDocument, after: TextDocument): Hunk[] {
  return hunksOfSpans(before, after, diffSequences(before.lines, after.lines));
}

/**
 * The hunks that take `hunks` back: apply them to the document that `hunks` made of `document`.
 * @throws HunkError where `hunks` are not valid for `document`
 */
export function invertHunks(document: TextDocument, hunks: readonly Hunk[]): Hunk[] {
  const after = applyHunks(document, hunks);
  const spans = spansOf(hunks, document.lines.length).map(
    ({ beforeStart, beforeEnd, afterStart, afterEnd }): Span => ({
      beforeStart: afterStart,
      beforeEnd: afterEnd,
      afterStart: beforeStart,
      afterEnd: beforeEnd,
    }),
  );
  return hunksOfSpans(after, document, spans);
}

/**
 * One list of hunks that does what `first` and then `second` do; `second` speaks of the document that
 * `first` made of `document`.
 * @throws HunkError where either is not valid for its document
 */
export function composeHunks(
  document: TextDocument,
  first: readonly Hunk[],
  second: readonly Hunk[],
): Hunk[] {
  const middle = applyHunks(document, first);
  const after = applyHunks(middle, second);
  const firstSpans = spansOf(first, document.lines.length);
  const secondSpans = spansOf(second, middle.lines.length);
  return hunksOfSpans(document, after, composeSpans(firstSpans, secondSpans));
}

/** Where line `line` of the old document is in the new one; undefined where a hunk replaced it. */
export function shiftLine(hunks: readonly Hunk[], line: LineIndex): LineIndex | undefined {
  let shift = 0;
  for (const hunk of hunks) {
    if (hunk.start > line) break;
    if (line < hunk.end) return undefined;
    shift += hunk.lines.length - (hunk.end - hunk.start);
  }
  return line + shift;
}

/**
 * Where the place before line `line` is in the new document. What a hunk replaced is pulled to the start
 * or the end of the new lines, whichever `side` says; an insertion right at the place counts likewise.
 */
export function shiftAnchor(
  hunks: readonly Hunk[],
  line: LineIndex,
  side: 'start' | 'end',
): LineIndex {
  let shift = 0;
  for (const hunk of hunks) {
    const inserts = hunk.start === hunk.end;
    if (hunk.start > line || (hunk.start === line && !inserts)) break;
    if (line < hunk.end || (inserts && line === hunk.start)) {
      return hunk.start + shift + (side === 'end' ? hunk.lines.length : 0);
    }
    shift += hunk.lines.length - (hunk.end - hunk.start);
  }
  return line + shift;
}

/** The changed runs of lines that `hunks` describe, in both documents' line numbers. */
function spansOf(hunks: readonly Hunk[], lineCount: number): Span[] {
  validateHunks(hunks, lineCount);
  let shift = 0;
  return normalizeHunks(hunks, lineCount).map((hunk) => {
    const afterStart = hunk.start + shift;
    shift += hunk.lines.length - (hunk.end - hunk.start);
    return {
      beforeStart: hunk.start,
      beforeEnd: hunk.end,
      afterStart,
      afterEnd: afterStart + hunk.lines.length,
    };
  });
}

/** Two steps of changed runs as one: a run of the second step swallows those of the first that it touches. */
function composeSpans(first: readonly Span[], second: readonly Span[]): Span[] {
  // All runs on the middle document's line numbers; those that touch there form one group.
  const runs = [
    ...first.map(({ afterStart, afterEnd }) => ({ start: afterStart, end: afterEnd })),
    ...second.map(({ beforeStart, beforeEnd }) => ({ start: beforeStart, end: beforeEnd })),
  ].sort((one, other) => one.start - other.start || one.end - other.end);
  const groups: { start: LineIndex; end: LineIndex }[] = [];
  for (const run of runs) {
    const last = groups.at(-1);
    if (last !== undefined && run.start <= last.end) last.end = Math.max(last.end, run.end);
    else groups.push({ ...run });
  }
  // A group's borders lie on no run or on the border of one, so they map exactly to both sides.
  const composed = groups.map(({ start, end }) => ({
    beforeStart: start - growth(first, 'afterStart', start, 'before'),
    beforeEnd: end - growth(first, 'afterStart', end, 'through'),
    afterStart: start + growth(second, 'beforeStart', start, 'before'),
    afterEnd: end + growth(second, 'beforeStart', end, 'through'),
  }));
  // What the first step inserts and the second deletes leaves nothing.
  return composed.filter(
    ({ beforeStart, beforeEnd, afterStart, afterEnd }) =>
      beforeEnd > beforeStart || afterEnd > afterStart,
  );
}

/**
 * Lines that `spans` added before `line`, which is counted on the side that `key` names; with 'through'
 * a run that starts at `line` counts too.
 */
function growth(
  spans: readonly Span[],
  key: 'beforeStart' | 'afterStart',
  line: LineIndex,
  bound: 'before' | 'through',
): number {
  return spans
    .filter((span) => (bound === 'before' ? span[key] < line : span[key] <= line))
    .reduce((sum, span) => sum + lengthChange(span), 0);
}

function lengthChange(span: Span): number {
  return span.afterEnd - span.afterStart - (span.beforeEnd - span.beforeStart);
}

/**
 * Hunks that give `after` exactly, from runs outside of which the lines' texts are equal. Line endings
 * are named only where those that `applyHunks` would choose are not the ones of `after`.
 */
function hunksOfSpans(before: TextDocument, after: TextDocument, spans: readonly Span[]): Hunk[] {
  const plain = spans.map(
    (span): Hunk => ({
      start: span.beforeStart,
      end: span.beforeEnd,
      lines: after.lines.slice(span.afterStart, span.afterEnd),
    }),
  );
  const { endings } = applyHunks(before, plain);
  if (endings.every((ending, index) => ending === after.endings[index])) return plain;
  return withEndings(before, after, spans).map((span) => ({
    start: span.beforeStart,
    end: span.beforeEnd,
    lines: after.lines.slice(span.afterStart, span.afterEnd),
    endings: after.endings.slice(span.afterStart, span.afterEnd),
  }));
}

/** `spans`, and with them each equal line whose ending differs; touching runs become one. */
function withEndings(before: TextDocument, after: TextDocument, spans: readonly Span[]): Span[] {
  const result: Span[] = [];
  const add = (span: Span) => {
    const last = result.at(-1);
    if (last !== undefined && last.beforeEnd === span.beforeStart) {
      result[result.length - 1] = {
        ...last,
        beforeEnd: span.beforeEnd,
        afterEnd: span.afterEnd,
      };
    } else result.push(span);
  };
  let line = 0;
  let shift = 0;
  const addEqualUntil = (end: LineIndex) => {
    for (; line < end; line++) {
      if (before.endings[line] === after.endings[line + shift]) continue;
      const afterLine = line + shift;
      add({
        beforeStart: line,
        beforeEnd: line + 1,
        afterStart: afterLine,
        afterEnd: afterLine + 1,
      });
    }
  };
  for (const span of spans) {
    addEqualUntil(span.beforeStart);
    add(span);
    line = span.beforeEnd;
    shift = span.afterEnd - span.beforeEnd;
  }
  addEqualUntil(before.lines.length);
  return result;
}
