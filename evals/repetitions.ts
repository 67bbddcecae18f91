/**
 * How often a change is made again where it could be: of the rows that evals/next-rows.ts makes, the places where a
 * recent change of a name could be repeated, by what speaks for them, and the share that were changed so.
 *
 *     node scripts/node24.mjs evals/repetitions.ts ROWS.jsonl … > evals/results/repetitions.json
 */
import { readFileSync } from 'node:fs';
import { type RecentEdit, type Repetition, repetitionsOf } from '@wick/edits';

interface Row {
  readonly text: string;
  readonly edits: readonly RecentEdit[];
  readonly after: string;
  readonly alternatives?: readonly string[];
}

const NAME = /^[\p{L}_$][\p{L}\p{N}_$]{2,}$/u;
const groups = new Map<string, { places: number; right: number }>();

for (const file of process.argv.slice(2)) {
  for (const line of readFileSync(file, 'utf8').trim().split('\n')) {
    const row = JSON.parse(line) as Row;
    const results = [row.after, ...(row.alternatives ?? [])].filter((text) => text !== row.text);
    for (const place of repetitionsOf(row.text.split('\n'), row.edits)) {
      if (!place.removed.some((piece) => NAME.test(piece))) continue;
      const isRight = results.some(
        (text) => text.split('\n')[place.hunk.start] === place.hunk.lines[0],
      );
      count('all', isRight);
      count(nameOf(place), isRight);
    }
  }
}
const all = [...groups].sort(([one], [other]) => one.localeCompare(other));
const report = all.map(([name, { places, right }]) => [name, { places, share: right / places }]);
console.log(JSON.stringify(Object.fromEntries(report), null, 1));

function count(name: string, isRight: boolean): void {
  const group = groups.get(name) ?? { places: 0, right: 0 };
  groups.set(name, { places: group.places + 1, right: group.right + Number(isRight) });
}

/** "times2-alike2": done twice already, with the same pieces on both sides. */
function nameOf({ times, alike }: Repetition): string {
  return `times${Math.min(3, times)}-alike${alike}`;
}
