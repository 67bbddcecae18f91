/**
 * Finds the steps of a plan that an instruction speaks of: by number ("step 3"), by counting ("the last
 * one"), by saying a step's own words, or some of them. Takes the instruction and the checklist, gives steps,
 * and the instruction in pieces with each one's line, so that the prompt can hold its id. Pure.
 */
import type { Checklist, Step } from '@wick/workspace';
import type { InstructionPart } from './line-references.ts';

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
  /(?<![\w.#%-])(\d{1,3})(?=$|[.!?]?$|[ \t]*[:,;)?!/]|[ \t]*(?:->|→|⇒|=>|<->|↔|⇄|✓|✔|&|\+)|[ \t]+(?:and|with|after|before|behind|below|above|under|back|as|just|right|directly|immediately|into|onto|first|last|is|isn't|was|wasn't|has|needs|should|must|can|goes|comes|done|finished|to the|at the|up|down|instead|together)\b)|(?<=\b(?:after|before|behind|below|above|under|following|of|swap|merge|split|check|uncheck|remove|delete|drop|move|put|rename|reword|join|tick|untick|reopen|mark|marked|kick|pull|push|shift|drag|have)[ \t]+)(\d{1,3})(?![\w%])/gi;
const COUNTED = new RegExp(
  `\\b(?:(${ORDINALS.join('|')}|last|final)|(\\d{1,2})(?:st|nd|rd|th))\\b(?![ \\t]+(?:of all|thing first))`,
  'gi',
);
const QUOTED = /`[^`]*`|"[^"]*"|“[^”]*”|(?<!\w)'[^']*'(?!\w)/g;

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
  const quotes = [...instruction.matchAll(QUOTED)];
  const sure = mentionsIn(instruction, plan).filter(
    ({ start, end, isOrdinal }) =>
      !isOrdinal &&
      !quotes.some(({ index, 0: text }) => index < start - 1 && end < index + text.length - 1) &&
      !quotes.some(
        ({ index, 0: text }) =>
          index < start && end <= index + text.length && end - start < text.length - 3,
      ),
  );
  return [...new Set(sure.map(({ step }) => step))];
}

/** What stands before the step beside which another has its place: "right after the …". */
const BESIDE =
  /\b(?:before|after|behind|ahead of|in front of|above|below|under|underneath|beneath|following|follows?|precedes?|preceding|prior to|on top of|than|once|when|as soon as|until|till|past|prerequisite (?:of|for))[ \t]+(?:(?:the|our|my|that|this|step|item|task|point|entry|box|number|no\.?)[ \t]+)*["'`“‘«#]?$/i;
/** What stands before the step that another becomes a part of. */
const INTO =
  /\b(?:into|onto)[ \t]+(?:(?:the|our|my|that|this|step|item|task|point|entry|box|number|no\.?)[ \t]+)*["'`“‘«#]?$/i;

/** The steps beside which the instruction wants another to be: they stay where they are. */
export function stepsBeside(instruction: string, plan: Checklist): readonly Step[] {
  return stepsBehind(BESIDE, instruction, plan);
}

/** The steps that the instruction wants to take another in. */
export function stepsInto(instruction: string, plan: Checklist): readonly Step[] {
  return stepsBehind(INTO, instruction, plan);
}

function stepsBehind(words: RegExp, instruction: string, plan: Checklist): readonly Step[] {
  const mentions = mentionsIn(instruction, plan).filter(({ start }) =>
    words.test(instruction.slice(0, start)),
  );
  return [...new Set(mentions.map(({ step }) => step))];
}

/** What means a step for certain, in the order of the words. */
function mentionsIn(instruction: string, plan: Checklist): readonly Mention[] {
  const spoken = spokenIn(instruction, plan);
  const quotes = [...instruction.matchAll(QUOTED)].map(({ index, 0: text }) => ({
    start: index,
    end: index + text.length,
  }));
  // What is quoted or is a step's own words counts nothing.
  const taken = [...spoken, ...quotes];
  const isFree = ({ start, end }: { start: number; end: number }) =>
    !taken.some((other) => start < other.end && other.start < end);
  const counted = countedIn(instruction, plan).filter(isFree);
  return [...spoken, ...counted].toSorted((one, other) => one.start - other.start);
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
    add(index, digits);
    const end = index + digits.length;
    const more = CONTINUATION.exec(instruction.slice(end));
    if (more) add(end + more[0].length - more[1]!.length, more[1]!);
  }
  for (const { 0: match, 1: word, 2: digits, index } of instruction.matchAll(COUNTED)) {
    const number =
      digits === undefined ? ORDINALS.indexOf(word!.toLowerCase()) : Number(digits) - 1;
    const step = number < 0 ? steps.at(-1) : steps[number];
    const isOrdinal = digits === undefined;
    if (step) found.set(index, { start: index, end: index + match.length, step, isOrdinal });
  }
  return [...found.values()];
}

/** Words that tell no step from others. */
const COMMON: ReadonlySet<string> = new Set(
  (
    'the and for with from into that this step steps item task plan list todo make add move remove before ' +
    'after behind done mark check please one all not now should would could can need have has its our their'
  ).split(' '),
);

/** "the support staff step", "our login page thing": words that describe a step, and what it is called. */
const NAMED_BY_WORDS =
  /\b(?:the|our|that|this|my)[ \t]+((?:[\p{L}\p{N}'’&./-]+[ \t]+){1,5}?)(?:step|item|task|point|entry|box|checkbox|bullet|one|thing|bit|part|line)\b/giu;

/**
 * The steps that the instruction describes: those that have all the words before "step", where it says so; else some of
 * their words, rare ones counting more; none where it says none.
 */
export function stepsDescribed(instruction: string, { steps }: Checklist): readonly Step[] {
  const named = [...instruction.matchAll(NAMED_BY_WORDS)].flatMap(([, words]) => {
    const wanted = wordsOf(words!);
    const having = steps.filter(({ text }) => {
      const own = new Set(wordsOf(text));
      return wanted.every((word) => own.has(word));
    });
    return wanted.length === 0 ? [] : having;
  });
  if (named.length > 0) return [...new Set(named)];
  const said = new Set(wordsOf(instruction));
  const words = new Map(steps.map((step) => [step, new Set(wordsOf(step.text))] as const));
  const scores = steps.map((step) => {
    let score = 0;
    for (const word of words.get(step)!) {
      if (!said.has(word)) continue;
      score += 1 / steps.filter((other) => words.get(other)!.has(word)).length;
    }
    return { step, score };
  });
  const best = Math.max(0, ...scores.map(({ score }) => score));
  const least = Math.min(best, 0.5);
  return best === 0 ? [] : scores.filter(({ score }) => score >= least).map(({ step }) => step);
}

/** The telling words of a text in their plain form: "Importers" -> importer. */
function wordsOf(text: string): string[] {
  const words = text.toLowerCase().match(/[\p{L}\p{N}]{3,}/gu) ?? [];
  return words.filter((word) => !COMMON.has(word)).map((word) => word.replace(/(?<=\w{3})s$/, ''));
}
