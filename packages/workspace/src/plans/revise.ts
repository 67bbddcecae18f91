/**
 * What each operation on a plan does: takes the parsed checklist and typed arguments, gives the new lines, or
 * refuses. A step takes along what belongs to it; lists that are numbered stay so.
 */
import type { LineIndex } from '@wick/edits';
import { OperationRefused } from '../code/refusal.ts';
import type { Arguments } from '../operations/transform.ts';
import { type Checklist, parseChecklist, type Step } from './checklist.ts';

export type Revision = (plan: Checklist, args: Arguments) => readonly string[];

/** Revisions by operation name. */
export const revisions: Readonly<Record<string, Revision>> = {
  check: (plan, args) => setBox(plan, stepAt(plan, args.line('line')), true),
  uncheck: (plan, args) => setBox(plan, stepAt(plan, args.line('line')), false),
  'add-step': addStep,
  'add-step-after': (plan, args) => addBeside(plan, args, 'after'),
  'add-step-before': (plan, args) => addBeside(plan, args, 'before'),
  'remove-step': (plan, args) => changed(plan, [removal(plan, stepAt(plan, args.line('line')))]),
  'move-step-after': (plan, args) => moveBeside(plan, args, 'after'),
  'move-step-before': (plan, args) => moveBeside(plan, args, 'before'),
  'move-step-last': moveLast,
  'swap-steps': swap,
  'reword-step': reword,
  'split-step': split,
  'merge-steps': merge,
};

/** Lines [start, end) become `lines`. */
interface Change {
  readonly start: LineIndex;
  readonly end: LineIndex;
  readonly lines: readonly string[];
}

type Side = 'before' | 'after';

// Finding steps

/** The step that a line is part of. */
function stepAt({ steps }: Checklist, line: LineIndex): Step {
  const found = steps.find((step) => step.line <= line && line < step.textEnd);
  if (found) return found;
  const nearest = steps.toSorted(
    (one, other) => Math.abs(one.line - line) - Math.abs(other.line - line),
  )[0];
  const hint = nearest ? ` The nearest one is on line ${nearest.line + 1}.` : '';
  throw new OperationRefused('not-found', `Line ${line + 1} is no step of a plan.${hint}`, {
    lines: nearest ? [nearest.line] : [],
  });
}

/** The steps of the same list, `step` included. */
function siblingsOf({ steps }: Checklist, { parent, section }: Step): readonly Step[] {
  return steps.filter((other) => other.parent === parent && other.section === section);
}

function refuse(
  reason: 'already-done' | 'not-applicable',
  message: string,
  lines: readonly LineIndex[],
): OperationRefused {
  return new OperationRefused(reason, message, { lines });
}

function named({ line, text }: Step): string {
  return `"${text}" (line ${line + 1})`;
}

// The operations

function setBox(plan: Checklist, step: Step, done: boolean): readonly string[] {
  const { line, box, indent, marker, gap } = step;
  if (box === undefined) {
    throw refuse('not-applicable', `The step ${named(step)} has no box to check.`, [line]);
  }
  if ((box !== ' ') === done) {
    const state = done ? 'done already' : 'not done anyway';
    throw refuse('already-done', `The step ${named(step)} is ${state}.`, [line]);
  }
  const mark = plan.steps.some((other) => other.box === 'X') ? 'X' : 'x';
  const head = `${indent}${marker}${gap}[`.length;
  const old = plan.lines[line]!;
  const lines = [old.slice(0, head) + (done ? mark : ' ') + old.slice(head + 1)];
  return changed(plan, [{ start: line, end: line + 1, lines }]);
}

function addStep(plan: Checklist, args: Arguments): readonly string[] {
  const { lines, steps, sections } = plan;
  const at = args.lineOrNone('section');
  const section = sections.find(({ line }) => line === at);
  if (at !== undefined && section === undefined) {
    throw new OperationRefused('not-found', `Line ${at + 1} is no heading.`, { lines: [at] });
  }
  const top = steps.filter(({ parent }) => parent === undefined);
  const last = (section ? top.filter((step) => step.section === section) : top).at(-1);
  if (last) return insertBeside(plan, last, args.text('text'), 'after');
  const [model] = steps;
  const text = model
    ? newLine(plan, model, args.text('text'))
    : `- [ ] ${plain(args.text('text'))}`;
  if (section === undefined) return appended(lines, text);
  const after = section.line + 1;
  const isApart = lines[after]?.trim() === '';
  const start = isApart ? after + 1 : after;
  const isFollowed = (lines[start] ?? '').trim() !== '';
  const added = [...(isApart ? [] : ['']), text, ...(isFollowed ? [''] : [])];
  return changed(plan, [{ start, end: start, lines: added }]);
}

/** At the end of a text that has no step yet, with a blank line before it. */
function appended(lines: readonly string[], text: string): readonly string[] {
  let end = lines.length;
  while (end > 0 && lines[end - 1]!.trim() === '') end--;
  return [...lines.slice(0, end), ...(end > 0 ? [''] : []), text, ...lines.slice(end)];
}

function addBeside(plan: Checklist, args: Arguments, side: Side): readonly string[] {
  return insertBeside(plan, stepAt(plan, args.line('line')), args.text('text'), side);
}

function insertBeside(plan: Checklist, step: Step, text: string, side: Side): readonly string[] {
  const line = newLine(plan, step, text);
  const same = siblingsOf(plan, step).find(
    (other) => other.text.toLowerCase() === wordsOf(plan, step, text).toLowerCase(),
  );
  if (same)
    throw refuse('already-done', `The plan has the step ${named(same)} already.`, [same.line]);
  return changed(plan, [insertion(plan, step, [line], side)]);
}

function moveBeside(plan: Checklist, args: Arguments, side: Side): readonly string[] {
  const step = stepAt(plan, args.line('line'));
  const other = stepAt(plan, args.line('other'));
  return move(plan, step, other, side);
}

function moveLast(plan: Checklist, args: Arguments): readonly string[] {
  const step = stepAt(plan, args.line('line'));
  const last = siblingsOf(plan, step).at(-1)!;
  if (last === step) {
    throw refuse('already-done', `${named(step)} is the last step of its list already.`, [
      step.line,
    ]);
  }
  return move(plan, step, last, 'after');
}

function move(plan: Checklist, step: Step, other: Step, side: Side): readonly string[] {
  requireApart(step, other, 'moved beside');
  const lines = changed(plan, [
    removal(plan, step),
    insertion(plan, other, likeIn(plan, step, other), side),
  ]);
  if (lines.join('\n') !== plan.lines.join('\n')) return lines;
  throw refuse('already-done', `${named(step)} stands right ${side} ${named(other)} already.`, [
    step.line,
  ]);
}

function swap(plan: Checklist, args: Arguments): readonly string[] {
  const one = stepAt(plan, args.line('line'));
  const other = stepAt(plan, args.line('other'));
  requireApart(one, other, 'exchanged with');
  return changed(plan, [
    { start: one.line, end: one.end, lines: likeIn(plan, other, one) },
    { start: other.line, end: other.end, lines: likeIn(plan, one, other) },
  ]);
}

function reword(plan: Checklist, args: Arguments): readonly string[] {
  const step = stepAt(plan, args.line('line'));
  const text = wordsOf(plan, step, args.text('text'));
  if (step.textEnd === step.line + 1 && step.text === text) {
    throw refuse('already-done', `The step on line ${step.line + 1} reads so already.`, [
      step.line,
    ]);
  }
  return changed(plan, [{ start: step.line, end: step.textEnd, lines: [withText(step, text)] }]);
}

function split(plan: Checklist, args: Arguments): readonly string[] {
  const step = stepAt(plan, args.line('line'));
  const first = withText(step, wordsOf(plan, step, args.text('first')));
  const second = withText(step, wordsOf(plan, step, args.text('second')));
  return changed(plan, [
    { start: step.line, end: step.textEnd, lines: [first] },
    insertion(plan, step, [second], 'after'),
  ]);
}

function merge(plan: Checklist, args: Arguments): readonly string[] {
  const step = stepAt(plan, args.line('line'));
  const other = stepAt(plan, args.line('other'));
  requireApart(step, other, 'merged with');
  const textOf = ({ line, textEnd, text }: Step) =>
    [text, ...plan.lines.slice(line + 1, textEnd).map((more) => more.trim())].join(' ');
  const begun = textOf(step).replace(/[.;,]$/, '');
  const text = `${begun} and ${textOf(other).replace(/^\p{Lu}(?=\p{Ll})/u, (letter) => letter.toLowerCase())}`;
  const isDone = step.box !== ' ' && other.box !== ' ';
  const line = withText({ ...step, box: isDone || step.box === undefined ? step.box : ' ' }, text);
  const below = likeIn(plan, other, step).slice(other.textEnd - other.line);
  return changed(plan, [
    { start: step.line, end: step.textEnd, lines: [line] },
    { start: step.end, end: step.end, lines: below },
    removal(plan, other),
  ]);
}

/** @throws OperationRefused where the two are one, or one is a part of the other */
function requireApart(step: Step, other: Step, verb: string): void {
  const isPart = (inner: Step, outer: Step) => outer.line < inner.line && inner.line < outer.end;
  if (step.line !== other.line && !isPart(step, other) && !isPart(other, step)) return;
  const what = step.line === other.line ? 'itself' : 'what is a part of it';
  throw refuse('not-applicable', `${named(step)} cannot be ${verb} ${what}.`, [step.line]);
}

// Lines

/** A line like `step`'s, with other words. */
function withText({ indent, marker, gap, box }: Step, text: string): string {
  return `${indent}${marker}${gap}${box === undefined ? '' : `[${box}] `}${text}`;
}

/** The line of a new step beside `step`. */
function newLine(plan: Checklist, step: Step, text: string): string {
  const box = step.box === undefined ? undefined : ' ';
  return withText({ ...step, box }, wordsOf(plan, step, text));
}

/** `text` as the steps of the list are written: with a capital and with a full stop where all of them are. */
function wordsOf(plan: Checklist, step: Step, text: string): string {
  const others = siblingsOf(plan, step).map((other) => other.text);
  const words = plain(text);
  const isCapital = others.every((other) => !/^\p{Ll}/u.test(other));
  // `npm`, iOS and other names that code spells so keep their first letter.
  const begun = isCapital
    ? words.replace(/^\p{Ll}(?=[\p{Ll}'-]*(?:[\s,.:]|$))/u, (letter) => letter.toUpperCase())
    : words;
  if (others.every((other) => other.endsWith('.'))) return begun.replace(/[^.!?]$/, '$&.');
  return others.some((other) => other.endsWith('.')) ? begun : begun.replace(/(?<!\.)\.$/, '');
}

/** On one line, without what marks an item. */
function plain(text: string): string {
  const words = text.trim().replace(/\s+/g, ' ');
  return words.replace(/^(?:[-*+]|\d{1,9}[.)])\s+/, '').replace(/^\[[ xX]\]\s+/, '');
}

/** The lines of `step`, with the indentation and the marker that the list of `other` has. */
function likeIn({ lines }: Checklist, step: Step, other: Step): readonly string[] {
  const own = lines.slice(step.line, step.end);
  const isAlike = step.indent === other.indent && isNumber(step.marker) === isNumber(other.marker);
  if (isAlike) return own;
  return own.map((line, index) => {
    const rest = line.startsWith(step.indent) ? line.slice(step.indent.length) : line;
    if (line.trim() === '' || rest === line) return line;
    return other.indent + (index === 0 ? other.marker + rest.slice(step.marker.length) : rest);
  });
}

function isNumber(marker: string): boolean {
  return /^\d/.test(marker);
}

/** Takes a step out, and of the blank lines around it those before it or those behind it. */
function removal({ lines }: Checklist, { line, end }: Step): Change {
  const isBlank = (at: LineIndex) => at < 0 || at >= lines.length || lines[at]!.trim() === '';
  let [first, last] = [line, end];
  if (isBlank(line - 1) && isBlank(end)) {
    while (last < lines.length - 1 && isBlank(last)) last++;
    const isLast = last >= lines.length - 1;
    if (isLast) {
      last = end;
      while (first > 0 && isBlank(first - 1)) first--;
    }
  }
  return { start: first, end: last, lines: [] };
}

/** Puts lines beside a step, with a blank line between where the list has them. */
function insertion(plan: Checklist, step: Step, lines: readonly string[], side: Side): Change {
  const siblings = siblingsOf(plan, step);
  const isLoose = siblings.some((other, index) => {
    const next = siblings[index + 1];
    return next && plan.lines.slice(other.end, next.line).some((line) => line.trim() === '');
  });
  const at = side === 'after' ? step.end : step.line;
  const apart = isLoose ? [''] : [];
  return {
    start: at,
    end: at,
    lines: side === 'after' ? [...apart, ...lines] : [...lines, ...apart],
  };
}

/** The plan's lines with `changes` done, and lists numbered that were. */
function changed(plan: Checklist, changes: readonly Change[]): readonly string[] {
  const lines = [...plan.lines];
  const fromTheEnd = changes.toSorted(
    (one, other) => other.start - one.start || other.end - one.end,
  );
  for (const { start, end, lines: added } of fromTheEnd) lines.splice(start, end - start, ...added);
  return renumbered(plan, lines);
}

/** `lines` with the numbers of each list in order, if those of `plan` were. */
function renumbered(plan: Checklist, lines: readonly string[]): readonly string[] {
  const before = numberedLists(plan);
  const isRising = (list: readonly Step[]) =>
    list.every(({ marker }, index) => numberOf(marker) === numberOf(list[0]!.marker) + index);
  if (!before.every((list) => isRising(list) || isConstant(list))) return lines;
  const isConstantStyle = before.some((list) => list.length > 1 && isConstant(list));
  const result = [...lines];
  const after = numberedLists(parseChecklist(lines));
  for (const [place, list] of after.entries()) {
    // Where a list has lost its first step, it still begins with that one's number.
    const numbered = after.length === before.length ? before[place]! : list;
    const first = Math.min(...numbered.map(({ marker }) => numberOf(marker)));
    for (const [index, { line, indent, marker }] of list.entries()) {
      const number = isConstantStyle && isConstant(list) ? first : first + index;
      const rest = result[line]!.slice(indent.length + marker.length);
      result[line] = `${indent}${number}${marker.replace(/^\d+/, '')}${rest}`;
    }
  }
  return result;
}

function isConstant(list: readonly Step[]): boolean {
  return list.every(({ marker }) => marker === list[0]!.marker);
}

/** The lists whose items have numbers. */
function numberedLists({ items }: Checklist): Step[][] {
  const lists = new Map<string, Step[]>();
  for (const item of items.filter(({ marker }) => isNumber(marker))) {
    const key = `${item.section?.line} ${item.parent?.line} ${item.indent}`;
    lists.set(key, [...(lists.get(key) ?? []), item]);
  }
  return [...lists.values()];
}

function numberOf(marker: string): number {
  return Number.parseInt(marker, 10);
}
