/**
 * Which words of an instruction are what: a step's new text, the step that is moved, the one it goes beside. Two linear
 * classifiers for each task (intent-model.ts) say of each word whether something begins with it, and whether something
 * ends with it; a stretch is as probable as its two ends together. They know the words around, not what the stretch itself
 * may be: that the document tells. Takes an instruction and what in it is known already; pure.
 */
import type { IntentModel } from './intent-model.ts';

/** A stretch [start, end) of the instruction that means something known: a step, a section. */
export interface Known {
  readonly start: number;
  readonly end: number;
  /** What stands in its place for the classifiers: `<step>`. */
  readonly token: string;
}

/** A place between words that speaks for a beginning or an end: "please add |", "| instead". */
export interface Sign {
  readonly at: number;
  readonly cue: string;
}

/** A word, number or sign of the instruction, or something known. */
export interface RoleToken {
  readonly token: string;
  readonly start: number;
  readonly end: number;
  readonly isKnown: boolean;
}

/** What is known of an instruction before its roles are asked for. */
export interface RoleContext {
  readonly known: readonly Known[];
  readonly signs: readonly Sign[];
  /** What a word is in the document, where it is a name there. */
  readonly factsOf?: (word: string) => readonly string[];
  /** Which operation it is read as. */
  readonly operation?: string;
}

/** The head of a word with which nothing begins or ends. */
export const NO_ROLE = '-';

export function startsTask(task: string): string {
  return `${task} starts`;
}

export function endsTask(task: string): string {
  return `${task} ends`;
}

const TOKENS = /[\p{L}_$][\p{L}\p{N}_$]*(?:['’-][\p{L}]+)*|\d+|->|=>|<-|\+=|\S/gu;

/** The instruction in words, with one token for each stretch that is known. */
export function roleTokens(instruction: string, known: readonly Known[]): readonly RoleToken[] {
  const tokens = known.map(({ start, end, token }) => ({ token, start, end, isKnown: true }));
  const isFree = (start: number, end: number) =>
    known.every((other) => end <= other.start || other.end <= start);
  for (const { 0: text, index } of instruction.matchAll(TOKENS)) {
    const end = index + text.length;
    if (!isFree(index, end)) continue;
    tokens.push({ token: text, start: index, end, isKnown: false });
  }
  return tokens.toSorted((one, other) => one.start - other.start);
}

/** How far a word looks to either side. */
const REACH = 4;
/** How far it looks for the words that it takes in any order. */
const FAR = 9;

/** What the classifiers are told of the word at `at`. */
export function roleCues(
  tokens: readonly RoleToken[],
  at: number,
  instruction: string,
  { signs, factsOf, operation }: RoleContext,
): ReadonlySet<string> {
  const cues = new Set<string>();
  const word = (offset: number) => {
    const token = tokens[at + offset];
    return token === undefined ? '|' : generalOf(token.token);
  };
  for (let offset = -REACH; offset <= REACH; offset++) {
    cues.add(`${offset} ${word(offset)}`);
    cues.add(`${offset} ${word(offset)} ${word(offset + 1)}`);
    if (offset < 3) cues.add(`${offset} ${word(offset)} ${word(offset + 1)} ${word(offset + 2)}`);
  }
  for (let offset = 1; offset <= FAR; offset++) {
    cues.add(`< ${word(-offset)}`).add(`> ${word(offset)}`);
    if (offset > 1) cues.add(`< ${word(-offset)} ${word(1 - offset)}`);
    cues.add(`> ${word(offset)} ${word(offset + 1)}`);
  }
  const own = tokens[at]!;
  const [left, right] = [gap(tokens, at, instruction), gap(tokens, at + 1, instruction)];
  const shape = shapeOf(own.token);
  cues.add(`left ${left} ${shape}`).add(`right ${right} ${shape}`).add(`shape ${shape}`);
  cues.add(`shapes ${shapeOf(tokens[at - 1]?.token)} ${shape} ${shapeOf(tokens[at + 1]?.token)}`);
  for (const { at: place, cue } of signs) {
    if (place === own.start) cues.add(`begins ${cue}`);
    if (place === own.end) cues.add(`ends ${cue}`);
  }
  const before = instruction.slice(0, own.start);
  for (const quote of ['"', '`', "'"])
    if (before.split(quote).length % 2 === 0) cues.add(`within ${quote}`);
  const among = (condition: (token: RoleToken) => boolean) => tokens.filter(condition).length;
  cues.add(`known before ${among((token) => token.isKnown && token.end <= own.start)}`);
  cues.add(`known behind ${among((token) => token.isKnown && token.start >= own.end)}`);
  cues.add(`from end ${Math.min(6, tokens.length - at)}`).add(`from start ${Math.min(6, at)}`);
  const facts = factsOf?.(own.token);
  for (const fact of facts ?? []) {
    cues
      .add(`is ${fact}`)
      .add(`is ${fact} ${word(-1)}`)
      .add(`is ${fact} ${word(1)}`);
  }
  if (operation !== undefined) {
    cues.add(operation).add(`${operation} ${shape}`);
    for (let offset = -2; offset <= 2; offset++) cues.add(`${operation} ${offset} ${word(offset)}`);
    for (const fact of facts ?? []) cues.add(`${operation} is ${fact}`);
  }
  return cues;
}

/** What stands between two words: nothing, a space. */
function gap(tokens: readonly RoleToken[], at: number, instruction: string): string {
  const [left, right] = [tokens[at - 1], tokens[at]];
  if (!left || !right) return '|';
  return instruction.slice(left.end, right.start) === '' ? '' : '_';
}

function generalOf(token: string): string {
  if (token.startsWith('<')) return token;
  return /^\d+$/.test(token) ? '0' : token.toLowerCase();
}

function shapeOf(token: string | undefined): string {
  if (token === undefined || token.startsWith('<')) return token ?? '|';
  if (/^\d/.test(token)) return '0';
  if (/^\p{Lu}{2,}$/u.test(token)) return 'AA';
  if (/^\p{Lu}/u.test(token)) return 'Aa';
  if (/\p{Lu}|[_$]/u.test(token)) return 'aA';
  return /^\p{L}/u.test(token) ? 'a' : token;
}

/** A stretch [start, end) of the instruction, and the logarithm of its probability. */
export interface RoleStretch {
  readonly start: number;
  readonly end: number;
  readonly score: number;
}

/** How probable each role is at each word of an instruction. */
export class Roles {
  readonly tokens: readonly RoleToken[];
  readonly #instruction: string;
  readonly #starts: readonly ReadonlyMap<string, number>[];
  readonly #ends: readonly ReadonlyMap<string, number>[];
  /** For a role, the likeliest stretch of each wording. */
  readonly #said = new Map<string, ReadonlyMap<string, number>>();

  private constructor(
    instruction: string,
    tokens: readonly RoleToken[],
    starts: readonly ReadonlyMap<string, number>[],
    ends: readonly ReadonlyMap<string, number>[],
  ) {
    this.#instruction = instruction;
    this.tokens = tokens;
    this.#starts = starts;
    this.#ends = ends;
  }

  /** Undefined where the model was not trained for roles of `task`. */
  static of(
    model: IntentModel | undefined,
    task: string,
    instruction: string,
    context: RoleContext,
  ): Roles | undefined {
    const tokens = roleTokens(instruction, context.known);
    const cues = tokens.map((_, at) => roleCues(tokens, at, instruction, context));
    const read = (name: string) => cues.map((each) => model?.classify(name, each));
    const [starts, ends] = [read(startsTask(task)), read(endsTask(task))];
    const isRead = (all: typeof starts): all is ReadonlyMap<string, number>[] =>
      all.every((each) => each !== undefined);
    return isRead(starts) && isRead(ends)
      ? new Roles(instruction, tokens, starts, ends)
      : undefined;
  }

  /** How probable it is that `role` begins with a word within [start, end): from 0 to 1. */
  within(role: string, start: number, end: number): number {
    const begun = this.tokens.map((token, at) =>
      token.start >= start && token.end <= end ? (this.#starts[at]?.get(role) ?? 0) : 0,
    );
    return Math.max(0, ...begun);
  }

  /** The stretches of `role` that are offered to the model, at most `count`: the likeliest. */
  best(role: string, count = MOST_OFFERED): readonly RoleStretch[] {
    return likeliest([...this.#stretches(role)], count);
  }

  /** Those of `texts` that the instruction most probably says in `role`, as `said` finds them; all where it finds none. */
  prefer(role: string, texts: Iterable<string>): readonly string[] {
    const all = [...texts];
    const said = this.said(role, all);
    return said.length > 0 ? said : all;
  }

  /**
   * Those of `texts` that most probably are what the instruction says in `role`, whatever signs and capitals it spells
   * them with; none where it says none of them so, or that is not probable.
   */
  said(role: string, texts: readonly string[]): readonly string[] {
    const wordings = this.#wordings(role);
    const score = (text: string) => wordings.get(plain(text)) ?? Number.NEGATIVE_INFINITY;
    const best = Math.max(...texts.map(score));
    return best < LEAST_SAID ? [] : texts.filter((text) => score(text) >= best - SAID_MARGIN);
  }

  /** What the instruction may say in `role`, as it spells it: the likeliest first, none where that is not probable. */
  texts(role: string): readonly string[] {
    return this.best(role)
      .filter(({ score }) => score >= LEAST_SAID)
      .map(({ start, end }) => this.#instruction.slice(start, end));
  }

  /** How probable it is that the instruction says `text` in `role`: from 0 to 1. */
  probability(role: string, text: string): number {
    return Math.exp(this.#wordings(role).get(plain(text)) ?? Number.NEGATIVE_INFINITY);
  }

  #wordings(role: string): ReadonlyMap<string, number> {
    const known = this.#said.get(role);
    if (known !== undefined) return known;
    const said = new Map<string, number>();
    for (const { start, end, score } of this.#stretches(role)) {
      const text = plain(this.#instruction.slice(start, end));
      if (score > (said.get(text) ?? Number.NEGATIVE_INFINITY)) said.set(text, score);
    }
    this.#said.set(role, said);
    return said;
  }

  *#stretches(role: string): Generator<RoleStretch> {
    for (const [first, { start }] of this.tokens.entries()) {
      const begun = logOf(this.#starts[first]?.get(role));
      for (let last = first; last < this.tokens.length; last++) {
        const score = begun + logOf(this.#ends[last]?.get(role));
        yield { start, end: this.tokens[last]!.end, score };
      }
    }
  }
}

/** Of what is said no more than this much less probable, as a logarithm, than the likeliest. */
const SAID_MARGIN = 1;

/** Less probable than this, as a logarithm, nothing is said. */
const LEAST_SAID = Math.log(0.15);

/** The letters and digits of a text; its signs where it has nothing else. */
function plain(text: string): string {
  return text.toLowerCase().replace(/[^\p{L}\p{N}]+/gu, '') || text;
}

/** So many are offered to the model at most, none less probable than the first by more nats. */
const MOST_OFFERED = 4;
const MARGIN = 2;

/** The `count` with the highest logarithm of their probability, where they are about as probable; the likeliest first. */
export function likeliest<Scored extends { readonly score: number }>(
  all: readonly Scored[],
  count = MOST_OFFERED,
): readonly Scored[] {
  const sorted = all.toSorted((one, other) => other.score - one.score);
  const least = (sorted[0]?.score ?? 0) - MARGIN;
  return sorted.slice(0, count).filter(({ score }) => score >= least);
}

const LEAST = 1e-6;

function logOf(probability: number | undefined): number {
  return Math.log(Math.max(LEAST, probability ?? 0));
}
