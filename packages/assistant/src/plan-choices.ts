/**
 * What may stand in the arguments of an operation on a plan: the steps that the instruction speaks of, the
 * sections it names, the texts it says. Takes the checklist and the instruction, gives token states and lines.
 */
import {
  type LineIndex,
  type OperationRegistry,
  type OperationSpec,
  type ParameterSpec,
  planOperations,
} from '@wick/edits';
import type { Checklist } from '@wick/workspace';
import type { AnswerChoices } from './answer-grammar.ts';
import { ChoiceTrie, type TextState } from './choices.ts';
import { stepsDescribed, stepsSaid, stepsToAnswer } from './plan-references.ts';
import { newTextsQuoted, planTextsFrom } from './plan-texts.ts';
import type { Vocabulary } from './vocabulary.ts';

type Given = readonly (string | LineIndex)[];

export class PlanChoices implements AnswerChoices {
  readonly operations: OperationRegistry;
  readonly #vocabulary: Vocabulary;
  readonly #instruction: string;
  readonly #texts: readonly string[];
  readonly #steps: ReadonlySet<LineIndex>;
  readonly #sections: ReadonlySet<LineIndex>;
  /** Steps that an answer has to be about. */
  readonly #wantedSteps: readonly LineIndex[];
  /** How many new texts an answer has to hold. */
  readonly #wantedTexts: number;

  /** `trained`: the operations that the model was trained on; all there are where absent. */
  constructor(
    vocabulary: Vocabulary,
    plan: Checklist,
    instruction: string,
    trained?: ReadonlySet<string>,
  ) {
    this.#vocabulary = vocabulary;
    this.#instruction = instruction;
    this.operations = new Map([...planOperations].filter(([name]) => trained?.has(name) ?? true));
    const known = [
      ...plan.steps.map(({ text }) => text),
      ...plan.sections.map(({ title }) => title),
    ];
    this.#texts = planTextsFrom(instruction, known);
    this.#wantedSteps = stepsToAnswer(instruction, plan).map(({ line }) => line);
    this.#wantedTexts = newTextsQuoted(instruction, known, this.#wantedSteps.length).length;
    // What is said for certain leaves out what is only described, but for a second step beside one that is said.
    const said = stepsSaid(instruction, plan);
    const described = stepsDescribed(instruction, plan);
    const isTold = said.length > 0 || described.length > 0;
    // A number that was not understood may mean any step.
    const meant =
      isTold && !countsMore(instruction, said.length) ? [...said, ...described] : plan.steps;
    // "To the top" speaks of the step that is there.
    const first = /\b(?:top|beginning|start|front|first)\b/i.test(instruction) ? plan.steps : [];
    this.#steps = new Set([...meant, ...first.slice(0, 1)].map(({ line }) => line));
    const text = instruction.toLowerCase();
    const named = plan.sections.filter(
      ({ title }) => title !== '' && text.includes(title.toLowerCase()),
    );
    this.#sections = new Set(named.map(({ line }) => line));
  }

  texts(_operation: OperationSpec, _parameter: ParameterSpec, given: Given): TextState {
    return ChoiceTrie.of(
      this.#vocabulary,
      this.#texts.filter((text) => !given.includes(text) && this.#comesAfter(given, text)),
    );
  }

  /** Whether the instruction says `text` after the text that is given already: parts are said in their order. */
  #comesAfter(given: Given, text: string): boolean {
    const before = given.find((each) => typeof each === 'string');
    if (before === undefined) return true;
    const start = this.#instruction.indexOf(before) + before.length;
    return this.#instruction.indexOf(text, start) >= 0;
  }

  lines(operation: string, given: Given): ReadonlySet<LineIndex> {
    const parameter = this.operations.get(operation)?.parameters[given.length];
    if (parameter?.holds === 'section') return this.#sections;
    const isFree = (line: LineIndex) => !given.includes(line);
    const wanted = this.#wantedSteps.filter(isFree);
    const left = stepsOf(this.operations.get(operation)?.parameters.slice(given.length) ?? []);
    return new Set(wanted.length >= left ? wanted : [...this.#steps].filter(isFree));
  }

  optional(): 'none' | 'needed' {
    return this.#sections.size > 0 ? 'needed' : 'none';
  }

  /** An answer about a plan has no hunks. */
  mayAnchor(): boolean {
    return false;
  }

  /** Whether plan and instruction have what the operation takes, and it takes what the instruction says. */
  isPossible({ parameters }: OperationSpec): boolean {
    const steps = stepsOf(parameters);
    const texts = parameters.filter(({ type }) => type === 'text').length;
    return (
      this.#steps.size >= steps &&
      this.#texts.length >= texts &&
      this.#wantedSteps.length <= steps &&
      this.#wantedTexts <= texts
    );
  }
}

/** How many of the parameters are steps. */
function stepsOf(parameters: readonly ParameterSpec[]): number {
  return parameters.filter(({ holds }) => holds === 'step').length;
}

/** Whether the instruction has more numbers, outside of quotes, than steps were found for. */
function countsMore(instruction: string, found: number): boolean {
  const plain = instruction.replace(/`[^`]*`|"[^"]*"|“[^”]*”|(?<!\w)'[^']*'(?!\w)/g, ' ');
  return (plain.match(/\d+/g) ?? []).length > found;
}
