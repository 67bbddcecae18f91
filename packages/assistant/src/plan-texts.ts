/**
 * The texts that an instruction can put into a plan: what it quotes, what follows "namely", a colon or the like, or
 * what stands between places where a step's words can begin and end. What speaks of the plan itself ("goes after #5",
 * "an extra item") is none. Takes the instruction and where it says what the plan has; pure.
 */
import { likeliest, type Roles } from './intent/roles.ts';
import { type Span, spannedQuotes } from './plan-quotes.ts';
import {
  beginsWithTalk,
  contentWords,
  endsWithTalk,
  isDirective,
  STEP_NOUN,
  TAIL,
} from './plan-talk.ts';

/** What an instruction offers to operations that take texts. */
export interface PlanTexts {
  /** What a single new text can be. */
  readonly singles: readonly string[];
  /** What two parts of a step can be, in the order in which they are said. */
  readonly pairs: readonly (readonly [string, string])[];
}

/** What leads to a text that goes on to the end, or to where the instruction turns to the plan again. */
const OPENINGS = new RegExp(
  [
    ':\\s+|\\s*(?:->|→|⇒|=>|<-|←)\\s*(?:\\(new\\)\\s+)?|^\\+\\s+|\\+=\\s*|\\bcolon\\s+',
    '^\\W*(?:\\p{L}+:\\s+)?\\d{1,3}[a-z][.:)]\\s+',
    '\\bnew (?:text|wording|name) is\\s+|\\b(?:just|simply) (?:write|say|put)\\s+|\\b(?:give|get) (?:me|us)\\s+',
    '\\b(?:namely|saying|says|reading|lacks|called|titled|entitled|labell?ed|something like|along the lines of|(?:worded|phrased|formulated|written)(?: as)?)\\s+',
    '\\b(?:preceded|followed|led in) by\\s+|\\bthere (?:should|must|has to|ought to|needs to) be\\s+',
    "\\b(?:do not|don[’']t|never) forget to\\s+|\\bremember to\\s+|\\bwe(?:[’']re| are)? (?:still )?(?:missing|lacking|lack|miss)\\s+",
    `\\b(?:${STEP_NOUN}) (?:that|which) goes\\s+`,
    '\\b(?:should|must|to|it|rather|now|they) (?:reads?|say)\\s+',
    '\\bfill (?:it|that|the gap) with\\s+|\\b(?:wedge|fit|squeeze|slot|slip|sneak)(?: in)?\\s+',
    '\\b(?:we|I|you|they|somebody|someone) (?:(?:first|also|still|really|just) )*(?:need|have|ought|got) to\\s+',
    '\\b(?:until|unless|till) (?:we|I|you|they|someone|somebody)\\s+',
    `\\b(?:new|extra|another|additional|further|fresh|missing|more|add|insert|append) (?:${STEP_NOUN})\\b[,:]?\\s+`,
    '(?<=^\\s*(?:\\p{L}+:\\s+|please\\s+)?)(?:add|insert|append|include|jot down|note|write down)\\s+',
  ].join('|'),
  'giu',
);
/** Such a text is surely a step's, and not only what the instruction goes on to tell. */
const NAMING = new RegExp(
  `\\b(?:namely|saying|reading|lacks|there (?:should|must|has to|ought to|needs to) be|(?:preceded|followed) by|worded(?: as)?|(?:${STEP_NOUN}) (?:that|which) goes|(?:must|should|to|it|rather|now) (?:reads?|say)|fill (?:it|that|the gap) with|(?:wedge|fit|squeeze|slot|slip|sneak)(?: in)?|we (?:(?:first|also|still|really|just) )*(?:need|have) to|(?:until|unless) we|(?:new|extra|another|additional|further|fresh|missing|add|insert|append) (?:${STEP_NOUN})[,:]?)\\s+$`,
  'i',
);
/** What leads from a step to the words that are to take its place. */
const BECOMES = new RegExp(
  `^["'”’\`]?(?:\\s+(?:${STEP_NOUN}))?(?:\\s*[/:]|\\s+(?:to|as|into|by|with|becomes)\\b:?)\\s*`,
  'i',
);
const BEGINNINGS =
  /[:;,–—→⇒?!)(|/+&]\s*|(?:->|=>|<-|←)\s*|(?:-\s+)?\[ \]\s*|(?<=^|\s)-\s(?!\[)|\b[a-c1-4][.)]\s+|\d[a-z]?[.):]?\s+|(?<=["'”’`])\s+|\.\s+|\b(?:to|that|says?|saying|reads?|reading|add|called|call it|titled|named|goes|worded|namely|step|steps|item|task|todo|checkbox|insert|include|append|put|into|as|be|for|and|then|also|with|by|in|plus|tick off|needs?|should|must|have|want|forget|is|about|first|second|next|but|one|other|line|below|under|above|after|before)\s+/gi;
const ENDINGS =
  /\s+(?:to|at|after|before|behind|below|above|under|following|ahead|in front|on|pre|post|as|and|into|in|instead|please|pls|should|is|goes|comes|right|directly|just|too|next|thanks|somewhere|first|last|needs|must|has|then|plus|followed|individually|separately|each)\b|\s*[,.;!?–—](?=\s|$)|\s+-\s|\s*(?:->|→|⇒|=>|<-|←)|\s*[()|/+&]|\s+\d|\s+[a-c1-4][.)]\s/gi;
/** What stands between two parts of a step. */
const JOINT =
  /^["'”’`]?\s*[,.;]?\s*(?:(?:and|then|plus|also|followed by|after that|afterwards|stage two|part two|second(?:ly)?|next|the other(?: half| one| part)?(?: is)?|as well as|one is|finally|[/+&]|[2b][.):]|->|→)[\s,:]*(?:["'“‘`](?=\S))?)+$|^["'”’`]?\s*[,;/+&|]\s*["'“‘`]?$/i;
/** Code in backticks within a text is seldom longer. */
const MOST_CODE_WORDS = 3;
/** So many words that say something are surely a text. */
const LEAST_WORDS = 2;
/** Texts of fewer letters name no step. */
const LEAST_LETTERS = 2;

/**
 * The texts that `instruction` offers. `known`: what the plan has; `told`: where it is said, or numbered; `roles`: of its
 * words, where a model tells them.
 */
export function planTextsIn(
  instruction: string,
  known: readonly string[],
  told: readonly Span[],
  roles?: Roles,
): PlanTexts {
  const isNew = ({ text }: Span) => !known.some((other) => sameWords(other, text));
  const quotes = wholeQuotes(instruction).filter(isNew);
  if (quotes.length > 0) return { singles: textsOf(quotes), pairs: pairsOf(quotes, () => true) };
  if (roles) return textsByRole(instruction, roles, isNew);
  const found = spansBetween(instruction, told).filter(isNew);
  const opened = openedText(instruction, told);
  const strong = opened === undefined ? [] : found.filter(({ start }) => start === opened.start);
  const isJoint = (one: Span, other: Span) => JOINT.test(instruction.slice(one.end, other.start));
  return {
    singles: textsOf(strong.length > 0 ? withLabels(strong, found) : found),
    pairs: pairsOf(found, isJoint),
  };
}

/** The most probable stretches of the roles that a new text has. */
function textsByRole(instruction: string, roles: Roles, isNew: (span: Span) => boolean): PlanTexts {
  const best = (role: string) =>
    roles
      .best(role)
      .map(({ start, end, score }) => ({ ...trimmed(instruction, start, end), score }))
      .filter((span) => isLettered(span) && isNew(span));
  const seconds = best('b');
  const pairs = best('a').flatMap((one) =>
    seconds.flatMap((other) =>
      other.start >= one.end && other.text !== one.text
        ? [{ texts: [one.text, other.text] as const, score: one.score + other.score }]
        : [],
    ),
  );
  return {
    singles: textsOf(best('text')),
    pairs: likeliest(pairs).map(({ texts }) => texts),
  };
}

/** Where the instruction surely holds a new text: in quotes, or where it leads to one; numbers in it count no steps. */
export function certainTexts(
  instruction: string,
  known: readonly string[],
  told: readonly Span[],
): readonly Span[] {
  const quotes = wholeQuotes(instruction).filter(
    ({ text }) => !known.some((other) => sameWords(other, text) || describes(text, other)),
  );
  if (quotes.length > 0) return quotes;
  const opened = openedText(instruction, told);
  return opened === undefined ? [] : [opened];
}

/**
 * The texts in quotes that can only be new: more than a word, and no part of what the plan has, unless there are two of
 * them beside a step that is said (`stepsSaid`), whose parts they are then.
 */
function newTextsQuoted(
  instruction: string,
  known: readonly string[],
  stepsSaid: number,
): readonly string[] {
  const others = textsOf(wholeQuotes(instruction)).filter(
    (text) => !known.some((other) => sameWords(other, text)),
  );
  if (stepsSaid === 1 && others.length === 2) return others;
  return others.filter((text) => !known.some((other) => describes(text, other)));
}

/** How many new texts an answer must hold: those in quotes, or one that the instruction names as new. */
export function countNewTexts(
  instruction: string,
  known: readonly string[],
  told: readonly Span[],
  stepsSaid: number,
): number {
  const quoted = newTextsQuoted(instruction, known, stepsSaid).length;
  if (quoted > 0) return quoted;
  const opened = openedText(instruction, told);
  const isNamed =
    opened !== undefined &&
    contentWords(opened.text).length >= LEAST_WORDS &&
    NAMING.test(instruction.slice(0, opened.start));
  return isNamed && !known.some((other) => describes(opened.text, other)) ? 1 : 0;
}

/** Whether most words of `text` are words of `other`. */
export function describes(text: string, other: string): boolean {
  const words = (from: string) => from.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? [];
  const own = words(text);
  const others = new Set(words(other));
  return own.filter((word) => others.has(word)).length * 3 >= own.length * 2;
}

/** Quotes that are a text each: of several words, and no code within a longer text. */
function wholeQuotes(instruction: string): readonly Span[] {
  return spannedQuotes(instruction).filter(({ text, start, end }) => {
    if (!/\S\s\S/.test(text)) return false;
    if (instruction[end - 1] !== '`' || text.split(/\s+/).length > MOST_CODE_WORDS) return true;
    const before = instruction.slice(0, start);
    return [...before.matchAll(BEGINNINGS)].some(
      ({ index, 0: match }) => index + match.length === start,
    );
  });
}

/** Where words end that lead to a text. */
export function openingsIn(instruction: string): readonly number[] {
  return [...instruction.matchAll(OPENINGS)].map(({ index, 0: match }) => index + match.length);
}

/** Where words begin that can only be about the plan. */
export function tailsIn(instruction: string): readonly number[] {
  return [...instruction.matchAll(new RegExp(TAIL.source, 'gi'))].map(({ index }) => index);
}

/** The text to which the instruction leads, up to where it turns to the plan again. */
function openedText(instruction: string, told: readonly Span[]): Span | undefined {
  const starts = [...openingsIn(instruction)];
  for (const { end } of told) {
    const joint = BECOMES.exec(instruction.slice(end));
    if (joint) starts.push(end + joint[0].length);
  }
  const ordered = starts.toSorted((one, other) => one - other);
  for (const [index, start] of ordered.entries()) {
    const next = ordered[index + 1];
    // "one more item for the list: …": the text begins only behind that.
    const isLead = next !== undefined && contentWords(instruction.slice(start, next)).length === 0;
    const end = tailOf(instruction, start);
    const span = { start, end, text: instruction.slice(start, end) };
    const isText = contentWords(span.text).length > 0 && !beginsWithTalk(span.text);
    if (!isLead && isText && !told.some((other) => overlap(span, other))) return span;
  }
  return undefined;
}

/** Where what begins at `start` ends at the latest: before words that can only be about the plan. */
function tailOf(instruction: string, start: number): number {
  const tail = TAIL.exec(instruction.slice(start));
  return tail ? start + tail.index : instruction.length;
}

/** What lies between places where a text can begin and end. */
function spansBetween(instruction: string, told: readonly Span[]): readonly Span[] {
  const starts = new Set([0]);
  for (const pattern of [BEGINNINGS, OPENINGS])
    for (const { index, 0: match } of instruction.matchAll(pattern))
      starts.add(index + match.length);
  for (const { end } of told) {
    const joint = BECOMES.exec(instruction.slice(end));
    if (joint) starts.add(end + joint[0].length);
  }
  const ends = [...instruction.matchAll(ENDINGS)]
    .map(({ index }) => index)
    .filter((end) => isDirective(instruction, end, told) || isJointAt(instruction, end));
  return [...starts].flatMap((start) => {
    const latest = tailOf(instruction, start);
    return [...ends.filter((end) => end > start && end < latest), latest]
      .map((end) => trimmed(instruction, start, end))
      .filter(
        (span) =>
          isText(span) &&
          !isCutInPlace(instruction, span) &&
          !told.some((other) => overlap(span, other)),
      );
  });
}

/** Whether a second part of a step may begin behind `end`. */
function isJointAt(instruction: string, end: number): boolean {
  return /^\s*[,.;]?\s*(?:(?:and|then|plus|followed by|the other|stage two)\b|[/+&;,]|[2b][.)])/i.test(
    instruction.slice(end),
  );
}

/** The span without what stands around a text: spaces, quotes around all of it, a last stop. */
function trimmed(instruction: string, start: number, end: number): Span {
  const text = instruction.slice(start, end);
  const lead = /^\s*/.exec(text)![0].length;
  const plain = text.trim().replace(/[\s.!?;,/]+$/, '');
  const span = { start: start + lead, end: start + lead + plain.length, text: plain };
  const [quote] = spannedQuotes(plain);
  return quote?.start === 0 && quote.end === plain.length ? { ...span, text: quote.text } : span;
}

/** "… in | under step 3": words of place belong together. */
function isCutInPlace(instruction: string, { end, text }: Span): boolean {
  return (
    /\s(?:in|on|up|over|off|down|out)$/i.test(text) &&
    /^\s+(?:under|below|beneath|after|before|behind|above|between|ahead)\b/i.test(
      instruction.slice(end),
    )
  );
}

function isLettered({ text }: Span): boolean {
  return (text.match(/\p{L}/gu)?.length ?? 0) >= LEAST_LETTERS;
}

function isText(span: Span): boolean {
  const { text } = span;
  const opening = text.split('(').length;
  return (
    isLettered(span) &&
    (contentWords(text).length > 0 || /\s/.test(text)) &&
    opening === text.split(')').length &&
    !beginsWithTalk(text) &&
    !endsWithTalk(text)
  );
}

/** A step may begin with a label ("Docs: themes"): then what leads to it stands before the label. */
function withLabels(strong: readonly Span[], found: readonly Span[]): readonly Span[] {
  const first = Math.min(...strong.map(({ start }) => start));
  const labelled = found.filter(({ start, end, text }) => {
    const label = text.slice(0, first - start);
    return (
      start < first &&
      end > first &&
      /^\S+(?: \S+)?:\s+$/.test(label) &&
      contentWords(label).length > 0
    );
  });
  return [...labelled, ...strong];
}

function pairsOf(
  spans: readonly Span[],
  fits: (one: Span, other: Span) => boolean,
): (readonly [string, string])[] {
  return spans.flatMap((one) =>
    spans
      .filter((other) => other.start >= one.end && other.text !== one.text && fits(one, other))
      .map((other) => [one.text, other.text] as const),
  );
}

function textsOf(spans: readonly Span[]): string[] {
  return [...new Set(spans.map(({ text }) => text))];
}

export function overlap(one: Pick<Span, 'start' | 'end'>, other: Pick<Span, 'start' | 'end'>) {
  return one.start < other.end && other.start < one.end;
}

function sameWords(one: string, other: string): boolean {
  const plain = (text: string) => text.trim().toLowerCase().replace(/\.$/, '');
  return plain(one) === plain(other);
}
