/**
 * Operations on plans: markdown checklists, of which every step is a line, maybe with lines and steps below
 * it that belong to it. They have a registry of their own, as an answer of the task `plan` has no others.
 */
import { createRegistry, type OperationRegistry } from './registry.ts';
import type { OperationSpec } from './spec.ts';

const step = (name: string) => ({ name, type: 'line', holds: 'step' }) as const;

const specs: readonly OperationSpec[] = [
  { name: 'check', summary: 'mark a step as done', parameters: [step('line')] },
  { name: 'uncheck', summary: 'mark a step as not done', parameters: [step('line')] },
  {
    name: 'add-step',
    summary: 'add a step at the end of the plan, or of one of its sections',
    parameters: [
      { name: 'text', type: 'text' },
      { name: 'section', type: 'line', holds: 'section', optional: true },
    ],
  },
  {
    name: 'add-step-after',
    summary: 'add a step behind another',
    parameters: [step('line'), { name: 'text', type: 'text' }],
  },
  {
    name: 'add-step-before',
    summary: 'add a step in front of another',
    parameters: [step('line'), { name: 'text', type: 'text' }],
  },
  {
    name: 'remove-step',
    summary: 'remove a step, with what belongs to it',
    parameters: [step('line')],
  },
  {
    name: 'move-step-after',
    summary: 'move a step behind another',
    parameters: [step('line'), step('other')],
  },
  {
    name: 'move-step-before',
    summary: 'move a step in front of another',
    parameters: [step('line'), step('other')],
  },
  {
    name: 'move-step-last',
    summary: 'move a step to the end of its list',
    parameters: [step('line')],
  },
  {
    name: 'swap-steps',
    summary: 'exchange two steps',
    parameters: [step('line'), step('other')],
  },
  {
    name: 'reword-step',
    summary: 'write a step in other words',
    parameters: [step('line'), { name: 'text', type: 'text' }],
  },
  {
    name: 'split-step',
    summary: 'make two steps of one',
    parameters: [step('line'), { name: 'first', type: 'text' }, { name: 'second', type: 'text' }],
  },
  {
    name: 'merge-steps',
    summary: 'make one step of two',
    parameters: [step('line'), step('other')],
  },
];

/** The operations of the task `plan`. */
export const planOperations: OperationRegistry = createRegistry(specs);
