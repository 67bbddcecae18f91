/**
 * Makes rows for `wick eval edits` out of a project's history: small changes of one file, with what their commit
 * says for the instruction.
 *
 *     node scripts/node24.mjs evals/commit-rows.ts --git FOLDER.git --limit 300 --seed 1 --out ROWS.jsonl
 *
 * In:  a clone (bare or not) of a project. Out: rows {"id","kind","instruction","path","before","after"}; not kept in
 * git, as they are other people's code and words. Few such messages say all that the change holds: of most a model
 * of this size should say that they are too much for it.
 */
import { diffDocuments, parseDocument } from '@wick/edits';
import { type FileChange, writeRowsOf } from './history.ts';

const MOST_LINES = 900;
const MOST_CHANGED = 12;
const MOST_TINY = 4;
const LEAST_WORDS = 3;
/** What tells nothing of the change. */
const EMPTY =
  /^(?:merge|revert|release|bump|wip|update|fix|typo|lint|format|cleanup|chore|v?\d+\.\d+)\b[^a-z]*$/i;

writeRowsOf(rowOf);

function rowOf({ id, subject, path, before, after, files }: FileChange): object | undefined {
  const instruction = subject.replace(/\s*\(?#\d+\)?/g, '').trim();
  if (EMPTY.test(instruction) || instruction.split(/\s+/).length < LEAST_WORDS) return undefined;
  const [old, now] = [parseDocument(before), parseDocument(after)];
  const lines = diffDocuments(old, now).reduce(
    (sum, hunk) => sum + hunk.lines.length + hunk.end - hunk.start,
    0,
  );
  if (files > 1 || lines > MOST_CHANGED || old.lines.length > MOST_LINES) return undefined;
  const kind = lines <= MOST_TINY ? 'tiny' : 'small';
  return { id, kind, instruction, path, before, after };
}
