/**
 * A conditional logit (McFadden 1974): of the alternatives of a choice each is as likely as e to the weighted sum of its
 * features, and one weight for each feature is found that makes what is right the likeliest. Takes choices, gives
 * weights. Fitted by Adam (Kingma and Ba 2015) on all choices at once. Pure.
 */
import { softmax } from '../packages/assistant/src/intent/intent-model.ts';

/** One of the things that may be chosen. */
export interface Alternative {
  readonly features: readonly number[];
  /** Several may be: then any of them will do. */
  readonly isRight: boolean;
}

/** What may be chosen at one time; all have as many features. */
export type Choice = readonly Alternative[];

/** All weights are found by so many steps; the first is of this size, the last of none, so that they come to rest. */
const STEPS = 900;
const RATE = 0.08;
/** Share of the old that the running means of the gradient, and of its square, keep. */
const MOMENTUM = 0.9;
const SQUARE_MOMENTUM = 0.99;
const EPSILON = 1e-8;
/** What the square of a weight costs, halved, in nats for a choice: enough that a rare feature's stays finite. */
const PENALTY = 2e-4;

/** The weights (features,) that make what is right likeliest; `told` is told the mean loss in nats before each step. */
export function fitLogit(
  choices: readonly Choice[],
  featureCount: number,
  told: (step: number, loss: number) => void = () => {},
): Float64Array {
  const open = choices.filter(isOpen);
  const weights = new Float64Array(featureCount);
  const mean = new Float64Array(featureCount);
  const square = new Float64Array(featureCount);
  for (let step = 1; step <= STEPS; step++) {
    const { loss, gradient } = lossOf(open, weights);
    told(step, loss);
    const rate = RATE * (1 - step / STEPS);
    for (let i = 0; i < featureCount; i++) {
      const slope = gradient[i]! + PENALTY * weights[i]!;
      mean[i] = MOMENTUM * mean[i]! + (1 - MOMENTUM) * slope;
      square[i] = SQUARE_MOMENTUM * square[i]! + (1 - SQUARE_MOMENTUM) * slope ** 2;
      const unbiased = mean[i]! / (1 - MOMENTUM ** step);
      const size = Math.sqrt(square[i]! / (1 - SQUARE_MOMENTUM ** step)) + EPSILON;
      weights[i]! -= (rate * unbiased) / size;
    }
  }
  return weights;
}

/** Whether there is something to learn from: a right alternative, and a wrong one. */
export function isOpen(choice: Choice): boolean {
  return choice.some(({ isRight }) => isRight) && choice.some(({ isRight }) => !isRight);
}

/** How many choices are right if the likeliest alternative is taken. */
export function rightCount(choices: readonly Choice[], weights: ArrayLike<number>): number {
  return choices.filter((choice) => {
    const all = scores(choice, weights);
    return choice[all.indexOf(Math.max(...all))]?.isRight === true;
  }).length;
}

/** The mean of -ln(probability of what is right), in nats, and its gradient (features,). */
function lossOf(choices: readonly Choice[], weights: Float64Array) {
  const gradient = new Float64Array(weights.length);
  let loss = 0;
  for (const choice of choices) {
    const probabilities = softmax(scores(choice, weights));
    const right = choice.reduce(
      (sum, { isRight }, i) => sum + (isRight ? probabilities[i]! : 0),
      0,
    );
    loss -= Math.log(right) / choices.length;
    for (const [i, { features, isRight }] of choice.entries()) {
      const wanted = isRight ? probabilities[i]! / right : 0;
      const excess = (probabilities[i]! - wanted) / choices.length;
      for (const [k, feature] of features.entries()) gradient[k]! += excess * feature;
    }
  }
  return { loss, gradient };
}

/** The weighted sum of each alternative's features, in nats. */
function scores(choice: Choice, weights: ArrayLike<number>): Float64Array {
  return Float64Array.from(choice, ({ features }) =>
    features.reduce((sum, feature, i) => sum + weights[i]! * feature, 0),
  );
}
