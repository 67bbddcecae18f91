/**
 * An edit case: a place in a program, the slots that describe it in words, and the right answer.
 * Each `kinds/*.ts` module finds cases; `main.ts` words and prints them.
 */
import type { Answer, Hunk, OperationCall } from '@wick/edits';
import type { Pools } from './pools.ts';
import type { NamedFunction, Program, TextEdit } from './program.ts';
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

/** Line hunks that make `edits` (ascending, not overlapping) to the program's text. */
export function hunksOf(program: Program, edits: readonly TextEdit[]): Answer {
  const hunks: Hunk[] = [];
  const { text } = program;
  for (let i = 0; i < edits.length; ) {
    const first = edits[i] as TextEdit;
    const startLine = program.lineOf(first.start);
    const wholeLines = program.lineStart(startLine) === first.start;
    if (wholeLines && first.start === first.end && first.text.endsWith('\n')) {
      hunks.push({ start: startLine, end: startLine, lines: first.text.slice(0, -1).split('\n') });
      i++;
      continue;
    }
    if (
      wholeLines &&
      first.text === '' &&
      text[first.end - 1] === '\n' &&
      first.end > first.start
    ) {
      hunks.push({ start: startLine, end: program.lineOf(first.end), lines: [] });
      i++;
      continue;
    }
    let endLine = program.lineOf(first.end);
    let j = i + 1;
    while (j < edits.length && program.lineOf((edits[j] as TextEdit).start) <= endLine) {
      endLine = Math.max(endLine, program.lineOf((edits[j] as TextEdit).end));
      j++;
    }
    const from = program.lineStart(startLine);
    const to = program.lineStart(endLine) + (program.lines[endLine] as string).length;
    let after = '';
    let at = from;
    for (const edit of edits.slice(i, j)) {
      after += text.slice(at, edit.start) + edit.text;
      at = edit.end;
    }
    after += text.slice(at, to);
    hunks.push({ start: startLine, end: endLine + 1, lines: after.split('\n') });
    i = j;
  }
  return { kind: 'hunks', hunks: joinTouching(hunks) };
}

/** The edit language has no two hunks that touch: they are one. */
function joinTouching(hunks: readonly Hunk[]): Hunk[] {
  const joined: Hunk[] = [];
  for (const hunk of hunks) {
    const last = joined.at(-1);
    if (last && last.end === hunk.start) {
      joined[joined.length - 1] = {
        start: last.start,
        end: hunk.end,
        lines: [...last.lines, ...hunk.lines],
      };
    } else joined.push(hunk);
  }
  return joined;
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
