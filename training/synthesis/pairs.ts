/**
 * Two wishes in one instruction: pairs of cases that do not touch each other, as one case whose answer has both
 * operations.
 *
 * In: the cases of a document. Out: cases of the kind `two`, those that can be carried out in a row.
 */
import { runOperations } from '@wick/workspace';
import type { EditCase } from './cases.ts';
import type { Program } from './program.ts';
import type { Random } from './random.ts';

/** What stands between two wishes. */
const JOINERS = [
  ' and ',
  ' and ',
  ', and ',
  ' and then ',
  ', then ',
  '; ',
  '. ',
  ', also ',
  '. also ',
  ' + ',
  ', plus ',
];
/** Their texts run to the instruction's end, or nothing can stand beside them. */
const ALONE = /^(?:add-jsdoc|add-todo|nothing|delegate|two)/;

/** Up to `count` pairs. */
export async function pairUp(
  { text, path }: Program,
  cases: readonly EditCase[],
  count: number,
  random: Random,
): Promise<EditCase[]> {
  const fitting = cases.filter(
    ({ kind, answer }) => answer.kind === 'operations' && !ALONE.test(kind),
  );
  const pairs: EditCase[] = [];
  for (let attempt = 0; attempt < 3 * count && pairs.length < count; attempt++) {
    const [first, second] = random.shuffled(fitting);
    if (!first || !second || first.kind === second.kind || touches(first, second)) continue;
    const calls = [first, second].flatMap(({ answer }) =>
      answer.kind === 'operations' ? answer.calls : [],
    );
    const result = await runOperations(text, path, calls);
    if (!result.ok) continue;
    const joiner = random.pick(JOINERS);
    pairs.push({
      kind: 'two',
      slots: {},
      answer: { kind: 'operations', calls },
      parts: { first, joiner, second },
    });
  }
  return pairs;
}

/** Whether both speak of one thing: a name or a line. */
function touches(first: EditCase, second: EditCase): boolean {
  const names = new Set(Object.values(first.slots).filter((value) => value.length > 1));
  return Object.values(second.slots).some((value) => names.has(value));
}
