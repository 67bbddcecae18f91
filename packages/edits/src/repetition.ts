/**
 * Repeats an edit elsewhere: what changed within the lines of recent edits, and the places of a document where the
 * same could change. Takes texts of lines, gives hunks with what speaks for each; pure.
 *
 * A change is a substitution of pieces of code (names, numbers, strings, signs), with the pieces beside it.
 */
import { diffSequences } from './diff.ts';
import type { LineIndex } from './document.ts';
import type { Hunk } from './hunk.ts';

/** What an edit made of some lines. */
export interface RecentEdit {
  readonly before: string;
  readonly after: string;
}

/** A place where a recent change could be made again. */
export interface Repetition {
  /** Replaces one line. */
  readonly hunk: Hunk;
  /** How often the recent edits made the very change. */
  readonly times: number;
  /** Pieces beside the change that are the same here as there, from 0 to 2. */
  readonly alike: number;
  /** What the change takes away. */
  readonly removed: readonly string[];
  readonly inserted: readonly string[];
}

interface Substitution {
  readonly removed: readonly string[];
  readonly inserted: readonly string[];
  /** The pieces beside the change, spaces left out; undefined at the line's start and end. */
  readonly left: string | undefined;
  readonly right: string | undefined;
}

const PIECES =
  /[\p{L}_$][\p{L}\p{N}_$]*|\d[\p{L}\p{N}_.]*|'(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*"|`(?:[^`\\]|\\.)*`|\s+|[^\s\p{L}\p{N}_$]/gu;
/** A change of more pieces is none that people make again and again. */
const MOST_PIECES = 24;

/** Where the changes of `edits` (the last one last) could be made again in `lines`; each line once for each change. */
export function repetitionsOf(
  lines: readonly string[],
  edits: readonly RecentEdit[],
): readonly Repetition[] {
  const changes = new Map<string, { substitutions: Substitution[]; first: Substitution }>();
  for (const substitution of edits.flatMap(substitutionsOf)) {
    const key = JSON.stringify([substitution.removed, substitution.inserted]);
    const known = changes.get(key);
    if (known) known.substitutions.push(substitution);
    else changes.set(key, { substitutions: [substitution], first: substitution });
  }
  return [...changes.values()].flatMap(({ substitutions, first }) =>
    lines.flatMap((text, line) => repeatOn(text, line, first, substitutions) ?? []),
  );
}

/** What changed within the lines of an edit; nothing where lines came or went. */
function substitutionsOf({ before, after }: RecentEdit): Substitution[] {
  const [old, now] = [before.split(/\r?\n/), after.split(/\r?\n/)];
  if (old.length !== now.length) return [];
  return old.flatMap((line, index) => {
    const [from, to] = [piecesOf(line), piecesOf(now[index]!)];
    return diffSequences(from, to).flatMap((span) => {
      const removed = from.slice(span.beforeStart, span.beforeEnd);
      const inserted = to.slice(span.afterStart, span.afterEnd);
      if (Math.max(removed.length, inserted.length) > MOST_PIECES) return [];
      const left = neighbour(from, span.beforeStart, -1);
      const right = neighbour(from, span.beforeEnd, 1);
      return [{ removed, inserted, left, right }];
    });
  });
}

function piecesOf(line: string): string[] {
  return line.match(PIECES) ?? [];
}

/** The first piece that is no space, from before `at` backwards or from `at` on. */
function neighbour(pieces: readonly string[], at: number, step: 1 | -1): string | undefined {
  for (let index = step < 0 ? at - 1 : at; index >= 0 && index < pieces.length; index += step) {
    if (pieces[index]!.trim() !== '') return pieces[index];
  }
  return undefined;
}

/** The change made wherever the line has what it takes away; what is only put in needs both of its neighbours. */
function repeatOn(
  text: string,
  line: LineIndex,
  { removed, inserted }: Substitution,
  made: readonly Substitution[],
): Repetition | undefined {
  const pieces = piecesOf(text);
  const result: string[] = [];
  let alike = -1;
  for (let at = 0; at < pieces.length; ) {
    const isHere =
      removed.length > 0 && removed.every((piece, offset) => pieces[at + offset] === piece);
    const left = neighbour(pieces, at, -1);
    const right = neighbour(pieces, at + removed.length, 1);
    const near = made.map((other) => Number(other.left === left) + Number(other.right === right));
    const most = Math.max(...near);
    const isThere = removed.length === 0 && most === 2 && !startsWith(pieces, at, inserted);
    if (isHere || isThere) {
      result.push(...inserted);
      alike = Math.max(alike, most);
    }
    if (isHere) at += removed.length;
    else result.push(pieces[at++]!);
  }
  const changed = result.join('');
  if (alike < 0 || changed === text) return undefined;
  const hunk = { start: line, end: line + 1, lines: [changed] };
  return { hunk, times: made.length, alike, removed, inserted };
}

function startsWith(pieces: readonly string[], at: number, start: readonly string[]): boolean {
  return start.every((piece, offset) => pieces[at + offset] === piece);
}
