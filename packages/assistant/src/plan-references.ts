/**
 * Finds the steps of a plan that an instruction speaks of: by number ("step 3"), by counting ("the last
 * one"), by saying a step's own words, or some of them. Takes the instruction and the checklist, gives steps,
 * and the instruction in pieces with each one's line, so that the prompt can hold its id. Pure.
 */
import type { Checklist, Step } from '@wick/workspace';
import type { InstructionPart } from './line-references.ts';
import { stepNames } from './plan-descriptions.ts';
import { type Span, spannedQuotes } from './plan-quotes.ts';
import { certainTexts, overlap } from './plan-texts.ts';

export { stepsDescribed } from './plan-descriptions.ts';

/** A stretch [start, end) of the instruction that means a step. */
interface Mention {
  readonly start: number;
  readonly end: number;
  readonly step: Step;
  /** An ordinal in words: "first" may also tell what is to be done first. */
  readonly isOrdinal?: boolean;
}

const ORDINALS = 'first second third fourth fifth sixth seventh eighth ninth tenth'.split(' ');
/** "step 3", "#3", "no. 3", "item number 3". */
const NUMBERED =
  /(?<![\w#])(?:(?:steps?|items?|tasks?|points?|todos?|entry|no\.?|number|nr\.?|#)[ \t]*){1,2}#?(\d{1,3})(?![\w%])/gi;
/** What joins a further number: "steps 3 and 5", "2 to 4". */
const CONTINUATION =
  /^[ \t]*(?:and|&|,|\/|\+|with|after|behind|before|to|into|above|below|↔|<->|⇄|)[ \t]*#?(\d{1,3})(?![\w%])/i;
/** A number by itself where only a step's can stand: before a sign or such a word, or after one. */
const BARE =
  /(?<![\w.#%-])(\d{1,3})(?=[ \t]*(?:[:,;)?!/]|\.(?!\d))|[ \t]*(?:->|→|⇒|=>|<->|↔|⇄|✓|✔|&|\+)|[ \t]+(?:and|with|after|before|behind|below|above|under|over|ahead|prior|back|as|just|right|directly|immediately|into|onto|first|last|is|isn't|was|wasn't|has|needs|should|must|can|could|would|will|goes|comes|belongs|becomes|depends|gets|where|when|once|until|done|finished|to the|at the|up|down|off|instead|together|again|please|too)\b)|(?<=\b(?:after|before|behind|below|above|under|over|pre|post|than|until|following|of|on|swap|merge|split|check|uncheck|remove|delete|drop|move|put|rename|reword|join|tick|untick|reopen|mark|marked|kick|pull|push|shift|drag|have|where)[ \t]+)(\d{1,3})(?![\w%])(?![ \t]+\p{L}{3,})|(?<=^\W*(?:\p{L}+:?[ \t]+){0,3})(\d{1,3})(?=[.!?]?$)/giu;
/** "3a. …": what follows step 3. */
const LETTERED = /^\W*(?:\p{L}+:[ \t]*)?(\d{1,3})(?=[a-z][.:)][ \t])/iu;
const COUNTED = new RegExp(
  `\\b(?:(${ORDINALS.join('|')}|last|final)|(\\d{1,2})(?:st|nd|rd|th))\\b(?![ \\t]+(?:of all|thing first))`,
  'gi',
);
const ARTICLE = /\b(?:the|our|my|that|this|step|item|task|point|number)[ \t]+$/i;
const STEP_NOUN =
  /^[ \t]+(?:steps?|items?|tasks?|points?|todos?|entry|box|checkbox|bullet|one|line)\b/i;
/** "the first person", "the last minute": an ordinal before another noun counts nothing. */
const OTHER_NOUN =
  /^[ \t]+(?!(?:and|with|after|before|behind|below|above|under|over|ahead|prior|to|as|just|right|directly|immediately|straight|into|onto|first|last|is|was|has|needs|should|must|can|could|would|will|goes|comes|belongs|depends|where|when|once|until|or|are|were|make|makes|then|there|so|done|at|up|down|from|instead|together|in|on|please|too|separately|part|thing|bit)\b)\p{L}/iu;
/** "make it the last one": where a step is to be, no step. */
const DESTINATION =
  /\b(?:as|be|becomes?|becoming|comes?|goes?|make .*)[ \t]+(?:the|our|its|a|your|my)[ \t]+$/i;

/** The steps that numbers and ordinals count: those that belong to no other. */
function countedSteps({ steps }: Checklist): readonly Step[] {
  return steps.filter(({ parent }) => parent === undefined || !steps.includes(parent));
}

/**
 * The instruction in pieces: a number or an ordinal that means a step becomes the step's line, a step's own
 * words are followed by it. Lines count from 1, as in "line 12".
 */
export function splitStepReferences(instruction: string, plan: Checklist): InstructionPart[] {
  const parts: InstructionPart[] = [];
  let at = 0;
  for (const { start, end, step } of mentionsIn(instruction, plan)) {
    const isNumber = /^\d+$/.test(instruction.slice(start, end));
    const before = instruction.slice(at, isNumber ? start : end) + (isNumber ? '' : ' ');
    if (before !== '') parts.push(before);
    parts.push({ line: step.line + 1 });
    at = end;
  }
  if (at < instruction.length) parts.push(instruction.slice(at));
  return parts;
}

/** The steps that the instruction gives for certain, in the order of its words. */
export function stepsSaid(instruction: string, plan: Checklist): readonly Step[] {
  return [...new Set(mentionsIn(instruction, plan).map(({ step }) => step))];
}

/**
 * The steps that the answer must be about: said by their own words or by number, not within a longer text in quotes,
 * which is a new step's.
 */
export function stepsToAnswer(instruction: string, plan: Checklist): readonly Step[] {
  const quotes = spannedQuotes(instruction);
  const isPart = ({ start, end }: Mention) =>
    quotes.some(
      (quote) =>
        quote.start < start && end <= quote.end && end - start < quote.end - quote.start - 3,
    );
  const sure = mentionsIn(instruction, plan).filter(
    (mention) => !mention.isOrdinal && !isPart(mention),
  );
  return [...new Set(sure.map(({ step }) => step))];
}

const DETERMINERS =
  '(?:(?:the|our|my|that|this|step|item|task|point|entry|box|number|no\\.?)[ \\t]+)*["\'`“‘«#]?$';
/** What stands before the step behind which another has its place: "right after the …". */
const BEHIND = new RegExp(
  `\\b(?:after|behind|below|under|underneath|beneath|following|follows?|past|(?:has|have|had) to wait for|waits? for|follow(?:ing)? (?:immediately |directly )?(?:on|upon)|post|successor (?:of|to))[ \\t]+${DETERMINERS}`,
  'i',
);
/** The same, where something is said of the step then: "once … is done". */
const ONCE = new RegExp(`\\b(?:once|when|as soon as)[ \\t]+${DETERMINERS}`, 'i');
const IS_DONE =
  /^["'”’`]?[ \t]+(?:(?:step|item|task|point|one)[ \t]+)?(?:is|are|has|have|gets?|was)\b/i;
/** What stands before the step in front of which another has its place. */
const IN_FRONT = new RegExp(
  `\\b(?:before|ahead of|(?:in )?front of|above|over|precedes?|preceding|prior to|on top of|leads? (?:straight |directly )?into|leading into|prerequisite (?:of|for)|pre|predecessor (?:of|to))[ \\t]+${DETERMINERS}`,
  'i',
);
/** Words of place that leave open on which side. */
const EITHER_SIDE = new RegExp(
  `\\b(?:than|until|till|between|depends on|relies on|blocks?)[ \\t]+${DETERMINERS}`,
  'i',
);
/** What stands before the step that another becomes a part of. */
const INTO = new RegExp(
  `(?<!\\blead(?:s|ing)?(?: straight| directly)?[ \\t]+)\\b(?:into|onto)[ \\t]+${DETERMINERS}`,
  'i',
);
/** What stands between two steps that are to be done in this order. */
const THEN =
  /^["'”’`]?(?:[ \t]+(?:is|be|should be|gets)?[ \t]*followed by\b|(?:[ \t]+first)?[,;]?[ \t]+(?:and[ \t]+)?(?:then|afterwards|(?:(?:straight|right|directly|immediately)[ \t]+)?after[ \t]+(?:that|which))\b)/i;
/** "Between step 3 and what precedes it". */
const BETWEEN =
  /\bbetween\b.*\band\b[^.;:]*?\b(?:(precedes?|before|previous|above|preceding)|(next|following|follows?|after|below|successor))\b/i;

const BETWEEN_STEPS = new RegExp(`\\bbetween[ \\t]+${DETERMINERS}`, 'i');

export type Side = 'after' | 'before';

/** On which side of a step another has its place, where the instruction says one only. */
export function sideSaid(instruction: string, plan: Checklist): Side | undefined {
  if (LETTERED.test(instruction)) return 'after';
  const between = BETWEEN.exec(instruction);
  if (between) return between[1] === undefined ? 'after' : 'before';
  if (spansBehind(BETWEEN_STEPS, instruction, plan).length > 0) return 'after';
  // "Not before": the words alone do not tell.
  if (/\b(?:not|never|no|latter)\b|n['’]t\b|\b(?:instead of|rather than)\b/i.test(instruction))
    return undefined;
  const isAfter = stepsAfterWhich(instruction, plan).length > 0;
  const isBefore = spansBehind(IN_FRONT, instruction, plan).length > 0;
  if (isAfter === isBefore) return undefined;
  return isAfter ? 'after' : 'before';
}

/** The steps beside which the instruction wants another to be: they stay where they are. */
export function stepsBeside(instruction: string, plan: Checklist): readonly Step[] {
  const [former, latter, ...others] = placesIn(instruction, plan);
  if (latter && others.length === 0 && /\blatter\b/i.test(instruction)) return former!.steps;
  const behind = [IN_FRONT, EITHER_SIDE].flatMap((words) => spansBehind(words, instruction, plan));
  return [...stepsAfterWhich(instruction, plan), ...behind.flatMap(({ steps }) => steps)];
}

/** The steps that the instruction wants to take another in. */
export function stepsInto(instruction: string, plan: Checklist): readonly Step[] {
  return spansBehind(INTO, instruction, plan).flatMap(({ steps }) => steps);
}

function stepsAfterWhich(instruction: string, plan: Checklist): readonly Step[] {
  const places = placesIn(instruction, plan);
  const isOnce = ({ start, end }: Place) =>
    ONCE.test(instruction.slice(0, start)) && IS_DONE.test(instruction.slice(end));
  const lettered = LETTERED.exec(instruction);
  const isLettered = ({ end }: Place) => end === lettered?.[0].length;
  const isFirst = ({ end }: Place) =>
    THEN.test(instruction.slice(end)) && places.some(({ start }) => start > end);
  const former = places.filter(isFirst);
  // "A, and after that B": that is A.
  const found =
    former.length > 0
      ? former
      : [
          ...spansBehind(BEHIND, instruction, plan),
          ...places.filter((place) => isOnce(place) || isLettered(place)),
        ];
  return found.flatMap(({ steps }) => steps);
}

/** A stretch of the instruction that means one of `steps`. */
export interface Place {
  readonly start: number;
  readonly end: number;
  readonly steps: readonly Step[];
}

/** Where the instruction says steps, or describes them as such. */
export function placesIn(instruction: string, plan: Checklist): readonly Place[] {
  const said = mentionsIn(instruction, plan)
    .filter(({ isOrdinal }) => !isOrdinal)
    .map(({ start, end, step }) => ({ start, end, steps: [step] }));
  const named = stepNames(instruction, plan).filter(
    (name) => name.steps.length === 1 && !said.some((other) => overlap(name, other)),
  );
  return [...said, ...named].toSorted((one, other) => one.start - other.start);
}

function spansBehind(words: RegExp, instruction: string, plan: Checklist): readonly Place[] {
  return placesIn(instruction, plan).filter(({ start }) => words.test(instruction.slice(0, start)));
}

/** Where the instruction says steps, by words or by number, or describes them as such. */
export function spansTold(instruction: string, plan: Checklist): readonly Span[] {
  return placesIn(instruction, plan).map(({ start, end }) => ({
    start,
    end,
    text: instruction.slice(start, end),
  }));
}

/** Where the instruction says steps for certain, in words or by number. */
export function spansSaid(instruction: string, plan: Checklist): readonly Span[] {
  return mentionsIn(instruction, plan).map(({ start, end }) => ({
    start,
    end,
    text: instruction.slice(start, end),
  }));
}

/** What means a step for certain, in the order of the words. */
function mentionsIn(instruction: string, plan: Checklist): readonly Mention[] {
  const spoken = spokenIn(instruction, plan);
  // What is quoted, is a step's own words or a new step's counts nothing.
  const taken = [
    ...spoken,
    ...spannedQuotes(instruction),
    ...newTextsBeside(instruction, plan, spoken),
  ];
  const isFree = (mention: Mention) => !taken.some((other) => overlap(mention, other));
  const counted = countedIn(instruction, plan).filter(isFree);
  const found = [...spoken, ...counted].toSorted((one, other) => one.start - other.start);
  return found.filter(
    ({ start }, index) => index === 0 || !isSecondOfBetween(instruction, found[index - 1]!, start),
  );
}

/** Between two steps is behind the first: then the second says no more. */
function isSecondOfBetween(instruction: string, { start, end }: Mention, next: number): boolean {
  return (
    /\bbetween\b[^.;:]{0,20}$/i.test(instruction.slice(0, start)) &&
    /^["'”’`]?\s*(?:(?:step|item|task|point|one)\s+)?and\b[^.;:]{0,20}$/i.test(
      instruction.slice(end, next),
    )
  );
}

/** The texts that are surely new. One that speaks of "step 3" is none. */
function newTextsBeside(
  instruction: string,
  { steps }: Checklist,
  spoken: readonly Mention[],
): readonly Span[] {
  const told = spoken.map(({ start, end, step }) => ({ start, end, text: step.text }));
  const known = steps.map(({ text }) => text);
  return certainTexts(instruction, known, told).filter(({ text }) => text.search(NUMBERED) < 0);
}

/** Steps whose whole text the instruction says; the longest, where one holds another. */
function spokenIn(instruction: string, { steps }: Checklist): Mention[] {
  const text = instruction.toLowerCase();
  const found = steps.flatMap((step): Mention[] => {
    const words = step.text.toLowerCase().replace(/[.!]$/, '');
    if (words.length < 3) return [];
    const start = text.indexOf(words);
    if (start < 0 || isInWord(text, start, start + words.length)) return [];
    const end = start + words.length;
    // The quotes around a step belong to it.
    const isClosed =
      /["'`”’]/.test(instruction[end] ?? '') && /["'`“‘]/.test(text[start - 1] ?? '');
    return [{ start, end: isClosed ? end + 1 : end, step }];
  });
  return found.filter(
    (one) =>
      !found.some(
        (other) =>
          other !== one &&
          other.start <= one.start &&
          one.end <= other.end &&
          other.end - other.start > one.end - one.start,
      ),
  );
}

function isInWord(text: string, start: number, end: number): boolean {
  const isLetter = (sign: string | undefined) => /[\p{L}\p{N}_]/u.test(sign ?? '');
  return (
    (isLetter(text[start - 1]) && isLetter(text[start])) ||
    (isLetter(text[end - 1]) && isLetter(text[end]))
  );
}

/** Steps given by their number, or by counting. */
function countedIn(instruction: string, plan: Checklist): Mention[] {
  const steps = countedSteps(plan);
  const found = new Map<number, Mention>();
  const add = (start: number, digits: string) => {
    const step = steps[Number(digits) - 1];
    if (step && !found.has(start)) found.set(start, { start, end: start + digits.length, step });
  };
  for (const { 0: match, 1: digits, index } of instruction.matchAll(NUMBERED)) {
    let end = index + match.length;
    add(end - digits!.length, digits!);
    for (;;) {
      const more = CONTINUATION.exec(instruction.slice(end));
      if (!more) break;
      end += more[0].length;
      add(end - more[1]!.length, more[1]!);
    }
  }
  for (const { 0: digits, index } of instruction.matchAll(BARE)) {
    if (isEnumerated(instruction, index)) continue;
    add(index, digits);
    const end = index + digits.length;
    const more = CONTINUATION.exec(instruction.slice(end));
    if (more) add(end + more[0].length - more[1]!.length, more[1]!);
  }
  const lettered = LETTERED.exec(instruction);
  if (lettered) add(lettered[0].length - lettered[1]!.length, lettered[1]!);
  return [...found.values(), ...ordinalsIn(instruction, steps)];
}

/** Steps whose number stands somewhere in the instruction, outside of quotes: it may mean one of them. */
export function stepsMaybeCounted(instruction: string, plan: Checklist): readonly Step[] {
  const quotes = spannedQuotes(instruction);
  const steps = countedSteps(plan);
  return [...instruction.matchAll(/(?<![\w.#%-])\d{1,3}(?![\w%]|\.\d)/g)].flatMap(
    ({ 0: digits, index }) => {
      const span = { start: index, end: index + digits.length };
      const step = quotes.some((quote) => overlap(quote, span))
        ? undefined
        : steps[Number(digits) - 1];
      return step ? [step] : [];
    },
  );
}

/** "1) parse it 2) check it": numbers of what the instruction lists itself. */
function isEnumerated(instruction: string, index: number): boolean {
  return /\b1[.)]\s.*\b2[.)]\s/.test(instruction) && /^\d[.)]\s/.test(instruction.slice(index));
}

/** Steps that are counted in words: "the third one". */
function ordinalsIn(instruction: string, steps: readonly Step[]): Mention[] {
  return [...instruction.matchAll(COUNTED)].flatMap(({ 0: match, 1: word, 2: digits, index }) => {
    const end = index + match.length;
    const [before, after] = [instruction.slice(0, index), instruction.slice(end)];
    const hasArticle = ARTICLE.test(before);
    if (/^(?:first|last|final)$/i.test(match) && OTHER_NOUN.test(after) && !STEP_NOUN.test(after))
      return [];
    const number =
      digits === undefined ? ORDINALS.indexOf(word!.toLowerCase()) : Number(digits) - 1;
    const step = number < 0 ? steps.at(-1) : steps[number];
    const isCounting = digits !== undefined || hasArticle || STEP_NOUN.test(after);
    return step
      ? [{ start: index, end, step, isOrdinal: !isCounting || DESTINATION.test(before) }]
      : [];
  });
}
