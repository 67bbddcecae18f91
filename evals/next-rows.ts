/**
 * Makes rows for `wick eval next` out of a project's history: of each small change of one file, some of its hunks are
 * the recent edits, and the next one is wanted.
 *
 *     node scripts/node24.mjs evals/next-rows.ts --git FOLDER.git --limit 300 --seed 1 --out ROWS.jsonl
 *
 * In:  a clone (bare or not) of a project. Out: rows {"id","kind","path","edits","text","line","after","alternatives"},
 * the alternatives being the hunks after the next one; not kept in git, as they are other people's code. Kinds: below
 * and above (within ten lines of the last edit), jump (farther), fill-in (the last edit is half typed), noise (all is done).
 */
import { applyHunks, diffDocuments, documentText, type Hunk, parseDocument } from '@wick/edits';
import type { Random } from '../training/synthesis/random.ts';
import { type FileChange, writeRowsOf } from './history.ts';

const MOST_LINES = 900;
const MOST_HUNKS = 12;
const MOST_HUNK_LINES = 8;
const NEAR = 10;

writeRowsOf((change, random) => {
  const row = rowOf(change, random);
  return row && { id: change.id, path: change.path, ...row };
});

function rowOf({ before, after }: FileChange, random: Random): object | undefined {
  const old = parseDocument(before);
  const hunks = diffDocuments(old, parseDocument(after));
  const isLong = (hunk: Hunk) =>
    hunk.lines.length > MOST_HUNK_LINES || hunk.end - hunk.start > MOST_HUNK_LINES;
  if (hunks.length < 2 || hunks.length > MOST_HUNKS || hunks.some(isLong)) return undefined;
  if (old.lines.length > MOST_LINES || /\r/.test(before + after)) return undefined;
  const with_ = (chosen: readonly Hunk[]) => documentText(applyHunks(old, chosen));
  // People begin anywhere, and go on downwards.
  const first = random.chance(0.7) ? 0 : random.below(hunks.length);
  const order = [...hunks.slice(first), ...hunks.slice(0, first)];
  const done = 1 + random.below(random.chance(0.25) ? order.length : order.length - 1);
  const made = order.slice(0, done);
  const edits = made.map(({ start, end, lines }) => ({
    before: old.lines.slice(start, end).join('\n'),
    after: lines.join('\n'),
  }));
  const text = with_(made.toSorted((one, other) => one.start - other.start));
  const last = made.at(-1)!;
  const line = shifted(last.start, made, last) + Math.max(0, last.lines.length - 1);
  const results = order
    .slice(done)
    .map((hunk) => with_([...made, hunk].toSorted((one, other) => one.start - other.start)));
  const [next, ...alternatives] = results;
  if (next === undefined) return { kind: 'noise', edits, text, line, after: text };
  if (random.chance(0.2)) {
    const half = halfTyped(text, line, last, random);
    if (half) return { kind: 'fill-in', edits: edits.slice(0, -1), ...half, line, after: text };
  }
  const target = order[done]!;
  const distance = shifted(target.start, made, target) - line;
  const kind = Math.abs(distance) > NEAR ? 'jump' : distance < 0 ? 'above' : 'below';
  return { kind, edits, text, line, after: next, alternatives };
}

/** Where line `at` of the old document lies once the hunks `made` are. */
function shifted(at: number, made: readonly Hunk[], self: Hunk): number {
  const above = made.filter((hunk) => hunk !== self && hunk.start < at);
  return above.reduce((line, { start, end, lines }) => line + lines.length - (end - start), at);
}

/** The text with the end of the last new line left out, and where the cursor is then. */
function halfTyped(
  text: string,
  line: number,
  { lines }: Hunk,
  random: Random,
): { text: string; column: number } | undefined {
  const typed = lines.at(-1);
  if (typed === undefined || typed.trim().length < 8) return undefined;
  const indent = typed.length - typed.trimStart().length;
  const column = indent + 2 + random.below(typed.length - indent - 4);
  const all = text.split('\n');
  all[line] = typed.slice(0, column);
  return { text: all.join('\n'), column };
}
