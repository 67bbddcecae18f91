/**
 * What each operation's file provides: a transform, from a parsed source and typed arguments to the
 * characters that change. Transforms refuse by throwing `OperationRefused`; they never write a file.
 */
import type { LineIndex, OperationCall, OperationSpec } from '@wick/edits';
import { OperationRefused } from '../code/refusal.ts';
import type { Source } from '../code/source.ts';
import type { LanguageTools, Rewrite } from '../project/language-tools.ts';
import type { TextEdit } from './result.ts';

/** Where other files change along, a rewrite. The compiler's tools are made when they are asked for. */
export type Transform = (
  source: Source,
  args: Arguments,
  tools: () => LanguageTools,
) => readonly TextEdit[] | Rewrite;

/** Transforms by operation name. */
export type Transforms = Readonly<Record<string, Transform>>;

/** The arguments of a call by parameter name, checked against the operation's spec. */
export class Arguments {
  readonly #values: ReadonlyMap<string, string | LineIndex>;

  /** @throws OperationRefused where an argument is missing, too many, or of the wrong type */
  constructor(spec: OperationSpec, call: OperationCall) {
    const refuse = (problem: string) =>
      new OperationRefused('not-applicable', `The operation ${spec.name} ${problem}.`);
    if (call.args.length > spec.parameters.length) {
      throw refuse(`takes ${spec.parameters.length} arguments, not ${call.args.length}`);
    }
    const values = new Map<string, string | LineIndex>();
    for (const [index, parameter] of spec.parameters.entries()) {
      const value = call.args[index];
      if (value === undefined || value === '') {
        if (!parameter.optional) throw refuse(`needs its ${parameter.name}`);
        continue;
      }
      if ((typeof value === 'number') !== (parameter.type === 'line')) {
        throw refuse(`takes ${parameter.type === 'line' ? 'a line' : 'text'} as ${parameter.name}`);
      }
      if (parameter.words && !parameter.words.some((word) => word === value)) {
        throw refuse(`takes one of ${parameter.words.join(', ')} as ${parameter.name}`);
      }
      values.set(parameter.name, value);
    }
    this.#values = values;
  }

  /** A required text. */
  text(name: string): string {
    const value = this.#values.get(name);
    if (typeof value !== 'string') throw new Error(`the operation has no text parameter "${name}"`);
    return value;
  }

  /** An optional text; '' where it is left out. */
  textOrEmpty(name: string): string {
    return this.#values.has(name) ? this.text(name) : '';
  }

  /** A required line. */
  line(name: string): LineIndex {
    const value = this.#values.get(name);
    if (typeof value !== 'number') throw new Error(`the operation has no line parameter "${name}"`);
    return value;
  }

  /** An optional line. */
  lineOrNone(name: string): LineIndex | undefined {
    return this.#values.has(name) ? this.line(name) : undefined;
  }
}
