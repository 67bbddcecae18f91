/**
 * Fits the weights by which the confidence in an answer is computed (packages/assistant/src/confidence.ts), in seconds.
 *
 *     wick eval edits ROWS.jsonl --unsure --out OUT.jsonl
 *     node scripts/node24.mjs training/confidence/fit.ts OUT.jsonl …
 *
 * In:  outcomes of evaluations that declined nothing for being unsure, on the validation packages or in wordings that are
 *      spent as a measure.
 * Out: the weights to be put into confidence.ts; and for some limits how many right and how many wrong answers are above
 *      them, each fifth of the outcomes judged by what the others taught.
 */
import { readFileSync } from 'node:fs';
import type { Signs } from '../../packages/assistant/src/confidence.ts';
import { type Choice, fitLogit } from '../logit.ts';

const LIMITS = [0, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9];
const FOLDS = 5;

interface Outcome {
  readonly judgement: 'exact' | 'wrong' | 'declined';
  readonly status: string;
  readonly signs?: Signs;
}

/** An answer that was shown: what speaks for it, and whether it was right. */
interface Shown {
  readonly signs: readonly number[];
  readonly isRight: boolean;
}

const SHOWN: ReadonlySet<string> = new Set(['edited', 'answered']);

function main(files: readonly string[]): void {
  if (files.length === 0) throw new Error('Which outcomes? Name files that wick eval --out wrote.');
  const outcomes = files.flatMap((file) =>
    readFileSync(file, 'utf8')
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as Outcome),
  );
  const shown = outcomes.flatMap(({ judgement, status, signs }): Shown[] =>
    signs && SHOWN.has(status)
      ? [{ signs: Object.values(signs), isRight: judgement === 'exact' }]
      : [],
  );
  const names = Object.keys(outcomes.find(({ signs }) => signs)?.signs ?? {});
  const weights = fitLogit(shown.map(choiceOf), names.length);
  console.log(names.map((name, i) => `    ${name}: ${weights[i]!.toFixed(2)},`).join('\n'));
  const foretold = shown.map(() => 0);
  for (let fold = 0; fold < FOLDS; fold++) {
    const others = shown.filter((_, i) => i % FOLDS !== fold).map(choiceOf);
    const taught = fitLogit(others, names.length);
    shown.forEach(({ signs }, i) => {
      if (i % FOLDS === fold) foretold[i] = probability(signs, taught);
    });
  }
  for (const limit of LIMITS) {
    const above = shown.filter((_, i) => foretold[i]! >= limit);
    const right = above.filter(({ isRight }) => isRight).length;
    console.log(`${limit}: ${right} right, ${above.length - right} wrong of ${shown.length}`);
  }
}

/** To be right or not, as a choice: the other alternative weighs nothing. */
function choiceOf({ signs, isRight }: Shown): Choice {
  return [
    { features: signs, isRight },
    { features: signs.map(() => 0), isRight: !isRight },
  ];
}

function probability(signs: readonly number[], weights: ArrayLike<number>): number {
  return 1 / (1 + Math.exp(-signs.reduce((sum, sign, i) => sum + sign * weights[i]!, 0)));
}

main(process.argv.slice(2));
