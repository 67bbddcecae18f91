/**
 * Makes rows for `wick eval apply` out of a project's history: each small change of one file, abbreviated.
 *
 *     node scripts/node24.mjs evals/apply-rows.ts --git FOLDER.git --limit 300 --seed 1 --out ROWS.jsonl
 *
 * In:  a clone (bare or not) of a project. Out: rows {"id","path","before","snippet","after"}; not kept in git, as
 * they are other people's code.
 */
import { parseDocument } from '@wick/edits';
import type { Random } from '../training/synthesis/random.ts';
import { abbreviate, drawVoice } from '../training/synthesis/snippets.ts';
import { type FileChange, writeRowsOf } from './history.ts';

const MOST_LINES = 900;
const LEAST_LINES = 15;
const LONGEST_LINE = 400;
/** A change of more than this share of a file is written whole by everybody. */
const LARGEST_SHARE = 0.4;

writeRowsOf(rowOf);

function rowOf({ id, path, before, after }: FileChange, random: Random): object | undefined {
  const [old, now] = [parseDocument(before), parseDocument(after)];
  const count = now.lines.length;
  if (count < LEAST_LINES || count > MOST_LINES || old.lines.length > MOST_LINES) return undefined;
  const isWide = now.lines.some((line) => line.length > LONGEST_LINE);
  if (isWide || /\r/.test(before + after)) return undefined;
  const snippet = abbreviate(before, after, drawVoice(random), path);
  if (snippet === undefined || snippet.split('\n').length > LARGEST_SHARE * count) return undefined;
  return { id, path, before, snippet, after };
}
