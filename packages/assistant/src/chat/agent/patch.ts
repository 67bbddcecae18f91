/**
 * Writes changes as tools take them: patches in the form of Codex's apply_patch, and pairs of old and new text that
 * stand only once in the file. Takes texts before and after; pure. The grammar of patches is the one Codex ships
 * (`*** Begin Patch` …); a patch is tried here as Codex applies it, and gets more context until it does what it should.
 */
import { diffSequences, type Span } from '@wick/edits';

export interface Change {
  readonly path: string;
  readonly before: string;
  readonly after: string;
  readonly isNew?: true;
}

const CONTEXTS = [3, 8, 25, 100, Number.POSITIVE_INFINITY];

/** One patch for all changes. */
export function patchOf(changes: readonly Change[]): string {
  return ['*** Begin Patch', ...changes.flatMap(sectionOf), '*** End Patch'].join('\n');
}

function sectionOf({ path, before, after, isNew }: Change): string[] {
  if (isNew) return [`*** Add File: ${path}`, ...linesOf(after).map((line) => `+${line}`)];
  const one = linesOf(before);
  const other = linesOf(after);
  const spans = diffSequences(one, other);
  for (const context of CONTEXTS) {
    const chunks = chunksOf(one, other, spans, context);
    if (sameLines(applied(one, chunks), other)) {
      return [`*** Update File: ${path}`, ...chunks.flatMap((chunk) => ['@@', ...chunk.lines])];
    }
  }
  throw new Error(`a patch of ${path} that shows all of it applies`);
}

interface Chunk {
  readonly lines: readonly string[];
  readonly before: readonly string[];
  readonly after: readonly string[];
}

/** The changed runs with `context` lines around each; runs that then touch are one chunk. */
function chunksOf(
  before: readonly string[],
  after: readonly string[],
  spans: readonly Span[],
  context: number,
): Chunk[] {
  const groups: Span[][] = [];
  for (const span of spans) {
    const last = groups.at(-1)?.at(-1);
    if (last && span.beforeStart - last.beforeEnd <= 2 * context) groups.at(-1)!.push(span);
    else groups.push([span]);
  }
  return groups.map((group) => {
    const lines: string[] = [];
    let at = Math.max(0, group[0]!.beforeStart - context);
    const to = Math.min(before.length, group.at(-1)!.beforeEnd + context);
    const keep = (end: number) => {
      for (; at < end; at++) lines.push(` ${before[at]}`);
    };
    for (const { beforeStart, beforeEnd, afterStart, afterEnd } of group) {
      keep(beforeStart);
      for (; at < beforeEnd; at++) lines.push(`-${before[at]}`);
      for (let i = afterStart; i < afterEnd; i++) lines.push(`+${after[i]}`);
    }
    keep(to);
    const side = (sign: string) =>
      lines.filter((line) => !line.startsWith(sign)).map((line) => line.slice(1));
    return { lines, before: side('+'), after: side('-') };
  });
}

/** What Codex makes of a file by these chunks: each goes to the first place behind the one before where it fits. */
function applied(
  before: readonly string[],
  chunks: readonly Chunk[],
): readonly string[] | undefined {
  const result: string[] = [];
  let at = 0;
  for (const chunk of chunks) {
    // Codex puts lines without any context at the end.
    if (chunk.before.length === 0 && before.length > 0) return undefined;
    const place = placeOf(before, chunk.before, at);
    if (place === undefined) return undefined;
    result.push(...before.slice(at, place), ...chunk.after);
    at = place + chunk.before.length;
  }
  return [...result, ...before.slice(at)];
}

/** Codex forgives white space around a line, so a place that only looks alike counts, too. */
function placeOf(
  lines: readonly string[],
  wanted: readonly string[],
  from: number,
): number | undefined {
  for (let place = from; place + wanted.length <= lines.length; place++) {
    if (wanted.every((line, i) => lines[place + i]!.trim() === line.trim())) return place;
  }
  return undefined;
}

function sameLines(one: readonly string[] | undefined, other: readonly string[]): boolean {
  return one?.length === other.length && one.every((line, i) => line === other[i]);
}

/** A text's lines; a carriage return belongs to its line. */
function linesOf(text: string): string[] {
  const lines = text.split('\n');
  if (lines.at(-1) === '') lines.pop();
  return lines;
}

/** The smallest run of whole lines that holds all changes and stands once in the file, before and after. */
export function replacementOf({ before, after }: Change): {
  readonly before: string;
  readonly after: string;
} {
  const one = before.split('\n');
  const other = after.split('\n');
  const spans = diffSequences(one, other);
  const [first, last] = [spans[0], spans.at(-1)];
  if (!first || !last) return { before, after };
  for (let context = 1; ; context++) {
    const start = Math.max(0, first.beforeStart - context);
    const tail = Math.min(context, one.length - last.beforeEnd);
    const old = one.slice(start, last.beforeEnd + tail).join('\n');
    const isOnce = old !== '' && before.indexOf(old) === before.lastIndexOf(old);
    const isWhole = start === 0 && last.beforeEnd + tail === one.length;
    if (!isOnce && !isWhole) continue;
    return { before: old, after: other.slice(start, last.afterEnd + tail).join('\n') };
  }
}
