/**
 * The roles of what an instruction about a file says: the name of what is changed and the new name, a line and the one
 * that it goes beside, the old text and the new. They are asked for one operation at a time, as the same words may be the one's
 * old text and the other's place. Pure.
 */
import type { OperationSpec, ParameterSpec, ParameterType } from '@wick/edits';
import type { DocumentFacts } from './intent/facts.ts';
import type { IntentModel } from './intent/intent-model.ts';
import { type Known, Roles } from './intent/roles.ts';
import { splitLineReferences } from './line-references.ts';

export const EDIT_ROLES = 'edit';

/** What a word of an instruction may be about. */
export type EditRole =
  | 'target'
  | 'owner'
  | 'parameter'
  | 'name'
  | 'type'
  | 'value'
  | 'old'
  | 'new'
  | 'text'
  | 'place'
  | 'moved'
  | 'callee'
  | 'module'
  | 'file';

/** What each type of parameter is said as; those that are absent are not said in words of their own. */
const ROLES: { readonly [Type in ParameterType]?: EditRole } = {
  symbol: 'target',
  owner: 'owner',
  parameter: 'parameter',
  name: 'name',
  type: 'type',
  expression: 'value',
  literal: 'old',
  piece: 'old',
  operator: 'old',
  newLiteral: 'new',
  newPiece: 'new',
  newOperator: 'new',
  text: 'text',
  newLine: 'text',
  callee: 'callee',
  module: 'module',
  path: 'file',
};

export function roleOfParameter({ type }: ParameterSpec): EditRole | undefined {
  return ROLES[type];
}

const MOVES: ReadonlySet<string> = new Set(['move-before', 'move-after']);

/** What the line argument at `index` of an operation is said as. */
export function roleOfLine({ name }: OperationSpec, index: number): EditRole {
  return MOVES.has(name) && index === 0 ? 'moved' : 'place';
}

/** The numbers of lines that an instruction gives. */
export function knownLines(instruction: string): readonly (Known & { readonly line: number })[] {
  let at = 0;
  return splitLineReferences(instruction).flatMap((part) => {
    const start = at;
    at += typeof part === 'string' ? part.length : String(part.line).length;
    return typeof part === 'string' ? [] : [{ start, end: at, token: '<line>', line: part.line }];
  });
}

/** The roles of the words of `instruction`, read as a wish for `operation`; undefined where no model tells them. */
export function editRoles(
  intents: IntentModel | undefined,
  instruction: string,
  operation: string,
  facts: DocumentFacts,
): Roles | undefined {
  const known = knownLines(instruction);
  const factsOf = factsOfWords(facts);
  return Roles.of(intents, EDIT_ROLES, instruction, { known, signs: [], factsOf, operation });
}

/** What a word is in the document: where it is declared, as what; else whether it stands there. */
export function factsOfWords(facts: DocumentFacts): (word: string) => readonly string[] {
  return (word) => {
    const known = facts.name(word);
    if (known === undefined) return /^[\p{L}_$]/u.test(word) ? ['unknown'] : [];
    return known.length > 0 ? known : ['mentioned'];
  };
}
