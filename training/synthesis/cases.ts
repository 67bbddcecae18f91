/**
 * An edit case: a place in a program, the slots that describe it in words, and the right answer.
 * Each `kinds/*.ts` module finds cases; `main.ts` words and prints them.
 */
import type { Answer, OperationCall } from '@wick/edits';
import type { Pools } from './pools.ts';
import type { NamedFunction, Program } from './program.ts';
import type { Random } from './random.ts';
import type { Slots } from './wordings.ts';

export interface EditCase {
  readonly kind: string;
  /** Which wordings to use, where not those of the kind itself. */
  readonly wordings?: string;
  readonly slots: Slots;
  readonly answer: Answer;
  /** Only a wording that uses one of these slots says which place is meant. */
  readonly needsOneOf?: readonly string[];
  /** Only a wording that uses all of these slots says everything that the answer holds. */
  readonly needsAllOf?: readonly string[];
  /** What is said, where that is no wording of ours. */
  readonly said?: string;
  /** Two wishes in one: worded each by itself, and joined. */
  readonly parts?: { readonly first: EditCase; readonly joiner: string; readonly second: EditCase };
}

/** What a finder gets: the program, pools of names and texts from the same corpus, and randomness. */
export interface Finding {
  readonly program: Program;
  readonly pools: Pools;
  readonly random: Random;
}

export type Finder = (finding: Finding) => EditCase[];

export const NOTHING: Answer = { kind: 'none' };

export function call(name: string, ...args: OperationCall['args'][number][]): Answer {
  return { kind: 'operations', calls: [{ name, args }] };
}

/** Splits an identifier into lower-case words: `parseHTMLText_v2` -> parse html text v 2. */
export function wordsOf(name: string): string[] {
  return (name.match(/[A-Z]?[a-z]+|[A-Z]+(?![a-z])|\d+/g) ?? []).map((w) => w.toLowerCase());
}

const ORDINALS = ['first', 'second', 'third', 'fourth', 'fifth'];

/** "first", "second", … or "last" for the item's position in `all`; undefined past the fifth. */
export function ordinal(
  all: readonly unknown[],
  item: unknown,
  random: Random,
): string | undefined {
  const at = all.indexOf(item);
  if (at < 0) return undefined;
  if (at === all.length - 1 && all.length > 1 && random.chance(0.6)) return 'last';
  return ORDINALS[at];
}

/** Drops undefined values, so that a missing slot is really missing. */
export function slots(values: Record<string, string | undefined>): Slots {
  return Object.fromEntries(
    Object.entries(values).filter((e): e is [string, string] => e[1] !== undefined),
  );
}

/** Slots that most kinds have; undefined where the target has none of it. */
export interface CommonSlots {
  readonly line: string;
  readonly sort: string;
  readonly words: string | undefined;
  readonly nth: string | undefined;
  readonly scope: string | undefined;
}

/** The common slots of a target (kinds.md): line, sort, words, nth, scope. */
export function targetSlots(target: {
  name: string;
  sort: string;
  line: number;
  nth?: string | undefined;
  scope?: string | undefined;
}): CommonSlots {
  const words = wordsOf(target.name);
  return {
    line: String(target.line + 1),
    sort: target.sort,
    words: words.length > 1 ? words.join(' ') : undefined,
    nth: target.nth,
    scope: target.scope,
  };
}

/** Common slots for a named function, with {fn}. */
export function functionSlots(
  finding: Finding,
  fn: NamedFunction,
): Record<string, string | undefined> {
  const same = finding.program.functions.filter((f) => f.sort === fn.sort);
  return {
    fn: fn.name,
    ...targetSlots({
      name: fn.name,
      sort: fn.sort,
      line: fn.line,
      nth: ordinal(same, fn, finding.random),
      scope: className(fn),
    }),
  };
}

function className(fn: NamedFunction): string | undefined {
  const parent = fn.node.parent;
  return 'members' in parent && 'name' in parent
    ? (parent.name as { text?: string } | undefined)?.text
    : undefined;
}

/** A function that can be named without doubt. */
export function isUnambiguous(finding: Finding, fn: NamedFunction): boolean {
  return finding.program.declared.get(fn.name) === 1;
}
