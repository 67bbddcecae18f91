/**
 * How much is right and how much wrong, depending on how sure the model must be of an edit to show it.
 *
 *     wick eval edits ROWS.jsonl --unsure --out OUT.jsonl
 *     node scripts/node24.mjs evals/confidence.ts OUT.jsonl > evals/results/confidence-validation.json
 *
 * In:  the outcomes of an evaluation that declined nothing for being unsure. Out: for each least confidence the
 * rates that the evaluation would have had with it. packages/assistant/src/confidence.ts holds the one chosen.
 */
import { readFileSync } from 'node:fs';

const LEAST = [0, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 0.95];

interface Outcome {
  readonly judgement: 'exact' | 'wrong' | 'declined';
  readonly status: 'edited' | 'nothing' | 'declined';
  readonly expectsChange: boolean;
  /** From 0 to 1. */
  readonly confidence: number;
}

/** The judgement where edits below `least` are declined: right, if nothing was to change. */
function judged(outcome: Outcome, least: number): Outcome['judgement'] {
  const isShown = outcome.status !== 'edited' || outcome.confidence >= least;
  if (isShown) return outcome.judgement;
  return outcome.expectsChange ? 'declined' : 'exact';
}

const [file] = process.argv.slice(2);
if (file === undefined) throw new Error('usage: confidence.ts OUTCOMES.jsonl');
const outcomes = readFileSync(file, 'utf8')
  .trim()
  .split('\n')
  .map((line) => JSON.parse(line) as Outcome);
const curve = LEAST.map((least) => {
  const rate = (judgement: Outcome['judgement']) =>
    outcomes.filter((outcome) => judged(outcome, least) === judgement).length / outcomes.length;
  return { least, exactRate: rate('exact'), wrongRate: rate('wrong') };
});
console.log(JSON.stringify({ suite: 'edits', cases: outcomes.length, curve }, null, 1));
