/** Operations on lines and pieces of text as such, in files of any language: what is said word for word is done to the letter. */
import type { OperationSpec, ParameterSpec } from './spec.ts';

const ANCHOR: ParameterSpec = { name: 'line', type: 'line', holds: 'anchor' };
const OTHER: ParameterSpec = { name: 'other', type: 'line', holds: 'anchor' };
const OPENING: ParameterSpec = { name: 'line', type: 'line', holds: 'opening' };
const END: ParameterSpec = { name: 'last', type: 'line', holds: 'end', optional: true };
const PIECE: ParameterSpec = { name: 'line', type: 'line', holds: 'piece' };
const OLD: ParameterSpec = { name: 'old', type: 'piece' };
const NEW: ParameterSpec = { name: 'new', type: 'newPiece' };
const TEXT: ParameterSpec = { name: 'text', type: 'newLine' };

export const lineOperations: readonly OperationSpec[] = [
  {
    name: 'delete-lines',
    summary: 'delete the lines given by number, both included',
    parameters: [
      { name: 'first', type: 'line', holds: 'first' },
      { name: 'last', type: 'line', holds: 'last' },
    ],
  },
  {
    name: 'replace-text',
    summary: 'replace a piece of a line by another',
    parameters: [PIECE, OLD, NEW],
  },
  {
    name: 'replace-all',
    summary: 'replace a piece of text wherever the file has it',
    parameters: [OLD, NEW],
  },
  {
    name: 'remove-text',
    summary: 'remove a piece of a line',
    parameters: [PIECE, OLD],
  },
  {
    name: 'replace-line',
    summary: 'write another text on a line',
    parameters: [ANCHOR, TEXT],
  },
  {
    name: 'insert-after',
    summary: 'put a line below another',
    parameters: [ANCHOR, TEXT],
  },
  {
    name: 'insert-after-block',
    summary: 'put a line below the block that a line opens',
    parameters: [ANCHOR, TEXT],
  },
  {
    name: 'insert-before',
    summary: 'put a line above another',
    parameters: [ANCHOR, TEXT],
  },
  {
    name: 'append-entry',
    summary: 'put an entry at the end of the list, object, block or section that a line opens',
    parameters: [OPENING, TEXT],
  },
  {
    name: 'prepend-entry',
    summary: 'put an entry at the beginning of what a line opens',
    parameters: [OPENING, TEXT],
  },
  {
    name: 'add-attribute',
    summary: 'give the tag on a line one more attribute, at its end or behind another',
    parameters: [ANCHOR, TEXT, { name: 'after', type: 'piece', optional: true }],
  },
  {
    name: 'comment-out',
    summary: 'put a line, what it opens, or a range of lines into comments',
    parameters: [ANCHOR, END],
  },
  {
    name: 'uncomment',
    summary: 'take a line or a range of lines out of comments',
    parameters: [ANCHOR, END],
  },
  {
    name: 'move-before',
    summary: 'move a line, with the block that it opens, above another',
    parameters: [ANCHOR, OTHER],
  },
  {
    name: 'move-after',
    summary: 'move a line, with the block that it opens, below another',
    parameters: [ANCHOR, OTHER],
  },
  {
    name: 'swap-lines',
    summary: 'exchange two lines, each with the block that it opens',
    parameters: [ANCHOR, OTHER],
  },
  {
    name: 'duplicate-line',
    summary: 'put a copy of a line, with the block that it opens, below it',
    parameters: [ANCHOR],
  },
  {
    name: 'remove-block',
    summary: 'remove what begins on a line: the line, or the block, tag or section that it opens',
    parameters: [ANCHOR],
  },
];
