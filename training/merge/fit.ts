/**
 * Fits the weights by which the merge of snippets chooses among ways to merge (packages/edits/src/merge/weights.ts), in
 * some minutes on one core.
 *
 *     node scripts/node24.mjs training/merge/fit.ts ROWS.jsonl … [--held-out ROWS.jsonl …]
 *
 * In:  rows as `wick eval apply` reads them, made by evals/apply-rows.ts from the projects in
 *      training/corpus/histories.json. What follows --held-out is not learnt from; it should be of other projects, as
 *      another seed draws some changes of a project again.
 * Out: the weights to be put into weights.ts, and how many snippets are merged right with them and with those that are
 *      there (which may have been learnt from the same rows), syntax and confidence left out. The ways to choose from are
 *      those that the present weights find, so that a second fit with the new ones may find better ones.
 */
import { readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { parseSnippetRows } from '../../packages/cli/src/evaluation/rows.ts';
import { WEIGHTS } from '../../packages/edits/src/merge/weights.ts';
import { type Choice, fitLogit, isOpen, rightCount } from '../logit.ts';
import { choiceOf, FEATURES, variantsOf } from './choices.ts';

/** Steps between two reports. */
const REPORT_EVERY = 300;

function main(): void {
  const { rows, heldOut } = filesOf(process.argv.slice(2));
  if (rows.length === 0) throw new Error('Which rows? Name a file that evals/apply-rows.ts made.');
  const choices = read(rows);
  const learnt = [...choices, ...readVariants(rows)];
  console.error(`fitted on ${learnt.filter(isOpen).length} choices among several ways`);
  const weights = fitLogit(learnt, FEATURES.length, (step, loss) => {
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

function rowsOf(file: string) {
  return parseSnippetRows(file, readFileSync(file, 'utf8'));
}

/** The choice of each row. */
function read(files: readonly string[]): readonly Choice[] {
  return files.flatMap((file) => rowsOf(file).map(choiceOf));
}

function readVariants(files: readonly string[]): readonly Choice[] {
  return files.flatMap((file) => rowsOf(file).flatMap(variantsOf).map(choiceOf));
}

/** Prints how many snippets are merged right. */
function report(name: string, choices: readonly Choice[], weights: readonly number[]): void {
  const reachable = choices.filter((choice) => choice.some(({ isRight }) => isRight)).length;
  const share = (count: number) => `${count} (${((100 * count) / choices.length).toFixed(1)}%)`;
  const present = rightCount(choices, Object.values(WEIGHTS));
  console.log(
    `${name}: of ${choices.length} snippets ${share(rightCount(choices, weights))} are merged right, ${share(present)} with the weights of weights.ts, ${share(reachable)} at best`,
  );
}

main();
