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
import type { Roles } from './intent/roles.ts';
import { sectionsSaid, stepsDescribed, stepsNamed } from './plan-descriptions.ts';
import type { Span } from './plan-quotes.ts';
import {
  type Side,
  sideSaid,
  spansSaid,
  spansTold,
  stepsBeside,
  stepsInto,
  stepsMaybeCounted,
  stepsSaid,
  stepsToAnswer,
} from './plan-references.ts';
import { stepsOfRole } from './plan-roles.ts';
import {
  certainTexts,
  countNewTexts,
  describes,
  type PlanTexts,
  planTextsIn,
} from './plan-texts.ts';
import type { Vocabulary } from './vocabulary.ts';

type Given = readonly (string | LineIndex)[];

export class PlanChoices implements AnswerChoices {
  readonly operations: OperationRegistry;
  readonly #vocabulary: Vocabulary;
  readonly #plan: Checklist;
  readonly #texts: PlanTexts;
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
  /** On which side of a step another goes, where the instruction says it. */
  readonly #side: Side | undefined;
  /** How many new texts an answer has to hold. */
  readonly #wantedTexts: number;

  /** `trained`: the operations that the model was trained on; all there are where absent. `roles`: of the instruction. */
  constructor(
    vocabulary: Vocabulary,
    plan: Checklist,
    instruction: string,
    {
      trained,
      roles,
    }: { trained?: ReadonlySet<string> | undefined; roles?: Roles | undefined } = {},
  ) {
    this.#vocabulary = vocabulary;
    this.#plan = plan;
    const known = [
      ...plan.steps.map(({ text }) => text),
      ...plan.sections.map(({ title }) => title),
    ];
    const sections = sectionsSaid(instruction, plan);
    const spans = [...spansTold(instruction, plan), ...sections];
    this.#texts = planTextsIn(instruction, known, spans, roles);
    // What a step or a new text says describes no other step, unless nothing else does.
    const saidSpans = spansSaid(instruction, plan);
    const newSpans = certainTexts(instruction, known, spans);
    const rest = masked(instruction, [...saidSpans, ...newSpans]);
    const said = stepsSaid(instruction, plan);
    const named = stepsNamed(rest, plan);
    this.#wantedSteps = [
      ...linesOf([
        ...stepsToAnswer(instruction, plan),
        ...(named.length === 1 && said.length <= 1 ? named : []),
      ]),
    ];
    this.#wantedTexts = countNewTexts(instruction, known, spans, this.#wantedSteps.length);
    const byRole = (role: string) => roles && stepsOfRole(role, roles, instruction, plan);
    this.#beside = linesOf(byRole('beside') ?? stepsBeside(instruction, plan));
    this.#into = linesOf(byRole('keeper') ?? stepsInto(instruction, plan));
    this.#side = sideSaid(instruction, plan);
    this.#said = linesOf(said);
    const described = stepsDescribed(rest, plan);
    const told = [...said, ...described, ...stepsMaybeCounted(rest, plan)];
    // "To the top" speaks of the step that is there.
    const first = /\b(?:prepend|top|beginning|start|front|first)\b/i.test(instruction)
      ? plan.steps
      : [];
    const meant = told.length > 0 ? told : stepsDescribed(instruction, plan);
    this.#steps = linesOf([...meant, ...first.slice(0, 1)]);
    this.#sections = new Set(sections.map(({ line }) => line));
    const taught = [...planOperations].filter(([name]) => trained?.has(name) ?? true);
    const fitting = taught.filter(([, spec]) => this.#isMeant(spec));
    this.operations = new Map(fitting.length > 0 ? fitting : taught);
  }

  texts(operation: OperationSpec, _parameter: ParameterSpec, given: Given): TextState {
    return ChoiceTrie.of(
      this.#vocabulary,
      operation.name === 'split-step' ? this.#partsAfter(given) : this.#texts.singles,
    );
  }

  /** The parts that may come after what is given: those of the step's own words, where there are such. */
  #partsAfter([line, before]: Given): readonly string[] {
    const isPart = (text: string) => this.#isPart(text, [line!]);
    const { pairs } = this.#texts;
    const own = pairs.filter((pair) => pair.every(isPart));
    const fitting = own.length > 0 ? own : pairs;
    return before === undefined
      ? fitting.map(([first]) => first)
      : fitting.filter(([first]) => first === before).map(([, second]) => second);
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
          this.#wantedSteps.length > 0 ||
          this.#texts.pairs.some((pair) => pair.every((text) => this.#isPart(text, [line])))
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
  isPossible(operation: OperationSpec): boolean {
    const texts = textsOf(operation);
    const offered = texts === 2 ? this.#texts.pairs : this.#texts.singles;
    return (
      this.#steps.size >= stepsOf(operation.parameters) &&
      (texts === 0 || offered.length > 0) &&
      this.#isMeant(operation)
    );
  }

  /** Whether the operation takes what the instruction surely says: another is not meant. */
  #isMeant(operation: OperationSpec): boolean {
    const steps = stepsOf(operation.parameters);
    return (
      this.#wantedSteps.length <= steps &&
      this.#wantedTexts <= textsOf(operation) &&
      // A new text beside no step goes to the end.
      (this.#wantedTexts === 0 || steps <= this.#steps.size) &&
      this.#isOnSide(operation.name)
    );
  }

  /** Whether the operation puts a step on the side that the instruction says, if it does. */
  #isOnSide(operation: string): boolean {
    if (this.#side === undefined) return true;
    // What is said is only where another step goes.
    if (operation === 'reword-step' || operation === 'split-step')
      return this.#wantedSteps.some((line) => !this.#beside.has(line));
    const side = /-step-(after|before)$/.exec(operation)?.[1];
    return side === undefined || side === this.#side;
  }
}

function linesOf(steps: readonly Step[]): ReadonlySet<LineIndex> {
  return new Set(steps.map(({ line }) => line));
}

/** How many of the parameters are steps. */
function stepsOf(parameters: readonly ParameterSpec[]): number {
  return parameters.filter(({ holds }) => holds === 'step').length;
}

function textsOf({ parameters }: OperationSpec): number {
  return parameters.filter(({ type }) => type === 'text').length;
}

/** The instruction with signs in the place of `spans`: what stands elsewhere stays where it is. */
function masked(instruction: string, spans: readonly Span[]): string {
  return spans.reduce(
    (text, { start, end }) => text.slice(0, start) + ';'.repeat(end - start) + text.slice(end),
    instruction,
  );
}
