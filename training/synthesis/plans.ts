/**
 * Plans and what can be asked of them: markdown checklists out of the grammar in training/plans, and cases of
 * every operation on plans.
 *
 * In: training/plans/{steps,titles,sections,pairs}.txt. Out: plans as text, and cases with their answers.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Checklist, parseChecklist, runPlanOperations, type Step } from '@wick/workspace';
import { stepsDescribed } from '../../packages/assistant/src/plan-references.ts';
import { call, type EditCase, NOTHING, slots } from './cases.ts';
import type { Random } from './random.ts';
import { loadWordings, type WordingSet, word } from './wordings.ts';

/** A step that is really two, and those two. */
interface Pair {
  readonly whole: string;
  readonly first: string;
  readonly second: string;
}

export interface PlanGrammar {
  readonly sets: ReadonlyMap<string, WordingSet>;
  readonly pairs: readonly Pair[];
}

/** Reads the grammar of plans. Throws a SyntaxError that names file and line. */
export function loadPlanGrammar(folder: string): PlanGrammar {
  const pairs = readFileSync(join(folder, 'pairs.txt'), 'utf8')
    .split('\n')
    .filter((line) => line !== '' && !line.startsWith('#'))
    .map((line, index): Pair => {
      const [whole, first, second] = line.split(' => ');
      if (!whole || !first || !second) {
        throw new SyntaxError(
          `pairs.txt:${index + 1}: WHOLE => FIRST => SECOND is wanted: ${line}`,
        );
      }
      return { whole, first, second };
    });
  return { sets: loadWordings(folder), pairs };
}

/** A text of one of the grammar's files. */
function draw(
  { sets }: PlanGrammar,
  name: 'steps' | 'titles' | 'sections',
  random: Random,
): string {
  const pieces = word(sets.get(name) as WordingSet, {}, random);
  return (pieces ?? []).map(({ text }) => text).join('');
}

/** A plan of three to sixteen steps, written in one of the ways that people have. */
export function makePlan(grammar: PlanGrammar, random: Random): string {
  const marker = random.weighted(
    ['-', '*', '1.', '+'],
    (m) => ({ '-': 7, '*': 2, '1.': 2 })[m] ?? 0.3,
  );
  const style: PlanStyle = {
    marker,
    hasBoxes: random.chance(0.92),
    isLoose: random.chance(0.1),
    hasStops: random.chance(0.08),
    isSmall: random.chance(0.12),
    indent: marker === '1.' ? '   ' : random.pick(['  ', '  ', '    ']),
    done: random.chance(0.6) ? random.next() * 0.7 : 0,
  };
  const lines: string[] = [];
  if (random.chance(0.7)) lines.push(`# ${draw(grammar, 'titles', random)}`, '');
  if (random.chance(0.15)) lines.push(`${draw(grammar, 'steps', random)}.`, '');
  const sections = random.chance(0.4) ? 2 + random.below(2) : 1;
  for (let section = 0; section < sections; section++) {
    if (sections > 1 || random.chance(0.15)) {
      lines.push(`## ${draw(grammar, 'sections', random)}`, '');
    }
    lines.push(...makeList(grammar, style, random, 2 + random.below(sections > 1 ? 4 : 8)), '');
  }
  return lines.join('\n');
}

interface PlanStyle {
  readonly marker: string;
  readonly hasBoxes: boolean;
  /** Blank lines stand between the steps. */
  readonly isLoose: boolean;
  readonly hasStops: boolean;
  /** Steps begin with a small letter. */
  readonly isSmall: boolean;
  readonly indent: string;
  /** Share of the steps that are done, from the top. */
  readonly done: number;
}

function makeList(grammar: PlanGrammar, style: PlanStyle, random: Random, count: number): string[] {
  const lines: string[] = [];
  const item = (indent: string, number: number, isDone: boolean) => {
    const pair = random.chance(0.2) ? random.maybe(grammar.pairs) : undefined;
    const text = pair?.whole ?? draw(grammar, 'steps', random);
    const words = (style.isSmall ? small(text) : text) + (style.hasStops ? '.' : '');
    const marker = style.marker === '1.' ? `${number}.` : style.marker;
    return `${indent}${marker} ${style.hasBoxes ? `[${isDone ? 'x' : ' '}] ` : ''}${words}`;
  };
  for (let number = 1; number <= count; number++) {
    const isDone = number / count <= style.done ? random.chance(0.9) : random.chance(0.05);
    if (style.isLoose && number > 1) lines.push('');
    lines.push(item('', number, isDone));
    if (random.chance(0.06)) lines.push(`${style.indent}${draw(grammar, 'steps', random)}.`);
    if (!random.chance(0.1)) continue;
    for (let inner = 1; inner <= 1 + random.below(3); inner++) {
      lines.push(item(style.indent, inner, isDone || random.chance(0.2)));
    }
  }
  return lines;
}

/** With a small first letter, unless the first word is a name. */
function small(text: string): string {
  return text.replace(/^\p{Lu}(?=\p{Ll}* )/u, (letter) => letter.toLowerCase());
}

/** What can be asked of a plan: one or two cases of each kind, those whose answer can be carried out. */
export function findPlanCases(text: string, grammar: PlanGrammar, random: Random): EditCase[] {
  const plan = parseChecklist(text.split('\n'));
  return new PlanCases(plan, grammar, random).all().filter(({ answer }) => {
    if (answer.kind !== 'operations') return true;
    const result = runPlanOperations(text, answer.calls);
    return result.ok || result.refusal.reason === 'already-done';
  });
}

const ORDINALS = 'first second third fourth fifth sixth seventh eighth ninth tenth'.split(' ');
const STEP_SLOTS = ['item', 'words', 'n', 'nth'];
const OTHER_SLOTS = ['other', 'm', 'mth'];

class PlanCases {
  readonly #plan: Checklist;
  readonly #grammar: PlanGrammar;
  readonly #random: Random;
  /** The steps that are counted. */
  readonly #top: readonly Step[];
  /** Those of which no other has the same words. */
  readonly #clear: readonly Step[];

  constructor(plan: Checklist, grammar: PlanGrammar, random: Random) {
    this.#plan = plan;
    this.#grammar = grammar;
    this.#random = random;
    const { steps } = plan;
    this.#top = steps.filter(({ parent }) => parent === undefined || !steps.includes(parent));
    this.#clear = steps.filter(
      (step) =>
        step.textEnd === step.line + 1 &&
        !steps.some((other) => other !== step && other.text.includes(withoutStop(step.text))),
    );
  }

  all(): EditCase[] {
    return [
      ...this.#boxes(),
      ...this.#additions(),
      ...this.#ofOne(),
      ...this.#ofTwo(),
      { kind: 'plan-nothing', slots: {}, answer: NOTHING },
      { kind: 'plan-delegate', slots: {}, answer: { kind: 'delegate' } },
    ];
  }

  #boxes(): EditCase[] {
    const draw = (kind: string, name: string, isDone: boolean, share: number): EditCase[] => {
      const fitting = this.#clear.filter(
        ({ box }) => box !== undefined && (box !== ' ') === isDone,
      );
      const step = this.#random.chance(share) ? this.#random.maybe(fitting) : undefined;
      return step ? [{ kind, slots: this.#slotsOf(step), answer: call(name, step.line) }] : [];
    };
    return [
      ...draw('plan-check', 'check', false, 1),
      ...draw('plan-check', 'check', false, 0.5),
      ...draw('plan-check', 'check', true, 0.1),
      ...draw('plan-uncheck', 'uncheck', true, 1),
      ...draw('plan-uncheck', 'uncheck', false, 0.05),
    ];
  }

  #additions(): EditCase[] {
    const cases: EditCase[] = [];
    const { sections } = this.#plan;
    const text = this.#newText();
    cases.push({ kind: 'plan-add', slots: { text }, answer: call('add-step', text) });
    const section = this.#random.maybe(sections.filter(({ level }) => level > 1));
    const isNamed = sections.filter(({ title }) => title === section?.title).length === 1;
    if (section && isNamed) {
      const added = this.#newText();
      cases.push({
        kind: 'plan-add',
        slots: { text: added, section: section.title },
        answer: call('add-step', added, section.line),
        needsAllOf: ['section', 'text'],
      });
    }
    for (const side of ['after', 'before'] as const) {
      const step = this.#random.maybe(this.#clear);
      if (!step) continue;
      const added = this.#newText();
      const isFirst = side === 'before' && step === this.#top[0];
      cases.push({
        kind: `plan-add-${side}`,
        slots: { text: added, ...this.#slotsOf(step) },
        answer: call(`add-step-${side}`, step.line, added),
        ...(isFirst ? {} : { needsOneOf: STEP_SLOTS }),
      });
    }
    return cases;
  }

  #ofOne(): EditCase[] {
    const cases: EditCase[] = [];
    const one = () => this.#random.maybe(this.#clear);
    const [removed, moved, reworded] = [one(), one(), one()];
    if (removed) {
      const answer = call('remove-step', removed.line);
      cases.push({ kind: 'plan-remove', slots: this.#slotsOf(removed), answer });
    }
    if (moved) {
      const answer = call('move-step-last', moved.line);
      cases.push({ kind: 'plan-move-last', slots: this.#slotsOf(moved), answer });
    }
    if (reworded) {
      const text = this.#newText();
      const answer = call('reword-step', reworded.line, text);
      cases.push({ kind: 'plan-reword', slots: { text, ...this.#slotsOf(reworded) }, answer });
    }
    const pairs = this.#clear.flatMap((step) => {
      const words = withoutStop(step.text).toLowerCase();
      const pair = this.#grammar.pairs.find(({ whole }) => whole.toLowerCase() === words);
      return pair ? [{ step, ...pair }] : [];
    });
    const split = this.#random.maybe(pairs);
    if (split) {
      const isSmall = this.#random.chance(0.4);
      const [a, b] = isSmall
        ? [small(split.first), small(split.second)]
        : [split.first, split.second];
      const answer = call('split-step', split.step.line, a, b);
      cases.push({ kind: 'plan-split', slots: { a, b, ...this.#slotsOf(split.step) }, answer });
    }
    return cases;
  }

  #ofTwo(): EditCase[] {
    const kinds = [
      ['plan-move-after', 'move-step-after'],
      ['plan-move-before', 'move-step-before'],
      ['plan-swap', 'swap-steps'],
      ['plan-merge', 'merge-steps'],
    ] as const;
    return kinds.flatMap(([kind, name]): EditCase[] => {
      const [step, other] = this.#random.shuffled(this.#clear);
      if (!step || !other) return [];
      const { item, n, nth } = this.#slotsOf(other);
      const words = { ...this.#slotsOf(step), ...slots({ other: item, m: n, mth: nth }) };
      const isTop = kind === 'plan-move-before' && other === this.#top[0];
      return [
        {
          kind,
          slots: words,
          answer: call(name, step.line, other.line),
          ...(isTop ? {} : { needsOneOf: OTHER_SLOTS }),
        },
      ];
    });
  }

  /** What says which step is meant. */
  #slotsOf(step: Step): Record<string, string> {
    const number = this.#top.indexOf(step) + 1;
    const isLast = number > 1 && number === this.#top.length;
    // Where the numbers of a list begin anew, people do not count on.
    const isCounted = number > 0 && !(/^\d/.test(step.marker) && this.#plan.sections.length > 1);
    const ordinal = isLast && this.#random.chance(0.6) ? 'last' : ORDINALS[number - 1];
    return slots({
      item: withoutStop(step.text),
      words: this.#wordsOf(step),
      n: isCounted ? String(number) : undefined,
      nth: number > 0 ? ordinal : undefined,
    });
  }

  /** One to three words of the step, next to each other, that describe it alone. */
  #wordsOf(step: Step): string | undefined {
    const words = step.text.toLowerCase().match(/[\p{L}\p{N}'-]+/gu) ?? [];
    const runs = words
      .slice(1)
      .flatMap((_, index) => [1, 2, 3].map((length) => words.slice(index + 1, index + 1 + length)));
    const telling = runs.filter((run) => {
      const isWhole = run.every(
        (each) => each.length > 2 && !/^(?:the|and|for|with|from|into|our)$/.test(each),
      );
      const found = isWhole ? stepsDescribed(run.join(' '), this.#plan) : [];
      return found.length === 1 && found[0] === step;
    });
    return this.#random.maybe(telling)?.join(' ');
  }

  /** The text of a step that the plan does not have, as it may be typed. */
  #newText(): string {
    const text = draw(this.#grammar, 'steps', this.#random);
    return this.#random.chance(0.45) ? small(text) : text;
  }
}

function withoutStop(text: string): string {
  return text.replace(/\.$/, '');
}
