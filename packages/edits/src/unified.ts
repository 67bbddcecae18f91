/**
 * Printing a change as a unified diff, as `diff -u` does (POSIX "Diff -u Output Format"): what a person
 * sees before an edit is applied, and what `patch` and `git apply` read. Takes two texts, gives a text;
 * '' where they are equal. Here lines are what the format takes for lines: a text that ends in a newline
 * has no empty last line, and a carriage return is part of its line.
 */
import { diffSequences, type Span } from './diff.ts';

export interface UnifiedDiffOptions {
  /** What stands after `---` and `+++`; by default a/path and b/path, as git writes them. */
  readonly labels?: readonly [before: string, after: string];
  /** Unchanged lines shown around each change; by default 3. */
  readonly context?: number;
}

/** The unified diff from `before` to `after`, each line ended by "\n"; '' where there is no difference. */
export function unifiedDiff(
  path: string,
  before: string,
  after: string,
  { labels = labelsOf(path), context = 3 }: UnifiedDiffOptions = {},
): string {
  const oldLines = terminatedLines(before);
  const newLines = terminatedLines(after);
  const groups = groupSpans(diffSequences(oldLines, newLines), context);
  if (groups.length === 0) return '';
  const out = [`--- ${labels[0]}\n`, `+++ ${labels[1]}\n`];
  for (const spans of groups) {
    const first = spans[0]!;
    const last = spans.at(-1)!;
    const lead = Math.min(context, first.beforeStart);
    const trail = Math.min(context, oldLines.length - last.beforeEnd);
    const oldRange = range(first.beforeStart - lead, last.beforeEnd + trail);
    const newRange = range(first.afterStart - lead, last.afterEnd + trail);
    out.push(`@@ -${oldRange} +${newRange} @@\n`);
    let shown = first.beforeStart - lead;
    for (const span of spans) {
      out.push(...oldLines.slice(shown, span.beforeStart).map((line) => printed(' ', line)));
      out.push(
        ...oldLines.slice(span.beforeStart, span.beforeEnd).map((line) => printed('-', line)),
      );
      out.push(...newLines.slice(span.afterStart, span.afterEnd).map((line) => printed('+', line)));
      shown = span.beforeEnd;
    }
    out.push(...oldLines.slice(shown, shown + trail).map((line) => printed(' ', line)));
  }
  return out.join('');
}

/** Lines with their newlines; the last may lack it. */
function terminatedLines(text: string): string[] {
  return text.match(/[^\n]*\n|[^\n]+$/g) ?? [];
}

/** Puts spans whose contexts meet into one group. */
function groupSpans(spans: readonly Span[], context: number): Span[][] {
  const groups: Span[][] = [];
  for (const span of spans) {
    const group = groups.at(-1);
    const previous = group?.at(-1);
    if (group && previous && span.beforeStart - previous.beforeEnd <= 2 * context) group.push(span);
    else groups.push([span]);
  }
  return groups;
}

/** 1-based "start,length"; a length of 1 is left out, and an empty range names the line before it. */
function range(start: number, end: number): string {
  const length = end - start;
  if (length === 1) return `${start + 1}`;
  return `${length === 0 ? start : start + 1},${length}`;
}

function printed(sign: string, line: string): string {
  return line.endsWith('\n') ? sign + line : `${sign}${line}\n\\ No newline at end of file\n`;
}

/** An absolute path without its first slash, as git has it. */
function labelsOf(path: string): readonly [string, string] {
  const name = path.replace(/^\/+/, '');
  return [`a/${name}`, `b/${name}`];
}
