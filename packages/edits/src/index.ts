/**
 * The edit language: what a small model answers instead of repeating code, and what can be done with
 * it. Pure functions over values; no files, no tokens. docs/edit-language.md is the specification.
 */
export {
  type Answer,
  type AnswerSymbol,
  formatSymbol,
  formatSymbols,
  type OperationCall,
  printAnswer,
  printCall,
  printHunk,
} from './answer.ts';
export { applyHunks } from './apply.ts';
export { composeHunks, diffDocuments, invertHunks, shiftAnchor, shiftLine } from './change.ts';
export { diffSequences, type Span } from './diff.ts';
export {
  BYTE_ORDER_MARK,
  bodyText,
  documentText,
  dominantEnding,
  type LineEnding,
  type LineIndex,
  lineAtOffset,
  lineOffsets,
  parseDocument,
  type TextDocument,
} from './document.ts';
export {
  AnswerGrammar,
  type AnswerSyntaxCode,
  AnswerSyntaxError,
  describeExpectation,
  type Expectation,
  type GrammarOptions,
  type LineRange,
  type TextExpectation,
} from './grammar.ts';
export { type Hunk, HunkError, type HunkErrorCode, normalizeHunks, validateHunks } from './hunk.ts';
export {
  confidenceOf,
  LEAST_CONFIDENCE,
  type MergeResult,
  type MergeWay,
  mergeSnippet,
} from './merge/merge.ts';
export { lineOperations } from './operations/lines.ts';
export { planOperations } from './operations/plans.ts';
export { questionOperations } from './operations/questions.ts';
export { createRegistry, type OperationRegistry, operations } from './operations/registry.ts';
export type {
  LineContent,
  OperationSpec,
  ParameterSpec,
  ParameterType,
} from './operations/spec.ts';
export { type AnswerEvent, AnswerParser, parseAnswer } from './parser.ts';
export { type RecentEdit, type Repetition, repetitionsOf } from './repetition.ts';
export { type UnifiedDiffOptions, unifiedDiff } from './unified.ts';
