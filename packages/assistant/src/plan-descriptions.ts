/**
 * Finds the steps that an instruction describes by some of their words: "the login thing", "the one about fees".
 * Takes the instruction without the texts that are new, and the checklist. Pure.
 */
import type { Checklist, Step } from '@wick/workspace';

/** Words that tell no step from others. */
const COMMON: ReadonlySet<string> = new Set(
  (
    'the and for with from into that this step steps item task plan list todo make add move remove before ' +
    'after behind done mark check please one all not now should would could can need have has its our their ' +
    'are was were will what which when where who whom whose how why you your let'
  ).split(' '),
);

const NOUNS = 'step|item|task|point|entry|box|checkbox|bullet|one|thing|bit|part|line';
/** "the support staff step", "our login page thing": words that describe a step, and what it is called. */
const BEFORE_NOUN = new RegExp(
  `\\b(?:the|our|that|this|my)[ \\t]+((?:[\\p{L}\\p{N}'’&./-]+[ \\t]+){1,5}?)(?<!\\b(?:under|over|of|in|at|to|for|with|from|by|on|about|and|or)[ \\t]+)(?:${NOUNS})\\b`,
  'giu',
);
/** "the one about login pages". What follows may go on about something else. */
const BEHIND_NOUN = new RegExp(
  `\\b(?:${NOUNS}|talks?|speaks?)[ \\t]+(?:on|about|regarding|concerning)[ \\t]+(?=[\\p{L}\\p{N}])`,
  'giu',
);

/** A row of words of a step, as the instruction says them. */
interface Run {
  readonly steps: readonly Step[];
  /** How many of its words tell one step from another. */
  readonly telling: number;
}

/** A stretch [start, end) of the instruction that describes a step as such, and those that fit. */
interface StepName {
  readonly start: number;
  readonly end: number;
  readonly steps: readonly Step[];
}

/** Where the instruction describes a step as such: "the … step", "the one about …". */
export function stepNames(instruction: string, { steps }: Checklist): readonly StepName[] {
  const before = [...instruction.matchAll(BEFORE_NOUN)].map(({ index, 0: match, 1: words }) => {
    const wanted = wordsOf(words!);
    const run = runOf(wanted, steps, true) ?? withAll(wanted, steps);
    return run && { start: index, end: index + match.length, steps: run.steps };
  });
  const behind = [...instruction.matchAll(BEHIND_NOUN)].map(({ index, 0: match }) => {
    const end = index + match.length;
    const rest = wordsOf(instruction.slice(end).replace(/^the[ \t]+/i, ''));
    const run = runOf(rest, steps, false);
    return run && { start: index, end, steps: run.steps };
  });
  return [...before, ...behind].filter((name) => name !== undefined);
}

/** The steps that the instruction describes as such: surely meant. */
export function stepsNamed(instruction: string, plan: Checklist): readonly Step[] {
  return [...new Set(stepNames(instruction, plan).flatMap(({ steps }) => steps))];
}

/**
 * The steps that the instruction describes: as such, else by rows of their words, those of more and rarer words;
 * none where it says none.
 */
export function stepsDescribed(instruction: string, plan: Checklist): readonly Step[] {
  const named = stepsNamed(instruction, plan);
  if (named.length > 0) return named;
  const words = wordsOf(instruction);
  const runs = words.flatMap((_, index) => runOf(words.slice(index), plan.steps, false) ?? []);
  const scores = new Map<Step, number>();
  for (const { steps, telling } of runs) {
    for (const step of steps)
      scores.set(step, Math.max(scores.get(step) ?? 0, telling / steps.length));
  }
  const best = Math.max(0, ...scores.values());
  const least = Math.min(best, Math.max(0.5, best / 2));
  return plan.steps.filter((step) => (scores.get(step) ?? 0) >= least && scores.has(step));
}

/** The longest row of `words`, from the first on, that some step has; all of them where it `isWhole`. */
function runOf(
  words: readonly string[],
  steps: readonly Step[],
  isWhole: boolean,
): Run | undefined {
  for (let length = Math.min(words.length, 6); length > 0; length--) {
    if (isWhole && length < words.length) return undefined;
    const run = words.slice(0, length);
    const having = steps.filter(({ text }) =>
      ` ${wordsOf(text).join(' ')} `.includes(` ${run.join(' ')} `),
    );
    const telling = run.filter(isTelling).length;
    if (telling > 0 && having.length > 0) return { steps: having, telling };
  }
  return undefined;
}

/** Steps that have all telling words of `words`, in any order. */
function withAll(words: readonly string[], steps: readonly Step[]): Run | undefined {
  const wanted = words.filter(isTelling);
  const having = steps.filter(({ text }) => {
    const own = new Set(wordsOf(text));
    return wanted.every((word) => own.has(word));
  });
  return wanted.length > 0 && having.length > 0
    ? { steps: having, telling: wanted.length }
    : undefined;
}

function isTelling(word: string): boolean {
  return word.length > 2 && !COMMON.has(word);
}

/** The words of a text in their plain form: "Importers" -> importer. */
function wordsOf(text: string): string[] {
  const words = text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? [];
  return words.map((word) => word.replace(/(?<=\w{3})s$/, ''));
}

/** Where the instruction says the title of a section. */
export function sectionsSaid(instruction: string, { sections }: Checklist) {
  const text = instruction.toLowerCase();
  return sections.flatMap(({ title, line }) => {
    const start = title === '' ? -1 : text.indexOf(title.toLowerCase());
    return start < 0 ? [] : [{ start, end: start + title.length, text: title, line }];
  });
}
