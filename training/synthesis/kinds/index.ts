/** All kinds of edits that the synthesis knows, by the family that finds them, with their share of the data. */
import type { EditCase, Finder, Finding } from '../cases.ts';
import { addElement, addImport, addJsdoc, addProperty, addTodo } from './additions.ts';
import {
  changeType,
  negateCondition,
  replaceOperator,
  strictEquality,
  swapArguments,
} from './expressions.ts';
import {
  addLog,
  addParameter,
  guardClause,
  setReturnType,
  toArrowFunction,
  wrapTry,
} from './functions.ts';
import { literals } from './literals.ts';
import { bindings, exporting, makeAsync, optionalParameters, properties } from './modifiers.ts';
import { extractConstant, optionalChain, swapBranches, toTemplate } from './more-expressions.ts';
import {
  awaitCall,
  inlineVariable,
  removeAsync,
  removeParameter,
  setAccess,
  setDefault,
  toFunction,
} from './more-functions.ts';
import { rename } from './names.ts';
import { organizeImports, removeUnusedImports, sortMembers } from './order.ts';
import {
  deleteLines,
  removeCall,
  removeComment,
  removeDeclaration,
  removeImport,
} from './removals.ts';
import { absentNames, delegated, remarks } from './silence.ts';
import {
  addEnumMember,
  interfaceToType,
  removeProperty,
  setMutable,
  setRequired,
  typeToInterface,
} from './types.ts';

const FINDERS: readonly Finder[] = [
  rename,
  makeAsync,
  exporting,
  properties,
  optionalParameters,
  bindings,
  literals,
  addParameter,
  toArrowFunction,
  wrapTry,
  setReturnType,
  guardClause,
  addLog,
  removeDeclaration,
  removeCall,
  deleteLines,
  removeComment,
  removeImport,
  addJsdoc,
  addTodo,
  addProperty,
  addImport,
  addElement,
  strictEquality,
  replaceOperator,
  negateCondition,
  swapArguments,
  changeType,
  removeAsync,
  removeParameter,
  setDefault,
  toFunction,
  setAccess,
  inlineVariable,
  awaitCall,
  toTemplate,
  optionalChain,
  swapBranches,
  extractConstant,
  organizeImports,
  removeUnusedImports,
  sortMembers,
  setRequired,
  setMutable,
  removeProperty,
  interfaceToType,
  typeToInterface,
  addEnumMember,
  remarks,
  delegated,
  absentNames,
]; // prettier-ignore

/**
 * How often a kind is drawn, relative to 1. Renaming is what people ask for most; kinds whose answer copies
 * whole lines are learnt slowest; doing nothing is at least a tenth of all. `nothing-already/X` asks for X where it is so
 * already: about as often as for its opposite there.
 */
export const WEIGHTS: Readonly<Record<string, number>> = {
  rename: 4.5,
  'change-number': 1.6,
  'change-string': 1.6,
  'flip-boolean': 3,
  'add-parameter': 2.6,
  'make-async': 1.3,
  'make-const': 4,
  'to-arrow-function': 2.5,
  'nothing-already/make-async': 2.5,
  'nothing-already/make-const': 2,
  'nothing-already/make-let': 2,
  'nothing-already/set-optional': 1.5,
  'nothing-already/set-readonly': 1.5,
  'nothing-already/to-function': 1.5,
  'nothing-already/add-element': 0.4,
  'nothing-already/await-call': 0.4,
  'nothing-already/organize-imports': 0.3,
  'nothing-already/remove-unused-imports': 0.3,
  'nothing-already/set-access': 0.6,
  'nothing-already/set-default': 0.4,
  'nothing-already/sort-members': 0.4,
  'nothing-already/wrap-try': 0.4,
  'nothing-absent': 0.8,
  nothing: 0.4,
  delegate: 0.4,
  'change-type': 2.4,
  'replace-operator': 1.8,
  'negate-condition': 2,
  'swap-arguments': 1.8,
  'strict-equality': 4,
  'guard-clause': 1.8,
  'remove-comment': 2,
  'remove-call': 3,
  'add-property': 2.5,
  'add-element': 6,
  'add-jsdoc': 1,
  'add-todo': 0.8,
  'add-import': 0.8,
  'remove-import': 0.6,
  'delete-line': 1,
  'set-return-type': 1.6,
  'remove-function': 1.6,
  'add-log': 1.5,
  'set-optional': 1.2,
  export: 1.4,
  unexport: 1.4,
  'make-let': 1.6,
  'to-template': 4,
  'swap-branches': 4,
  'optional-chain': 6,
  'to-function': 3,
  'remove-async': 3,
  'await-call': 2,
  'set-access': 2,
  'inline-variable': 1.5,
  'remove-parameter': 1.2,
  'set-default': 1.2,
  'organize-imports': 1,
  'remove-unused-imports': 1,
  'sort-members': 1.5,
};

/** Kinds that few documents have a place for: those are never passed over, and their places are drawn repeatedly. */
export const RARE: ReadonlySet<string> = new Set([
  'add-element',
  'add-enum-member',
  'await-call',
  'make-const',
  'optional-chain',
  'remove-async',
  'set-access',
  'set-mutable',
  'set-required',
  'sort-members',
  'strict-equality',
  'swap-branches',
  'to-function',
  'to-template',
  'type-to-interface',
]);

/** Every case that any kind finds in the program. */
export function findCases(finding: Finding): EditCase[] {
  return FINDERS.flatMap((find) => find(finding));
}
