/** All kinds of edits that the synthesis knows, by the family that finds them, with their share of the data. */
import type { EditCase, Finder, Finding } from '../cases.ts';
import { addElement, addImport, addJsdoc, addProperty, addTodo } from './additions.ts';
import { changeType, negateCondition, replaceOperator, strictEquality, swapArguments } from './expressions.ts';
import { addLog, addParameter, guardClause, setReturnType, toArrowFunction, wrapTry } from './functions.ts';
import { literals } from './literals.ts';
import { bindings, exporting, makeAsync, optionalParameters, properties } from './modifiers.ts';
import { rename } from './names.ts';
import { deleteLines, removeCall, removeComment, removeDeclaration, removeImport } from './removals.ts';
import { absentNames, delegated, remarks } from './silence.ts';

const FINDERS: readonly Finder[] = [
  rename, makeAsync, exporting, properties, optionalParameters, bindings, literals,
  addParameter, toArrowFunction, wrapTry, setReturnType, guardClause, addLog,
  removeDeclaration, removeCall, deleteLines, removeComment, removeImport,
  addJsdoc, addTodo, addProperty, addImport, addElement,
  strictEquality, replaceOperator, negateCondition, swapArguments, changeType,
  remarks, delegated, absentNames,
]; // prettier-ignore

/**
 * How often a kind is drawn, relative to 1. Renaming is what people ask for most; kinds whose answer copies
 * whole lines are learnt slowest; doing nothing is at least a tenth of all.
 */
export const WEIGHTS: Readonly<Record<string, number>> = {
  rename: 3,
  'change-number': 1.3,
  'change-string': 1.5,
  'add-parameter': 1.4,
  'nothing-already': 1.2,
  'nothing-absent': 1.2,
  nothing: 0.6,
  delegate: 0.6,
  'change-type': 1.4,
  'replace-operator': 1.4,
  'negate-condition': 1.4,
  'swap-arguments': 1.4,
  'strict-equality': 1.3,
  'add-property': 1.2,
  'add-element': 1.3,
  'add-jsdoc': 1.2,
  'add-todo': 1.2,
  'delete-line': 0.7,
};

/** Every case that any kind finds in the program. */
export function findCases(finding: Finding): EditCase[] {
  return FINDERS.flatMap((find) => find(finding));
}
