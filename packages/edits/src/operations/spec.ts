/**
 * What an operation looks like to the model and to the parser: its name and typed parameters. The specs
 * stand in one file for each family; `registry.ts` collects them. What an operation does to a file is
 * the workspace's matter (packages/workspace/src/operations), keyed by the same names.
 */

/**
 * What may stand in an argument, so that decoding can be constrained to it:
 * symbol: an identifier of the document; owner: a declaration of the document that holds the symbol;
 * name: a new identifier; literal: a literal of the document, as written there; newLiteral: a literal;
 * type: a type; default: an expression; line: one line of the document.
 */
export type ParameterType =
  | 'symbol'
  | 'owner'
  | 'name'
  | 'literal'
  | 'newLiteral'
  | 'type'
  | 'default'
  | 'line';

export interface ParameterSpec {
  readonly name: string;
  readonly type: ParameterType;
  /** Of a symbol: the sorts of declaration it may be, in people's words; any identifier where absent. */
  readonly sorts?: readonly string[];
  /** Of a symbol: only what is declared at the top level. */
  readonly topLevel?: true;
  /** May be left out; every parameter after an optional one is optional too. */
  readonly optional?: true;
}

export interface OperationSpec {
  /** Lower-case words joined by '-'; what the model writes. */
  readonly name: string;
  /** One line, in the imperative: what it does. */
  readonly summary: string;
  readonly parameters: readonly ParameterSpec[];
}
