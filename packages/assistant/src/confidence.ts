/**
 * How sure the model is of an answer: a logistic regression over what speaks for and against it, from the probability that
 * such an answer is wanted to that of what it says. The weights are fitted to answers that are known to be right or wrong
 * (training/confidence/fit.ts); below a limit an edit is not worth showing (docs/model.md has the curve). Pure.
 */
import { lineOperations } from '@wick/edits';
import { type Candidate, choiceLogProbability, possibleHeadProbability } from './candidates.ts';
import type { AnswerTask } from './tasks.ts';

/** What speaks for or against an answer; probabilities by their natural logarithms. */
export interface Signs {
  readonly constant: number;
  /** Of its sort, where those that cannot be carried out are not meant; and where they may be. */
  readonly possible: number;
  readonly wanted: number;
  /** Of its sort by the intents alone; and that the request is too much for the model. */
  readonly intended: number;
  readonly tooMuch: number;
  /** Of its arguments among those that could be chosen. */
  readonly chosen: number;
  /** The mean of its arguments' tokens by the model alone, where there was a choice; and where there was none. */
  readonly unbound: number;
  readonly unboundForced: number;
  /** It changes lines or pieces of text, which nearly any instruction could mean; and three of the above where it does. */
  readonly text: number;
  readonly textChosen: number;
  readonly textUnbound: number;
  readonly textIntended: number;
  /** Another sort of answer was looked at, too. */
  readonly contested: number;
  /** It renames, which is readily read into what is not understood. */
  readonly rename: number;
  /** Tokens of the answer, in twenties, up to two. */
  readonly length: number;
}

const WEIGHTS: Readonly<Record<AnswerTask, Signs>> = {
  edit: {
    constant: 0.53,
    possible: 1.19,
    wanted: 1.09,
    intended: 0.75,
    tooMuch: -0.62,
    chosen: 4.35,
    unbound: 4.33,
    unboundForced: 1.2,
    text: -1.37,
    textChosen: -0.28,
    textUnbound: 1.85,
    textIntended: -0.14,
    contested: 0.82,
    rename: -1.28,
    length: -1.29,
  },
  plan: {
    constant: 1.31,
    possible: 2.12,
    wanted: 2.12,
    intended: 1.0,
    tooMuch: -0.48,
    chosen: 6.58,
    unbound: 3.1,
    unboundForced: 0.15,
    text: 0.0,
    textChosen: 0.0,
    textUnbound: 0.0,
    textIntended: 0.0,
    contested: 0.0,
    rename: 0.0,
    length: -0.41,
  },
  ask: {
    constant: 2.81,
    possible: 1.16,
    wanted: 1.18,
    intended: 1.71,
    tooMuch: -0.16,
    chosen: 6.4,
    unbound: 1.58,
    unboundForced: 7.27,
    text: 0.0,
    textChosen: 0.0,
    textUnbound: 0.0,
    textIntended: 0.0,
    contested: -0.11,
    rename: 0.0,
    length: 1.21,
  },
};

/** Below this an answer is not shown. */
const LEAST_CONFIDENCE = 0.5;

const OF_TEXTS: ReadonlySet<string> = new Set(lineOperations.map(({ name }) => name));
/** Lines that are given by number leave nothing to mistake. */
const BY_NUMBER = 'delete-lines';

/** No logarithm of a probability counts for less. */
const LEAST = { sort: -9.2, chosen: -4, unbound: -16, tooMuch: -6.9 };
/** With such a choice there was none. */
const FORCED = -0.05;

/** What speaks for and against `candidate`, one of `all`. */
export function signsOf(candidate: Candidate, all: readonly Candidate[]): Signs {
  const { answer, headTokens, headProbability, intents, logProbabilities } = candidate;
  const names = answer?.kind === 'operations' ? answer.calls.map(({ name }) => name) : [];
  const own = logProbabilities.slice(headTokens);
  const chosen = Math.max(LEAST.chosen, choiceLogProbability(candidate));
  const mean = own.reduce((sum, value) => sum + value, 0) / Math.max(1, own.length);
  const unbound = Math.max(LEAST.unbound, mean) / 10;
  const text = names.some((name) => OF_TEXTS.has(name) && name !== BY_NUMBER) ? 1 : 0;
  const log = (probability: number) => Math.max(LEAST.sort, Math.log(Math.min(1, probability)));
  const intended = log(intents?.own ?? headProbability);
  return {
    constant: 1,
    possible: log(possibleHeadProbability(candidate, all)),
    wanted: log(headProbability),
    intended,
    tooMuch: Math.max(LEAST.tooMuch, Math.log(intents?.delegate ?? 0)),
    chosen,
    unbound: chosen > FORCED ? 0 : unbound,
    unboundForced: chosen > FORCED ? unbound : 0,
    text,
    textChosen: text * chosen,
    textUnbound: text * unbound,
    textIntended: text * intended,
    contested: all.length > 1 ? 1 : 0,
    rename: names.includes('rename') ? 1 : 0,
    length: Math.min(40, logProbabilities.length) / 20,
  };
}

/** From 0 to 1: how probably the candidate is right. */
export function confidenceOf(
  task: AnswerTask,
  candidate: Candidate,
  all: readonly Candidate[],
): number {
  const signs = Object.entries(signsOf(candidate, all)) as [keyof Signs, number][];
  const weights = WEIGHTS[task];
  return 1 / (1 + Math.exp(-signs.reduce((sum, [name, sign]) => sum + weights[name] * sign, 0)));
}

export function isConfident(confidence: number): boolean {
  return confidence >= LEAST_CONFIDENCE;
}
