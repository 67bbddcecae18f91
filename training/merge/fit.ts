/**
 * Fits the weights by which the merge of snippets chooses among places (packages/edits/src/merge/plausibility.ts), in
 * some seconds on one core.
 *
 *     node scripts/node24.mjs training/merge/fit.ts ROWS.jsonl … [--held-out ROWS.jsonl …]
 *
 * In:  rows as `wick eval apply` reads them, made by evals/apply-rows.ts from the projects in
 *      training/corpus/histories.json. What follows --held-out is not learnt from; it should be of other projects, as
 *      another seed draws some changes of a project again.
 * Out: the weights to be put into plausibility.ts, and how many sections are placed right with them and with those that
 *      are there (which may have been learnt from the same rows). Each section is placed by itself, between the right
 *      places of its neighbours; what placeholders say is left to the merge.
 */
import { readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { parseSnippetRows } from '../../packages/cli/src/evaluation/rows.ts';
import { WEIGHTS } from '../../packages/edits/src/merge/plausibility.ts';
import { type Choice, fitLogit, isOpen, rightCount } from '../logit.ts';
import { choicesOf, FEATURES } from './choices.ts';

/** Steps between two reports. */
const REPORT_EVERY = 300;

function main(): void {
  const { rows, heldOut } = filesOf(process.argv.slice(2));
  if (rows.length === 0) throw new Error('Which rows? Name a file that evals/apply-rows.ts made.');
  const choices = read(rows);
  console.error(`fitted on ${choices.filter(isOpen).length} sections with several places`);
  const weights = fitLogit(choices, FEATURES.length, (step, loss) => {
    if (step % REPORT_EVERY === 0) console.error(`step ${step}: loss ${loss.toFixed(4)}`);
  });
  // As they are printed, so that the counts are theirs; + 0 as -0 is printed with its sign.
  const rounded = Array.from(weights, (weight) => Math.round(10 * weight) / 10 + 0);
  console.log(FEATURES.map((name, i) => `  ${name}: ${rounded[i]!.toFixed(1)},`).join('\n'));
  report('rows', choices, rounded);
  if (heldOut.length > 0) report('held out', read(heldOut), rounded);
}

/** The files before --held-out, and those behind. */
function filesOf(args: readonly string[]) {
  const { tokens } = parseArgs({
    args: [...args],
    options: { 'held-out': { type: 'boolean' } },
    allowPositionals: true,
    tokens: true,
  });
  const option = tokens.findIndex(({ kind }) => kind === 'option');
  const at = option < 0 ? tokens.length : option;
  const files = (some: typeof tokens) =>
    some.flatMap((token) => (token.kind === 'positional' ? [token.value] : []));
  return { rows: files(tokens.slice(0, at)), heldOut: files(tokens.slice(at)) };
}

/** The choices of all sections of the rows. */
function read(files: readonly string[]): readonly Choice[] {
  return files.flatMap((file) => {
    const rows = parseSnippetRows(file, readFileSync(file, 'utf8'));
    const found = rows.map(choicesOf);
    const leftOut = found.filter((choices) => choices === undefined).length;
    const choices = found.flatMap((each) => each ?? []);
    console.error(
      `${file}: ${choices.length} sections of ${rows.length} rows, ${leftOut} rows left out that do not show their whole change`,
    );
    return choices;
  });
}

/** Prints how many sections are placed right. */
function report(name: string, choices: readonly Choice[], weights: readonly number[]): void {
  const reachable = choices.filter((choice) => choice.some(({ isRight }) => isRight)).length;
  const share = (count: number) => `${count} (${((100 * count) / choices.length).toFixed(1)}%)`;
  const present = rightCount(choices, Object.values(WEIGHTS));
  console.log(
    `${name}: of ${choices.length} sections ${share(rightCount(choices, weights))} are placed right, ${share(present)} with the weights of plausibility.ts, ${share(reachable)} at best`,
  );
}

main();
