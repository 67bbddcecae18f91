/**
 * The kinds of requests that the edit loop serves. They differ in how an instruction points at lines, in what
 * may be answered, and in what an operation does to the text; all else is the same.
 */
import { documentText, type OperationCall, type TextDocument } from '@wick/edits';
import {
  type DocumentSymbols,
  isCode,
  type LanguageTools,
  type OperationResult,
  parseChecklist,
  runOperations,
  runPlanOperations,
} from '@wick/workspace';
import { describeAbsence } from './absence.ts';
import type { AnswerChoices } from './answer-grammar.ts';
import { ArgumentChoices } from './argument-choices.ts';
import type { LineRun } from './blocks.ts';
import { codeFacts, type DocumentFacts, planFacts } from './intent/facts.ts';
import type { IntentModel } from './intent/intent-model.ts';
import { Roles } from './intent/roles.ts';
import { type InstructionPart, splitLineReferences } from './line-references.ts';
import { PlanChoices } from './plan-choices.ts';
import { splitStepReferences } from './plan-references.ts';
import { knownOfPlan, signsOfPlan } from './plan-roles.ts';
import type { Vocabulary } from './vocabulary.ts';

export interface TaskRequest {
  readonly path: string;
  /** What the document names. */
  readonly symbols: () => Promise<DocumentSymbols>;
  readonly document: TextDocument;
  readonly instruction: string;
  /** The operations that the model was trained on; all there are where absent. */
  readonly trained: ReadonlySet<string> | undefined;
  /** What tells which words of the instruction are what. */
  readonly intents: IntentModel | undefined;
}

export interface Task {
  /** What the prompt calls it. */
  readonly name: TaskName;
  /** What it is about, in the plural, for messages. */
  readonly title: string;
  /** The instruction in pieces, its references to lines apart. */
  split(instruction: string, document: TextDocument): readonly InstructionPart[];
  choices(vocabulary: Vocabulary, request: TaskRequest): Promise<TaskChoices>;
  /** What the calls make of the text, a file at `path`; `tools` are those of its project. */
  run(
    text: string,
    path: string,
    calls: readonly OperationCall[],
    tools: LanguageTools | undefined,
  ): Promise<OperationResult>;
  /** What is meant instead of an operation that nothing fits. */
  readonly instead: ReadonlyMap<string, string>;
  /** What alone can be done to a file like `path`, in a sentence; undefined where it can have all operations. */
  limits(path: string): string | undefined;
}

export interface TaskChoices {
  /** Of all lines of the document. */
  readonly choices: AnswerChoices;
  /** Of those that the model sees. */
  among(shown: readonly LineRun[]): AnswerChoices;
  /** One or two sentences that say what the instruction names and the document has not; undefined where it names nothing such. */
  readonly absence: string | undefined;
  /** What the intent classifier is told of the document. */
  readonly facts: DocumentFacts;
}

const edit: Task = {
  name: 'edit',
  title: 'edits of code',
  split: splitLineReferences,
  async choices(vocabulary, request) {
    const symbols = await request.symbols();
    const text = documentText(request.document);
    const facts = codeFacts(request.document.lines, symbols);
    const source = { ...request, symbols, facts };
    return {
      choices: new ArgumentChoices(vocabulary, source),
      among: (shown) => new ArgumentChoices(vocabulary, { ...source, shown }),
      absence: describeAbsence(request.instruction, text, symbols),
      facts,
    };
  },
  run: runOperations,
  instead: new Map(),
  limits: (path) => (isCode(path) ? undefined : AS_SPELT),
};

const AS_SPELT =
  'In files other than TypeScript and JavaScript lines and pieces of text are changed as they are spelt; say which, and what is to stand there.';

const plan: Task = {
  name: 'plan',
  title: 'revisions of plans',
  split: (instruction, { lines }) => splitStepReferences(instruction, parseChecklist(lines)),
  async choices(vocabulary, { document, instruction, trained, intents }) {
    const checklist = parseChecklist(document.lines);
    const known = knownOfPlan(instruction, checklist);
    const signs = signsOfPlan(instruction);
    const roles = Roles.of(intents, 'plan', instruction, { known, signs });
    const choices = new PlanChoices(vocabulary, checklist, instruction, { trained, roles });
    return {
      choices,
      among: () => choices,
      absence: undefined,
      facts: planFacts(checklist),
    };
  },
  run: async (text, _path, calls) => runPlanOperations(text, calls),
  // "When all is done, note that …" names no step to put it behind.
  instead: new Map([['add-step-after', 'add-step']]),
  limits: () => undefined,
};

/** The tasks by name. */
export const tasks = { edit, plan } as const satisfies Record<string, Task>;

export type TaskName = 'edit' | 'plan';

/** All that is answered in the edit language. */
export type AnswerTask = TaskName | 'ask';
