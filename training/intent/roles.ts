/**
 * The words of the training data's instructions with the roles that they begin and end, as the classifiers of roles see
 * them. Takes the files that synthesis/main.ts wrote, gives cues by the very functions that the assistant uses.
 */
import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { parseChecklist } from '@wick/workspace';
import { COMMENT } from '../../packages/assistant/src/instruction-texts.ts';
import {
  endsTask,
  type Known,
  NO_ROLE,
  roleCues,
  roleTokens,
  type Sign,
  startsTask,
} from '../../packages/assistant/src/intent/roles.ts';
import { knownOfPlan, signsOfPlan } from '../../packages/assistant/src/plan-roles.ts';
import type { TrainingDocument } from '../synthesis/main.ts';
import type { Random } from '../synthesis/random.ts';
import type { IntentExample } from './examples.ts';

const STEP_SLOTS: ReadonlySet<string> = new Set(['n', 'nth', 'item', 'words']);
const OTHER_SLOTS: ReadonlySet<string> = new Set(['m', 'mth', 'other']);
/** What the first and the second step of a request are, by its kind; else each is a target. */
const STEP_ROLES: Readonly<Record<string, readonly [string, string]>> = {
  'plan-add-after': ['beside', 'beside'],
  'plan-add-before': ['beside', 'beside'],
  'plan-move-after': ['moved', 'beside'],
  'plan-move-before': ['moved', 'beside'],
  'plan-merge': ['keeper', 'merged'],
};
const TEXT_SLOTS: ReadonlySet<string> = new Set(['text', 'a', 'b', 'section', 'name', 'file']);

/** The role of what a slot gives in a request of `kind`; undefined where it has none. */
function roleOf(task: string, kind: string, slot: string): string | undefined {
  if (task === 'ask') return slot;
  if (task === COMMENT) return slot === 'text' ? slot : undefined;
  const [first, second] = STEP_ROLES[kind] ?? ['target', 'target'];
  if (STEP_SLOTS.has(slot)) return first;
  if (OTHER_SLOTS.has(slot)) return second;
  return TEXT_SLOTS.has(slot) ? slot : undefined;
}

/** Kinds of edits that put a text of the instruction into a comment. */
const COMMENTS: ReadonlySet<string> = new Set(['add-todo', 'add-jsdoc']);

/** Whose roles are told apart; undefined for a request that has none. */
function taskOf(task: string, kind: string): string | undefined {
  if (task === 'edit') return COMMENTS.has(kind) ? COMMENT : undefined;
  return task === 'plan' || task === 'ask' ? task : undefined;
}

/** Two examples for each word of each instruction of one file: what begins there, and what ends. */
export function* roleExamples(file: string, random: Random): Generator<IntentExample> {
  for (const line of gunzipSync(readFileSync(file)).toString('utf8').split('\n')) {
    if (line === '') continue;
    const document = JSON.parse(line) as TrainingDocument;
    const isPlan = document.requests[0]?.task === 'plan';
    const plan = isPlan ? parseChecklist(document.lines.map(([, text]) => text)) : undefined;
    for (const request of document.requests) {
      const { kind, said } = request;
      const task = taskOf(request.task, kind);
      if (task === undefined || !said || said.slots.length === 0) continue;
      const known = plan ? knownOfPlan(said.text, plan) : [];
      const signs = plan ? signsOfPlan(said.text) : [];
      const roles = said.slots.flatMap(({ slot, start, end }) => {
        const role = roleOf(task, kind, slot);
        return role === undefined ? [] : [{ role, start, end }];
      });
      yield* examplesOf(random, { task, text: said.text, known, signs }, roles);
    }
  }
}

interface Instruction {
  readonly task: string;
  readonly text: string;
  readonly known: readonly Known[];
  readonly signs: readonly Sign[];
}

/** Of the words with which nothing begins or ends, so many are learnt from. */
const SHARE_OF_OTHERS = 0.4;

function* examplesOf(
  random: Random,
  { task, text, known, signs }: Instruction,
  roles: readonly { readonly role: string; readonly start: number; readonly end: number }[],
): Generator<IntentExample> {
  const tokens = roleTokens(text, known);
  // What a wider stretch takes in does not begin or end by itself.
  const starts = new Map<number, string>();
  const ends = new Map<number, string>();
  for (const { role, start, end } of roles) {
    const first = tokens.findIndex((token) => token.end > start);
    const last = tokens.findLastIndex((token) => token.start < end);
    if (first < 0 || last < first) continue;
    starts.set(first, role);
    ends.set(last, role);
  }
  for (const at of tokens.keys()) {
    if (!starts.has(at) && !ends.has(at) && !random.chance(SHARE_OF_OTHERS)) continue;
    const cues = roleCues(tokens, at, text, signs);
    yield { task: startsTask(task), head: starts.get(at) ?? NO_ROLE, cues };
    yield { task: endsTask(task), head: ends.get(at) ?? NO_ROLE, cues };
  }
}
