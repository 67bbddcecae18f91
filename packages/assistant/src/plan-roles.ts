/**
 * The roles of what an instruction about a plan says: what is known before they are asked for (steps, titles of
 * sections), and which steps have one. Pure.
 */
import type { Checklist, Step } from '@wick/workspace';
import type { Known, Roles, Sign } from './intent/roles.ts';
import { sectionsSaid } from './plan-descriptions.ts';
import { placesIn, spansSaid } from './plan-references.ts';
import { openingsIn, overlap, tailsIn } from './plan-texts.ts';

export function knownOfPlan(instruction: string, plan: Checklist): readonly Known[] {
  const steps = spansSaid(instruction, plan).map(({ start, end }) => ({
    start,
    end,
    token: '<step>',
  }));
  const sections = sectionsSaid(instruction, plan)
    .map(({ start, end }) => ({ start, end, token: '<section>' }))
    .filter((section) => !steps.some((step) => overlap(section, step)));
  return [...steps, ...sections];
}

/** Where the words lead to a new text, and where they turn to the plan again. */
export function signsOfPlan(instruction: string): readonly Sign[] {
  return [
    ...openingsIn(instruction).map((at) => ({ at, cue: 'opening' })),
    ...tailsIn(instruction).map((at) => ({ at, cue: 'tail' })),
  ];
}

/** A step has a role where it is at least as probable. */
const LEAST = 0.7;

/** The steps said that have `role` in the instruction; undefined where none surely has. */
export function stepsOfRole(
  role: string,
  roles: Roles,
  instruction: string,
  plan: Checklist,
): readonly Step[] | undefined {
  const found = placesIn(instruction, plan).filter(
    ({ start, end }) => roles.within(role, start, end) >= LEAST,
  );
  return found.length > 0 ? found.flatMap(({ steps }) => steps) : undefined;
}
