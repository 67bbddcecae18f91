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
import type { Checklist, Step } from '@wick/workspace';
import type { AnswerChoices } from './answer-grammar.ts';
import { ChoiceTrie, type TextState } from './choices.ts';
import {
  stepsBeside,
  stepsDescribed,
  stepsInto,
  stepsSaid,
  stepsToAnswer,
} from './plan-references.ts';
import { describes, newTextsQuoted, planTextsFrom } from './plan-texts.ts';
import type { Vocabulary } from './vocabulary.ts';

type Given = readonly (string | LineIndex)[];

export class PlanChoices implements AnswerChoices {
  readonly operations: OperationRegistry;
  readonly #vocabulary: Vocabulary;
  readonly #plan: Checklist;
  readonly #instruction: string;
  readonly #texts: readonly string[];
  readonly #steps: ReadonlySet<LineIndex>;
  readonly #sections: ReadonlySet<LineIndex>;
  /** Steps that the instruction gives for certain. */
  readonly #said: ReadonlySet<LineIndex>;
  /** Steps beside which others go. */
  readonly #beside: ReadonlySet<LineIndex>;
  /** Steps that others are made a part of. */
  readonly #into: ReadonlySet<LineIndex>;
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
    this.#plan = plan;
    this.#instruction = instruction;
    this.operations = new Map([...planOperations].filter(([name]) => trained?.has(name) ?? true));
    const known = [
      ...plan.steps.map(({ text }) => text),
      ...plan.sections.map(({ title }) => title),
    ];
    this.#texts = planTextsFrom(instruction, known);
    this.#wantedSteps = stepsToAnswer(instruction, plan).map(({ line }) => line);
    const newTexts = newTextsQuoted(instruction, known, this.#wantedSteps.length);
    this.#wantedTexts = newTexts.length;
    this.#beside = linesOf(stepsBeside(instruction, plan));
    this.#into = linesOf(stepsInto(instruction, plan));
    // What is said for certain leaves out what is only described, but for a second step beside one that is said.
    const said = stepsSaid(instruction, plan);
    this.#said = linesOf(said);
    // What a new text says describes no step.
    const rest = newTexts.reduce((left, text) => left.replace(text, ' '), instruction);
    const described = stepsDescribed(rest, plan);
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

  texts(operation: OperationSpec, parameter: ParameterSpec, given: Given): TextState {
    const free = this.#texts.filter(
      (text) => !given.includes(text) && this.#comesAfter(given, text),
    );
    const { parameters } = operation;
    const isFollowed = parameters[parameters.indexOf(parameter) + 1]?.type === 'text';
    // A second text must come after this one.
    const open = isFollowed
      ? free.filter((text) => free.some((other) => this.#comesAfter([text], other)))
      : free;
    const parts =
      operation.name === 'split-step' ? open.filter((text) => this.#isPart(text, given)) : [];
    return ChoiceTrie.of(this.#vocabulary, parts.length > 0 ? parts : open);
  }

  /** Whether the instruction says `text` after the text that is given already: parts are said in their order. */
  #comesAfter(given: Given, text: string): boolean {
    const before = given.find((each) => typeof each === 'string');
    if (before === undefined) return true;
    const start = this.#instruction.indexOf(before) + before.length;
    return this.#instruction.indexOf(text, start) >= 0;
  }

  /** Whether `text` is made of words of the step that is given. */
  #isPart(text: string, [line]: Given): boolean {
    const step = this.#plan.steps.find((each) => each.line === line);
    return step !== undefined && describes(text, step.text);
  }

  lines(operation: string, given: Given): ReadonlySet<LineIndex> {
    const parameter = this.operations.get(operation)?.parameters[given.length];
    if (parameter?.holds === 'section') return this.#sections;
    const free = this.#freeSteps(operation, given);
    const fitting = free.filter((line) => this.#fits(operation, line, given));
    return new Set(fitting.length > 0 ? fitting : free);
  }

  #freeSteps(operation: string, given: Given): readonly LineIndex[] {
    const isFree = (line: LineIndex) => !given.includes(line);
    const wanted = this.#wantedSteps.filter(isFree);
    const left = stepsOf(this.operations.get(operation)?.parameters.slice(given.length) ?? []);
    return wanted.length >= left ? wanted : [...this.#steps].filter(isFree);
  }

  /** Whether the step on `line` is one that the operation is about, as the instruction puts it. */
  #fits(operation: string, line: LineIndex, given: Given): boolean {
    const isFirst = given.length === 0;
    switch (operation) {
      case 'move-step-after':
      case 'move-step-before':
        if (this.#beside.size === 0) return true;
        return isFirst ? this.#isMoved(line) : this.#beside.has(line);
      case 'merge-steps':
        if (this.#into.size > 0) return this.#into.has(line) === isFirst;
        // The first that is said takes the other in.
        return this.#wantedSteps.length !== 2 || (line === this.#wantedSteps[0]) === isFirst;
      case 'check':
      case 'uncheck':
        // A step that is said may well be so already.
        return this.#wantedSteps.length > 0 || this.#isDone(line) === (operation === 'uncheck');
      case 'split-step':
        return (
          this.#wantedSteps.length > 0 || this.#texts.some((text) => this.#isPart(text, [line]))
        );
      default:
        return true;
    }
  }

  /** Whether the step is one to be moved: it is said, where any is said besides those that it goes beside. */
  #isMoved(line: LineIndex): boolean {
    const isAnySaid = [...this.#said].some((said) => !this.#beside.has(said));
    return !this.#beside.has(line) && (!isAnySaid || this.#said.has(line));
  }

  #isDone(line: LineIndex): boolean {
    return (this.#plan.steps.find((step) => step.line === line)?.box ?? ' ') !== ' ';
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

function linesOf(steps: readonly Step[]): ReadonlySet<LineIndex> {
  return new Set(steps.map(({ line }) => line));
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
