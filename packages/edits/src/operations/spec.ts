/**
 * What an operation looks like to the model and to the parser: its name and typed parameters. The specs
 * stand in one file for each family; `registry.ts` collects them. What an operation does to a file is
 * the workspace's matter (packages/workspace/src/operations), keyed by the same names.
 */

/**
 * What may stand in an argument, so that decoding can be constrained to it:
 * symbol: an identifier of the document; owner: a declaration of the document that holds the symbol;
 * parameter: a parameter of the function that the symbol names; name: a new identifier;
 * literal: a literal of the document, as written there; newLiteral: a literal; callee: what a call on the
 * line calls; operator, newOperator: a binary operator of the line, and another; type: a type;
 * expression: an expression; text: words from the instruction; module: a module specifier;
 * piece: a piece of the document that the instruction spells; newPiece: what comes in its place; newLine: a
 * line that the instruction spells; word: one of the parameter's words; line: one line of the document; file: a file of the project;
 * path: the path of a file, which there may be or not.
 */
export type ParameterType =
  | 'symbol'
  | 'owner'
  | 'parameter'
  | 'name'
  | 'literal'
  | 'newLiteral'
  | 'callee'
  | 'operator'
  | 'newOperator'
  | 'type'
  | 'expression'
  | 'text'
  | 'module'
  | 'piece'
  | 'newPiece'
  | 'newLine'
  | 'word'
  | 'file'
  | 'path'
  | 'line';

/** What an operation finds on the line it is given. */
export type LineContent =
  | 'literal' // a literal that lies within the line
  | 'operator' // a binary operator
  | 'equality' // == or !=
  | 'condition' // the condition of an if
  | 'branches' // an if with an else
  | 'concatenation' // a chain of + with a string in it
  | 'chain' // operands of && that continue each other, as in a && a.b
  | 'call' // a statement that is a call, beginning here
  | 'callable' // a call that begins on the line
  | 'swappable' // a call with two arguments, which begins and ends here
  | 'comment' // a line that is all comment
  | 'import' // an import declaration that begins here
  | 'statement' // a statement, declaration or member that begins here
  | 'piece' // a piece of text that the instruction spells
  | 'anchor' // what the instruction means by text or words that stand there
  | 'opening' // what opens a list, an object, a block or a section
  | 'first' // the line, or the first of a range of lines, that the instruction gives by number
  | 'last' // the last one of that range
  | 'end' // the last one of a range of several lines
  | 'step' // a step of a plan
  | 'section'; // a heading of a plan

export interface ParameterSpec {
  readonly name: string;
  readonly type: ParameterType;
  /** Of a symbol: the sorts of declaration it may be, in people's words; any identifier where absent. */
  readonly sorts?: readonly string[];
  /** Of a line: what must be there; where absent, a declaration of the symbol. */
  readonly holds?: LineContent;
  /** Of a symbol: only what is declared at the top level. */
  readonly topLevel?: true;
  /** Of a word: what it may be. */
  readonly words?: readonly string[];
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
