/**
 * The words of the training data's instructions with the roles that they begin and end, as the classifiers of roles see
 * them. Takes the files that synthesis/main.ts wrote, gives cues by the very functions that the assistant uses.
 */
import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { documentSymbols, parseChecklist } from '@wick/workspace';
import {
  EDIT_ROLES,
  type EditRole,
  factsOfWords,
  knownLines,
} from '../../packages/assistant/src/edit-roles.ts';
import { codeFacts } from '../../packages/assistant/src/intent/facts.ts';
import {
  endsTask,
  NO_ROLE,
  type RoleContext,
  roleCues,
  roleTokens,
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

/** The role of what a slot gives in a request of `kind` about a plan; undefined where it has none. */
function planRole(kind: string, slot: string): string | undefined {
  const [first, second] = STEP_ROLES[kind] ?? ['target', 'target'];
  if (STEP_SLOTS.has(slot)) return first;
  if (OTHER_SLOTS.has(slot)) return second;
  return TEXT_SLOTS.has(slot) ? slot : undefined;
}

/** What slots are in a wish for most operations, and in one for some. */
const SLOTS: Readonly<Record<string, EditRole>> = {
  name: 'target',
  fn: 'target',
  words: 'target',
  owner: 'owner',
  scope: 'owner',
  param: 'parameter',
  type: 'type',
  default: 'value',
  value: 'value',
  old: 'old',
  op: 'old',
  new: 'new',
  newOp: 'new',
  newWords: 'name',
  text: 'text',
  line: 'place',
  anchor: 'place',
  other: 'place',
  otherAnchor: 'place',
  cond: 'place',
  callee: 'callee',
  module: 'module',
  file: 'file',
};
const NEW_MEMBER = { name: 'name', words: 'owner' } as const;
const WITHIN = { fn: 'owner', words: 'owner', name: 'owner' } as const;
const MOVED = { line: 'moved', anchor: 'moved' } as const;
const ENTRY = { owner: 'place' } as const;
const OWN_SLOTS: Readonly<Record<string, Readonly<Record<string, EditRole>>>> = {
  rename: { old: 'target', new: 'name' },
  'add-property': NEW_MEMBER,
  'add-enum-member': NEW_MEMBER,
  'add-import': { name: 'name' },
  'add-parameter': { param: 'name' },
  'extract-constant': NEW_MEMBER,
  'extract-function': { name: 'name' },
  'extract-type': { type: 'name' },
  'swap-parameters': { other: 'parameter' },
  'change-literal': WITHIN,
  'replace-text': WITHIN,
  'remove-text': WITHIN,
  'replace-operator': WITHIN,
  'remove-comment': { ...WITHIN, text: 'old' },
  'await-call': WITHIN,
  'remove-call': WITHIN,
  'swap-arguments': WITHIN,
  'swap-branches': WITHIN,
  'negate-condition': WITHIN,
  'strict-equality': WITHIN,
  'optional-chain': WITHIN,
  'to-template': WITHIN,
  'move-before': MOVED,
  'move-after': MOVED,
  'append-entry': ENTRY,
  'prepend-entry': ENTRY,
};

/** The operation that an answer calls; undefined where it calls none. */
function operationOf([first, name]: TrainingDocument['requests'][number]['answer']):
  | string
  | undefined {
  const isCall = typeof first === 'object' && 's' in first && first.s === '<|op|>';
  return isCall && typeof name === 'string' ? name : undefined;
}

/** Of the instructions of edits, so many are learnt from: there are many. */
const SHARE_OF_EDITS = 0.4;

/** Two examples for each word of each instruction of one file: what begins there, and what ends. */
export async function* roleExamples(file: string, random: Random): AsyncGenerator<IntentExample> {
  for (const line of gunzipSync(readFileSync(file)).toString('utf8').split('\n')) {
    if (line === '') continue;
    const document = JSON.parse(line) as TrainingDocument;
    const contextOf = await contextsIn(document);
    for (const request of document.requests) {
      const { said } = request;
      if (!said || said.slots.length === 0) continue;
      if (request.task === 'edit' && !random.chance(SHARE_OF_EDITS)) continue;
      const reading = contextOf(request);
      if (reading === undefined) continue;
      const { task, context, roleOf } = reading;
      const roles = said.slots.flatMap(({ slot, start, end }) => {
        const role = roleOf(slot);
        return role === undefined ? [] : [{ role, start, end }];
      });
      yield* examplesOf(random, { task, text: said.text, context }, roles);
    }
  }
}

type Request = TrainingDocument['requests'][number];

/** How a request is read: by which classifiers, with what known, and what its slots are. */
interface Reading {
  readonly task: string;
  readonly context: RoleContext;
  readonly roleOf: (slot: string) => string | undefined;
}

async function contextsIn({
  path,
  lines,
  requests,
}: TrainingDocument): Promise<(request: Request) => Reading | undefined> {
  const texts = lines.map(([, text]) => text);
  switch (requests[0]?.task) {
    case 'edit': {
      const symbols = await documentSymbols(texts.join('\n'), path);
      const factsOf = factsOfWords(codeFacts(texts, symbols));
      return ({ said, answer }) => {
        const operation = operationOf(answer);
        if (operation === undefined) return undefined;
        const context = { known: knownLines(said!.text), signs: [], factsOf, operation };
        const roleOf = (slot: string) => OWN_SLOTS[operation]?.[slot] ?? SLOTS[slot];
        return { task: EDIT_ROLES, context, roleOf };
      };
    }
    case 'plan': {
      const plan = parseChecklist(texts);
      return ({ said, kind }) => {
        const context = { known: knownOfPlan(said!.text, plan), signs: signsOfPlan(said!.text) };
        return { task: 'plan', context, roleOf: (slot) => planRole(kind, slot) };
      };
    }
    case 'ask':
      return () => ({ task: 'ask', context: { known: [], signs: [] }, roleOf: (slot) => slot });
    default:
      return () => undefined;
  }
}

interface Instruction {
  readonly task: string;
  readonly text: string;
  readonly context: RoleContext;
}

/** Of the words with which nothing begins or ends, so many are learnt from. */
const SHARE_OF_OTHERS = 0.4;

function* examplesOf(
  random: Random,
  { task, text, context }: Instruction,
  roles: readonly { readonly role: string; readonly start: number; readonly end: number }[],
): Generator<IntentExample> {
  const tokens = roleTokens(text, context.known);
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
    const cues = roleCues(tokens, at, text, context);
    yield { task: startsTask(task), head: starts.get(at) ?? NO_ROLE, cues };
    yield { task: endsTask(task), head: ends.get(at) ?? NO_ROLE, cues };
  }
}
